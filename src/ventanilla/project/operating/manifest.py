"""What a backup says of itself: of which installation, when, by what version, and the hash of each of its files."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from ventanilla.common import durable
from ventanilla.kernel.documents.types import KeptFile
from ventanilla.project.operating.errors import BackupNotUsable

NAME = "manifest.json"
DUMP = "database.dump"
DOCUMENTS = "documents.list"
CHECKPOINT = "checkpoint"
FORMAT = 1
BLOCK_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class FileHash:
    """A file of the backup's own folder."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`manifest.json`.

    `installation` is the first verifier key of its log. `migrations` are those that its tables have had. `log_size` is
    that of the last checkpoint in it, 0 when there is none. `keys` has the SHA-256 of each key file that the home had,
    so that a restore can tell which an export lacks. `unreadable` names the documents whose file was missing
    or changed when the backup was made, and which no earlier backup in the folder had.
    """

    installation: str
    made_at: datetime
    version: str
    postgresql: int
    migrations: tuple[str, ...]
    log_size: int
    documents: int
    documents_bytes: int
    keys: dict[str, str] = field(default_factory=dict)
    files: dict[str, FileHash] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()
    format: int = FORMAT


def write(folder: Path, manifest: Manifest) -> str:
    """Put the manifest in the folder; its SHA-256."""
    values = {**asdict(manifest), "made_at": manifest.made_at.isoformat()}
    content = json.dumps(values, indent=1, ensure_ascii=False).encode()
    durable.replace(folder / NAME, content)
    return hashlib.sha256(content).hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupNotUsable."""
    try:
        values = json.loads((folder / NAME).read_bytes())
        if values["format"] != FORMAT:
            raise BackupNotUsable(f"{folder} was made by a newer Ventanilla: use that version, or a newer one.")
        return Manifest(
            **{
                **values,
                "made_at": datetime.fromisoformat(values["made_at"]),
                "migrations": tuple(values["migrations"]),
                "unreadable": tuple(values["unreadable"]),
                "files": {name: FileHash(**each) for name, each in values["files"].items()},
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupNotUsable(f"{folder} has no manifest that can be read: {error}") from error


def verify(folder: Path) -> Manifest:
    """The manifest, after reading every file that it names. Raises BackupNotUsable."""
    manifest = read(folder)
    lacking = {DUMP, DOCUMENTS} - manifest.files.keys()
    if lacking:
        raise BackupNotUsable(f"The manifest of {folder} does not name {min(lacking)}: take another backup.")
    for name, expected in manifest.files.items():
        path = folder / Path(name).name
        try:
            found = hash_of(path)
        except OSError as error:
            raise BackupNotUsable(f"{path} cannot be read: {error.strerror}. Take another backup.") from error
        if found != expected:
            raise BackupNotUsable(f"{path} was changed or cut after the backup was made. Take another backup.")
    return manifest


def hash_of(path: Path) -> FileHash:
    """The hash and the size of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
            size += len(block)
    return FileHash(digest.hexdigest(), size)


def listed_files(folder: Path) -> Iterator[KeptFile]:
    """The documents of a backup, from its list: institution, address and size on each line."""
    with (folder / DOCUMENTS).open(encoding="ascii") as lines:
        for line in lines:
            institution_id, sha256, size_bytes = line.split()
            yield KeptFile(int(institution_id), sha256, int(size_bytes))
