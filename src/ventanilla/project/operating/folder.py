"""A folder of backups: where everything stands in it, and one program at a time that writes there.

FOLDER/
  dossier-keys            the keys of dossiers, wrapped; only the last state, whatever backup is restored
  documents/              encrypted files by institution and address, shared by all backups
  2026-10-05T134507.123Z/ one backup: manifest.json, database.dump, documents.list, checkpoint
  2026-10-06T…Z.draft/    one that is being made, or was cut short; the next one removes it
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ventanilla.common import durable
from ventanilla.kernel.documents.types import KeptFile
from ventanilla.project.operating.errors import BackupFailed, BackupNotUsable

NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z")
DRAFT = ".draft"


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """Only paths, and the lock."""

    path: Path

    @property
    def dossier_keys(self) -> Path:
        return self.path / "dossier-keys"

    @property
    def documents(self) -> Path:
        return self.path / "documents"

    def document(self, file: KeptFile) -> Path:
        """Where the copy of a stored file is."""
        return self.documents / str(file.institution_id) / file.sha256[:2] / file.sha256

    def backup(self, at: datetime) -> Path:
        """The folder of the backup made at an instant."""
        instant = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        return self.path / f"{instant.replace(':', '')}Z"

    def backups(self) -> list[Path]:
        """The whole ones, the last one last."""
        return sorted(each for each in self.path.iterdir() if NAME.fullmatch(each.name) and each.is_dir())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the only backup that writes here, and remove what an earlier one left unfinished. Raises BackupFailed."""
        descriptor = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupFailed(f"Another backup to {self.path} is being made: wait for it to end.") from error
            for left in self.path.glob(f"*{DRAFT}"):
                shutil.rmtree(left)
            yield
        finally:
            os.close(descriptor)


@contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """A new folder that takes its name when the block ends well and is on disk, and goes when it does not."""
    draft = folder.with_name(f"{folder.name}{DRAFT}")
    draft.mkdir(mode=0o700)
    try:
        yield draft
        durable.sync_folder(draft)
        draft.rename(folder)
        durable.sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def is_copied(path: Path, size_bytes: int) -> bool:
    """Whether a document is there. Copies take their name whole, so the size tells; a restore reads every byte."""
    try:
        return path.stat().st_size == size_bytes
    except FileNotFoundError:
        return False


def find_backup(given: Path) -> Path:
    """The backup that `given` names: itself, or the last one in it. Raises BackupNotUsable."""
    given = given.absolute()
    if (given / "manifest.json").is_file() and NAME.fullmatch(given.name):
        return given
    try:
        return BackupFolder(given).backups()[-1]
    except (IndexError, OSError) as error:
        raise BackupNotUsable(
            f"There is no whole backup in {given}: name the folder that was given to `ventanilla backup`, or one of "
            "those with a date in it."
        ) from error
