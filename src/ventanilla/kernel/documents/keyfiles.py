"""The keys of documents: seals, roots, receipts, the master key. Files `keys/<name>` of the home (common.keyfiles)."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from ventanilla.common import keyfiles


def find(name: str) -> bytes | None:
    """The content of the key, None when there is none. Raises KeyFault."""
    return keyfiles.find(_path(name))


def find_or_make(name: str, make: Callable[[], bytes]) -> bytes:
    """The content of the key; `make()` gives it when there is none yet. Raises KeyFault."""
    return keyfiles.find_or_make(_path(name), make)


def replace(name: str, content: bytes) -> None:
    """Make `content` the key, at once. Raises KeyFault."""
    keyfiles.replace(_path(name), content)


def names(pattern: str) -> list[str]:
    """The key files whose name is of the pattern, in order."""
    return sorted(path.name for path in _path("").glob(pattern))


def describe(name: str, purpose: str, fingerprint_of: Callable[[bytes], str] = lambda _: "") -> keyfiles.KeyFile:
    """What there is to say of a key file, missing or not. Raises nothing."""
    return keyfiles.describe(_path(name), purpose, fingerprint_of)


def _path(name: str) -> Path:
    return Path(settings.VENTANILLA_HOME) / "keys" / name
