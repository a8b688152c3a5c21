"""The reads of registers. They give frozen values; a protected read of an official is logged before it is given."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from ventanilla.common.actor import ActorRef
from ventanilla.common.legal_time import local_date
from ventanilla.common.paging import PAGE_SIZE_ROWS, Page
from ventanilla.kernel.identity.types import Scope
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.registers import rules
from ventanilla.kernel.registers.errors import EntryNotFound
from ventanilla.kernel.registers.models import Entry, Event
from ventanilla.kernel.registers.recording import fact_of
from ventanilla.kernel.registers.types import EntryData, EntryRow, HistoryLine, Holder, RegisterState, Standing

READ_ENTRY, READ_LIST = "register.entry", "register.list"


def visible_to(scope: Scope) -> Q:
    """The entries that `scope` reaches, as one SQL predicate.

    Who acts reaches what they hold. A grant reaches the entries of its institution that its service made (all
    services when it names none); units do not divide a register. A mandate reaches what the represented hold.
    """
    found = Q(person_id=scope.person_id)
    for grant in scope.grants:
        of_institution = Q(institution_id=grant.institution_id)
        found |= of_institution & Q(service=grant.service) if grant.service else of_institution
    for represented in scope.representations:
        if represented.organisation_id is not None:
            held = Q(organisation_id=represented.organisation_id)
        else:
            held = Q(person_id=represented.person_id)
        found |= held & Q(service=represented.service) if represented.service else held
    return found


def get_entry(*, uuid: UUID, at: datetime) -> EntryData:
    """The entry on the local day of `at`, for packages that have checked who asks. Raises EntryNotFound."""
    return _entry_data(_one(Q(uuid=uuid)), at)


def access_entry(*, uuid: UUID, scope: Scope, actor: ActorRef, purpose: str, at: datetime) -> EntryData:
    """The entry for this actor. A read through a post is logged first, for its holder to see.

    Raises EntryNotFound, also when the entry exists and `scope` does not reach it.
    """
    entry = _one(Q(uuid=uuid) & visible_to(scope))
    if actor.post_uuid is not None:
        _record_read([entry], actor=actor, at=at, purpose=purpose, what=READ_ENTRY, service=entry.service)
    return _entry_data(entry, at)


def list_entries(
    *,
    scope: Scope,
    institution_id: int,
    actor: ActorRef,
    purpose: str,
    at: datetime,
    register: str = "",
    after: str | None = None,
) -> Page[EntryRow]:
    """Entries of one institution that `scope` reaches, newest first, of all registers or one.

    A page read through a post is logged once, with the holders that it shows. Three statements and the log's one.
    """
    entries = _with_names().filter(visible_to(scope), institution_id=institution_id)
    if register:
        entries = entries.filter(register=register)
    rows, next_after = _page(entries, after)
    if rows and actor.post_uuid is not None:
        _record_read(rows, actor=actor, at=at, purpose=purpose, what=READ_LIST, service="")
    return Page(tuple(_entry_row(entry, at) for entry in rows), next_after)


def list_by_holder(
    *, at: datetime, person_id: int | None = None, organisation_id: int | None = None, after: str | None = None
) -> Page[EntryRow]:
    """What one person or one organisation holds in every institution, newest first; for themselves, so not logged."""
    holder = Q(organisation_id=organisation_id) if person_id is None else Q(person_id=person_id)
    rows, next_after = _page(_with_names().filter(holder), after)
    return Page(tuple(_entry_row(entry, at) for entry in rows), next_after)


def list_by_dossier(*, dossier: UUID, at: datetime) -> tuple[EntryData, ...]:
    """The entries that some act of this dossier granted or changed, oldest first. Two statements."""
    touched = Event.objects.filter(dossier=dossier).values("entry_id")
    return tuple(_entry_data(entry, at) for entry in _with_names().filter(pk__in=touched).order_by("id"))


def find_standing(*, dossier: UUID, at: datetime) -> Standing | None:
    """How what this dossier granted or renewed stands on the local day of `at`; None when it granted nothing.

    Of several entries, the least favourable. Two statements.
    """
    granted = Event.objects.filter(dossier=dossier, kind__in=rules.GRANTING).values("entry_id")
    return rules.worst(_standing(entry, at) for entry in _with_names().filter(pk__in=granted))


def state_of(*, at: datetime, uuid: UUID | None = None, dossier: UUID | None = None) -> RegisterState:
    """The state of an entry, or of what a dossier granted, on the local day of `at`. Raises EntryNotFound."""
    if dossier is None:
        return _standing(_one(Q(uuid=uuid)), at).state
    standing = find_standing(dossier=dossier, at=at)
    if standing is None:
        raise EntryNotFound
    return standing.state


def _with_names() -> QuerySet[Entry]:
    events = Prefetch("events", queryset=Event.objects.order_by("id"))
    return Entry.objects.select_related("institution", "person", "organisation").prefetch_related(events)


def _one(which: Q) -> Entry:
    entry = _with_names().filter(which).first()
    if entry is None:
        raise EntryNotFound
    return entry


def _page(entries: QuerySet[Entry], after: str | None) -> tuple[Sequence[Entry], str | None]:
    """One page from the newest. `after` is the id of the last row of the page before; anything else starts again."""
    if after and after.isascii() and after.isdigit():
        entries = entries.filter(pk__lt=int(after))
    rows = list(entries.order_by("-id")[: PAGE_SIZE_ROWS + 1])
    more = len(rows) > PAGE_SIZE_ROWS
    return rows[:PAGE_SIZE_ROWS], str(rows[PAGE_SIZE_ROWS - 1].pk) if more else None


def _record_read(
    entries: Sequence[Entry], *, actor: ActorRef, at: datetime, purpose: str, what: str, service: str
) -> None:
    """One row for what is about to be shown. Organisations are not data subjects."""
    subjects = [entry.person.uuid for entry in entries if entry.person]
    institution = entries[0].institution.uuid
    ledger.record_read(
        actor=actor, at=at, subjects=subjects, purpose=purpose, what=what, institution=institution, service=service
    )


def _standing(entry: Entry, at: datetime) -> Standing:
    facts = (fact_of(event) for event in _events(entry))
    return rules.standing_of(facts, local_date(at, entry.institution.comuna_code))


def _events(entry: Entry) -> Iterable[Event]:
    return entry.events.all()


def _holder(entry: Entry) -> Holder:
    if entry.person is not None:
        return Holder(entry.person.uuid, entry.person.name, entry.person.run, is_person=True)
    return Holder(entry.organisation.uuid, entry.organisation.name, entry.organisation.rut, is_person=False)


def _entry_row(entry: Entry, at: datetime) -> EntryRow:
    return EntryRow(
        uuid=entry.uuid,
        code=entry.code,
        register=entry.register,
        institution_id=entry.institution_id,
        institution_name=entry.institution.name,
        holder_name=_holder(entry).name,
        title=entry.title,
        standing=_standing(entry, at),
    )


def _entry_data(entry: Entry, at: datetime) -> EntryData:
    return EntryData(
        uuid=entry.uuid,
        code=entry.code,
        register=entry.register,
        institution_id=entry.institution_id,
        service=entry.service,
        holder=_holder(entry),
        title=entry.title,
        data=entry.data,
        entered_at=entry.entered_at,
        standing=_standing(entry, at),
        history=tuple(_line(event) for event in _events(entry)),
    )


def _line(event: Event) -> HistoryLine:
    fact = fact_of(event)
    return HistoryLine(
        kind=fact.kind,
        effective_on=fact.effective_on,
        period=fact.period,
        reason=event.reason,
        source_act=event.source_act,
        dossier=event.dossier,
        document_uuid=event.document_uuid,
        at=event.at,
        actor=ActorRef.from_json(event.actor),
    )
