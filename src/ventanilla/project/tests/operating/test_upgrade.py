"""An upgrade: not without a backup that could undo it, and not in part without saying so."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from ventanilla.common import clock
from ventanilla.kernel.identity.testing import Commune
from ventanilla.project.cli import main
from ventanilla.project.database import api as database
from ventanilla.project.database.binaries import in_wheel
from ventanilla.project.operating import backups
from ventanilla.project.operating.errors import BackupNotUsable, NotUpgraded
from ventanilla.project.operating.upgrading import upgrade
from ventanilla.project.server import preparing
from ventanilla.project.server.errors import AlreadyServing
from ventanilla.project.server.home_lock import serving_from
from ventanilla.project.tests.database.older import IN_THE_WHEEL, make_cluster, programs_of, running
from ventanilla.project.tests.operating.installations import Installation
from ventanilla.project.tests.server.serving import variables


def lack(migration: str = "sessions.0001_initial", *, table: str = "django_session", keep: bool = False) -> None:
    """Make the open database one of a version before that change."""
    app, name = migration.split(".")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", [app, name])
        if not keep:
            cursor.execute(f"DROP TABLE {table}")


@pytest.mark.django_db(transaction=True)
class TestTables:
    def test_what_is_of_this_version_needs_neither_backup_nor_change(self, commune: Commune) -> None:
        assert upgrade(at=clock.now()).nothing
        assert CliRunner().invoke(main, ["upgrade"]).stderr == "Everything is of this version already.\n"

    def test_changes_are_made_after_a_backup_of_today(self, commune: Commune, folder: Path) -> None:
        lack()
        backups.make(folder, at=clock.now())
        result = CliRunner().invoke(main, ["upgrade"])
        assert result.exit_code == 0, result.output
        assert "1 changes of tables were made. Next: ventanilla serve" in result.stderr
        assert preparing.pending_migrations() == []

    def test_without_a_good_backup_of_today_nothing_is_changed(
        self, source: Installation, commune: Commune, folder: Path
    ) -> None:
        lack()
        with pytest.raises(NotUpgraded, match="remembers no backup: make one with `ventanilla backup FOLDER`"):
            upgrade(at=clock.now())
        made = backups.make(folder, at=clock.now())
        with pytest.raises(NotUpgraded, match="more than a day ago: make another one with `ventanilla backup "):
            upgrade(at=clock.now() + timedelta(hours=25))
        document = next(path for path in (folder / "documents").rglob("*") if path.is_file())
        for path, words in (
            (document, "is missing or was changed"),
            (made.folder / "database.dump", "was changed or cut"),
            (made.folder / "manifest.json", "was changed after the backup"),
        ):
            content = path.read_bytes()
            path.write_bytes(content[:-1])
            with pytest.raises(BackupNotUsable, match=words):
                upgrade(at=clock.now())
            path.write_bytes(content)
        made.folder.rename(folder / "elsewhere")
        with pytest.raises(NotUpgraded, match="is not there any more"):
            upgrade(at=clock.now())
        assert preparing.pending_migrations() == ["sessions.0001_initial"]

    def test_a_change_that_fails_is_named_with_the_way_back(self, commune: Commune, folder: Path) -> None:
        lack(keep=True)
        backups.make(folder, at=clock.now())
        with pytest.raises(NotUpgraded) as raised:
            upgrade(at=clock.now())
        assert str(raised.value).startswith("The change sessions.0001_initial failed, and 0 of 1 were made: relation")
        assert "Nothing is served. Go back with the version before and the backup" in str(raised.value)

    def test_it_waits_for_nobody_who_serves(self, source: Installation, commune: Commune) -> None:
        with serving_from(source.home), pytest.raises(AlreadyServing):
            upgrade(at=clock.now())


def ventanilla(home: Path, *arguments: object) -> tuple[list[str], str]:
    """What the program prints, to stdout by lines and to stderr, with the embedded database of that home."""
    command = [sys.executable, "-m", "ventanilla.project.cli", *map(str, arguments)]
    done = subprocess.run(
        command, env=variables(home, VENTANILLA_MODE="demo"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), done.stderr


def load(place: database.Place, dump: Path) -> None:
    """Put a dump into the database as it is, by the programs of this version."""
    script = subprocess.run(
        [in_wheel() / "pg_restore", "--no-owner", "--file=-", dump], capture_output=True, check=True
    ).stdout.replace(b"SET transaction_timeout = 0;\n", b"")
    command = [in_wheel() / "psql", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", f"--dbname={place.url}"]
    subprocess.run(command, input=script, check=True)


@pytest.mark.long
def test_a_whole_installation_of_an_older_postgresql(home: Path, tmp_path: Path) -> None:
    """Made by this version, moved to a cluster of the older PostgreSQL, and brought up again by the command.

    Its path is too long for a socket.
    """
    home = home.with_name("a" * 60) / ("b" * 60) / "home"
    place = database.Place(home)
    try:
        ventanilla(home, "migrate")
        ventanilla(home, "keys", "rotate", "log")
        [backup], _ = ventanilla(home, "backup", tmp_path / "backups")
        [checkpoint, *_], _ = ventanilla(home, "log", "checkpoint")
        ventanilla(home, "stop")
        place.data.rename(tmp_path / "of this version")
        place.passfile.unlink()
        older = programs_of(IN_THE_WHEEL, place)
        make_cluster(older, "--data-checksums")
        with running(older):
            load(place, Path(backup) / "database.dump")
        _, told = ventanilla(home, "upgrade")
        assert f"Bringing the database from PostgreSQL {IN_THE_WHEEL} to {database.MAJOR}…" in told
        assert f"The database is of PostgreSQL {database.MAJOR} now; it was of {IN_THE_WHEEL}." in told
        assert (database.needs_upgrade(place), place.before.exists()) == (False, False)
        assert ventanilla(home, "log", "checkpoint")[0][0] == checkpoint
        assert "all well" in ventanilla(home, "keys", "list")[1]
    finally:
        database.stop(place)
