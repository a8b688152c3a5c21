"""What becomes of the jobs of a worker that died."""

from datetime import datetime

import structlog
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from ventanilla.kernel.outbox.operation import transaction_of_its_own

# A worker that was silent for this long is dead: five heartbeats. One that was only slow does a job twice, harmlessly.
DEAD_AFTER_SECONDS = 10.0
# A job that was running at so many deaths of a worker is probably what kills it.
MAX_JOB_DEATHS = 5

_log = structlog.get_logger(__name__)


def requeue_dead_jobs(*, at: datetime, dead_after_seconds: float = DEAD_AFTER_SECONDS) -> int:
    """Put back in the queue the jobs that were running in workers without heartbeat. Gives how many.

    A job is given up as failed after the fifth death. One that repeats and whose next start is queued already is
    dropped: that start waits for its lock. A worker that was only frozen may finish its job too: jobs run at least
    once. Two processes that requeue at once do it once.
    """
    stalled = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=dead_after_seconds)
    return sum(_requeue(job, at) for job in stalled)


def count_workers() -> int:
    """The workers that are alive. One query, by the clock of the database, which theirs is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [DEAD_AFTER_SECONDS],
        )
        (many,) = cursor.fetchone()
    return many


def _requeue(job: Job, at: datetime) -> bool:
    given_up = job.attempts + 1 >= MAX_JOB_DEATHS
    try:
        with transaction_of_its_own():
            if given_up:
                _finish(job, drop=False)
            else:
                async_to_sync(app.job_manager.retry_job)(job, retry_at=at)
    except UniqueViolation:
        with transaction_of_its_own():
            _finish(job, drop=True)
        return False
    except ConnectorException:
        return False  # another process was first
    _log.error("alert.job_failed" if given_up else "dead_job_found", job=job.task_name, id=job.id)
    return not given_up


def _finish(job: Job, *, drop: bool) -> None:
    async_to_sync(app.job_manager.finish_job)(job, status=Status.FAILED, delete_job=drop)
