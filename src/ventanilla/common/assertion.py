"""A statement signed by one program and checked by another that shares its key (HMAC-SHA-256).

The simulator of payments says with it what was paid, and the platform checks it. It is a module of the common
floor because both sides need the same bytes and neither may import the other.

Form: `base64url(canonical JSON) "." base64url(HMAC(key, purpose ‖ 0 ‖ JSON))`. The purpose is inside the seal and not
in the text, so that a statement made for one use is refused in every other. Instants are ISO 8601 in UTC.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ventanilla.common import keyfiles
from ventanilla.common.canonical import canonical
from ventanilla.common.errors import Fault

KEY_BYTES = 32
STATEMENT_MAX_BYTES = 8_192
CLOCK_SKEW_SECONDS = 5


class StatementError(ValueError):
    """A text that is not accepted. The reason is for the log; a person is told only that it was not accepted."""


def sign(fields: Mapping[str, str | int], *, purpose: str, key: bytes, at: datetime) -> str:
    """`fields` and the instant as one signed text. The name `at` is taken by the instant."""
    if "at" in fields:
        raise ValueError("The field `at` is the instant of the signature; give it by its own parameter.")
    payload = canonical({**fields, "at": at.astimezone(UTC).isoformat()})
    return f"{_encode(payload)}.{_encode(_seal(payload, purpose, key))}"


def verify(
    text: str, *, purpose: str, key: bytes, at: datetime, lifetime_seconds: int
) -> tuple[dict[str, str | int], datetime]:
    """The fields and the instant of a signed text.

    Raises StatementError when the form, the seal, the purpose or the age is not right. The seal is compared in
    constant time and before anything inside is read.
    """
    payload = _opened(text, purpose, key)
    try:
        fields: dict[str, Any] = json.loads(payload)
        signed_at = datetime.fromisoformat(fields.pop("at"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StatementError("The statement is sealed and is not one of ours.") from error
    age = at - signed_at
    if not timedelta(seconds=-CLOCK_SKEW_SECONDS) <= age <= timedelta(seconds=lifetime_seconds):
        raise StatementError(f"The statement is {age} old.")
    return fields, signed_at


def shared_key(path: Path) -> bytes:
    """The key in `path`, made at the first call with mode 0600. Two programs that make it at once agree.

    Raises Fault when others may read the file or it does not hold a key: a known key seals nothing.
    """
    content = keyfiles.find_or_make(path, lambda: secrets.token_hex(KEY_BYTES).encode())
    try:
        key = bytes.fromhex(content.decode("ascii").strip())
    except ValueError as error:
        raise Fault(f"{path} does not hold a key.") from error
    if len(key) != KEY_BYTES:
        raise Fault(f"The key {path} has {len(key)} bytes, and {KEY_BYTES} are needed.")
    return key


def _opened(text: str, purpose: str, key: bytes) -> bytes:
    if len(text) > STATEMENT_MAX_BYTES:
        raise StatementError(f"The statement is longer than {STATEMENT_MAX_BYTES} bytes.")
    body, _, seal = text.partition(".")
    payload = _decode(body)
    if not hmac.compare_digest(_seal(payload, purpose, key), _decode(seal)):
        raise StatementError("The seal is not ours, or it was made for another purpose.")
    return payload


def _seal(payload: bytes, purpose: str, key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes, and this one has {len(key)}.")
    return hmac.digest(key, purpose.encode() + b"\0" + payload, hashlib.sha256)


def _encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """One text for one value: spare bits in the last letter are refused."""
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise StatementError("The statement is not in base64url.") from error
    if _encode(value) != text:
        raise StatementError("The statement is not in the one form of base64url.")
    return value
