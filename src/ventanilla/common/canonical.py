"""One way to turn a value into bytes and into a salted commitment (RFC 8785, SHA-256)."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

SALT_BYTES = 32
MAX_INTEGER = 2**53 - 1  # beyond it RFC 8785 has no integers

_sorted_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Json) -> bytes:
    """RFC 8785 bytes of a JSON value. Raises ValueError when the value has no such form.

    Nearly every value of ours is plain, and for those the encoder of Python writes the same bytes several times faster.
    """
    try:
        return _sorted_json(value).encode() if _is_plain(value) else rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise ValueError(f"This value has no canonical JSON form: {error}") from error


def _is_plain(value: object) -> bool:
    """Whether Python's sorted JSON is the canonical one: no floats and only names in ASCII, whose order is the same."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return -MAX_INTEGER <= value <= MAX_INTEGER  # type: ignore[operator]
    if kind is dict:
        names_are_plain = all(type(name) is str and name.isascii() for name in value)  # type: ignore[attr-defined]
        return names_are_plain and all(map(_is_plain, value.values()))  # type: ignore[attr-defined]
    return (kind is list or kind is tuple) and all(map(_is_plain, value))  # type: ignore[call-overload]


def new_salt() -> bytes:
    """32 random bytes, kept beside the private value and erased with it."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(value: Json, salt: bytes) -> str:
    """base64(SHA-256(salt ‖ canonical(value))): says nothing of the value without its salt."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} bytes, and this one has {len(salt)}.")
    return base64.b64encode(hashlib.sha256(salt + canonical(value)).digest()).decode()
