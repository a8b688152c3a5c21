"""After a violent end it starts again, and touches nothing that is not its own."""

import os
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from ventanilla.project.database.api import Place, ensure_running, is_running, stop
from ventanilla.project.database.owner import Owner, owner_of
from ventanilla.project.database.processes import Cluster

ENDLESS = b"DO $$ BEGIN LOOP END LOOP; END $$"


def cluster_of(place: Place) -> Cluster:
    return Cluster(place.data, owner_of(place.folder, account="nobody"))


@contextmanager
def a_busy_backend(place: Place) -> Iterator[int]:
    """A committed row, and a backend in a loop that does not notice the death of the postmaster."""
    with psycopg.connect(place.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    busy = psycopg.connect(place.url, autocommit=True)
    try:
        busy.pgconn.send_query(ENDLESS)
        yield busy.info.backend_pid
    finally:
        busy.close()


def kill_the_postmaster(place: Place) -> None:
    head = cluster_of(place).head()
    assert head is not None
    descriptor = os.pidfd_open(head)
    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    select.select([descriptor], [], [])  # readable when the process has ended
    os.close(descriptor)


def test_a_killed_postmaster_with_a_busy_backend(place: Place) -> None:
    ensure_running(place)
    with a_busy_backend(place) as backend:
        kill_the_postmaster(place)
        assert backend in cluster_of(place).pids()
        assert not is_running(place)

        told: list[str] = []
        ensure_running(place, say=told.append)

        assert "Ending what a database that died left running…" in told
        assert backend not in cluster_of(place).pids()
        with psycopg.connect(place.url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (42,)


@pytest.mark.long
def test_a_backend_that_no_longer_obeys_is_ended_too(place: Place) -> None:
    ensure_running(place)
    with a_busy_backend(place) as backend:
        os.kill(backend, signal.SIGSTOP)
        kill_the_postmaster(place)
        ensure_running(place)
        assert backend not in cluster_of(place).pids()


def test_stopping_ends_what_clients_do(place: Place) -> None:
    ensure_running(place)
    with a_busy_backend(place):
        assert stop(place)
        assert not cluster_of(place).pids()


def test_a_stale_pid_file_that_names_a_live_foreign_process(place: Place) -> None:
    ensure_running(place)
    stop(place)
    owner = owner_of(place.folder, account="nobody")
    foreign = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, **owner.identity)
    try:
        for name in (place.data / "postmaster.pid", place.run / ".s.PGSQL.5432.lock"):
            name.write_text(f"{foreign.pid}\n{place.data}\n1700000000\n5432\n../run\n\n  1 2\nready   \n")
            owner.give(name)
        ensure_running(place)
        assert is_running(place)
        stop(place)
        assert foreign.poll() is None
    finally:
        foreign.communicate()


def test_the_database_of_another_home_is_foreign(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    ensure_running(other)
    try:
        head = cluster_of(other).head()
        ensure_running(place)
        stop(place)
        (place.data / "postmaster.pid").write_text((other.data / "postmaster.pid").read_text())
        ensure_running(place)
        assert cluster_of(place).head() != head
        stop(place)
        assert is_running(other)
        assert cluster_of(other).head() == head
    finally:
        stop(other)


def test_a_signal_meant_for_us_never_reaches_a_process_that_is_not_ours(place: Place) -> None:
    place.data.mkdir(parents=True)
    ours = Cluster(place.data, Owner(os.geteuid(), os.getegid()))
    foreign = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, cwd=place.data)
    try:
        assert foreign.pid not in ours.pids()
        ours.signal(frozenset({foreign.pid}), signal.SIGKILL, patience_seconds=0)
        assert foreign.poll() is None
    finally:
        foreign.communicate()


def test_a_postmaster_that_lost_its_socket_is_replaced(place: Place) -> None:
    ensure_running(place)
    head = cluster_of(place).head()
    (place.run / ".s.PGSQL.5432").unlink()
    assert not is_running(place)
    ensure_running(place)
    assert is_running(place)
    assert cluster_of(place).head() != head
