"""A cluster of an older PostgreSQL is brought to the present programs, or stays as it was."""

import signal

import psycopg
import pytest

from ventanilla.project.database.api import MAJOR, Place, ensure_running, forget_older, needs_upgrade, stop, upgrade
from ventanilla.project.database.errors import BinariesMissing, DatabaseFault, OtherVersion, UpgradeFailed
from ventanilla.project.database.programs import Programs
from ventanilla.project.tests.database.children import as_nobody, folder_of_nobody
from ventanilla.project.tests.database.older import (
    IN_THE_WHEEL,
    OF_DEBIAN,
    ROWS,
    files_of,
    make_cluster,
    programs_of,
    run_alone,
    running,
)


@pytest.fixture
def older(place: Place) -> Programs:
    """A cluster of the older PostgreSQL of the wheel."""
    programs = programs_of(IN_THE_WHEEL, place)
    make_cluster(programs, "--data-checksums")
    return programs


def rows(place: Place) -> tuple[int, str]:
    with psycopg.connect(place.url) as connection:
        return connection.execute("SELECT count(*), max(name) FROM kept WHERE number % 7 = 0").fetchone()


def settings(place: Place) -> tuple[int, str]:
    with psycopg.connect(place.url) as connection:
        return connection.execute(
            "SELECT current_setting('server_version_num')::int / 10000, current_setting('data_checksums')"
        ).fetchone()


class TestUpgrade:
    def test_data_come_along_and_the_old_cluster_stays_until_it_is_forgotten(self, older: Programs) -> None:
        place = older.place
        with pytest.raises(OtherVersion, match="is of PostgreSQL 16, and the programs here of 18: run `ventanilla upg"):
            ensure_running(place)
        told: list[str] = []
        assert needs_upgrade(place)
        assert upgrade(place, say=told.append) == IN_THE_WHEEL
        assert told[0] == f"Bringing the database from PostgreSQL {IN_THE_WHEEL} to {MAJOR}…"
        assert settings(place) == (MAJOR, "on")
        assert rows(place) == (ROWS // 7, "ñandú 994")
        assert files_of(place.folder) == {"data", "data.before", "run"}
        assert "data" not in files_of(place.data)
        assert (place.before / "PG_VERSION").read_text().strip() == str(IN_THE_WHEEL)
        assert not needs_upgrade(place)
        assert upgrade(place) is None
        forget_older(place)
        assert files_of(place.folder) == {"data", "run"}
        stop(place)
        ensure_running(place)
        assert rows(place) == (ROWS // 7, "ñandú 994")

    @pytest.mark.long
    def test_one_without_checksums_and_with_larger_segments_too(self, place: Place) -> None:
        make_cluster(programs_of(IN_THE_WHEEL, place), "--wal-segsize=32")
        upgrade(place)
        assert settings(place) == (MAJOR, "off")
        with psycopg.connect(place.url) as connection:
            assert connection.execute("SHOW wal_segment_size").fetchone() == ("32MB",)

    @pytest.mark.long
    def test_one_whose_server_runs_or_was_killed_is_recovered_first(self, older: Programs) -> None:
        with running(older) as server:
            with psycopg.connect(older.place.url) as connection:
                connection.execute("INSERT INTO kept SELECT 7000 + 7 * i, 'late' FROM generate_series(1, 3) AS i")
            server.send_signal(signal.SIGKILL)
            server.wait()
        upgrade(older.place)
        assert rows(older.place)[0] == ROWS // 7 + 3

    @pytest.mark.long
    def test_one_that_is_served_meanwhile_is_stopped_in_order(self, older: Programs) -> None:
        told: list[str] = []
        with running(older):
            upgrade(older.place, say=told.append)
        assert told[0] == "Stopping the database…"
        assert rows(older.place)[0] == ROWS // 7

    def test_a_new_home_has_nothing_to_bring_up(self, place: Place) -> None:
        assert not needs_upgrade(place)
        assert upgrade(place) is None

    @pytest.mark.long
    def test_the_postgresql_of_debian_12(self) -> None:
        """As an account of its own, in a folder that it can enter: programs before 16 ask for their real path."""
        with folder_of_nobody() as folder:
            script = """
import psycopg
from ventanilla.project.database.api import upgrade
from ventanilla.project.tests.database.older import make_cluster, programs_of
make_cluster(programs_of(int(sys.argv[2]), place), "--locale=C.UTF-8", "--data-checksums")
print(upgrade(place))
with psycopg.connect(place.url) as connection:
    print(*connection.execute("SELECT count(*), max(name) FROM kept WHERE number % 7 = 0").fetchone())
    locale = "SELECT datlocprovider, datcollate FROM pg_database WHERE datname = 'ventanilla'"
    print(*connection.execute(locale).fetchone())
stop(place)
"""
            programs_of(OF_DEBIAN, Place(folder / "probe"))
            assert as_nobody(script, folder / "home", OF_DEBIAN) == ["15", f"{ROWS // 7} ñandú 994", "c C.UTF-8"]


class TestFailures:
    @pytest.fixture(autouse=True)
    def unchanged(self, older: Programs):
        yield
        place = older.place
        assert files_of(place.folder) <= {"data", "run"}
        with running(older):
            assert rows(place) == (ROWS // 7, "ñandú 994")

    def test_what_pg_upgrade_says_is_told_and_the_old_cluster_is_as_it_was(self, older: Programs) -> None:
        run_alone(older, "postgres", "UPDATE pg_database SET datallowconn = false WHERE datname = 'ventanilla'")
        with pytest.raises(
            UpgradeFailed, match=r"is as it was\. pg_upgrade says: All non-template0 databases must allow"
        ):
            upgrade(older.place)
        assert "fatal" in (older.place.home / "database-upgrade.log").read_text()
        run_alone(older, "postgres", "UPDATE pg_database SET datallowconn = true WHERE datname = 'ventanilla'")

    def test_a_new_cluster_that_does_not_start_gives_way_to_the_old_one(self, older: Programs) -> None:
        older.place.log.unlink(missing_ok=True)
        older.place.log.symlink_to("somewhere else")  # its log cannot be opened
        with pytest.raises(DatabaseFault):
            upgrade(older.place)
        older.place.log.unlink()

    def test_without_the_programs_of_the_older_version_nothing_begins(self, older: Programs) -> None:
        with pytest.raises(BinariesMissing, match=r"PostgreSQL 16, and its programs are needed .* does not hold them"):
            upgrade(older.place, old_programs=older.place.home)

    def test_cut_short_between_two_steps_the_next_one_begins_anew(self, older: Programs) -> None:
        place = older.place
        place.data.rename(place.before)
        with pytest.raises(OtherVersion, match="cut short: run `ventanilla upgrade` again"):
            ensure_running(place)
        assert needs_upgrade(place)
        with pytest.raises(BinariesMissing):
            upgrade(place, old_programs=place.home)
        assert (place.data / "PG_VERSION").exists()


def test_a_cluster_of_a_newer_version_is_left_alone(place: Place) -> None:
    ensure_running(place)
    stop(place)
    (place.data / "PG_VERSION").write_text(f"{MAJOR + 1}\n")
    for attempt in (ensure_running, upgrade):
        with pytest.raises(OtherVersion, match="take a newer Ventanilla"):
            attempt(place)
