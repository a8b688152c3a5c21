"""How an act on an entry is written, the same for all five: lock, row of the act, entry of the ledger.

An entry's row is locked while its history is read and added to, so that two acts at once are one after the other.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.identity.types import InstitutionData
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.registers.errors import EntryNotFound
from ventanilla.kernel.registers.models import Entry, Event
from ventanilla.kernel.registers.types import EventKind, Period, StatusEvent

_NO_VALUES: Mapping[str, Json] = {}
_TAKE_NUMBER = """
INSERT INTO registers_counter (institution_id, register, year, last_number) VALUES (%s, %s, %s, 1)
ON CONFLICT (institution_id, register, year) DO UPDATE SET last_number = registers_counter.last_number + 1
RETURNING last_number
"""


@dataclass(frozen=True, slots=True)
class Act:
    """What an act does to an entry, before it is recorded."""

    kind: EventKind
    effective_on: date
    dossier: UUID
    source_act: UUID
    document_uuid: UUID | None
    reason: str
    period: Period | None = None


def take_number(institution_id: int, register: str, year: int) -> int:
    """The next number of the book, which stays locked until the transaction ends. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NUMBER, [institution_id, register, year])
        return cursor.fetchone()[0]


def locked(uuid: UUID) -> tuple[Entry, tuple[StatusEvent, ...]]:
    """The entry, locked until the transaction ends, and its history. Raises EntryNotFound. Two statements."""
    entry = Entry.objects.select_for_update().filter(uuid=uuid).first()
    if entry is None:
        raise EntryNotFound
    return entry, tuple(fact_of(event) for event in entry.events.order_by("id"))


def fact_of(event: Event) -> StatusEvent:
    """The part of an act that the rules need."""
    period = Period(event.valid_from, event.valid_until) if event.valid_from else None
    return StatusEvent(EventKind(event.kind), event.effective_on, event.id, period)


def record(
    entry: Entry,
    institution: InstitutionData,
    act: Act,
    *,
    actor: ActorRef,
    at: datetime,
    values: Mapping[str, Json] = _NO_VALUES,
) -> None:
    """Append the act to the ledger and write its row with the salts. Two statements.

    The log says the kind of act and the register in the open, and commits to the entry's code, the days and the reason.
    """
    appended = ledger.append(
        kind=f"register.{act.kind.value.lower()}",
        actor=actor,
        at=at,
        institution=institution.uuid,
        service=entry.service,
        public={"register": entry.register},
        private={"entry": entry.code, "reason": act.reason, "days": _days(act), **values},
    )
    Event.objects.create(
        entry=entry,
        kind=act.kind,
        effective_on=act.effective_on,
        valid_from=act.period.valid_from if act.period else None,
        valid_until=act.period.valid_until if act.period else None,
        source_act=act.source_act,
        dossier=act.dossier,
        document_uuid=act.document_uuid,
        reason=act.reason,
        actor=actor.as_json(),
        at=at,
        act=appended.act,
        salts={name: base64.b64encode(salt).decode() for name, salt in appended.salts.items()},
    )


def _days(act: Act) -> dict[str, Json]:
    until = act.period.valid_until if act.period else None
    return {
        "effective": act.effective_on.isoformat(),
        "from": act.period.valid_from.isoformat() if act.period else "",
        "until": until.isoformat() if until else "",
    }
