"""Private keys and secrets as files: mode 0600, written whole, and once unless a rotation replaces them.

A key is never an environment variable nor a row. Two programs that make the same key at once agree on one: only a
complete file takes the name (hard link), and only the first one. A file that others may read is refused: a known key
protects nothing.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ventanilla.common import durable
from ventanilla.common.errors import Fault

OTHERS = 0o077


class KeyFault(Fault):
    """A key file is missing, cannot be read or written, is open to others, or is not the one expected."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file as an operator sees it. `fingerprint` tells two keys apart and says nothing of them."""

    name: str
    purpose: str
    fingerprint: str = ""
    made_at: datetime | None = None
    problem: str = ""


def describe(path: Path, purpose: str, fingerprint_of: Callable[[bytes], str] = lambda _: "") -> KeyFile:
    """What there is to say of a key file, also when it is missing or cannot be used. Raises nothing."""
    try:
        content = find(path)
        if content is None:
            return KeyFile(path.name, purpose, problem=f"It is missing: put it back at {path} from an export of keys.")
        made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return KeyFile(path.name, purpose, fingerprint_of(content), made_at)
    except Fault as fault:
        return KeyFile(path.name, purpose, problem=str(fault))


def find(path: Path) -> bytes | None:
    """The content of the file, None when there is none. Raises KeyFault when it cannot be read or others may."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & OTHERS:
                raise KeyFault(f"The key {path} is open to others (mode {mode:o}). Close it: chmod 600 {path}")
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyFault(f"The key {path} cannot be read: {error.strerror}.") from error


def find_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of the file; `make()` gives it when there is none yet. Its folders are made with mode 0700.

    Raises KeyFault as `find`, and when it cannot be written.
    """
    content = find(path)
    if content is None:
        _write_once(path, make())
        content = find(path)
    if content is None:
        raise KeyFault(f"The key {path} disappeared while it was made.")
    return content


def replace(path: Path, content: bytes) -> None:
    """Make `content` the key at `path`, at once: a reader sees the old one or the new one. Raises KeyFault."""
    try:
        durable.replace(path, content)
    except OSError as error:
        raise KeyFault(f"The key {path} cannot be written: {error.strerror}.") from error


def _write_once(path: Path, content: bytes) -> None:
    candidate = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(candidate, "xb", opener=durable.private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(candidate, path)
        durable.sync_folder(path.parent)
    except OSError as error:
        raise KeyFault(f"The key {path} cannot be written: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            candidate.unlink(missing_ok=True)
