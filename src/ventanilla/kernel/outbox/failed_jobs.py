"""Jobs that failed for good: why, and what a person orders: try again, or give up with a reason.

procrastinate keeps that a job failed and not why. So the last error of each is kept here, beside its number, without
messages of others (errors.describe_error).
"""

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import Count, Max, Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox.errors import JobFailed, JobNotFailed
from ventanilla.kernel.outbox.models import JobError
from ventanilla.kernel.outbox.operation import operation
from ventanilla.kernel.outbox.types import FailedJob

# Attempts count anew. Without its queueing lock, because the next start of a job that repeats may wait already.
RETRY = """
UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = %(at)s, queueing_lock = NULL
 WHERE id = %(id)s AND status = 'failed'
"""
GIVE_UP = "UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %(id)s AND status = 'failed'"
FORGET_ENDED = """
DELETE FROM outbox_joberror WHERE NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs job WHERE job.id = job_id AND job.status IN ('todo', 'doing', 'failed'))
"""


def around_each_job(run: Callable[[], Any], context: Any, _worker: Any) -> Any:
    """In the thread of each job of a worker (a middleware of procrastinate).

    A connection that an earlier job left, and that died with the database since, is not this job's. What the job raises
    is kept, then goes on its way.
    """
    close_old_connections()
    try:
        return run()
    except JobFailed as failure:
        close_old_connections()
        remember_error(context.job.id, failure)
        raise


def remember_error(job_id: int, failure: JobFailed) -> None:
    """Keep why the job failed. When the database is why, nothing is kept; the log has it.

    A thread that had no connection has none afterwards.
    """
    had_one = connection.connection is not None
    with contextlib.suppress(Exception):
        values = {"error": str(failure), "at": clock.now()}
        JobError.objects.update_or_create(job_id=job_id, defaults=values)
    if not had_one:
        connection.close()


def list_failed_jobs(*, limit: int = 100) -> tuple[FailedJob, ...]:
    """The jobs that failed for good, the oldest first, at most `limit`. Two queries."""
    return _told(_failed()[:limit])


def get_failed_job(*, job_id: int) -> FailedJob:
    """One job that failed for good. Raises JobNotFailed. Two queries."""
    for found in _told(_failed().filter(id=job_id)):
        return found
    raise JobNotFailed


def _failed() -> QuerySet[ProcrastinateJob]:
    failed_at = Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
    return ProcrastinateJob.objects.filter(status="failed").annotate(failed_at=failed_at).order_by("id")


def _told(jobs: QuerySet[ProcrastinateJob]) -> tuple[FailedJob, ...]:
    errors = {row.job_id: row.error for row in JobError.objects.filter(job_id__in=[job.id for job in jobs])}
    return tuple(
        FailedJob(
            id=job.id,
            name=job.task_name,
            ids=job.args,
            attempts=job.attempts,
            error=errors.get(job.id, ""),
            failed_at=job.failed_at,  # type: ignore[attr-defined]
        )
        for job in jobs
    )


@operation
def retry_job(*, job_id: int, actor: ActorRef, at: datetime) -> None:
    """Give a failed job all its attempts again. One that is not failed any more: nothing changes.

    Raises JobNotFailed when it was given up. Writes the job and a ledger entry.
    """
    _order(job_id, RETRY, "outbox.job_retried", {"at": at}, "", actor, at)


@operation
def give_up_job(*, job_id: int, reason: str, actor: ActorRef, at: datetime) -> None:
    """Never do a failed job, for a reason that the ledger publishes. Given up already: nothing changes.

    Raises JobNotFailed when it runs, waits or is done. Writes the job and a ledger entry.
    """
    _order(job_id, GIVE_UP, "outbox.job_given_up", {}, reason, actor, at)


def _order(
    job_id: int, statement: str, kind: str, values: Mapping[str, Any], reason: str, actor: ActorRef, at: datetime
) -> None:
    """Do it once and say it once: who comes second finds it done, or done otherwise."""
    job = ProcrastinateJob.objects.select_for_update().filter(id=job_id).first()
    if job is None or job.status != "failed":
        if (job is not None and job.status == "cancelled") is not (statement is GIVE_UP):
            raise JobNotFailed
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": job_id, **values})
    public = {"job": job.task_name, "number": job_id, "reason": reason}
    ledger.append(kind=kind, actor=actor, at=at, institution=actor.institution_uuid, public=public)


def forget_ended_errors() -> int:
    """Delete the errors of jobs that ended. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_ENDED)
        return cursor.rowcount


def count_jobs() -> Mapping[str, int]:
    """How many jobs wait, of these how many failed before, how many run and how many failed for good. One query."""
    return ProcrastinateJob.objects.aggregate(
        waiting=Count("id", filter=Q(status="todo")),
        again=Count("id", filter=Q(status="todo", attempts__gt=0)),
        running=Count("id", filter=Q(status="doing")),
        failed=Count("id", filter=Q(status="failed")),
    )
