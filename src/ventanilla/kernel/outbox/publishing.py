"""`publish` and `subscribe`: who wants which event. Delivery is the relay's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ventanilla.common import clock
from ventanilla.kernel.outbox.models import OutboxEvent
from ventanilla.kernel.outbox.operation import require_operation
from ventanilla.kernel.outbox.types import Event

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One handler of one event type. `subscriber` is stable: the deliveries already made carry it."""

    event_type: type[Event]
    subscriber: str
    handle: Callable[[Event, datetime], None]


# subscriber → its subscription, in the order of ready().
SUBSCRIPTIONS: dict[str, Subscription] = {}


def publish(event: Event) -> None:
    """Write the event in the caller's transaction: one INSERT. Raises Fault outside of an operation."""
    require_operation("publish")
    if not event.name:
        raise TypeError(f"{type(event).__name__} has no `name`.")
    OutboxEvent.objects.create(
        name=event.name, subject=event.subject, payload=event.to_json(), published_at=clock.now()
    )


def subscribe(
    event_type: type[E], *, name: str
) -> Callable[[Callable[[E, datetime], None]], Callable[[E, datetime], None]]:
    """Register a handler of `event_type` under a stable, dotted name ("cases.issue_after_payment"); in `ready()`.

    The handler runs in a transaction of its own, as if inside an operation: operations that it calls are nested, and
    what it raises undoes all its work and is tried again. It gets the event and the instant of delivery.
    A new name on an old event type gets only what is relayed from then on. Raises ValueError when the name is taken.
    """

    def register(handler: Callable[[E, datetime], None]) -> Callable[[E, datetime], None]:
        if name in SUBSCRIPTIONS:
            raise ValueError(f"The subscriber {name!r} is registered already.")
        SUBSCRIPTIONS[name] = Subscription(event_type, name, handler)  # type: ignore[arg-type]
        return handler

    return register
