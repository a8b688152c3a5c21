"""An installation with the demonstration's data in a home of its own, served by `ventanilla serve`."""

import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ventanilla.project.database.api import Place
from ventanilla.project.database.api import stop as stop_database
from ventanilla.project.demo.browser.client import Browser
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.testing import RUN_HOME

ROOT = Path(__file__).parents[2]
# A busy machine may take its time; a healthy one never comes near.
PATIENCE_SECONDS = 240
REPORTED_CHARACTERS = 6000
COMPILED = RUN_HOME / "compiled"
PREPARED = RUN_HOME / "prepared"
CLI = ("-m", "ventanilla.project.cli")
SERVE = (sys.executable, *CLI, "serve")
ROLES = "ventanilla.project.server.roles"
SET_UP = """
from ventanilla.project.start import start_django
start_django()
from django.conf import settings
from ventanilla.project.database.api import Place, ensure_running, stop
from ventanilla.project.demo.setup import api as setup
from ventanilla.project.server import preparing
from ventanilla.project.testing import WITHOUT_WAITING_FOR_THE_DISK
place = Place(settings.VENTANILLA_HOME)
ensure_running(place, options=WITHOUT_WAITING_FOR_THE_DISK)
preparing.prepare_tables(print)
for step in setup.steps(settings.VENTANILLA_HOME):
    step.run()
stop(place)
"""


class Installation:
    """Its `url` and its home. `start` and `kill` may follow each other as often as one likes."""

    def __init__(self, home: Path, **changes: str) -> None:
        self.home = home
        # What serves: a test may put something before it.
        self.command: Sequence[str] = SERVE
        self.has_own_mounts = False
        self.place = Place(home)
        self.log = home.with_name(f"{home.name}.log")
        port, simulators = unused_ports(2)
        self.url = f"http://localhost:{port}"
        self._changes = {
            "VENTANILLA_HOME": str(home),
            "VENTANILLA_PORT": str(port),
            "VENTANILLA_PUBLIC_URL": self.url,
            "VENTANILLA_SIMULATORS": "1",
            "VENTANILLA_SIMULATORS_URL": f"http://127.0.0.1:{simulators}",
            **changes,
        }
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a program of this installation. It shares nothing with that of the test."""
        ours = {"DATABASE_URL", "VENTANILLA_MODE", "PYTHONDONTWRITEBYTECODE"}
        outside = {name: value for name, value in os.environ.items() if name not in ours}
        # Many processes are started: each but the first finds the modules compiled, as on a machine where it is used.
        return {**outside, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(COMPILED), **self._changes}

    def set_up(self) -> None:
        """Make database, tables and data: a copy of those that were made once for all tests of this run."""
        RUN_HOME.mkdir(exist_ok=True)
        with (RUN_HOME / "prepared.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not PREPARED.exists():
                draft = PREPARED.with_suffix(".draft")
                self.run("-c", SET_UP, VENTANILLA_HOME=str(draft), DATABASE_URL="")
                draft.rename(PREPARED)
        subprocess.run(["cp", "-a", str(PREPARED), str(self.home)], check=True)

    def run(self, *arguments: str, given: object = None, **changes: str) -> str:
        """What a Python program of this installation printed. Fails when it failed."""
        done = subprocess.run(
            [*self._inside(), sys.executable, *arguments],
            env={**self.variables, **changes},
            cwd=ROOT,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _inside(self) -> list[str]:
        """What goes before a command so that it sees the files that the server sees."""
        if not self.has_own_mounts or self._server is None:
            return []
        own_user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", f"--target={self._server.pid}", "--mount", f"--wd={ROOT}", *own_user]

    def inspect(self, acknowledged: Mapping[str, Any]) -> list[str]:
        """What is wrong with it, once nothing waits any more."""
        return json.loads(self.run("-m", "tests.endurance.inspection", given=acknowledged))

    def start(self) -> None:
        """Serve, and return when it answers, its simulators too."""
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                self.command,
                env=self.variables,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        wait_until(self._answers, f"the server answers; its log is {self.log}")

    def _answers(self) -> bool:
        assert self._server is not None and self._server.poll() is None, self.log.read_text(errors="replace")[-3000:]
        with suppress(StepFailed):
            return Browser(self.url).open("/entrar/claveunica/").status == HTTPStatus.OK
        return False

    def stop(self) -> None:
        """Let it drain, and stop its database."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGTERM)
            self._server.wait(PATIENCE_SECONDS)
        stop_database(self.place)

    def roles(self) -> dict[str, int]:
        """The processes under the supervisor, by what they do. What a role started of its own is not among them."""
        found = {}
        for supervisor in self.everything():
            for pid in children_of(supervisor):
                words = command_of(pid)
                if ROLES in words and words[words.index(ROLES) + 1] == str(supervisor):
                    found[words[words.index(ROLES) + 2]] = pid
        return found

    def postmaster(self) -> int | None:
        """The head of the database, when it lives and serves."""
        with suppress(OSError, ValueError, IndexError):
            lines = (self.place.data / "postmaster.pid").read_text().splitlines()
            if lines[7].strip() == "ready" and command_of(int(lines[0])):
                return int(lines[0])
        return None

    def everything(self) -> set[int]:
        """Every process of it: the supervisor, all below it, and the database."""
        assert self._server is not None
        found, waiting = set(), {self._server.pid}
        while waiting:
            pid = waiting.pop()
            found.add(pid)
            waiting |= children_of(pid)
        return found | {pid for pid in [self.postmaster()] if pid}

    def report(self) -> str:
        """Its processes and the end of its log, for a test that failed."""
        processes = [f"{pid}: {' '.join(command_of(pid))}" for pid in sorted(self.everything())]
        return "\n".join([*processes, self.log.read_text(errors="replace")[-REPORTED_CHARACTERS:]])

    def lose_the_machine(self, new_home: Path, *, last_checkpoint: str) -> None:
        """Back up while serving, kill all, and live on in another home, at the same address, from the backup alone."""
        backups, keys, known = (new_home.with_name(name) for name in ("backups", "exported-keys", "last-checkpoint"))
        known.write_text(last_checkpoint)
        self.run(*CLI, "backup", str(backups))
        self.run(*CLI, "keys", "export", str(keys))
        self.kill_everything()
        self.home, self.place = new_home, Place(new_home)
        self._changes["VENTANILLA_HOME"] = str(new_home)
        self.run(*CLI, "restore", str(backups), "--keys", str(keys), "--last-checkpoint", str(known))
        self.start()

    def kill_everything(self) -> None:
        """SIGKILL to all at once, and wait for their ends."""
        assert self._server is not None
        kill(self.everything())
        self._server.wait()


@contextmanager
def installation(home: Path, **changes: str) -> Iterator[Installation]:
    """One that serves inside the block."""
    made = Installation(home, **changes)
    try:
        made.set_up()
        made.start()
        yield made
    finally:
        made.stop()


def unused_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def kill(pids: Iterable[int]) -> None:
    """SIGKILL to each that still lives, and wait until all have ended."""
    descriptors = []
    for pid in pids:
        with suppress(ProcessLookupError):
            descriptors.append(os.pidfd_open(pid))
    for descriptor in descriptors:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    for descriptor in descriptors:
        assert select.select([descriptor], [], [], PATIENCE_SECONDS)[0]
        os.close(descriptor)


def children_of(pid: int) -> set[int]:
    """The processes that this one started and that live; none when it has ended."""
    with suppress(OSError):
        return {
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        }
    return set()


def command_of(pid: int) -> list[str]:
    """The words of its command line; none when it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")[:-1]
    return []


def wait_until(
    holds: Any, what: str, *, patience_seconds: float = PATIENCE_SECONDS, otherwise: Callable[[], str] = str
) -> Any:
    """Look again until `holds` answers something true, and answer it.

    Fails with `what`, and with what `otherwise` tells, when it never does.
    """
    began = time.monotonic()
    while not (found := holds()):
        waited = time.monotonic() - began
        assert waited < patience_seconds, f"In {waited:.0f} s it never came: {what}. {otherwise()}"
        select.select([], [], [], 0.1)
    return found
