"""Starts the processes of the server, starts again what ends, and drains all on SIGTERM.

A child that ends unasked is started again after half a second, then one, two, … up to thirty; the count begins anew
when it has lived for ten seconds. Each child leads a process group, and what a dead child left running in its group is
killed before the next one starts. Ctrl-C reaches the supervisor alone, because the groups are not the terminal's.
"""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog

_log = structlog.get_logger(__name__)

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
LIVED_WELL_SECONDS = 10.0
DRAIN_SECONDS = 30.0


@dataclass(slots=True)
class Child:
    """One process, over all its lives."""

    name: str
    command: Sequence[str]
    failures: int = 0
    starts_at: float = 0.0
    born_at: float = 0.0
    process: "subprocess.Popen[bytes] | None" = field(default=None)
    descriptor: int = -1

    def start(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(self.command, env=environment, process_group=0)
        self.descriptor = os.pidfd_open(self.process.pid)
        self.born_at = time.monotonic()
        _log.info("child_started", child=self.name, pid=self.process.pid)

    def end(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.descriptor, number)

    def bury(self) -> int:
        """Kill what is left of its group, and collect its exit status. It has ended already."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # not collected yet, so the number is still its own
        status = self.process.wait()
        os.close(self.descriptor)
        self.process, self.descriptor = None, -1
        return status


class Supervisor:
    """`run` returns after SIGTERM or SIGINT, when every child has drained."""

    def __init__(self, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> None:
        self._children = [Child(name, command) for name, command in commands.items()]
        self._environment = environment
        self._selector = selectors.DefaultSelector()
        self._stopping = False

    def run(self) -> None:
        with self._told_by_signals():
            while not self._stopping:
                pause = self._start_due()
                self._wait(pause)
            self._drain()

    def _start_due(self) -> float | None:
        """Start the children whose time has come. Answers the seconds until the next, None when all run."""
        now = time.monotonic()
        waiting = [child for child in self._children if child.process is None]
        for child in waiting:
            if child.starts_at <= now:
                child.start(self._environment)
                self._selector.register(child.descriptor, selectors.EVENT_READ, child)
        pauses = [child.starts_at - now for child in waiting if child.process is None]
        return min(pauses, default=None)

    def _wait(self, pause_seconds: float | None) -> None:
        for key, _ in self._selector.select(pause_seconds):
            if isinstance(key.data, Child):
                self._bury(key.data)
            else:
                os.eventfd_read(key.fd)

    def _bury(self, child: Child) -> None:
        self._selector.unregister(child.descriptor)
        status = child.bury()
        if self._stopping:
            _log.info("child_ended", child=child.name, status=status)
            return
        now = time.monotonic()
        child.failures = 1 if now - child.born_at > LIVED_WELL_SECONDS else child.failures + 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (child.failures - 1), LONGEST_PAUSE_SECONDS)
        child.starts_at = now + pause
        _log.error(
            "alert.process_died", child=child.name, status=status, failures=child.failures, starts_again_in_s=pause
        )

    def _drain(self) -> None:
        _log.info("draining")
        for child in self._children:
            child.end(signal.SIGTERM)
        deadline = time.monotonic() + DRAIN_SECONDS
        while any(child.process for child in self._children):
            left = deadline - time.monotonic()
            if left <= 0:
                for child in self._children:
                    child.end(signal.SIGKILL)
            self._wait(max(left, 1.0))
        _log.info("drained")

    @contextmanager
    def _told_by_signals(self) -> Iterator[None]:
        wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._selector.register(wake, selectors.EVENT_READ)

        def stop(*_: object) -> None:
            self._stopping = True
            os.eventfd_write(wake, 1)

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            self._selector.close()
            os.close(wake)
