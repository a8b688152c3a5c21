"""Real clients against a real server: the web role as `ventanilla serve` runs it, on the bench's database."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each answer."""

    ms: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.ms)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.ms, n=20)[-1]


def database_url() -> str:
    """The address of the database of this run, for a process of its own."""
    from django.conf import settings
    from django.db import connection

    from ventanilla.project.database.api import Place

    parts = urlsplit(os.environ.get("DATABASE_URL") or Place(settings.VENTANILLA_HOME).url)
    return urlunsplit(parts._replace(path=f"/{quote(str(connection.settings_dict['NAME']))}"))


@contextmanager
def server(*roles: str) -> Iterator[int]:
    """The web role, and others beside it, until the block ends. Gives the port."""
    port = _free_port()
    commands = [("web", HOST, str(port)), *((role,) for role in roles)]
    environment = {**os.environ, "DATABASE_URL": database_url()}
    started = [
        subprocess.Popen(  # noqa: S603 our own roles
            [sys.executable, "-m", "ventanilla.project.server.roles", str(os.getpid()), *command],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    try:
        _wait_for(port)
        yield port
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("The server does not answer.")


def fetch(port: int, paths: Sequence[str], cookies: str, *, clients: int) -> Times:
    """Each client asks for its share of the paths, one after another, on a connection that it keeps."""
    shares = [paths[number::clients] for number in range(clients)]
    return together([lambda share=share: _walk(port, share, cookies) for share in shares])


def together(walks: Sequence[Callable[[], list[float]]]) -> Times:
    """All walks at once, each in a thread of its own. What one raises is raised."""
    found: list[float] = []
    failures: list[BaseException] = []

    def run(walk: Callable[[], list[float]]) -> None:
        try:
            found.extend(walk())
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(walk,)) for walk in walks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Times(tuple(each * 1e3 for each in found))


def _walk(port: int, paths: Sequence[str], cookies: str) -> list[float]:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    headers = {"Host": "localhost:8000", "Cookie": cookies, "Accept-Encoding": "gzip"}
    seconds = []
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - start)
        if answer.status != 200:
            raise AssertionError(f"{path} was answered with {answer.status}.")
    connection.close()
    return seconds
