"""Verification codes: what a person types from a printed document to ask whether it is authentic.

Sixteen signs in four groups, `7K4M-Q2RX-0B9T-WZ3C`: fifteen random ones of Crockford's alphabet (75 bits, so that
nobody finds a document by trying) and one check sign (Luhn modulo 32), so that a slip of the finger is told apart
from a false document. The alphabet has no I, L, O, U; what looks like them is read as 1, 1, 0.
"""

import secrets

from stdnum import luhn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SIGNS = 15
GROUP_SIGNS = 4
CODE_SIGNS = RANDOM_SIGNS + 1
_LOOK_ALIKE = str.maketrans("ILO", "110")
_SEPARATORS = str.maketrans("", "", " -‐‑‒–—.\t\n\r\u00a0")


def new_code() -> str:
    """A new code as it is printed."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
    return display(body + luhn.calc_check_digit(body, alphabet=ALPHABET))


def display(compact: str) -> str:
    """The sixteen signs with their dashes."""
    return "-".join(compact[start : start + GROUP_SIGNS] for start in range(0, CODE_SIGNS, GROUP_SIGNS))


def normalise(typed: str) -> str | None:
    """The printed form of what a person typed: any case, with or without dashes or spaces, O for 0, I or L for 1.

    None when it cannot be a code: another length, another sign, or a wrong check sign.
    """
    compact = typed[:100].upper().translate(_SEPARATORS).translate(_LOOK_ALIKE)
    if len(compact) != CODE_SIGNS or not luhn.is_valid(compact, alphabet=ALPHABET):
        return None
    return display(compact)
