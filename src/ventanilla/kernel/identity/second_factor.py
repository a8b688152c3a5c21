"""Codes of an authenticator (RFC 6238) and of recovery: how they are made, sealed and compared. No database.

The secret has to be known to check a code, so it is kept encrypted (AES-256-GCM, bound to its account) under a key file
of the home. Recovery codes are kept as keyed digests.
"""

import base64
import hmac
import secrets
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.conf import settings

from ventanilla.common.assertion import shared_key
from ventanilla.common.errors import Fault

KEY_FILE = "second-factor.key"
SECRET_BYTES = 20
STEP_SECONDS = 30
DIGITS = 6
# A clock half a minute away is forgiven.
STEPS_AROUND = 1
NONCE_BYTES = 12
RECOVERY_CODES = 10
# Without letters and figures that look alike; 60 bits in each code.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_CHARACTERS = 12


def secret_of(attempt: str, account: UUID) -> bytes:
    """The secret of a new authenticator, the same each time that its page is opened in one attempt to register it."""
    return hmac.digest(_key(), b"authenticator\0" + account.bytes + attempt.encode(), "sha256")[:SECRET_BYTES]


def secret_text(secret: bytes) -> str:
    """The secret as it is typed into an authenticator, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def step_of(secret: bytes, code: str, *, after: int, at: datetime) -> int | None:
    """The thirty seconds whose code this is, around `at` and later than `after`; None for any other text."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    found = None
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if hmac.compare_digest(code_of(secret, step), digits) and step > after:
            found = step
    return found


def code_of(secret: bytes, step: int) -> str:
    """The code of thirty seconds, counted from 1970."""
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303  # nosec B303: RFC 6238


def code_at(secret: bytes, at: datetime) -> str:
    """The code that an authenticator shows at the instant."""
    return code_of(secret, int(at.timestamp()) // STEP_SECONDS)


def new_codes() -> tuple[str, ...]:
    """Ten codes of recovery, in three groups of four."""
    return tuple(_new_code() for _ in range(RECOVERY_CODES))


def digest_of(code: str, account: UUID) -> bytes:
    """By what a code of recovery is kept; however it is written, with hyphens, spaces or capitals."""
    plain = "".join(each for each in code.lower() if each.isalnum())
    return hmac.digest(_key(), b"recovery code\0" + account.bytes + plain.encode(), "sha256")


def seal(content: bytes, account: UUID) -> bytes:
    """Encrypted for this account."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key()).encrypt(nonce, content, account.bytes)


def unseal(sealed: bytes, account: UUID) -> bytes:
    """What was sealed. Raises Fault when the key file is another one than then."""
    sealed = bytes(sealed)
    try:
        return AESGCM(_key()).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], account.bytes)
    except InvalidTag as error:
        raise Fault(
            f"keys/{KEY_FILE} is not the key with which authenticators were set up: put it back from an export of keys."
        ) from error


def _new_code() -> str:
    text = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))
    return "-".join(text[place : place + 4] for place in range(0, CODE_CHARACTERS, 4))


def _key() -> bytes:
    return shared_key(Path(settings.VENTANILLA_HOME) / "keys" / KEY_FILE)
