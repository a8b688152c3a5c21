"""The case code: institution, year, random body, check character. For humans to read aloud."""

import secrets

from stdnum.iso7064 import mod_37_36

# Without I, L, O and U, which are taken for 1, 1, 0 and V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH = 6


def new_code(institution_code: str, year: int) -> str:
    """A fresh code such as `SAUCE-2026-7K3M9Q-X`. Gaps are normal: there are 10^9 of them a year.

    The check character (ISO 7064 mod 37,36) catches a slip of one character and a swap. One that looks like another
    asks for another body.
    """
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH))
        stem = f"{institution_code}-{year}-{body}"
        check = mod_37_36.calc_check_digit(stem.replace("-", ""))
        if check in ALPHABET:
            return f"{stem}-{check}"
