"""A real server in a program of its own, read through its log."""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Queue
from typing import Any

SCRIPT = """
import sys
from ventanilla.project.start import start_django
start_django()
from ventanilla.project.server.api import plan_from_settings, serve
serve(plan_from_settings(), say=lambda sentence: print(sentence, flush=True), target=sys.argv[1])
"""
SLOW = "ventanilla.project.tests.server.slow:application"
PATIENCE_SECONDS = 120


def variables(home: Path, **changes: str) -> dict[str, str]:
    """The environment of a program that serves from `home` with the embedded database."""
    outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**outside, "VENTANILLA_HOME": str(home), "VENTANILLA_MODE": "production", **changes}


def unused_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


class Serving:
    """`log` gives the next entry of an event; `pids` are those of the running children by name."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.pids: dict[str, int] = {}
        self.wanted_port = self.told_port = self.port = 0
        self._entries: Queue[dict[str, Any]] = Queue()
        self._said: Queue[str] = Queue()
        self._complaints: list[str] = []
        threading.Thread(target=self._read_log, daemon=True).start()
        threading.Thread(target=self._read_said, daemon=True).start()

    def _read_log(self) -> None:
        for line in self.process.stderr:
            if line.startswith("{"):
                self._entries.put(json.loads(line))
            else:
                self._complaints.append(line)
        self._entries.put({"event": "the log ended"})

    def _read_said(self) -> None:
        for line in self.process.stdout:
            self._said.put(line.strip())
        self._said.put("")

    def log(self, event: str, **values: object) -> dict[str, Any]:
        while True:
            entry = self._entries.get(timeout=PATIENCE_SECONDS)
            assert entry["event"] != "the log ended", f"The server ended with {self.process.poll()}."
            if entry["event"] == "child_started":
                self.pids[entry["child"]] = entry["pid"]
            if entry["event"] == event and all(entry[name] == value for name, value in values.items()):
                return entry

    def heard(self, pattern: str) -> "re.Match[str]":
        while line := self._said.get(timeout=PATIENCE_SECONDS):
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"The server ended with {self.process.wait()}:\n{''.join(self._complaints)}")

    def all_children(self) -> dict[str, int]:
        while len(self.pids) < 5:
            self.log("child_started")
        return self.pids


@contextmanager
def serving(home: Path, *, target: str = SLOW, **changes: str) -> Iterator[Serving]:
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, target],
        env=variables(home, **{"VENTANILLA_PORT": str(unused_port()), **changes}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Serving(process)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()
        process.stderr.close()


def get(port: int, folder: Path | None = None) -> bytes:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        asking.request("GET", f"/?{folder or ''}")
        return asking.getresponse().read()
    finally:
        asking.close()


def get_when_it_answers(port: int) -> bytes:
    """As `get`, of a server that is being started."""
    for _ in range(PATIENCE_SECONDS * 10):
        with suppress(OSError):
            return get(port)
        select.select([], [], [], 0.1)
    raise TimeoutError(port)


def kill(pid: int) -> None:
    """SIGKILL, and wait for the end."""
    descriptor = os.pidfd_open(pid)
    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    assert ended(descriptor)


def ended(descriptor: int) -> bool:
    """Wait for the end of the process of a pidfd, and close it."""
    ready, _, _ = select.select([descriptor], [], [], PATIENCE_SECONDS)
    os.close(descriptor)
    return bool(ready)


def children_of(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
