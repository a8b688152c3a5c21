"""Work that repeats: due timers, sweeps. It becomes an ordinary job each time it is due.

Ours and not procrastinate's, whose cron expressions have no "every 20 seconds" and whose deferrer runs in each worker.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from ventanilla.kernel.outbox.jobs import register_job
from ventanilla.kernel.outbox.operation import attempt, transaction_of_its_own

F = TypeVar("F", bound=Callable[[], None])

# name → seconds between two starts
PERIODIC: dict[str, int] = {}

ENSURE = """
INSERT INTO outbox_periodicrun (name, due_at) SELECT unnest(%(names)s::text[]), %(at)s ON CONFLICT (name) DO NOTHING
"""
# The conditional UPDATE decides between workers: a second one waits, sees the later `due_at` and takes nothing.
# Due further away than one period is what a clock said that was put back since.
CLAIM = """
UPDATE outbox_periodicrun run SET due_at = %(at)s + wanted.seconds * interval '1 second'
  FROM unnest(%(names)s::text[], %(seconds)s::int[]) AS wanted (name, seconds)
 WHERE run.name = wanted.name
   AND (run.due_at <= %(at)s OR run.due_at > %(at)s + wanted.seconds * interval '1 second')
RETURNING run.name
"""
FORGET = "DELETE FROM procrastinate_jobs WHERE status = 'failed' AND task_name = ANY(%s)"


def register_periodic(name: str, *, seconds: int) -> Callable[[F], F]:
    """Register a job without ids that starts every `seconds` seconds, in one worker of all and never beside
    itself; in `ready()`.

    It takes `at` from the clock. A start that is still waiting in the queue is not queued twice; after an outage it
    starts once, not once for each time missed. It fails for this time only: the next one comes by itself, and the
    failed one is forgotten, so that what fails each minute is one failure.
    """
    if seconds < 1:
        raise ValueError(f"A periodic job repeats after 1 second or more, not {seconds}.")

    def register(function: F) -> F:
        register_job(name, max_attempts=1)(function)
        PERIODIC[name] = seconds
        return function

    return register


def defer_due_periodic(*, at: datetime) -> tuple[str, ...]:
    """Queue what is due, once among all workers. Gives their names. Two statements when nothing is."""
    if not PERIODIC:
        return ()
    parameters = {"at": at, "names": list(PERIODIC), "seconds": list(PERIODIC.values())}
    queued = []
    with transaction_of_its_own():
        with connection.cursor() as cursor:
            cursor.execute(ENSURE, parameters)
            cursor.execute(CLAIM, parameters)
            due = [name for (name,) in cursor.fetchall()]
            if due:
                cursor.execute(FORGET, [due])
        for name in due:
            try:
                with attempt():
                    app.configure_task(name, queueing_lock=name, lock=name).defer()
                queued.append(name)
            except AlreadyEnqueued:
                continue
    return tuple(queued)
