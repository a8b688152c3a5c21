"""What must be true before the server starts: a database that answers, with the tables of this version."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ventanilla.project.database.api import Place, ensure_running
from ventanilla.project.server.errors import NotMigrated

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


def prepare_tables(say: Say) -> None:
    """Make the tables of an empty database. Raises NotMigrated when the tables are of an earlier version."""
    pending = pending_migrations()
    if not pending:
        return
    if "django_migrations" in connection.introspection.table_names():
        raise NotMigrated(
            f"The database lacks {len(pending)} changes of this version ({pending[0]}, …): make a backup, then run "
            "`ventanilla migrate`."
        )
    say("Making the tables…")
    migrate(verbosity=0)


def migrate(*, verbosity: int) -> None:
    """Bring the tables to this version."""
    call_command("migrate", interactive=False, verbosity=verbosity)


def max_connections() -> int:
    """What the database is configured for."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return int(cursor.fetchone()[0])
