"""The form of an event, and what the operator sees of the outbox."""

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar, Self, TypeAlias
from uuid import UUID

EventValue: TypeAlias = UUID | str | int | bool | datetime | None
StoredValue: TypeAlias = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, told with ids only. Subclasses are frozen dataclasses in a package's `events.py`.

    `name` is stable, dotted and in the past tense ("cases.case_filed"): it is what the table keeps.
    `subject` orders: events of one subject reach each subscriber in the order of their publication.
    Fields are UUID, str, int, bool, aware datetime, or None of these.
    """

    name: ClassVar[str] = ""

    subject: UUID

    def to_json(self) -> dict[str, StoredValue]:
        """The payload to store: every field but the subject, which has its own column. Raises TypeError."""
        return {each.name: _stored(getattr(self, each.name)) for each in fields(self) if each.name != "subject"}

    @classmethod
    def from_json(cls, subject: UUID, payload: dict[str, StoredValue]) -> Self:
        """The reverse of `to_json`. A field that the payload lacks takes its default, so that events may grow."""
        hints = typing.get_type_hints(cls)
        known = {each.name for each in fields(cls)}
        values = {name: read_value(value, hints[name]) for name, value in payload.items() if name in known}
        return cls(subject=subject, **values)  # type: ignore[arg-type]


def _stored(value: object) -> StoredValue:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"An instant in an event needs a time zone, and {value!r} has none.")
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"An event carries ids, text, integers and instants, not {type(value).__name__}.")


def read_value(value: StoredValue, hint: object) -> EventValue:
    """A stored value as its annotation says: UUID and datetime come back from their text."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(each for each in typing.get_args(hint) if each is not types.NoneType)
    if value is None:
        return None
    if hint is UUID:
        return UUID(str(value))
    if hint is datetime:
        return datetime.fromisoformat(str(value))
    return value


@dataclass(frozen=True, slots=True)
class ParkedDelivery:
    """An event that one subscriber could not take after all attempts; later ones of the subject wait behind it."""

    id: int
    event_id: int
    event_name: str
    subject: UUID
    subscriber: str
    attempts: int
    last_error: str
    published_at: datetime
    held_behind_count: int


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that failed for good. `ids` are what it was given; `error` is "" when its worker died of it."""

    id: int
    name: str
    ids: Mapping[str, str | int]
    attempts: int
    error: str
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """What the operator looks at: all zero on a quiet day, but for `workers_count`; `oldest_pending_at` is then None.

    `jobs_again_count` are those of the waiting jobs that failed before. `workers_count` are those with a heartbeat.
    """

    pending_count: int
    parked_count: int
    held_count: int
    oldest_pending_at: datetime | None
    jobs_waiting_count: int
    jobs_again_count: int
    jobs_running_count: int
    jobs_failed_count: int
    workers_count: int


__all__ = ["Event", "EventValue", "FailedJob", "OutboxStatus", "ParkedDelivery", "StoredValue", "read_value"]
