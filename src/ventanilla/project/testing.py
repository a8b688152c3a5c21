"""A home and a database for one test run. Loaded as a pytest plugin, before any setting is read.

Each run has a new home in the temporary folder, and each xdist worker has one inside it. Without DATABASE_URL, one
embedded PostgreSQL serves all workers; it starts when the first test asks for a database.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from ventanilla.project.database.api import Place, ensure_running, stop

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
RUN_HOME = Path(os.environ["VENTANILLA_HOME"] if WORKER else tempfile.mkdtemp(prefix="ventanilla-test-"))
EMBEDDED = Place(RUN_HOME)

os.environ["VENTANILLA_HOME"] = str(RUN_HOME / WORKER)
os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or EMBEDDED.url

# A test database that dies with the machine may be lost, and need not wait for the disk.
WITHOUT_WAITING_FOR_THE_DISK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start_database() -> None:
    """Start the embedded database of this run, unless the tests use an external one."""
    if os.environ["DATABASE_URL"] == EMBEDDED.url:
        ensure_running(EMBEDDED, options=WITHOUT_WAITING_FOR_THE_DISK)


def pytest_unconfigure() -> None:
    """The controller cleans up, after its workers."""
    if not WORKER:
        stop(EMBEDDED)
        shutil.rmtree(RUN_HOME, ignore_errors=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new home of its own, for a test that starts programs."""
    return tmp_path / "home"
