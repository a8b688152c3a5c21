"""The file `dossier-keys` of a folder of backups: a line that says what it is, then the rows in COPY's text form.

Each backup replaces it, so that a key that was erased is in no backup any more.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ventanilla.common import durable
from ventanilla.project.operating.errors import BackupNotUsable
from ventanilla.project.operating.manifest import BLOCK_BYTES

HEADER_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Header:
    """The first line. `sha256` is of all that follows it."""

    installation: str
    made_at: str
    sha256: str


def write(path: Path, *, installation: str, at: datetime, rows: Iterable[bytes]) -> None:
    """Replace the file, durably. The rows are held in memory: some 200 bytes for each dossier."""
    content = b"".join(rows)
    header = Header(installation, at.isoformat(), hashlib.sha256(content).hexdigest())
    durable.replace(path, json.dumps(asdict(header)).encode() + b"\n" + content)


def read(path: Path) -> Header:
    """What the file says of itself, its rows not looked at. Raises BackupNotUsable."""
    try:
        with path.open("rb") as file:
            return Header(**json.loads(file.readline(HEADER_BYTES)))
    except (OSError, ValueError, TypeError) as error:
        raise BackupNotUsable(f"The keys of dossiers, {path}, cannot be read: {error}") from error


def verify(path: Path, *, made_at: datetime) -> Header:
    """The header, after reading all rows. Raises BackupNotUsable, also when they are older than the backup."""
    header, digest = read(path), hashlib.sha256()
    for block in rows_of(path):
        digest.update(block)
    if digest.hexdigest() != header.sha256:
        raise BackupNotUsable(f"{path} was changed or cut: take it from another copy of this folder.")
    if datetime.fromisoformat(header.made_at) < made_at:
        raise BackupNotUsable(f"{path} is older than the backup: take the one that was made with it or later.")
    return header


def rows_of(path: Path) -> Iterator[bytes]:
    """The rows, in blocks."""
    with path.open("rb") as file:
        file.readline(HEADER_BYTES)
        while block := file.read(BLOCK_BYTES):
            yield block
