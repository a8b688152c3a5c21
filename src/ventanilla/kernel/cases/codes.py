"""The case code: institution, year, random body, check character. For humans to read aloud."""

import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH = 6
_LOOKALIKES = str.maketrans("OIL", "011")


def new_code(institution_code: str, year: int) -> str:
    """A fresh code such as `SAUCE-2026-7K3M9Q-X`. Gaps are normal: there are 10^9 of them a year."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH))
    stem = f"{institution_code}-{year}-{body}"
    return f"{stem}-{mod_37_36.calc_check_digit(stem.replace('-', ''))}"


def is_well_formed(code: str) -> bool:
    """Whether the check character (ISO 7064 mod 37,36) agrees: a slip of one character or a swap is caught."""
    return mod_37_36.is_valid(code.replace("-", ""))


def normalise(typed: str) -> str:
    """What a person typed, as it is stored: upper case, no spaces, O, I and L of the body read as 0 and 1."""
    parts = "".join(typed.split()).upper().split("-")
    if len(parts) == 4:
        parts[2] = parts[2].translate(_LOOKALIKES)
    return "-".join(parts)
