"""An upgrade of the installation to this version: the embedded PostgreSQL, then the tables. Not without a way back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections

from ventanilla.common.errors import Fault
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.database import api as database
from ventanilla.project.operating import backups, restoring
from ventanilla.project.operating import manifest as manifests
from ventanilla.project.operating.errors import BackupNotUsable, NotUpgraded
from ventanilla.project.operating.telling import Say
from ventanilla.project.server import preparing
from ventanilla.project.server.home_lock import serving_from

FRESH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done: from which PostgreSQL (None when it was of this version), and which changes of tables."""

    postgresql_before: int | None
    migrations: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether all was of this version already."""
        return self.postgresql_before is None and not self.migrations


def upgrade(*, at: datetime, old_programs: Path | None = None, say: Say = lambda _: None) -> Upgraded:
    """Bring database and tables to this version, when the last backup is of the last 24 hours and whole.

    Raises AlreadyServing, NotUpgraded, BackupNotUsable, and the faults of the database and of the ledger. The old
    cluster is thrown away when all is done; until then it is in the folder `database` of the home, and is put back
    when the new one, its tables or its log are not well.
    """
    home = Path(settings.VENTANILLA_HOME)
    with serving_from(home):
        place = database.Place(home)
        older = None
        if settings.DATABASE_IS_EMBEDDED and database.needs_upgrade(place):
            _require_backup(at, say)
            older = database.upgrade(place, old_programs=old_programs, account=settings.DATABASE_OWNER, say=say)
        try:
            migrations = _bring_tables(at, say, backup_is_there=older is not None)
        except Fault:
            if older is not None:
                connections.close_all()
                database.put_back_older(place)
                say(f"The database of PostgreSQL {older} was put back.")
            raise
        if settings.DATABASE_IS_EMBEDDED:
            database.forget_older(place)
    return Upgraded(older, migrations)


def _bring_tables(at: datetime, say: Say, *, backup_is_there: bool) -> tuple[str, ...]:
    """Make the changes that the tables lack, and look that the log is the one that was published; their names."""
    preparing.prepare_database(say)
    pending = tuple(preparing.pending_migrations())
    if pending:
        if not backup_is_there and preparing.has_tables():
            _require_backup(at, say)
        _migrate(pending, say)
    ledger.check_not_rewound()
    ledger.check_stored_tree()
    return pending


def _require_backup(at: datetime, say: Say) -> None:
    """Raises NotUpgraded without one of the last day, BackupNotUsable when it is not whole."""
    last = backups.find_last()
    if last is None:
        raise NotUpgraded("This home remembers no backup: make one with `ventanilla backup FOLDER`, then upgrade.")
    age = at - datetime.fromisoformat(last.made_at)
    if age > FRESH:
        raise NotUpgraded(
            f"The last backup is of {last.made_at[:16].replace('T', ' ')} UTC, more than a day ago: make another one "
            f"with `ventanilla backup {Path(last.folder).parent}`, then upgrade."
        )
    folder = Path(last.folder)
    try:
        is_that_one = manifests.hash_of(folder / manifests.NAME).sha256 == last.manifest_sha256
    except OSError as error:
        raise NotUpgraded(
            f"The last backup, {folder}, is not there any more ({error.strerror}): bring its disk, or make another one."
        ) from error
    if not is_that_one:
        raise BackupNotUsable(f"The manifest of {folder} was changed after the backup. Take another backup.")
    restoring.check(folder, say=say, every_document=False)


def _migrate(pending: tuple[str, ...], say: Say) -> None:
    say(f"Bringing the tables to this version ({len(pending)} changes)…")
    try:
        preparing.migrate(verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    except DatabaseError as error:
        left = preparing.pending_migrations()
        raise NotUpgraded(
            f"The change {left[0] if left else pending[-1]} failed, and {len(pending) - len(left)} of {len(pending)} "
            f"were made: {str(error).splitlines()[0]}. Nothing is served. Go back with the version before and the "
            "backup, as docs/operating/upgrade.md says."
        ) from error
    finally:
        connections.close_all()
