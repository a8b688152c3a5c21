"""What an operator does with the outbox: look, try again, skip, purge."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from procrastinate.contrib.django.models import ProcrastinateJob

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox.dead_jobs import count_workers
from ventanilla.kernel.outbox.errors import DeliveryNotParked
from ventanilla.kernel.outbox.failed_jobs import count_jobs, retry_job
from ventanilla.kernel.outbox.models import Delivery, OutboxEvent
from ventanilla.kernel.outbox.operation import operation
from ventanilla.kernel.outbox.types import OutboxStatus, ParkedDelivery

KEEP_DELIVERED_DAYS = 90
PURGE_LIMIT_EVENTS = 5000
RETRY_LIMIT = 1000

PURGE = """
WITH old AS (
    SELECT event.id FROM outbox_outboxevent event
     WHERE event.published_at < %(before)s AND event.relayed_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM outbox_delivery owed
                        WHERE owed.event_id = event.id AND owed.state IN ('PENDING', 'PARKED', 'HELD'))
     ORDER BY event.published_at LIMIT %(limit)s
), deliveries AS (
    DELETE FROM outbox_delivery WHERE event_id IN (SELECT id FROM old)
)
DELETE FROM outbox_outboxevent WHERE id IN (SELECT id FROM old)
"""


def list_parked(*, limit: int = 100) -> tuple[ParkedDelivery, ...]:
    """What waits for a person, oldest first, at most `limit`. One query."""
    return tuple(_told(_parked().order_by("event_id", "id")[:limit]))


def get_parked(*, delivery_id: int) -> ParkedDelivery:
    """One delivery that waits for a person. Raises DeliveryNotParked. One query."""
    for found in _told(_parked().filter(id=delivery_id)):
        return found
    raise DeliveryNotParked


def _parked() -> QuerySet[Delivery]:
    """With how many wait behind each."""
    behind = (
        Delivery.objects.filter(
            state=Delivery.HELD,
            subscriber=OuterRef("subscriber"),
            subject=OuterRef("subject"),
            event_id__gt=OuterRef("event_id"),
        )
        .values("subscriber")
        .annotate(many=Count("id"))
        .values("many")
    )
    parked = Delivery.objects.filter(state=Delivery.PARKED).select_related("event")
    return parked.annotate(behind=Coalesce(Subquery(behind), 0))


def _told(rows: Iterable[Delivery]) -> Iterable[ParkedDelivery]:
    return (
        ParkedDelivery(
            id=row.id,
            event_id=row.event_id,
            event_name=row.event.name,
            subject=row.subject,
            subscriber=row.subscriber,
            attempts=row.attempts,
            last_error=row.last_error,
            published_at=row.event.published_at,
            held_behind_count=row.behind,  # type: ignore[attr-defined]
        )
        for row in rows
    )


@operation
def retry_parked(*, delivery_id: int, actor: ActorRef, at: datetime) -> None:
    """Give a parked delivery ten new attempts, and free what waits behind it. Retried already: nothing changes.

    Raises DeliveryNotParked, also when it was skipped. Writes deliveries and a ledger entry.
    """
    _release(delivery_id, Delivery.PENDING, "outbox.delivery_retried", "", actor, at)


@operation
def retry_all(*, actor: ActorRef, at: datetime, limit: int = RETRY_LIMIT) -> None:
    """Everything that was given up, again: at most `limit` deliveries and as many jobs, the oldest first.

    Whoever orders something of the same at that moment waits. Writes what each order alone would write.
    """
    for row in Delivery.objects.select_for_update().filter(state=Delivery.PARKED).order_by("event_id", "id")[:limit]:
        retry_parked(delivery_id=row.id, actor=actor, at=at)
    for job in ProcrastinateJob.objects.select_for_update().filter(status="failed").order_by("id")[:limit]:
        retry_job(job_id=job.id, actor=actor, at=at)


@operation
def skip_parked(*, delivery_id: int, reason: str, actor: ActorRef, at: datetime) -> None:
    """Give up a parked delivery for ever, for a reason that the ledger publishes, and free what waits behind it.

    Skipped already: nothing changes. Raises DeliveryNotParked. Writes deliveries and a ledger entry.
    """
    _release(delivery_id, Delivery.SKIPPED, "outbox.delivery_skipped", reason, actor, at)


def _release(delivery_id: int, state: str, kind: str, reason: str, actor: ActorRef, at: datetime) -> None:
    row = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None or row.state != Delivery.PARKED:
        done = (Delivery.SKIPPED,) if state == Delivery.SKIPPED else (Delivery.PENDING, Delivery.DELIVERED)
        if row is None or row.state not in done:
            raise DeliveryNotParked
        return
    row.state, row.attempts, row.next_at = state, 0, at
    row.save(update_fields=["state", "attempts", "next_at"])
    waiting = Delivery.objects.filter(subscriber=row.subscriber, subject=row.subject, state=Delivery.HELD)
    waiting.update(state=Delivery.PENDING, next_at=at)
    public = {"subscriber": row.subscriber, "event": row.event_id, "reason": reason}
    ledger.append(kind=kind, actor=actor, at=at, institution=actor.institution_uuid, public=public)


def get_status() -> OutboxStatus:
    """Counts for the operator. Three queries over small indexes, one over the jobs and one over the workers."""
    new = OutboxEvent.objects.filter(relayed_at__isnull=True).aggregate(many=Count("id"), oldest=Min("published_at"))
    waiting = (Delivery.PENDING, Delivery.PARKED, Delivery.HELD)
    states = dict(Delivery.objects.filter(state__in=waiting).values_list("state").annotate(many=Count("id")).order_by())
    oldest = Delivery.objects.filter(state=Delivery.PENDING).aggregate(oldest=Min("event__published_at"))["oldest"]
    jobs = count_jobs()
    return OutboxStatus(
        pending_count=new["many"] + states.get(Delivery.PENDING, 0),
        parked_count=states.get(Delivery.PARKED, 0),
        held_count=states.get(Delivery.HELD, 0),
        oldest_pending_at=min((each for each in (new["oldest"], oldest) if each), default=None),
        jobs_waiting_count=jobs["waiting"],
        jobs_again_count=jobs["again"],
        jobs_running_count=jobs["running"],
        jobs_failed_count=jobs["failed"],
        workers_count=count_workers(),
    )


def purge_delivered(*, at: datetime) -> int:
    """Delete events that were published over 90 days ago and owe nothing, at most 5,000. One statement."""
    before = at - timedelta(days=KEEP_DELIVERED_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(PURGE, {"before": before, "limit": PURGE_LIMIT_EVENTS})
        return cursor.rowcount
