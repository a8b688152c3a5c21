"""What must be true before the server starts: a database that answers, the tables of this version, our own log."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.database.api import Place, ensure_running
from ventanilla.project.home import restore_mark
from ventanilla.project.server.errors import DatabaseLost, NotMigrated

Say = Callable[[str], None]


def prepare_database(say: Say) -> None:
    """Start the embedded database when it is the one in use. An external one is started by its operator."""
    if settings.DATABASE_IS_EMBEDDED:
        ensure_running(Place(settings.VENTANILLA_HOME), account=settings.DATABASE_OWNER, say=say)


def pending_migrations() -> list[str]:
    """Names of the migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    return [f"{migration.app_label}.{migration.name}" for migration, _ in executor.migration_plan(targets)]


def has_tables() -> bool:
    """Whether the database is one of ours, of this or another version."""
    return "django_migrations" in connection.introspection.table_names()


def prepare_tables(say: Say) -> None:
    """Make the tables of an empty database, and look that the log is the one that was published.

    Raises NotMigrated when the tables are of an earlier version, DatabaseLost when this home had others or its restore
    was not finished, LogRewound.
    """
    if restore_mark(settings.VENTANILLA_HOME).exists():
        raise DatabaseLost(
            f"The restore into {settings.VENTANILLA_HOME} was not finished: run the same `ventanilla restore` again."
        )
    pending = pending_migrations()
    if pending and has_tables():
        raise NotMigrated(
            f"The database lacks {len(pending)} changes of this version ({pending[0]}, …): make a backup, then run "
            "`ventanilla upgrade`."
        )
    if pending:
        if ledger.remembered_checkpoint():
            raise DatabaseLost(
                f"The database is empty, and {settings.VENTANILLA_HOME} remembers a log that was published: bring a "
                "backup back with `ventanilla restore`, or look whether DATABASE_URL names the right database."
            )
        say("Making the tables…")
        migrate(verbosity=0)
    ledger.check_not_rewound()


def migrate(*, verbosity: int) -> None:
    """Bring the tables to this version."""
    call_command("migrate", interactive=False, verbosity=verbosity)


def max_connections() -> int:
    """What the database is configured for."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return int(cursor.fetchone()[0])
