"""An installation for the length of a run: a home, a database with its tables, static files as they are served.

Without DATABASE_URL the embedded PostgreSQL of the project runs in a temporary home with the settings that `ventanilla
serve` gives it, so a commit waits for the disk. With it, a database of its own is made on that server and dropped.
The home is new each time, and VENTANILLA_HOME is not looked at: a bench never touches an installation.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Say = Callable[[str], None]

SHOWN_SETTINGS = ("server_version", "fsync", "synchronous_commit")


@contextmanager
def installation(say: Say) -> Iterator[None]:
    """Django ready, tables empty, static files collected."""
    home = Path(tempfile.mkdtemp(prefix="ventanilla-bench-"))
    os.environ["VENTANILLA_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    try:
        with _database(home, say):
            yield
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _database(home: Path, say: Say) -> Iterator[None]:
    from ventanilla.project.database.api import Place, ensure_running, stop
    from ventanilla.project.start import start_django

    place = None if os.environ.get("DATABASE_URL") else Place(home)
    if place is not None:
        ensure_running(place, say=say)
    try:
        start_django()
        from django.db import connection

        say("Making the tables…")
        own = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)
    finally:
        if place is not None:
            stop(place)


def description() -> str:
    """What the figures were measured on, in one line."""
    from django.db import connection

    with connection.cursor() as cursor:
        values = []
        for name in SHOWN_SETTINGS:
            cursor.execute(f"SHOW {name}")
            values.append(f"{name} {cursor.fetchone()[0]}")
    return f"PostgreSQL: {', '.join(values)}; {os.cpu_count()} processors"
