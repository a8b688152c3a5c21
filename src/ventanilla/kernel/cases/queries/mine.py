"""What a person sees of their own: cases and drafts."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from ventanilla.common import legal_time
from ventanilla.common.errors import Fault, Refusal
from ventanilla.common.paging import PAGE_SIZE_ROWS, Page, Position
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.facts import draft_facts
from ventanilla.kernel.cases.models import Case, Draft, Party
from ventanilla.kernel.cases.types import CaseRow, DraftData, DraftReview, DraftRow
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor, Scope
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FeeLine

READ = "cases.read"


def visible_to_parties(scope: Scope) -> Q:
    """Cases of which the person is the applicant, or whose applicant they represent by a mandate in force.

    Who filed for another sees the case while their mandate lasts: the party row of a representative gives no access.
    """
    reach = Q(person_id=scope.person_id, role=Party.Role.APPLICANT)
    found = Q(Exists(Party.objects.filter(reach, case=OuterRef("pk"))))
    for each in scope.representations:
        holder = Q(organisation_id=each.organisation_id) if each.organisation_id else Q(person_id=each.person_id)
        theirs = Q(Exists(Party.objects.filter(holder, case=OuterRef("pk"), role=Party.Role.APPLICANT)))
        found |= theirs & Q(service=each.service) if each.service else theirs
    return found


def list_my_cases(*, actor: Actor, at: datetime, after: str | None = None) -> Page[CaseRow]:
    """The person's cases, newest first, with the nearest running clock of each. One query after the scope."""
    rows = (
        _visible(actor, at)
        .select_related("institution")
        .annotate(due_on=Min("clocks__due_on", filter=Q(clocks__stopped_at=None)))
    )
    last = Position.read(after)
    if last is not None and last.at is not None:
        rows = rows.filter(Q(filed_at__lt=last.at) | Q(filed_at=last.at, id__lt=last.id))
    found = list(rows.order_by("-filed_at", "-id")[: PAGE_SIZE_ROWS + 1])
    shown = found[:PAGE_SIZE_ROWS]
    more = len(found) > len(shown)
    return Page(
        tuple(_case_row(row) for row in shown), Position(shown[-1].filed_at, shown[-1].id).token() if more else None
    )


def party_case(actor: Actor, case_uuid: UUID, at: datetime, *, lock: bool = False) -> Case:
    """The case row for a party or whom they represent. Raises CaseNotFound. One query after the scope."""
    rows = _visible(actor, at).select_related("institution", "adoption")
    if lock:
        rows = rows.select_for_update(of=("self",))
    case = rows.filter(uuid=case_uuid).first()
    if case is None:
        raise errors.CaseNotFound()
    return case


def draft_key(*, actor: Actor, service: str) -> UUID:
    """What a page of the service carries to begin one draft: the same until a draft of it was begun. One query.

    So two windows, a press too many and the way back begin the same draft; a page opened afterwards begins another.
    """
    mine = Draft.objects.filter(person_id=actor.person_id, adoption__service__slug=service)
    last = mine.order_by("-id").values_list("uuid", flat=True).first()
    return uuid5(actor.person_uuid, f"{service} {last or ''}")


def list_my_drafts(*, actor: Actor) -> tuple[DraftRow, ...]:
    """The person's unfinished filings, last saved first. One query."""
    rows = Draft.objects.filter(person_id=actor.person_id, filed_at=None).select_related("institution")
    return tuple(
        DraftRow(row.uuid, row.version_id, row.institution.name, row.page, row.saved_at)
        for row in rows.order_by("-saved_at")[:PAGE_SIZE_ROWS]
    )


def access_draft(*, actor: Actor, draft_uuid: UUID) -> DraftData:
    """The person's draft, filed or not (`case_uuid` says), with the facts its form knows. One query.

    Raises DraftNotFound.
    """
    return draft_data(_own_draft(actor, draft_uuid), actor)


def review_draft(*, actor: Actor, at: datetime, draft_uuid: UUID) -> DraftReview:
    """As `access_draft`, with what it would cost with the numbers of today. Raises DraftNotFound."""
    row = _own_draft(actor, draft_uuid)
    return DraftReview(draft_data(row, actor), () if row.filed_at else _fees(row, at))


def draft_data(row: Draft, actor: Actor) -> DraftData:
    """The draft as pages read it. No query when adoption, service, institution and organisation were read with it."""
    return DraftData(
        uuid=row.uuid,
        institution_id=row.institution_id,
        institution_name=row.institution.name,
        version_id=row.version_id,
        service=row.adoption.service.slug,
        answers=row.answers,
        facts=draft_facts(row, actor),
        page=row.page,
        saved_at=row.saved_at,
        case_uuid=row.uuid if row.filed_at else None,
    )


def _own_draft(actor: Actor, draft_uuid: UUID) -> Draft:
    rows = Draft.objects.filter(uuid=draft_uuid, person_id=actor.person_id)
    row = rows.select_related("adoption__service", "institution", "organisation").first()
    if row is None:
        raise errors.DraftNotFound()
    return row


def _fees(row: Draft, at: datetime) -> tuple[FeeLine, ...]:
    """Nothing while an answer or a number is missing: filing needs no price, and the decision counts it again."""
    on = legal_time.local_date(at, row.institution.comuna_code)
    try:
        adoption = services.get_adoption(row.adoption_id)
        return services.evaluate(services.definition_for_reader(row.version_id), adoption, row.answers, on)
    except (Refusal, Fault):
        return ()


def _visible(actor: Actor, at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(visible_to_parties(identity.scope_of(actor=actor, action=READ, at=at)))


def _case_row(row: Case) -> CaseRow:
    return CaseRow(
        uuid=row.uuid,
        code=row.code,
        service=row.service,
        version_id=row.version_id,
        institution_name=row.institution.name,
        state=row.state,
        stage=row.stage,
        outcome=row.outcome,
        filed_at=row.filed_at,
        due_on=row.due_on,  # type: ignore[attr-defined]
    )
