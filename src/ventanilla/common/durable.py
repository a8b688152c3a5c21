"""Files that a crash leaves whole: the new content under its name, or the old one, never a part.

Temporary → fsync → rename → fsync of the folder. What a crash leaves behind is a file whose name begins with `.new-`.
"""

import contextlib
import os
import secrets
from pathlib import Path

TEMPORARY = ".new-"


def replace(path: Path, content: bytes) -> None:
    """Make `content` the file at `path` (0600), durably. Its folder must be there. Raises OSError."""
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
    try:
        with open(temporary, "xb", opener=private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
        sync_folder(path.parent)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make `folder` (0700) and its parents, each durable before something is put in it. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """The names in `folder` reach the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def private(path: str, flags: int) -> int:
    """An opener of files that only their owner reads and writes."""
    return os.open(path, flags, 0o600)
