"""The case code: institution, year, random body, check character. For humans to read aloud."""

import secrets

from stdnum.iso7064 import mod_37_36

# Without I, L, O and U, which are taken for 1, 1, 0 and V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH = 7
"""With 3·10^10 bodies a year, an institution of a million cases takes one that is taken once in 34,000 filings."""


def new_code(institution_code: str, year: int) -> str:
    """A fresh code such as `SAUCE-2026-7K3M9QD-X`. Gaps are normal.

    The check character (ISO 7064 mod 37,36) catches a slip of one character and a swap. One that looks like another
    asks for another body.
    """
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH))
        stem = f"{institution_code}-{year}-{body}"
        check = mod_37_36.calc_check_digit(stem.replace("-", ""))
        if check in ALPHABET:
            return f"{stem}-{check}"
