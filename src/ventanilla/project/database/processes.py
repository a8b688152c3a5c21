"""The processes of one cluster: found by what they are, never by a number in a file.

A process is ours when its program is `postgres`, its account is the owner's, and its working folder is the cluster
(compared by device and inode). A pid file may name anybody; a process that fails one of these is never touched.
"""

import contextlib
import os
import select
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ventanilla.project.database.owner import Owner


@dataclass(frozen=True, slots=True)
class Cluster:
    """The data folder and who owns it."""

    data: Path
    owner: Owner

    def pids(self) -> frozenset[int]:
        """Every live process of this cluster: the postmaster, its helpers, and backends that outlived it."""
        if not self.data.exists():
            return frozenset()
        identity = _identity(self.data)
        numbers = (int(entry) for entry in os.listdir("/proc") if entry.isdigit())
        with self.owner.eyes():
            return frozenset(pid for pid in numbers if self._is_ours(pid, identity))

    def head(self) -> int | None:
        """The postmaster, when it lives."""
        named = self._named_in_pid_file()
        return named if named in self.pids() else None

    def signal(self, pids: frozenset[int], number: signal.Signals, *, patience_seconds: float) -> bool:
        """Send a signal to `pids`, those that are ours still, and wait for the whole cluster. True: nothing is left."""
        deadline = time.monotonic() + patience_seconds
        for pid in pids:
            with self._held(pid) as descriptor:
                if descriptor is not None:
                    signal.pidfd_send_signal(descriptor, number)
        while (left := self.pids()) and time.monotonic() < deadline:
            self._wait_for_one(left, deadline)
        return not left

    def _wait_for_one(self, pids: frozenset[int], deadline: float) -> None:
        poller = select.poll()
        with contextlib.ExitStack() as stack:
            descriptors = [stack.enter_context(self._held(pid)) for pid in pids]
            if None in descriptors:
                return
            for descriptor in descriptors:
                poller.register(descriptor or 0, select.POLLIN)
            poller.poll(max(0.0, deadline - time.monotonic()) * 1000)

    @contextlib.contextmanager
    def _held(self, pid: int) -> Iterator[int | None]:
        """A descriptor of the process, checked after it is held, so that the number cannot pass to another."""
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            yield None
            return
        try:
            identity = _identity(self.data)
            with self.owner.eyes():
                ours = self._is_ours(pid, identity)
            yield descriptor if ours else None
        finally:
            os.close(descriptor)

    def _is_ours(self, pid: int, identity: tuple[int, int]) -> bool:
        try:
            program = os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
            return (
                os.path.basename(program) == "postgres"
                and os.stat(f"/proc/{pid}").st_uid == self.owner.uid
                and _identity(Path(f"/proc/{pid}/cwd")) == identity
            )
        except OSError:  # it ended meanwhile, or belongs to another account
            return False

    def _named_in_pid_file(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino
