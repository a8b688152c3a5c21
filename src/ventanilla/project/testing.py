"""A home and a database for one test run. Loaded as a pytest plugin, before any setting is read.

Each run has a new home in the temporary folder, and each xdist worker has one inside it. Without DATABASE_URL, one
embedded PostgreSQL serves all workers; it starts when the first test asks for a database. A run that was killed leaves
its home and its database behind; the next run ends them, because their lock is free.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from ventanilla.project.database.api import Place, ensure_running, stop

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
PREFIX = "ventanilla-test-"
RUN_HOME = Path(os.environ["VENTANILLA_HOME"] if WORKER else tempfile.mkdtemp(prefix=PREFIX))
EMBEDDED = Place(RUN_HOME)

os.environ["VENTANILLA_HOME"] = str(RUN_HOME / WORKER)
os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or EMBEDDED.url

# A test database that dies with the machine may be lost, and need not wait for the disk.
WITHOUT_WAITING_FOR_THE_DISK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start_database() -> None:
    """Start the embedded database of this run, unless the tests use an external one."""
    if os.environ["DATABASE_URL"] == EMBEDDED.url:
        ensure_running(EMBEDDED, options=WITHOUT_WAITING_FOR_THE_DISK)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new home of its own, for a test that starts programs."""
    return tmp_path / "home"


def _end(run_home: Path) -> None:
    stop(Place(run_home))
    shutil.rmtree(run_home, ignore_errors=True)


def _clean_up_after_all_runs() -> None:
    """Hold the lock of this run while this process lives, end the run with it, and end what killed runs left."""
    fcntl.flock(os.open(RUN_HOME / "run.lock", os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_EX)
    atexit.register(_end, RUN_HOME)
    for lock in RUN_HOME.parent.glob(f"{PREFIX}*/run.lock"):
        with suppress(OSError), lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _end(lock.parent)


if not WORKER:
    _clean_up_after_all_runs()
