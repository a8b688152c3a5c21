"""For tests and the demo: run the background here and now, and register handlers and jobs for one test only."""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from asgiref.sync import async_to_sync
from django.db import connection
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job, Status

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.outbox.dead_jobs import requeue_dead_jobs
from ventanilla.kernel.outbox.errors import JobFailed
from ventanilla.kernel.outbox.failed_jobs import list_failed_jobs, remember_error
from ventanilla.kernel.outbox.jobs import JOBS, defer, register_job, wait_after
from ventanilla.kernel.outbox.models import Delivery
from ventanilla.kernel.outbox.operation import operation
from ventanilla.kernel.outbox.periodic import PERIODIC, defer_due_periodic
from ventanilla.kernel.outbox.publishing import SUBSCRIPTIONS, publish, subscribe
from ventanilla.kernel.outbox.relay import MAX_ATTEMPTS, relay_pending
from ventanilla.kernel.outbox.types import Event, FailedJob, ParkedDelivery
from ventanilla.kernel.outbox.upkeep import list_parked

ROUNDS_LIMIT = 1000


def drain(*, at: datetime, failures_allowed: bool = False, without: Collection[str] = ()) -> int:
    """Relay events and run jobs in this process, at the instant `at`, until nothing is left. Gives how many.

    Jobs of a name in `without` are taken from the queue and not run, as if their worker had not come yet.

    Raises AssertionError when a subscriber failed, unless `failures_allowed`; the error of a job is raised as it is.
    Periodic jobs run only when they were queued. Works inside a test's transaction, since it opens no connection.
    """
    done = 0
    with clock.fixed(at):
        for _round in range(ROUNDS_LIMIT):
            now_done = relay_pending(at=at) + _run_jobs(without)
            if not now_done:
                break
            done += now_done
        else:
            raise AssertionError(f"The background was not quiet after {ROUNDS_LIMIT} rounds.")
    failing = Delivery.objects.filter(state__in=(Delivery.PENDING, Delivery.PARKED), attempts__gt=0)
    if not failures_allowed and (failed := [(row.subscriber, row.last_error) for row in failing]):
        raise AssertionError(f"These subscribers failed: {failed}")
    return done


def _run_jobs(without: Collection[str]) -> int:
    """Run what is queued, in order. A job that raises is marked as failed and its error is raised."""
    manager = app.job_manager
    worker_id = async_to_sync(manager.register_worker)()
    done = 0
    try:
        while job := async_to_sync(manager.fetch_job)(queues=None, worker_id=worker_id):
            try:
                if job.task_name not in without:
                    app.tasks[job.task_name].func(**_ids_of(job))
            except JobFailed as failure:
                remember_error(job.id or 0, failure)
                async_to_sync(manager.finish_job)(job, status=Status.FAILED, delete_job=False)
                raise failure.error from None
            async_to_sync(manager.finish_job)(job, status=Status.SUCCEEDED, delete_job=True)
            done += 1
    finally:
        async_to_sync(manager.unregister_worker)(worker_id)
    return done


def due_jobs(*, at: datetime) -> list[ProcrastinateJob]:
    """The jobs that a worker would take at the instant `at`, oldest first: none whose lock a running one holds."""
    due = Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=at)
    held = ProcrastinateJob.objects.filter(status="doing", lock__isnull=False).values("lock")
    return list(ProcrastinateJob.objects.filter(due, status="todo").exclude(lock__in=held).order_by("id"))


def live_at(at: datetime) -> None:
    """All that relay and workers do at that instant: requeue the dead, queue what repeats, relay, run what is due."""
    with clock.fixed(at):
        requeue_dead_jobs(at=at, dead_after_seconds=0)
        defer_due_periodic(at=at)
        while relay_pending(at=at) + sum(run_job(job, at=at) for job in due_jobs(at=at)):
            pass


def run_job(job: ProcrastinateJob, *, at: datetime) -> int:
    """Run one job as a worker does at the instant `at`: one that raises waits for its next attempt, or has failed. 1.

    A job that is cut short by a BaseException stays as of a worker that was killed: `requeue_dead_jobs` finds it. One
    that waits no more is run all the same and nothing else is done, as by a worker that was taken for dead.
    """
    task = app.tasks[job.task_name]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s AND status = 'todo'", [job.id])
        waited = bool(cursor.rowcount)
    try:
        task.func(**_ids_of(job.procrastinate_job))
    except JobFailed as failure:
        remember_error(job.id, failure)
        if waited:
            _try_again_or_fail(job.procrastinate_job, failure, at)
        raise failure.error from None
    if waited:
        async_to_sync(app.job_manager.finish_job)(job.procrastinate_job, status=Status.SUCCEEDED, delete_job=True)
    return 1


def _try_again_or_fail(job: Job, failure: JobFailed, at: datetime) -> None:
    if app.tasks[job.task_name].get_retry_exception(exception=failure, job=job) is None:
        async_to_sync(app.job_manager.finish_job)(job, status=Status.FAILED, delete_job=False)
    else:
        later = at + timedelta(seconds=wait_after(job.attempts + 1))
        async_to_sync(app.job_manager.retry_job)(job, retry_at=later)


def _ids_of(job: Job) -> dict[str, str | int]:
    """Django's connection gives JSON as text, where procrastinate's own gives it read."""
    return json.loads(job.task_kwargs) if isinstance(job.task_kwargs, str) else job.task_kwargs


@contextmanager
def subscribed(event_type: type[Event], handler: Callable[[Event, datetime], None], *, name: str) -> Iterator[None]:
    """Inside the block, `handler` is a subscriber."""
    subscribe(event_type, name=name)(handler)
    try:
        yield
    finally:
        del SUBSCRIPTIONS[name]


@contextmanager
def registered_job(name: str, function: Callable[..., None], *, max_attempts: int = 8) -> Iterator[None]:
    """Inside the block, `function` does the job."""
    register_job(name, max_attempts=max_attempts)(function)
    try:
        yield
    finally:
        forget_job(name)


def registered_names() -> set[str]:
    """The jobs and the subscribers that there are."""
    return {*JOBS, *SUBSCRIPTIONS}


def forget_job(name: str) -> None:
    """Undo `register_job` and `register_periodic`."""
    del JOBS[name]
    del app.tasks[name]
    PERIODIC.pop(name, None)


def forget_all_jobs() -> None:
    """Empty the queue after a test with real transactions: Django's flush leaves procrastinate's tables as they are."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


@contextmanager
def living_worker() -> Iterator[None]:
    """Inside the block, a worker that does nothing counts as alive."""
    worker_id = async_to_sync(app.job_manager.register_worker)()
    try:
        yield
    finally:
        async_to_sync(app.job_manager.unregister_worker)(worker_id)


class Broken(Exception):
    """What `Trouble` raises. Its message is nothing to be shown."""


@dataclass(frozen=True, slots=True)
class _Troubled(Event):
    name: ClassVar[str] = "outbox_test.troubled"


@dataclass
class Trouble:
    """A subscriber and a job that fail until they are `mended`; then they count what they did."""

    mended: bool = False
    done: int = 0

    def act(self, *_what: object, **_ids: object) -> None:
        if not self.mended:
            raise Broken("RUN 12345678-5")
        self.done += 1

    def park_delivery(self, *, at: datetime) -> ParkedDelivery:
        """One more delivery that was given up after all attempts, from `at` on."""
        _tell(actor=_TROUBLED, at=at)
        for attempt in range(MAX_ATTEMPTS):
            _drain_whatever_fails(at)
            at += timedelta(seconds=2 ** (attempt + 1))
        return list_parked()[-1]

    def fail_job(self, *, at: datetime) -> FailedJob:
        """One more job that failed for good."""
        _queue(actor=_TROUBLED, at=at)
        _drain_whatever_fails(at)
        return list_failed_jobs()[-1]


def _drain_whatever_fails(at: datetime) -> None:
    """A job that fails ends the draining, and is not there the next time."""
    drained = False
    while not drained:
        with suppress(Broken):
            drain(at=at, failures_allowed=True)
            drained = True


_TROUBLED = ActorRef.by_rule("outbox_test")
_JOB = "outbox_test.job_in_trouble"


@operation
def _tell(*, actor: ActorRef, at: datetime) -> None:
    publish(_Troubled(uuid4()))


@operation
def _queue(*, actor: ActorRef, at: datetime) -> None:
    defer(_JOB, case=UUID(int=7))


@contextmanager
def in_trouble() -> Iterator[Trouble]:
    """Inside the block, there is something in the background that fails."""
    trouble = Trouble()
    with (
        subscribed(_Troubled, trouble.act, name="outbox_test.subscriber_in_trouble"),
        registered_job(_JOB, trouble.act, max_attempts=1),
    ):
        yield trouble
