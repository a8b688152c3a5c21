"""One server per home, and a sure way to find it: the lock is held exactly while it lives."""

import fcntl
import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ventanilla.project.server.errors import AlreadyServing

NAME = "serve.lock"


@contextmanager
def serving_from(home: Path) -> Iterator[None]:
    """Hold the home while the server runs. Raises AlreadyServing."""
    descriptor = os.open(home / NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServing(
                f"Ventanilla already serves from {home}: stop it with `ventanilla stop`, or name another home."
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_held(home: Path) -> bool:
    """Whether a server of this home lives."""
    process = _server_of(home)
    if process is None:
        return False
    os.close(process)
    return True


def stop_server(home: Path, *, patience_seconds: float) -> bool:
    """Tell the server of this home to drain, and wait for it. False: none runs."""
    process = _server_of(home)
    if process is None:
        return False
    try:
        signal.pidfd_send_signal(process, signal.SIGTERM)
        select.select([process], [], [], patience_seconds)
    finally:
        os.close(process)
    return True


def _server_of(home: Path) -> int | None:
    """A descriptor of the process that holds the home, to be closed; None when none does."""
    try:
        descriptor = os.open(home / NAME, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pidfd_open(int(os.pread(descriptor, 20, 0)))
    else:
        return None
    finally:
        os.close(descriptor)
