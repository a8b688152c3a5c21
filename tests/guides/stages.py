"""What stands ready before a guide is run: an installation, folders for backups and keys, a server beside it.

A new guide that needs no more than an installation needs nothing here. Another one gets a stage under its name.
"""

import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from ventanilla.project.database.api import Place, ensure_running, stop
from ventanilla.project.database.binaries import in_wheel
from ventanilla.project.database.owner import owner_of
from ventanilla.project.testing import WITHOUT_WAITING_FOR_THE_DISK
from ventanilla.project.tests.server.serving import PATIENCE_SECONDS, serving, unused_port, variables

Variables = dict[str, str]
Stage = Callable[[Path, Path], AbstractContextManager[Variables]]


def ventanilla(home: Path, *arguments: object) -> str:
    """What the program prints, for an installation with the embedded database."""
    command = [sys.executable, "-m", "ventanilla.project.cli", *map(str, arguments)]
    environment = variables(home, VENTANILLA_MODE="demo")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_installation(home: Path) -> None:
    """Tables, and a log with its first checkpoint; its database is stopped."""
    ensure_running(Place(home), options=WITHOUT_WAITING_FOR_THE_DISK)
    ventanilla(home, "migrate")
    ventanilla(home, "keys", "rotate", "log")
    stop(Place(home))


@contextmanager
def ready(made: Path, folder: Path) -> Iterator[Variables]:
    """A copy of the installation, its database running, and names for the folders that the guides speak of."""
    home = folder / "home"
    folder.mkdir(exist_ok=True)
    subprocess.run(["cp", "--archive", made, home], check=True)
    ensure_running(Place(home), options=WITHOUT_WAITING_FOR_THE_DISK)
    try:
        yield {
            **variables(home, VENTANILLA_MODE="demo"),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "BACKUPS": str(folder / "backups"),
            "KEYS": str(folder / "keys"),
            "NEW_KEYS": str(folder / "new keys"),
        }
    finally:
        stop(Place(home))


@contextmanager
def lost(made: Path, folder: Path) -> Iterator[Variables]:
    """A backup, the keys and a checkpoint of an installation that is gone; the home is empty."""
    with ready(made, folder / "before") as before:
        home = Path(before["VENTANILLA_HOME"])
        ventanilla(home, "keys", "export", before["KEYS"])
        ventanilla(home, "backup", before["BACKUPS"])
        checkpoint = folder / "checkpoint"
        checkpoint.write_text(ventanilla(home, "log", "checkpoint"))
    fresh = folder / "home"
    try:
        yield {**before, "VENTANILLA_HOME": str(fresh), "LAST_CHECKPOINT": str(checkpoint)}
    finally:
        stop(Place(fresh))


@contextmanager
def served(made: Path, folder: Path) -> Iterator[Variables]:
    """An installation with its backup, serving."""
    with ready(made, folder) as found:
        home, port = Path(found["VENTANILLA_HOME"]), str(unused_port())
        ventanilla(home, "backup", found["BACKUPS"])
        stop(Place(home))  # the server starts it as in life: waiting for the disk
        with serving(home, VENTANILLA_MODE="demo", VENTANILLA_PORT=port) as server:
            server.heard(r"Ventanilla is at ")
            yield {**found, "VENTANILLA_PORT": port}


@contextmanager
def with_a_server_of_ones_own(made: Path, folder: Path) -> Iterator[Variables]:
    """A PostgreSQL with an administrator, that listens on this machine, and an installation without a database."""
    password, administrator = secrets.token_hex(8), secrets.token_hex(8)
    port = unused_port()
    passfile = folder / "pass"
    passfile.touch(mode=0o600)
    passfile.write_text(f"*:*:*:ventanilla:{password}\n")
    with _server(port, administrator):
        yield {
            **variables(folder / "home", VENTANILLA_MODE="demo"),
            "PATH": f"{Path(sys.executable).parent}:{in_wheel()}:{os.environ['PATH']}",
            "ADMIN_URL": f"postgresql://administrator:{administrator}@127.0.0.1:{port}/postgres",
            "DATABASE_HOST": f"127.0.0.1:{port}",
            "PASSWORD": password,
            "PASSFILE": str(passfile),
        }


@contextmanager
def _server(port: int, password: str) -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="ventanilla-guide-"))
    owner = owner_of(folder, account="nobody")
    (folder / "pw").write_text(password)
    for path in (folder, folder / "pw"):
        owner.give(path)
    initdb = ["initdb", f"--pgdata={folder}/data", "--username=administrator", f"--pwfile={folder}/pw", "--locale=C"]
    options = ["-D", f"{folder}/data", "-k", str(folder), "-p", str(port), "-c", "listen_addresses=127.0.0.1"]
    try:
        command = [in_wheel() / initdb[0], *initdb[1:], "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"]
        subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, capture_output=True, check=True, **owner.identity)
        process = subprocess.Popen(
            [in_wheel() / "postgres", *options],
            env={"PATH": "/usr/bin:/bin"},
            stderr=subprocess.DEVNULL,
            **owner.identity,
        )
        try:
            _wait_for(port, process)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)
    finally:
        shutil.rmtree(folder)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until the server listens."""
    while process.poll() is None:
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS).close()
            return
        select.select([], [], [], 0.05)
    raise AssertionError(f"The server ended with {process.returncode}.")


STAGES: dict[str, Stage] = {"restore": lost, "watch": served, "postgresql": with_a_server_of_ones_own}
