"""Tables of the outbox: events, their deliveries, finished keys, periodic work. Jobs are procrastinate's tables."""

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """One event, written in the transaction of the operation that published it.

    `relayed_at` is set when its deliveries were made out; the row is never changed otherwise, and it is purged some
    months after all its deliveries. The state of delivery is absent: each subscriber has its own (`Delivery`).
    The actor is absent: the ledger says who acted.
    """

    name = models.CharField(max_length=100)
    subject = models.UUIDField()
    payload = models.JSONField()
    published_at = models.DateTimeField()
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Serves the relay: only events that it has not seen, so that it stays small however many there were.
            models.Index(fields=["id"], condition=Q(relayed_at__isnull=True), name="outbox_event_new"),
            # Serves purge_delivered.
            models.Index(fields=["published_at"], name="outbox_event_by_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.id}:{self.name}"


class Delivery(models.Model):
    """One event owed to one subscriber. The row turns DELIVERED in the transaction of the handler's own writes.

    PENDING waits for `next_at`; PARKED failed ten times and waits for a person; HELD waits behind a parked one.
    `subject` repeats the event's, because the order per subject and subscriber is asked at each delivery.
    `last_error` has no message of a foreign exception, which could carry personal data.
    """

    PENDING, DELIVERED, PARKED, HELD, SKIPPED = "PENDING", "DELIVERED", "PARKED", "HELD", "SKIPPED"
    STATES = (PENDING, DELIVERED, PARKED, HELD, SKIPPED)

    event = models.ForeignKey("outbox.OutboxEvent", on_delete=models.CASCADE, related_name="+")
    subject = models.UUIDField()
    subscriber = models.CharField(max_length=100)
    state = models.CharField(max_length=9, default=PENDING, choices=[(each, each) for each in STATES])
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            # Delivered at least once, effective once.
            models.UniqueConstraint("event", "subscriber", name="outbox_delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["PENDING", "DELIVERED", "PARKED", "HELD", "SKIPPED"]),
                name="outbox_delivery_state",
            ),
        ]
        indexes = [
            # Serves the relay: what is due, oldest first.
            models.Index(fields=["next_at", "event"], condition=Q(state="PENDING"), name="outbox_delivery_due"),
            # Serves the order: is there an earlier one of this subject for this subscriber?
            models.Index(
                fields=["subscriber", "subject", "event"],
                condition=Q(state__in=["PENDING", "PARKED", "HELD"]),
                name="outbox_delivery_queue",
            ),
            # Serves list_parked.
            models.Index(fields=["event"], condition=Q(state="PARKED"), name="outbox_delivery_parked"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.subscriber}:{self.state}"


class CompletedOperation(models.Model):
    """The outcome of a keyed operation, so that the same key again answers the same thing.

    Written in the operation's transaction: a refused or failed one leaves no row. The arguments are absent: whoever
    makes the key answers for it (a draft's uuid, a provider's transaction number).
    """

    operation = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    # Null only inside the transaction that is doing it.
    result = models.UUIDField(null=True)
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # A parallel duplicate waits on this, then reads the result.
            models.UniqueConstraint("operation", "key", name="outbox_completed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.operation}:{self.key}"


class JobError(models.Model):
    """Why a job failed last. The number is procrastinate's, which keeps no errors; the row goes when the job has ended.

    `error` has no message of a foreign exception, which could carry personal data.
    """

    job_id = models.BigIntegerField(primary_key=True)
    error = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.job_id)


class PeriodicRun(models.Model):
    """When a periodic job is due next. One conditional UPDATE moves it, so that one worker of many makes the job."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
