"""Starting, finding it running, stopping."""

import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from ventanilla.project.database.api import Place, ensure_running, is_running, stop
from ventanilla.project.database.owner import owner_of
from ventanilla.project.database.processes import Cluster
from ventanilla.project.tests.database.children import python, run


def modes(folder: Path) -> dict[str, int]:
    return {str(path): stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*")}


def test_the_first_start_makes_a_cluster_as_the_design_says(place: Place) -> None:
    told: list[str] = []
    ensure_running(place, say=told.append)
    with psycopg.connect(place.url) as connection:
        version, checksums, encryption, listening = connection.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('data_checksums'),"
            " current_setting('password_encryption'), current_setting('listen_addresses')"
        ).fetchone()
        provider, locale, encoding = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding)"
            " FROM pg_database WHERE datname = 'ventanilla'"
        ).fetchone()
    assert version >= 180000
    assert (checksums, encryption, listening) == ("on", "scram-sha-256", "")
    assert (provider, locale, encoding) == ("b", "C.UTF-8", "UTF8")
    assert told == ["Making the database, this first time only…"]


def test_nothing_in_the_home_is_open_to_others(place: Place) -> None:
    ensure_running(place)
    assert stat.S_IMODE(place.home.stat().st_mode) == 0o700
    open_to_others = {path: mode for path, mode in modes(place.home).items() if mode & 0o077}
    assert open_to_others == {}


def test_a_wrong_password_is_refused(place: Place) -> None:
    ensure_running(place)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(place.url, passfile="/dev/null", password="guessed")


def test_a_second_start_finds_it_running(place: Place) -> None:
    ensure_running(place)
    head = Cluster(place.data, owner_of(place.folder, account="nobody")).head()
    told: list[str] = []
    ensure_running(place, say=told.append)
    assert Cluster(place.data, owner_of(place.folder, account="nobody")).head() == head
    assert told == []


def test_it_outlives_the_program_that_started_it_and_stops_when_told(place: Place) -> None:
    assert run(python("attempt()", place.home))[-1] == "RUNNING"
    assert is_running(place)
    assert stop(place)
    assert not is_running(place)
    assert not Cluster(place.data, owner_of(place.folder, account="nobody")).pids()
    assert not stop(place)


def test_a_start_that_was_cut_short_is_made_anew(place: Place) -> None:
    place.folder.mkdir(parents=True, mode=0o700)
    place.home.chmod(0o700)
    (place.folder / "data.draft" / "base").mkdir(parents=True)
    ensure_running(place)
    assert is_running(place)


def test_programs_that_start_at_once_get_one_database(place: Place) -> None:
    script = "attempt(); print(Cluster(place.data, owner_of(place.folder, account='nobody')).head())"
    programs = [subprocess.Popen(python(script, place.home), stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [program.communicate(timeout=120)[0].splitlines() for program in programs]
    assert {output[-2] for output in outputs} == {"RUNNING"}
    assert len({output[-1] for output in outputs}) == 1
    assert sum("Making the database, this first time only…" in output for output in outputs) == 1


class TestLongPath:
    @pytest.fixture
    def long_place(self, tmp_path: Path) -> Place:
        return Place(tmp_path / ("a" * 60) / ("b" * 60) / "home")

    def test_clients_get_a_short_address_in_a_private_folder(self, long_place: Place) -> None:
        ensure_running(long_place)
        try:
            with psycopg.connect(long_place.url) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
            assert stat.S_IMODE(long_place.outside.stat().st_mode) & 0o027 == 0
        finally:
            stop(long_place)
        assert not long_place.outside.exists()

    def test_what_somebody_else_put_at_that_address_is_refused(self, long_place: Place) -> None:
        long_place.outside.mkdir(mode=0o700)
        long_place.outside.chmod(0o777)
        try:
            assert run(python("attempt()", long_place.home)) == [
                f"WrongPermissions: Something that is not ours stands at {long_place.outside}: remove it."
            ]
        finally:
            long_place.outside.rmdir()
