"""What registers hands out: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json


class EventKind(StrEnum):
    """What an act did to an entry."""

    GRANTED = "GRANTED"
    RENEWED = "RENEWED"
    SUSPENDED = "SUSPENDED"
    REINSTATED = "REINSTATED"
    REVOKED = "REVOKED"


class RegisterState(StrEnum):
    """Whether an entry is in force on a day. When several hold, the first of this order is the answer."""

    REVOKED = "REVOKED"
    NOT_YET_IN_FORCE = "NOT_YET_IN_FORCE"
    EXPIRED = "EXPIRED"
    SUSPENDED = "SUSPENDED"
    IN_FORCE = "IN_FORCE"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of validity, both included; `until` None is until further notice."""

    valid_from: date
    valid_until: date | None

    def __contains__(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def overlaps(self, other: "Period") -> bool:
        """Whether some day is in both."""
        starts_before_other_ends = other.valid_until is None or self.valid_from <= other.valid_until
        other_starts_before_end = self.valid_until is None or other.valid_from <= self.valid_until
        return starts_before_other_ends and other_starts_before_end


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """One act on an entry. `period` only for GRANTED and RENEWED; `order` is the order in which they were recorded."""

    kind: EventKind
    effective_on: date
    order: int
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The two answers about an entry on the day `on`.

    `authentic`: an act of the institution granted it, whatever happened later. `state`: whether it is in force that
    day. `valid_until` is the last day of the period that counts that day, or of the last one (None: no end).
    """

    authentic: bool
    state: RegisterState
    on: date
    valid_until: date | None

    @property
    def in_force(self) -> bool:
        return self.state is RegisterState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an entry: a person (with a RUN) or an organisation (with a RUT)."""

    uuid: UUID
    name: str
    identifier: str
    is_person: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act on an entry, as its page shows it. `source_act` is the decision, `dossier` the file it is in."""

    kind: EventKind
    effective_on: date
    period: Period | None
    reason: str
    source_act: UUID
    dossier: UUID
    document_uuid: UUID | None
    at: datetime
    actor: ActorRef


@dataclass(frozen=True, slots=True)
class EntryData:
    """An entry whole, with its history from the oldest act."""

    uuid: UUID
    code: str
    register: str
    institution_id: int
    service: str
    holder: Holder
    title: str
    data: Mapping[str, Json]
    entered_at: datetime
    standing: Standing
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of a list: what is needed to choose an entry, nothing of its data."""

    uuid: UUID
    code: str
    register: str
    institution_id: int
    institution_name: str
    holder_name: str
    title: str
    standing: Standing


__all__ = [
    "EntryData",
    "EntryRow",
    "EventKind",
    "HistoryLine",
    "Holder",
    "Period",
    "RegisterState",
    "Standing",
    "StatusEvent",
]
