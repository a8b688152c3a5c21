"""One way to turn a value into bytes and into a salted commitment (RFC 8785, SHA-256)."""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

SALT_BYTES = 32


def canonical(value: Json) -> bytes:
    """RFC 8785 bytes of a JSON value. Raises ValueError when the value has no such form."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"This value has no canonical JSON form: {error}") from error


def new_salt() -> bytes:
    """32 random bytes, kept beside the private value and erased with it."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(value: Json, salt: bytes) -> str:
    """base64(SHA-256(salt ‖ canonical(value))): says nothing of the value without its salt."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} bytes, and this one has {len(salt)}.")
    return base64.b64encode(hashlib.sha256(salt + canonical(value)).digest()).decode()
