"""What each process of the server does: `python -m ventanilla.project.server.roles <parent's pid> <role> …`.

A role ends when SIGTERM or SIGINT comes, after finishing what it holds; and when its supervisor dies.
"""

import ctypes
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable

import structlog
from django.conf import settings

from ventanilla.common.alerts import code_of
from ventanilla.common.errors import Fault
from ventanilla.project.settings import environment
from ventanilla.project.start import start_django, start_settings

_log = structlog.get_logger(__name__)

WEB_TARGET = "ventanilla.project.wsgi:application"
DRAIN_SECONDS = 25
SEQUENCER_PAUSE_SECONDS = 1.0
DATABASE_LOOK_SECONDS = 0.5
RECOVERY_PAUSE_SECONDS = 2.0
PR_SET_PDEATHSIG = 1
# Connections that one web process takes at once, and what it opens besides.
FEWEST_CONNECTIONS, MOST_CONNECTIONS = 16, 512
DESCRIPTORS_OF_A_WEB_PROCESS = 128


def web(host: str, port: str, target: str = WEB_TARGET) -> None:
    """Answer web requests, in processes of its own that granian starts again when they fail."""
    _granian(target, host, int(port), environment.WEB_PROCESSES.read(), environment.WEB_THREADS.read())


def simulators(host: str, port: str) -> None:
    """Play the other side of identity and payment, on 127.0.0.1 whatever `host` says. Never in production."""
    from ventanilla.project.simulators.server import serve

    serve(int(port), stop=_stop_event())


def worker() -> None:
    """Run deferred jobs."""
    from ventanilla.kernel.outbox.api import run_worker

    run_worker(_stop_event())


def relay() -> None:
    """Deliver events to their subscribers."""
    from ventanilla.kernel.outbox.api import run_relay

    run_relay(_stop_event())


def sequencer() -> None:
    """Number the entries of the ledger and publish them in batches. A failed batch is tried again."""
    from django.db import close_old_connections, connection

    from ventanilla.common import clock
    from ventanilla.kernel.ledger.api import sequence_pending
    from ventanilla.kernel.ledger.errors import LogDamaged

    stop = _stop_event()
    while not stop.is_set():
        try:
            close_old_connections()
            sequenced = sequence_pending(at=clock.now())
        except Exception as error:
            damaged = isinstance(error, LogDamaged)
            code = "alert.log_damaged" if damaged else code_of(error, "alert.background_failed")
            _log.exception(code, part="sequencer")
            connection.close()
            stop.wait(RECOVERY_PAUSE_SECONDS)
            continue
        if not sequenced:
            stop.wait(SEQUENCER_PAUSE_SECONDS)
    connection.close()


def database() -> None:
    """Look after the embedded database: when it died, start it again. What keeps it from starting is logged."""
    from ventanilla.project.database.api import Place, ensure_running, is_running
    from ventanilla.project.database.errors import DiskFull

    stop, place = _stop_event(), Place(settings.VENTANILLA_HOME)
    while not stop.wait(DATABASE_LOOK_SECONDS):
        if is_running(place):
            continue
        try:
            ensure_running(place, account=settings.DATABASE_OWNER)
        except Fault as fault:
            full = isinstance(fault, DiskFull)
            _log.error("alert.disk_full" if full else "alert.database_unavailable", reason=str(fault))
            stop.wait(RECOVERY_PAUSE_SECONDS)
        else:
            _log.error("alert.database_restarted")


ROLES: dict[str, Callable[..., None]] = {
    role.__name__: role for role in (web, simulators, worker, relay, sequencer, database)
}


def _granian(target: str, host: str, port: int, processes: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # More connections than this wait in the queue of the system, so that each that is taken can be answered.
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        backpressure=max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, descriptors - DESCRIPTORS_OF_A_WEB_PROCESS)),
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
    ).serve()


def _stop_event() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _end_with(parent: int) -> None:
    """Ask the kernel for a SIGTERM when our parent dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("The supervisor ended before this process began.")


def main(role: str, *arguments: str) -> None:
    """Run one role in this process."""
    start_settings() if role == database.__name__ else start_django()
    structlog.contextvars.bind_contextvars(role=role)
    ROLES[role](*arguments)


if __name__ == "__main__":
    _end_with(int(sys.argv[1]))
    main(*sys.argv[2:])
