"""The front door of backups: `make` one while the installation serves, and `restore` it into an empty home."""

import json
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, ProgrammingError

from ventanilla.common import durable
from ventanilla.project.operating import dossier_keys, making, restoring
from ventanilla.project.operating import manifest as manifests
from ventanilla.project.operating.errors import BackupFailed, KeysNotExported, NotRestored
from ventanilla.project.operating.folder import BackupFolder, drafted
from ventanilla.project.operating.keyring import installation as this_installation
from ventanilla.project.operating.manifest import Manifest
from ventanilla.project.operating.programs import ProgramFailed
from ventanilla.project.operating.restoring import Restored
from ventanilla.project.operating.telling import Say
from ventanilla.project.server.home_lock import serving_from

FULL = ("No space left on device", "Disk quota exceeded")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is whole and on disk. `seconds` is how long it took."""

    folder: Path
    manifest: Manifest
    seconds: float


@dataclass(frozen=True, slots=True)
class LastBackup:
    """`backups/last.json` of the home: the last good backup. `manifest_sha256` says that it is that one still."""

    folder: str
    made_at: str
    manifest_sha256: str
    seconds: float
    unreadable_documents: int


def make(folder: Path, *, at: datetime, say: Say = lambda _: None) -> Backup:
    """Make a backup in `folder/<instant>` and add to what is shared beside it. Raises BackupFailed.

    After a failure there is no folder that looks whole; documents that were copied stay, for the next one.
    """
    began = time.monotonic()
    folder = folder.absolute()
    if folder.is_relative_to(Path(settings.VENTANILLA_HOME).absolute()):
        raise BackupFailed(f"{folder} is in the home, and would be lost with it: name a folder on another disk.")
    try:
        durable.make_folder(folder)
        installation = this_installation()
        backups = BackupFolder(folder)
        with backups.held():
            _refuse_other_installation(backups, installation)
            with drafted(backups.backup(at)) as draft:
                manifest = making.fill(draft, backups, installation=installation, at=at, say=say)
                sha256 = manifests.write(draft, manifest)
            made = Backup(backups.backup(at), manifest, time.monotonic() - began)
            _remember(made, sha256)
    except (OSError, DatabaseError, ProgramFailed) as error:
        raise BackupFailed(_sentence(folder, error)) from error
    return made


def restore(
    given: Path,
    *,
    at: datetime,
    keys: Path | None = None,
    last_checkpoint: Path | None = None,
    say: Say = lambda _: None,
) -> Restored:
    """Bring a backup back into an empty home and database; a folder of backups means the last one in it.

    `keys` is an export of keys; without it, those of the home. Every byte is read and compared with its hash before
    anything is changed. The log goes on as it was when `last_checkpoint`, or what the home remembers, says that nothing
    published was lost; else as a new epoch. Writes the entry "installation.restored". Raises AlreadyServing,
    BackupNotUsable, KeysNotUsable, NotRestored, and the faults of the ledger; after one of the last two the same call
    begins anew.
    """
    with serving_from(Path(settings.VENTANILLA_HOME)):
        try:
            return restoring.restore(given, keys=keys, last_checkpoint=last_checkpoint, at=at, say=say)
        except (OSError, DatabaseError, ProgramFailed) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise NotRestored(f"The backup did not come back, and the same command begins anew: {reason}") from error


def is_beside_home(folder: Path) -> bool:
    """Whether a backup is on the disk of the installation, and would be lost with it."""
    return folder.stat().st_dev == Path(settings.VENTANILLA_HOME).stat().st_dev


def refuse_keys_among_backups(folder: Path) -> None:
    """Raises KeysNotExported when the folder for the keys is where the last backup is."""
    last = find_last()
    if last and folder.absolute().is_relative_to(Path(last.folder).parent.absolute()):
        raise KeysNotExported(f"{folder} is where the backups are: who has both has everything. Name one elsewhere.")


def find_last() -> LastBackup | None:
    """The last good backup that this home remembers. Whether it is still there is not looked at."""
    try:
        return LastBackup(**json.loads(_record().read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _refuse_other_installation(backups: BackupFolder, installation: str) -> None:
    if backups.dossier_keys.exists() and dossier_keys.read(backups.dossier_keys).installation != installation:
        raise BackupFailed(
            f"{backups.path} has the backups of another installation: name a folder of its own for this one."
        )


def _remember(made: Backup, sha256: str) -> None:
    record = LastBackup(
        folder=str(made.folder),
        made_at=made.manifest.made_at.isoformat(),
        manifest_sha256=sha256,
        seconds=round(made.seconds, 1),
        unreadable_documents=len(made.manifest.unreadable),
    )
    durable.make_folder(_record().parent)
    durable.replace(_record(), json.dumps(asdict(record), indent=1).encode())


def _record() -> Path:
    return Path(settings.VENTANILLA_HOME) / "backups" / "last.json"


def _sentence(folder: Path, error: Exception) -> str:
    full = getattr(error, "errno", None) in {ENOSPC, EDQUOT} or any(phrase in str(error) for phrase in FULL)
    if full:
        return f"The disk of {folder} is full: make room there or name another folder. No backup was made."
    if isinstance(error, ProgrammingError):
        return (
            "The backup was not made, because the tables are of another version than this program: make it with the "
            "version that served until now."
        )
    if isinstance(error, OSError):
        return f"The backup was not made: {error.filename or folder}: {error.strerror}."
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"The backup was not made, because of the database: {reason}"
