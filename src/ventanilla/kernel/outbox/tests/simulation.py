"""What the simulation does with events and jobs, and what must hold of them whatever happens."""

from collections.abc import Iterator
from datetime import datetime
from random import Random  # noqa: TID251  seeded

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from ventanilla.common.testing import Deed, Step
from ventanilla.kernel.outbox import api
from ventanilla.kernel.outbox.models import CompletedOperation, Delivery, OutboxEvent
from ventanilla.kernel.outbox.periodic import PERIODIC
from ventanilla.kernel.outbox.publishing import SUBSCRIPTIONS
from ventanilla.kernel.outbox.testing import due_jobs, run_job


def relay(random: Random, _at: datetime) -> Deed:
    """Deliver some of what waits."""
    limit = random.randint(1, 20)
    return f"the relay takes {limit}", lambda at: api.relay_pending(at=at, limit=limit)


def work(random: Random, at: datetime) -> Deed | None:
    """Run one of the jobs that are due, in any order."""
    jobs = due_jobs(at=at)
    if not jobs:
        return None
    job = random.choice(jobs)
    return f"a worker runs {job.task_name}", lambda at: run_job(job, at=at)


def tick(_random: Random, _at: datetime) -> Deed:
    """Queue what repeats and is due."""
    return "a worker queues what repeats", lambda at: api.defer_due_periodic(at=at)


STEPS: tuple[Step, ...] = (relay, relay, work, work, tick)


def problems(*, at_rest: bool) -> Iterator[str]:
    """Each relayed event has one delivery for each subscriber; a finished key has its result; at rest nothing waits."""
    for subscription in SUBSCRIPTIONS.values():
        events = OutboxEvent.objects.filter(name=subscription.event_type.name, relayed_at__isnull=False)
        owed = Delivery.objects.filter(subscriber=subscription.subscriber).values("event")
        if lost := events.exclude(id__in=owed).count():
            yield f"{lost} events have no delivery for {subscription.subscriber}"
    if open_keys := CompletedOperation.objects.filter(result__isnull=True).count():
        yield f"{open_keys} keys have no result"
    states = (Delivery.PENDING, Delivery.PARKED, Delivery.HELD) if at_rest else (Delivery.PARKED, Delivery.HELD)
    for row in Delivery.objects.filter(state__in=states):
        yield f"{row.subscriber} has not got event {row.event_id}: {row.state}, {row.last_error}"
    if at_rest:
        if new := OutboxEvent.objects.filter(relayed_at__isnull=True).count():
            yield f"{new} events were not relayed"
        unfinished = ProcrastinateJob.objects.filter(status__in=("todo", "doing", "failed"))
        # What repeats fails for this time only: killed in the middle, it comes again when it is due.
        unfinished = unfinished.exclude(status="failed", task_name__in=PERIODIC)
        for name, status, many in unfinished.values_list("task_name", "status").annotate(many=Count("id")):
            yield f"{many} jobs {name} are {status}"
