"""Clusters of older versions of PostgreSQL, made by the programs of that version."""

import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT

import psycopg
import pytest

from ventanilla.project import home as home_folder
from ventanilla.project.database import binaries
from ventanilla.project.database.errors import BinariesMissing
from ventanilla.project.database.owner import owner_of
from ventanilla.project.database.place import NAME, Place
from ventanilla.project.database.programs import HERE, Programs
from ventanilla.project.settings import environment

IN_THE_WHEEL = 16
OF_DEBIAN = 15
ROWS = 1000


def programs_of(major: int, place: Place) -> Programs:
    """The programs of that version for this place. Without them the test is skipped, and fails when CI=true."""
    try:
        folder = binaries.of_major(major, None)
    except BinariesMissing as missing:
        pytest.fail(str(missing)) if environment.CI.read() else pytest.skip(str(missing))
    home_folder.prepare(place.home)
    place.folder.mkdir(mode=0o700, exist_ok=True)
    owner = owner_of(place.folder, account="nobody")
    owner.give(place.folder)
    return Programs(binaries.reachable(folder, owner, place.outside), owner, place)


def make_cluster(programs: Programs, *options: str) -> None:
    """A cluster as ours would be of that version, with a database and a table in it."""
    place = programs.place
    home_folder.secret_file(place.home, place.passfile.name, lambda: f"*:*:*:{NAME}:a-password\n")
    place.data.mkdir(mode=0o700)
    password = place.folder / "pw"
    password.write_text("a-password")
    for path in (place.data, password):
        programs.owner.give(path)
    arguments = [f"--pgdata={HERE}", f"--username={NAME}", "--pwfile=../pw", "--auth=scram-sha-256", "--encoding=UTF8"]
    programs.run("initdb", *arguments, "--locale=C", *options, working_folder=place.data)
    password.unlink()
    run_alone(programs, "postgres", f"CREATE DATABASE {NAME}")
    # By a server, as in life: what is made without one gets the numbers of system tables, which pg_upgrade passes over.
    with running(programs), psycopg.connect(place.url) as connection:
        table = "CREATE TABLE kept AS SELECT i AS number, 'ñandú ' || i AS name FROM generate_series(1, %d) AS i"
        connection.execute(table % ROWS)


def run_alone(programs: Programs, database: str, sql: str) -> None:
    """Run a statement without a server."""
    programs.run("postgres", "--single", "-D", HERE, database, working_folder=programs.place.data, say=sql)


@contextmanager
def running(programs: Programs) -> Iterator["subprocess.Popen[bytes]"]:
    """A server of that version, until the block ends; it has written that it takes connections."""
    place = programs.place
    place.run.mkdir(mode=0o700, exist_ok=True)
    programs.owner.give(place.run)
    if place.address != place.run and not place.address.is_symlink():
        binaries.claim(place.outside, programs.owner)
        place.address.symlink_to(place.run)
    server = programs.launch({})
    try:
        while b"ready to accept connections" not in place.log.read_bytes():
            assert server.poll() is None, place.log.read_text()
            select.select([], [], [], 0.05)
        yield server
    finally:
        if server.poll() is None:
            server.send_signal(SIGINT)
        server.wait(60)


def files_of(folder: Path) -> set[str]:
    return set(os.listdir(folder))
