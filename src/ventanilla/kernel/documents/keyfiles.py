"""Private keys as files `VENTANILLA_HOME/keys/<name>`, mode 0600, written once and whole.

A key is never an environment variable nor a row. Two processes that make the same key at once agree on one: only a
complete file takes the name (hard link), and only the first one.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from ventanilla.kernel.documents.errors import KeyFault


def folder() -> Path:
    """`keys/` of the home, made with mode 0700 when it is missing."""
    path = Path(settings.VENTANILLA_HOME) / "keys"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KeyFault(f"The folder {path} cannot be made: {error.strerror}.") from error
    return path


def find(name: str) -> bytes | None:
    """The content of the key, None when there is none.

    Raises KeyFault when others can read the file or it cannot be read.
    """
    path = folder() / name
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise KeyFault(f"The key {path} is open to others (mode {mode:o}). Close it: chmod 600 {path}")
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyFault(f"The key {path} cannot be read: {error.strerror}.") from error


def find_or_make(name: str, make: Callable[[], bytes]) -> bytes:
    """The content of the key; `make()` gives it when there is none yet. Raises KeyFault as `find`."""
    content = find(name)
    if content is None:
        _write_once(folder() / name, make())
        content = find(name)
    if content is None:
        raise KeyFault(f"The key {folder() / name} disappeared while it was made.")
    return content


def _write_once(path: Path, content: bytes) -> None:
    candidate = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(candidate, path)
        _fsync_folder(path.parent)
    except OSError as error:
        raise KeyFault(f"The key {path} cannot be written: {error.strerror}.") from error
    finally:
        candidate.unlink(missing_ok=True)


def _fsync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
