"""The relay: takes new events to their subscribers, in order per subject, each in a transaction of its own.

Note [How an event is delivered]
    1. make out   One statement marks new events as relayed and writes one PENDING delivery for each subscriber.
    2. pick       One query takes due deliveries, oldest event first, that no failing earlier one of the same subject
                  and subscriber holds back. One that has not failed is always due: the clock may have been put back.
    3. deliver    For each, one transaction: turn the row DELIVERED if it is still the first of its subject and
                  subscriber, call the handler, commit. A crash undoes both; another relay skips the locked row.
    4. fail       In a second transaction: count the attempt, set the next one later, or park it after the last and
                  hold what comes behind. A person looks at what is parked: `retry_parked`, `skip_parked`.
    Several relays may run at once, as correct as one. Step 1 and 2 cost the same however many events there were:
    their indexes hold only what is pending.

Note [Order]
    Events of one subject keep the order of their ids. Ids are taken before the commit, so this is the order of what
    happened only for operations that lock the subject's row, as each operation on a case does.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection

from ventanilla.kernel.outbox.errors import describe_error
from ventanilla.kernel.outbox.models import Delivery
from ventanilla.kernel.outbox.operation import transaction_of_its_own
from ventanilla.kernel.outbox.publishing import SUBSCRIPTIONS
from ventanilla.kernel.outbox.types import StoredValue

MAX_ATTEMPTS = 10
LONGEST_WAIT_SECONDS = 3600
MAKE_OUT_LIMIT_EVENTS = 1000

MAKE_OUT = """
WITH batch AS (
    UPDATE outbox_outboxevent SET relayed_at = %(at)s
     WHERE id IN (SELECT id FROM outbox_outboxevent WHERE relayed_at IS NULL
                   ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    RETURNING id, name, subject
)
INSERT INTO outbox_delivery (event_id, subject, subscriber, state, next_at, attempts, last_error)
SELECT batch.id, batch.subject, wanted.subscriber,
       CASE WHEN EXISTS (SELECT 1 FROM outbox_delivery earlier
                          WHERE earlier.subscriber = wanted.subscriber AND earlier.subject = batch.subject
                            AND earlier.state IN ('PARKED', 'HELD'))
            THEN 'HELD' ELSE 'PENDING' END,
       %(at)s, 0, ''
  FROM batch JOIN unnest(%(names)s::text[], %(subscribers)s::text[]) AS wanted (name, subscriber)
    ON wanted.name = batch.name
 ORDER BY batch.id
ON CONFLICT (event_id, subscriber) DO NOTHING
"""

PICK = """
SELECT delivery.id, delivery.subscriber, delivery.subject, event.payload, delivery.event_id
  FROM outbox_delivery delivery JOIN outbox_outboxevent event ON event.id = delivery.event_id
 WHERE delivery.state = 'PENDING' AND (delivery.attempts = 0 OR delivery.next_at <= %(at)s)
   AND delivery.subscriber = ANY(%(subscribers)s)
   AND NOT EXISTS (SELECT 1 FROM outbox_delivery earlier
                    WHERE earlier.subscriber = delivery.subscriber AND earlier.subject = delivery.subject
                      AND earlier.event_id < delivery.event_id
                      AND (earlier.state IN ('PARKED', 'HELD')
                           OR (earlier.state = 'PENDING' AND earlier.attempts > 0 AND earlier.next_at > %(at)s)))
 ORDER BY delivery.event_id, delivery.id LIMIT %(limit)s
"""

TAKE = """
UPDATE outbox_delivery SET state = 'DELIVERED', delivered_at = %(at)s, attempts = attempts + 1
 WHERE id = (SELECT id FROM outbox_delivery WHERE id = %(id)s AND state = 'PENDING' FOR UPDATE SKIP LOCKED)
   AND NOT EXISTS (SELECT 1 FROM outbox_delivery earlier
                    WHERE earlier.subscriber = %(subscriber)s AND earlier.subject = %(subject)s
                      AND earlier.event_id < %(event_id)s AND earlier.state IN ('PENDING', 'PARKED', 'HELD'))
"""

HOLD_BEHIND = """
UPDATE outbox_delivery SET state = 'HELD'
 WHERE subscriber = %(subscriber)s AND subject = %(subject)s AND event_id > %(event_id)s AND state = 'PENDING'
"""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    id: int
    subscriber: str
    subject: UUID
    payload: dict[str, StoredValue]
    event_id: int


def relay_pending(*, at: datetime, limit: int = 100) -> int:
    """Deliver what is due at `at`, at most `limit` deliveries. Gives how many took effect.

    A failing subscriber holds only later events of the same subject for itself. Not to be called inside an operation.
    See Note [How an event is delivered]. Two statements for the batch; for each delivery one, besides the handler's.
    """
    _make_out(at)
    stuck: set[tuple[str, UUID]] = set()
    delivered = 0
    for due in _pick(at, limit):
        if (due.subscriber, due.subject) in stuck:
            continue
        try:
            delivered += _deliver(due, at)
        except Exception as error:
            stuck.add((due.subscriber, due.subject))
            _fail(due, error, at)
    return delivered


def _make_out(at: datetime) -> None:
    wanted = [(each.event_type.name, each.subscriber) for each in SUBSCRIPTIONS.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            MAKE_OUT,
            {
                "at": at,
                "limit": MAKE_OUT_LIMIT_EVENTS,
                "names": [name for name, _ in wanted],
                "subscribers": [subscriber for _, subscriber in wanted],
            },
        )


def _pick(at: datetime, limit: int) -> list[_Due]:
    with connection.cursor() as cursor:
        cursor.execute(PICK, {"at": at, "limit": limit, "subscribers": list(SUBSCRIPTIONS)})
        rows = cursor.fetchall()
    return [
        _Due(delivery_id, subscriber, subject, json.loads(payload), event_id)
        for delivery_id, subscriber, subject, payload, event_id in rows
    ]


def _deliver(due: _Due, at: datetime) -> bool:
    subscription = SUBSCRIPTIONS[due.subscriber]
    with transaction_of_its_own():
        with connection.cursor() as cursor:
            cursor.execute(
                TAKE,
                {
                    "at": at,
                    "id": due.id,
                    "subscriber": due.subscriber,
                    "subject": due.subject,
                    "event_id": due.event_id,
                },
            )
            if cursor.rowcount == 0:
                return False
        subscription.handle(subscription.event_type.from_json(due.subject, due.payload), at)
    return True


def _fail(due: _Due, error: Exception, at: datetime) -> None:
    with transaction_of_its_own():
        row = Delivery.objects.select_for_update().get(id=due.id)
        if row.state != Delivery.PENDING:
            return
        row.attempts += 1
        row.last_error = describe_error(error)
        row.next_at = at + timedelta(seconds=min(2**row.attempts, LONGEST_WAIT_SECONDS))
        if row.attempts >= MAX_ATTEMPTS:
            row.state = Delivery.PARKED
            with connection.cursor() as cursor:
                cursor.execute(
                    HOLD_BEHIND,
                    {"subscriber": due.subscriber, "subject": due.subject, "event_id": due.event_id},
                )
        row.save(update_fields=["attempts", "last_error", "next_at", "state"])
    _log.error(
        "alert.delivery_parked" if row.state == Delivery.PARKED else "delivery_failed",
        subscriber=due.subscriber,
        event_id=due.event_id,
        attempts=row.attempts,
        error=row.last_error,
    )
