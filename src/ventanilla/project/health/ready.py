"""Whether this process can serve people now. Three queries, or four when the log was published by another process."""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from ventanilla.common.errors import Fault
from ventanilla.kernel.ledger import api as ledger

DATABASE, TABLES, LOG = "database", "tables", "log"


def problems() -> tuple[str, ...]:
    """What is missing, in stable words: `database`, `tables`, `log`. Nothing: it is ready."""
    try:
        if not _has_our_tables():
            return (TABLES,)
        ledger.check_not_rewound()
    except Error:
        return (DATABASE,)
    except Fault:
        return (LOG,)
    return ()


def _has_our_tables() -> bool:
    """Whether the database has had every change of this version. Those that it has had besides are of a later one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        (exists,) = cursor.fetchone()
        if not exists:
            return False
        cursor.execute("SELECT app, name FROM django_migrations")
        return _changes() <= set(cursor.fetchall())


@cache
def _changes() -> frozenset[tuple[str, str]]:
    """The changes of the tables that this version knows; read from its files, once."""
    return frozenset(MigrationLoader(None).disk_migrations)
