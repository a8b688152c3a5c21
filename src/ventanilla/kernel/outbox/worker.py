"""The two loops of the background: `run_relay` and `run_worker`.

Both end when their stop event is set: they take nothing new and finish what they hold ("drain"). Both live through a
lost database: they log, close the connection and try again.
"""

import asyncio
import contextlib
import threading
import time

import structlog
from django.db import close_old_connections, connection
from procrastinate.contrib.django import app

from ventanilla.common import clock
from ventanilla.common.alerts import code_of
from ventanilla.common.errors import Fault
from ventanilla.kernel.outbox.dead_jobs import DEAD_AFTER_SECONDS, requeue_dead_jobs
from ventanilla.kernel.outbox.errors import describe_error
from ventanilla.kernel.outbox.failed_jobs import around_each_job
from ventanilla.kernel.outbox.periodic import defer_due_periodic
from ventanilla.kernel.outbox.relay import relay_pending

_log = structlog.get_logger(__name__)

RELAY_PAUSE_SECONDS = 0.25
RECOVERY_PAUSE_SECONDS = 2.0
TICK_SECONDS = 1.0
REQUEUE_EVERY_TICKS = 3
WORKER_CONCURRENCY = 2
HEARTBEAT_SECONDS = 2.0
DRAIN_SECONDS = 25.0
# More than a time server corrects at once while it keeps a clock.
LEAP_SECONDS = 10.0


def run_relay(stop: threading.Event) -> None:
    """Deliver events until `stop` is set; then finish the batch in hand and return."""
    while not stop.is_set():
        try:
            close_old_connections()
            delivered = relay_pending(at=clock.now())
        except Exception as error:
            _recover("relay", error, stop)
            continue
        if not delivered:
            stop.wait(RELAY_PAUSE_SECONDS)
    connection.close()


def run_worker(stop: threading.Event, *, concurrency: int = WORKER_CONCURRENCY) -> None:
    """Run jobs until `stop` is set; then give the running ones 25 seconds to finish and return.

    procrastinate runs in a thread of its own; this thread queues periodic jobs each second and requeues the jobs of
    dead workers each ten. Raises Fault when procrastinate ends by itself, so that the supervisor starts a new process.
    """
    engine = _Engine(concurrency)
    engine.start()
    ticks, watch = 0, _ClockWatch()
    while not stop.wait(TICK_SECONDS) and engine.is_alive():
        watch.look()
        try:
            close_old_connections()
            defer_due_periodic(at=clock.now())
            if ticks % REQUEUE_EVERY_TICKS == 0:
                requeue_dead_jobs(at=clock.now())
            ticks += 1
        except Exception as error:
            _recover("worker", error, stop)
    connection.close()
    engine.end()
    if not stop.is_set():
        raise Fault("The job worker ended by itself; its log says why.")


class _ClockWatch:
    """Tells the operator when the clock goes another way than time does."""

    def __init__(self) -> None:
        self._wall, self._passed = clock.now(), time.monotonic()

    def look(self) -> None:
        wall, passed = clock.now(), time.monotonic()
        leap = (wall - self._wall).total_seconds() - (passed - self._passed)
        self._wall, self._passed = wall, passed
        if abs(leap) > LEAP_SECONDS:
            _log.error("alert.clock_moved", seconds=round(leap))


class _Engine(threading.Thread):
    """procrastinate's worker in an event loop of its own, with connections of its own."""

    def __init__(self, concurrency: int) -> None:
        super().__init__(name="procrastinate", daemon=True)
        self._concurrency = concurrency
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._ended = threading.Event()

    def run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._work())

    def end(self) -> None:
        """Ask it to drain and wait for it."""
        self._ended.set()
        if self._loop is not None and self._task is not None and self.is_alive():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._task.cancel)
        self.join(DRAIN_SECONDS + RECOVERY_PAUSE_SECONDS)

    async def _work(self) -> None:
        """Connections that are being opened are not cancelled: their pool would never end. It is asked once open."""
        worker_app = app.with_connector(app.connector.get_worker_connector())
        async with worker_app.open_async():
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
            if self._ended.is_set():
                return
            await worker_app.run_worker_async(
                concurrency=self._concurrency,
                install_signal_handlers=False,
                shutdown_graceful_timeout=DRAIN_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                delete_jobs="successful",
                task_middleware=[around_each_job],
            )


def _recover(what: str, error: Exception, stop: threading.Event) -> None:
    _log.error(code_of(error, "alert.background_failed"), part=what, error=describe_error(error))
    with contextlib.suppress(Exception):
        connection.close()
    stop.wait(RECOVERY_PAUSE_SECONDS)
