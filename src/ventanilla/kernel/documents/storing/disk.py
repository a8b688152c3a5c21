"""Blobs as files: `documents/<institution>/<first two>/<sha256 of the stored bytes>` under the home.

Written temporary → fsync → rename → fsync folder; the caller commits the row afterwards. A crash before the rename
leaves a temporary file, a crash after it a file without a row: the sweep takes both after a day. A row without its
file cannot come from a crash.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ventanilla.common import durable
from ventanilla.kernel.documents.errors import BlobFault


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file found on disk. `sha256` is "" for a temporary one that a crash left."""

    institution_id: int
    sha256: str
    path: Path
    modified_at_seconds: float


def address(stored: bytes) -> str:
    """SHA-256 of the stored bytes, in hexadecimal."""
    return hashlib.sha256(stored).hexdigest()


def write(*, institution_id: int, sha256: str, stored: bytes) -> None:
    """Put the bytes at their address, durably. Writing the same bytes again is harmless. Raises BlobFault."""
    path = _path(institution_id, sha256)
    try:
        durable.make_folder(path.parent)
        durable.replace(path, stored)
    except OSError as error:
        raise BlobFault(f"A document cannot be written to {path.parent}: {error.strerror}.") from error


def read(*, institution_id: int, sha256: str) -> bytes:
    """The stored bytes. Raises BlobFault when the file is missing or changed."""
    path = _path(institution_id, sha256)
    try:
        stored = path.read_bytes()
    except OSError as error:
        raise BlobFault(f"The blob {path} cannot be read: {error.strerror}.") from error
    if address(stored) != sha256:
        raise BlobFault(f"The blob {path} was changed: restore it from a backup.")
    return stored


def folders() -> Iterator[tuple[int, Path]]:
    """Each folder that holds blobs, with its institution."""
    root = _root()
    if not root.is_dir():
        return
    for institution in sorted(root.iterdir()):
        if institution.name.isdecimal():
            yield from ((int(institution.name), each) for each in sorted(institution.iterdir()) if each.is_dir())


def files_in(folder: Path, institution_id: int) -> Iterator[StoredFile]:
    """The files of one folder, temporary ones too."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                name = "" if entry.name.startswith(durable.TEMPORARY) else entry.name
                yield StoredFile(institution_id, name, Path(entry.path), entry.stat(follow_symlinks=False).st_mtime)


def _root() -> Path:
    return Path(settings.VENTANILLA_HOME) / "documents"


def _path(institution_id: int, sha256: str) -> Path:
    return _root() / str(institution_id) / sha256[:2] / sha256
