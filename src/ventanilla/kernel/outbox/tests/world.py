"""What the tests of the outbox act on: one event type, one refusal, and a table to write to (`PeriodicRun`)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Refusal
from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox.models import PeriodicRun
from ventanilla.kernel.outbox.types import Event

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACTOR = ActorRef.by_rule("outbox_test")
S, T = UUID(int=1), UUID(int=2)


class Closed(Refusal):
    code = "outbox_test.closed"


@dataclass(frozen=True, slots=True)
class NoteTaken(Event):
    name: ClassVar[str] = "outbox_test.note_taken"

    number: int
    author: UUID | None = None
    taken_at: datetime | None = None
    urgent: bool = False


def later(seconds: int) -> datetime:
    return AT + timedelta(seconds=seconds)


def write(name: str) -> None:
    """A visible effect; a second one with the same name breaks a unique index."""
    PeriodicRun.objects.create(name=name, due_at=AT)


def written() -> set[str]:
    return set(PeriodicRun.objects.exclude(name__startswith="outbox.").values_list("name", flat=True))


def refusals() -> list[dict[str, str]]:
    """The public part of the refusals in the ledger, without their act."""
    return [{key: value for key, value in entry.public.items() if key != "act"} for entry in entries("refusal")]


@outbox.operation
def take_note(*, subject: UUID, number: int, actor: ActorRef, at: datetime) -> None:
    outbox.publish(NoteTaken(subject, number=number))


def take(subject: UUID, *numbers: int) -> None:
    for number in numbers:
        take_note(subject=subject, number=number, actor=ACTOR, at=AT)


class Recorder:
    """A subscriber that remembers what it got, and fails for the numbers in `failing`."""

    def __init__(self, *failing: int) -> None:
        self.got: list[tuple[UUID, int]] = []
        self.failing = set(failing)

    def __call__(self, event, at) -> None:
        if event.number in self.failing:
            write(f"lost-{event.number}")
            raise RuntimeError("RUN 12345678-5 is secret")
        self.got.append((event.subject, event.number))

    def numbers(self, subject: UUID) -> list[int]:
        return [number for its_subject, number in self.got if its_subject == subject]
