"""The front door of the embedded PostgreSQL: start it, stop it, ask whether it answers, bring it to a newer version.

"Running" means that the socket answers; no file is believed. One program at a time starts or stops the database,
held by a lock in the home; the others wait and find it running. It outlives the program that started it.
"""

import fcntl
import os
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM

from psycopg.pq import PGconn, Ping

from ventanilla.project import home as home_folder
from ventanilla.project.database import binaries, upgrading
from ventanilla.project.database.binaries import MAJOR
from ventanilla.project.database.errors import DatabaseFault, DidNotStop, DiskFull, OtherVersion
from ventanilla.project.database.owner import Owner, owner_of
from ventanilla.project.database.place import NAME, SOCKET_FILE, Place
from ventanilla.project.database.processes import Cluster
from ventanilla.project.database.programs import Programs, explained
from ventanilla.project.database.upgrading import major_of

__all__ = [
    "MAJOR",
    "Place",
    "ensure_running",
    "forget_older",
    "is_running",
    "needs_upgrade",
    "put_back_older",
    "stop",
    "upgrade",
]

Say = Callable[[str], None]

ROOM_FOR_A_NEW_CLUSTER_BYTES = 128 * 2**20
ROOM_TO_START_BYTES = 32 * 2**20
SILENCE_OF_A_LIVE_POSTMASTER_SECONDS = 60
PROGRESS_EVERY_SECONDS = 3


def is_running(place: Place) -> bool:
    """Whether the socket answers and takes connections."""
    return _ping(place) == Ping.OK


def ensure_running(
    place: Place, *, account: str = "nobody", say: Say = lambda _: None, options: Mapping[str, str] | None = None
) -> None:
    """Return when the database answers; start it, and make it the first time. `say` is told of anything slow.

    `account` runs it when we are root. `options` are settings of PostgreSQL for this start.
    Raises HomeUnusable and the faults of `errors`.
    """
    home_folder.prepare(place.home)
    if is_running(place):
        return
    with _alone(place, say):
        owner = _prepare(place, account)
        if not _answers_meanwhile(place, Cluster(place.data, owner), say):
            _start(place, owner, say, options or {})


def stop(place: Place, *, say: Say = lambda _: None) -> bool:
    """Stop the database, ending what its clients do. False when nothing ran. Raises DidNotStop."""
    if not place.data.exists():
        return False
    with _alone(place, say):
        cluster = Cluster(place.data, owner_of(place.folder, account="nobody"))
        ran = bool(cluster.pids())
        _end(cluster)
        shutil.rmtree(place.outside, ignore_errors=True)
        return ran


def needs_upgrade(place: Place) -> bool:
    """Whether the cluster is of another version than the programs, or an upgrade of it was cut short."""
    return major_of(place) != MAJOR if place.data.exists() else place.before.exists()


def upgrade(
    place: Place, *, old_programs: Path | None = None, account: str = "nobody", say: Say = lambda _: None
) -> int | None:
    """Bring a cluster of an older PostgreSQL to the programs of this version and start it; the older version.

    None when there is nothing to do. The old cluster stays as `data.before` until `forget_older`. Whatever fails, also
    the start of the new one, leaves the old one in its place. `old_programs` is the folder of the programs of the
    older version; without it they are looked for in the wheel and where Debian puts them.
    Raises BinariesMissing, DiskFull, UpgradeFailed and the other faults of `errors`.
    """
    home_folder.prepare(place.home)
    with _alone(place, say):
        upgrading.put_back_what_was_cut_short(place)
        older = major_of(place)
        if older is None or older == MAJOR:
            return None
        _refuse_newer(older)
        owner = _prepare(place, account)
        old_folder = binaries.reachable(binaries.of_major(older, old_programs), owner, place.outside)
        new_folder = binaries.reachable(binaries.in_wheel(), owner, place.outside)
        cluster = Cluster(place.data, owner)
        if cluster.pids():
            say("Stopping the database…")
            _end(cluster)
        _check_room(place, _size_bytes(place.data) + ROOM_FOR_A_NEW_CLUSTER_BYTES)
        say(f"Bringing the database from PostgreSQL {older} to {MAJOR}…")
        shutil.rmtree(place.before, ignore_errors=True)
        upgrading.upgrade(Programs(old_folder, owner, place), Programs(new_folder, owner, place), place)
        try:
            _start(place, owner, say, {})
        except DatabaseFault:
            _end(cluster)
            upgrading.go_back(place)
            raise
        return older


def put_back_older(place: Place) -> None:
    """Throw away the cluster of the new version, and make that of the older one the one to use. Nothing runs then."""
    with _alone(place, lambda _: None):
        _end(Cluster(place.data, owner_of(place.folder, account="nobody")))
        upgrading.go_back(place)


def forget_older(place: Place) -> None:
    """Throw away the cluster of the older version, once the installation is well with the new one."""
    if place.data.exists():
        shutil.rmtree(place.before, ignore_errors=True)


def _refuse_newer(major: int) -> None:
    if major > MAJOR:
        raise OtherVersion(
            f"The database is of PostgreSQL {major}, and the programs here of {MAJOR}: take a newer Ventanilla."
        )


def _size_bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*"))


def _prepare(place: Place, account: str) -> Owner:
    """The folders, the password, and the short address when the path is long."""
    owner = owner_of(place.folder, account=account)
    home_folder.secret_file(place.home, place.passfile.name, lambda: f"*:*:*:{NAME}:{secrets.token_urlsafe(32)}\n")
    for folder in (place.folder, place.run):
        folder.mkdir(mode=0o700, exist_ok=True)
        owner.give(folder)
    if place.address != place.run:
        binaries.claim(place.outside, owner)
        if not place.address.is_symlink():
            place.address.symlink_to(place.run)
    return owner


def _answers_meanwhile(place: Place, cluster: Cluster, say: Say) -> bool:
    """Wait for a postmaster that lives and does not serve yet, or no longer. False: there is none, or it is deaf."""
    began = told = time.monotonic()
    while (answer := _ping(place)) != Ping.OK:
        silent = answer != Ping.REJECT
        if cluster.head() is None or (silent and not (place.run / SOCKET_FILE).exists()):
            return False
        if silent and time.monotonic() - began > SILENCE_OF_A_LIVE_POSTMASTER_SECONDS:
            return False
        if time.monotonic() - told > PROGRESS_EVERY_SECONDS:
            told = time.monotonic()
            say("The database is starting or stopping; waiting for it…")
        time.sleep(0.1)
    return True


def _start(place: Place, owner: Owner, say: Say, options: Mapping[str, str]) -> None:
    cluster = Cluster(place.data, owner)
    if cluster.pids():
        say("Ending what a database that died left running…")
        _end(cluster)
    _refuse_other_version(place)
    is_new = not place.data.exists()
    _check_room(place, ROOM_FOR_A_NEW_CLUSTER_BYTES if is_new else ROOM_TO_START_BYTES)
    programs = Programs(binaries.reachable(binaries.in_wheel(), owner, place.outside), owner, place)
    if is_new:
        say("Making the database, this first time only…")
        programs.create_cluster()
    # Nothing of the cluster lives, so these name somebody else or nobody; PostgreSQL would believe them.
    for leftover in (place.data / "postmaster.pid", place.run / SOCKET_FILE, place.run / f"{SOCKET_FILE}.lock"):
        leftover.unlink(missing_ok=True)
    _wait_until_it_serves(programs.launch(options), place, say)


def _refuse_other_version(place: Place) -> None:
    major = major_of(place)
    if major is None and place.before.exists():
        raise OtherVersion("An upgrade of the database was cut short: run `ventanilla upgrade` again.")
    if major is not None and major != MAJOR:
        _refuse_newer(major)
        raise OtherVersion(
            f"The database is of PostgreSQL {major}, and the programs here of {MAJOR}: run `ventanilla upgrade`."
        )


def _wait_until_it_serves(process: "subprocess.Popen[bytes]", place: Place, say: Say) -> None:
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie when it ends
    began = told = time.monotonic()
    while not is_running(place):
        if process.poll() is not None:
            raise explained(place.log.read_text(errors="replace"), place)
        if time.monotonic() - told > PROGRESS_EVERY_SECONDS:
            told = time.monotonic()
            say(f"The database is starting ({told - began:.0f} s)…")
        time.sleep(0.05)


def _end(cluster: Cluster) -> None:
    """An orderly stop of the postmaster; then what is left is asked, and then made, to end. Raises DidNotStop."""
    head = cluster.head()
    if head is not None and cluster.signal(frozenset({head}), SIGINT, patience_seconds=30):
        return
    for number, patience_seconds in ((SIGTERM, 5), (SIGKILL, 10)):
        if cluster.signal(cluster.pids(), number, patience_seconds=patience_seconds):
            return
    raise DidNotStop(f"Processes of the database are left after the order to stop: {sorted(cluster.pids())}.")


def _check_room(place: Place, needed_bytes: int) -> None:
    disk = os.statvfs(place.folder)  # it may be a disk of its own
    free_bytes = disk.f_bavail * disk.f_frsize
    if free_bytes < needed_bytes:
        raise DiskFull(
            f"The disk of {place.folder} has {free_bytes // 2**20} MB free, and the database needs "
            f"{needed_bytes // 2**20} MB to start: make room and start again, nothing that was stored is lost."
        )


def _ping(place: Place) -> Ping:
    return Ping(PGconn.ping(f"host='{_quoted(str(place.address))}' connect_timeout=10".encode()))


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


@contextmanager
def _alone(place: Place, say: Say) -> Generator[None]:
    descriptor = os.open(place.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another program is starting or stopping the database; waiting for it…")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
