"""The front door of the embedded PostgreSQL: start it, stop it, ask whether it answers.

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
from signal import SIGINT, SIGKILL, SIGTERM

from psycopg.pq import PGconn, Ping

from ventanilla.project import home as home_folder
from ventanilla.project.database import binaries
from ventanilla.project.database.errors import DidNotStop, DiskFull
from ventanilla.project.database.owner import Owner, owner_of
from ventanilla.project.database.place import NAME, SOCKET_FILE, Place
from ventanilla.project.database.processes import Cluster
from ventanilla.project.database.programs import Programs, explained

__all__ = ["Place", "ensure_running", "is_running", "stop"]

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
