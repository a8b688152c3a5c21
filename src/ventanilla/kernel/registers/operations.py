"""The writes of registers: enter, renew, suspend, reinstate, revoke. Each is one act of an institution."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.common.legal_time import local_date
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.outbox.api import operation
from ventanilla.kernel.registers import recording, rules
from ventanilla.kernel.registers.errors import (
    AlreadySuspended,
    EffectTooEarly,
    EntryRevoked,
    MalformedEntry,
    NotSuspended,
    PeriodOverlaps,
    PeriodReversed,
    ReasonMissing,
)
from ventanilla.kernel.registers.models import Entry
from ventanilla.kernel.registers.recording import Act
from ventanilla.kernel.registers.types import EventKind, Period


@operation(keyed=True)
def enter(
    *,
    register: str,
    institution_id: int,
    title: str,
    data: Mapping[str, Json],
    valid_from: date,
    valid_until: date | None,
    dossier: UUID,
    source_act: UUID,
    document_uuid: UUID | None,
    actor: ActorRef,
    at: datetime,
    holder_person_id: int | None = None,
    holder_organisation_id: int | None = None,
    service: str = "",
    key: str | None = None,
) -> UUID:
    """Enter what `source_act` grants in a register of the institution, and give its uuid. Both days are included.

    `register` is a slug ("patentes"); its number is the next of the book of the year of `at` in the institution's
    comuna, and the book is locked until the caller's transaction ends. `key` makes a repeated call answer the first.
    Raises MalformedEntry without exactly one holder, PeriodReversed. Writes Entry, Event, Counter and one ledger entry
    "register.granted".
    """
    if (holder_person_id is None) == (holder_organisation_id is None):
        raise MalformedEntry("An entry has one holder: a person or an organisation.")
    period = Period(valid_from, valid_until)
    if rules.problem_of_period((), period):
        raise PeriodReversed
    institution = identity.get_institution(id=institution_id)
    today = local_date(at, institution.comuna_code)
    number = recording.take_number(institution_id, register, today.year)
    entry = Entry.objects.create(
        institution_id=institution_id,
        register=register,
        year=today.year,
        number=number,
        code=f"{institution.code}-{register.upper()}-{today.year}-{number:05d}",
        service=service,
        person_id=holder_person_id,
        organisation_id=holder_organisation_id,
        title=title,
        data=data,
        entered_at=at,
    )
    act = Act(EventKind.GRANTED, today, dossier, source_act, document_uuid, "", period)
    recording.record(entry, institution, act, actor=actor, at=at, values={"title": title, "data": data})
    return entry.uuid


@operation
def renew(
    *,
    uuid: UUID,
    valid_from: date,
    valid_until: date | None,
    dossier: UUID,
    source_act: UUID,
    document_uuid: UUID | None,
    actor: ActorRef,
    at: datetime,
    reason: str = "",
) -> None:
    """Add days of validity to an entry. A suspension stays as it is.

    Raises EntryNotFound, EntryRevoked, PeriodReversed, PeriodOverlaps. Writes Event and a ledger entry
    "register.renewed".
    """
    entry, history = recording.locked(uuid)
    if rules.is_revoked(history):
        raise EntryRevoked(entry=entry.code)
    period = Period(valid_from, valid_until)
    problem = rules.problem_of_period(history, period)
    if problem == "reversed":
        raise PeriodReversed
    if problem == "overlaps":
        raise PeriodOverlaps(entry=entry.code)
    institution = identity.get_institution(id=entry.institution_id)
    today = local_date(at, institution.comuna_code)
    act = Act(EventKind.RENEWED, today, dossier, source_act, document_uuid, reason, period)
    recording.record(entry, institution, act, actor=actor, at=at)


@operation
def suspend(
    *,
    uuid: UUID,
    effective_on: date,
    reason: str,
    dossier: UUID,
    source_act: UUID,
    actor: ActorRef,
    at: datetime,
    document_uuid: UUID | None = None,
) -> None:
    """Suspend an entry from the day `effective_on` until it is reinstated.

    Raises EntryNotFound, EntryRevoked, AlreadySuspended, EffectTooEarly, ReasonMissing. Writes Event and a ledger
    entry "register.suspended".
    """
    act = Act(EventKind.SUSPENDED, effective_on, dossier, source_act, document_uuid, reason)
    _change(uuid, act, actor=actor, at=at)


@operation
def reinstate(
    *,
    uuid: UUID,
    effective_on: date,
    reason: str,
    dossier: UUID,
    source_act: UUID,
    actor: ActorRef,
    at: datetime,
    document_uuid: UUID | None = None,
) -> None:
    """Lift the suspension of an entry from the day `effective_on`. It adds no days of validity.

    Raises EntryNotFound, EntryRevoked, NotSuspended, EffectTooEarly. Writes Event and a ledger entry
    "register.reinstated".
    """
    act = Act(EventKind.REINSTATED, effective_on, dossier, source_act, document_uuid, reason)
    _change(uuid, act, actor=actor, at=at)


@operation
def revoke(
    *,
    uuid: UUID,
    effective_on: date,
    reason: str,
    dossier: UUID,
    source_act: UUID,
    actor: ActorRef,
    at: datetime,
    document_uuid: UUID | None = None,
) -> None:
    """End an entry for ever from the day `effective_on`. It stays authentic.

    Raises EntryNotFound, EntryRevoked, EffectTooEarly, ReasonMissing. Writes Event and a ledger entry
    "register.revoked".
    """
    act = Act(EventKind.REVOKED, effective_on, dossier, source_act, document_uuid, reason)
    _change(uuid, act, actor=actor, at=at)


def _change(uuid: UUID, act: Act, *, actor: ActorRef, at: datetime) -> None:
    """Suspend, reinstate and revoke take the same steps: lock, guards, record."""
    entry, history = recording.locked(uuid)
    if rules.is_revoked(history):
        raise EntryRevoked(entry=entry.code)
    suspended = rules.is_suspended(history)
    if act.kind is EventKind.SUSPENDED and suspended:
        raise AlreadySuspended(entry=entry.code)
    if act.kind is EventKind.REINSTATED and not suspended:
        raise NotSuspended(entry=entry.code)
    if act.kind is not EventKind.REINSTATED and not act.reason.strip():
        raise ReasonMissing
    last = rules.last_change_on(history)
    if last is not None and act.effective_on < last:
        raise EffectTooEarly(last=f"{last:%d-%m-%Y}")
    institution = identity.get_institution(id=entry.institution_id)
    recording.record(entry, institution, act, actor=actor, at=at)
