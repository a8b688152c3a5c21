"""What stops it is told in one clear sentence, and costs nothing that was stored."""

from pathlib import Path

import pytest

from ventanilla.project.database.api import Place, ensure_running, is_running, stop
from ventanilla.project.database.errors import WrongPermissions
from ventanilla.project.home import HomeUnusable
from ventanilla.project.tests.database.children import in_own_mounts


class TestFullDisk:
    def test_too_little_room_to_begin(self, tmp_path: Path) -> None:
        output = in_own_mounts("mount(place.home, 'size=16m'); attempt()", tmp_path / "home")
        assert output == [
            f"DiskFull: The disk of {tmp_path}/home/database has 15 MB free, and the database needs 128 MB to start: "
            "make room and start again, nothing that was stored is lost."
        ]

    def test_it_runs_out_while_the_cluster_is_made(self, tmp_path: Path) -> None:
        script = "mount(place.home, 'size=512m,nr_inodes=200'); attempt(); print(sorted(os.listdir(place.folder)))"
        assert in_own_mounts(script, tmp_path / "home") == [
            "Making the database, this first time only…",
            f"DiskFull: The disk of {tmp_path}/home is full: "
            "make room and start again, nothing that was stored is lost.",
            "['run']",
        ]

    def test_it_starts_again_when_there_is_room(self, tmp_path: Path) -> None:
        script = """
import psycopg
mount(place.home, "size=192m")
attempt()
with psycopg.connect(place.url) as connection:
    connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
stop(place)
ballast = place.home / "ballast"
free = os.statvfs(place.home).f_bavail * os.statvfs(place.home).f_frsize
with ballast.open("wb") as file:
    os.posix_fallocate(file.fileno(), 0, free - 2**20)
attempt()
ballast.unlink()
attempt()
with psycopg.connect(place.url) as connection:
    print(connection.execute("SELECT number FROM kept").fetchone())
stop(place)
"""
        output = in_own_mounts(script, tmp_path / "home")
        assert output[2].startswith("DiskFull: ")
        assert output[3:] == ["RUNNING", "(42,)"]


class TestPermissions:
    def test_an_empty_folder_of_ours_is_closed(self, tmp_path: Path) -> None:
        place = Place(tmp_path / "home")
        place.home.mkdir(mode=0o755)
        place.home.chmod(0o755)
        ensure_running(place)
        try:
            assert place.home.stat().st_mode & 0o777 == 0o700
        finally:
            stop(place)

    def test_a_folder_with_files_that_is_open_to_others(self, tmp_path: Path) -> None:
        place = Place(tmp_path / "home")
        place.home.mkdir()
        place.home.chmod(0o755)
        (place.home / "file").touch()
        with pytest.raises(HomeUnusable) as refusal:
            ensure_running(place)
        assert str(refusal.value) == (
            f"The folder {place.home} is open to other users (mode 755): close it with chmod 700 {place.home}."
        )

    def test_a_home_that_cannot_be_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(HomeUnusable, match=r"cannot be used \(Not a directory\): name one of your own"):
            ensure_running(Place(tmp_path / "file" / "home"))

    def test_a_cluster_that_is_open_to_others(self, place: Place) -> None:
        ensure_running(place)
        stop(place)
        place.data.chmod(0o777)
        with pytest.raises(WrongPermissions, match=r"closed to others \(mode 700\).*invalid permissions") as refusal:
            ensure_running(place)
        assert "\n" not in str(refusal.value)
        place.data.chmod(0o700)
        ensure_running(place)
        assert is_running(place)

    def test_a_file_of_the_cluster_that_its_owner_cannot_read(self, place: Place) -> None:
        ensure_running(place)
        stop(place)
        (place.data / "global" / "pg_control").chmod(0)
        with pytest.raises(WrongPermissions, match=r"pg_control.*Permission denied"):
            ensure_running(place)
        (place.data / "global" / "pg_control").chmod(0o600)
