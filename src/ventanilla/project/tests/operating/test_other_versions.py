"""A backup of the PostgreSQL of the wheel goes into an older server too."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ventanilla.common import clock
from ventanilla.kernel.identity.testing import Commune
from ventanilla.project.database.place import Place
from ventanilla.project.operating import backups, keyring
from ventanilla.project.tests.database.older import IN_THE_WHEEL, make_cluster, programs_of, running
from ventanilla.project.tests.server.serving import variables

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def older_server(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database in a server of the older PostgreSQL of the wheel."""
    place = Place(tmp_path / "older")
    programs = programs_of(IN_THE_WHEEL, place)
    make_cluster(programs)
    with running(programs):
        with psycopg.connect(place.url) as connection:
            connection.execute("DROP TABLE kept")
        yield place.url


def test_a_restore_into_an_older_server(
    commune: Commune, folder: Path, exported: Path, older_server: str, tmp_path: Path
) -> None:
    keyring.export(exported, at=clock.now())
    made = backups.make(folder, at=clock.now())
    done = subprocess.run(
        [sys.executable, "-m", "ventanilla.project.cli", "restore", folder, "--keys", exported],
        env={**variables(tmp_path / "home", VENTANILLA_MODE="demo"), "DATABASE_URL": older_server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{made.manifest.documents} documents, {made.manifest.log_size} entries of the log" in done.stdout
    with psycopg.connect(older_server) as connection:
        assert connection.info.server_version // 10_000 == IN_THE_WHEEL
        assert connection.execute("SELECT count(*) FROM documents_document").fetchone() == (2,)
