"""The case page of a party: where it is, who has it, until when, what is missing (Ley 19.880 art. 17)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Concat

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.cases.clocks import explain, legal_terms
from ventanilla.kernel.cases.models import Act, Case, Clock, Correction, Decision, Feedback, IndexEntry, Issuance, Party
from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.cases.queries.reading import SEEN_CASE, applicant_name, parties_of, record_mandate_read
from ventanilla.kernel.cases.queries.verification import find_granted
from ventanilla.kernel.cases.types import (
    ActLine,
    CaseView,
    ChargeLine,
    ClockLine,
    CorrectionData,
    CurrentTask,
    DecisionData,
    DocumentLine,
)
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import Origin
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.services import api as services

# What a party is told of an act besides its kind; officials' reports reach them by the decision and the correction.
TOLD = ("outcome",)


def access_case(*, actor: Actor, at: datetime, case_uuid: UUID) -> CaseView:
    """The whole case page for a party or whom they represent. Raises CaseNotFound. A constant number of queries.

    Who represents somebody leaves a read in the log of whoever else the case is about.
    """
    case = party_case(actor, case_uuid, at)
    parties = parties_of(case)
    record_mandate_read(case, parties, actor=actor, at=at, what=SEEN_CASE)
    return case_view(case, parties, actor=actor, at=at)


def case_view(case: Case, parties: Sequence[Party], *, actor: Actor, at: datetime) -> CaseView:
    """The whole of a case for somebody whose reading was permitted and recorded."""
    issuances = list(Issuance.objects.filter(case=case).order_by("ordered_at"))
    return CaseView(
        uuid=case.uuid,
        code=case.code,
        service=case.service,
        version_id=case.version_id,
        institution_id=case.institution_id,
        institution_name=case.institution.name,
        state=case.state,
        stage=case.stage,
        outcome=case.outcome,
        filed_at=case.filed_at,
        closed_at=case.closed_at,
        applicant_name=applicant_name(parties),
        tasks=current_tasks(case),
        clocks=running_clocks(case),
        correction=_correction(case),
        charges=_charges(case, at),
        decision=_decision(case, issuances),
        documents=document_lines(case),
        history=_history(case, actor),
        granted=find_granted(case.uuid, at),
        may_rate=not Feedback.objects.filter(case=case).exists(),
    )


def current_tasks(case: Case) -> tuple[CurrentTask, ...]:
    """The open tasks: which unit has each, who, until when. One query."""
    rows = (
        Case.objects.filter(pk=case.pk, process__tasks__state__in=("OPEN", "CLAIMED"))
        .annotate(
            task_uuid=F("process__tasks__uuid"),
            key=F("process__tasks__key"),
            unit_name=F("process__tasks__unit__name"),
            holder_name=Concat("process__tasks__holder__given_names", Value(" "), "process__tasks__holder__surnames"),
            for_applicant=F("process__tasks__for_applicant"),
            due_at=F("process__tasks__due_at"),
        )
        .order_by("due_at")
    )
    return tuple(
        CurrentTask(
            uuid=row.task_uuid,
            key=row.key,
            unit_name=row.unit_name or "",
            holder_name=(row.holder_name or "").strip(),
            for_applicant=row.for_applicant,
            due_at=row.due_at,
        )
        for row in rows
    )


def running_clocks(case: Case) -> tuple[ClockLine, ...]:
    """The legal terms that are running, the nearest first. One query."""
    definition = services.definition_of(case.version_id)
    terms = legal_terms(definition, case.adoption.terms)
    rows = Clock.objects.filter(case=case, stopped_at=None).order_by("due_at")
    return tuple(
        ClockLine(
            kind=row.kind,
            norm=row.norm,
            due_on=row.due_on,
            due_at=row.due_at,
            explanation=explain(row, terms.get(row.kind), case.institution.comuna_code),
        )
        for row in rows
    )


def _correction(case: Case) -> CorrectionData | None:
    row = Correction.objects.filter(case=case).order_by("-requested_at").first()
    if row is None:
        return None
    return CorrectionData(
        key=row.key,
        answers=row.answers,
        items=tuple(row.items),
        requested_at=row.requested_at,
        due_at=row.due_at,
        result=row.result,
    )


def _charges(case: Case, at: datetime) -> tuple[ChargeLine, ...]:
    return tuple(
        ChargeLine(
            uuid=charge.uuid,
            concept=services.concept_for_reader(case.version_id, charge.concept),
            amount=charge.amount,
            due_on=charge.due_on,
            state=charge.state,
        )
        for charge in payments.list_of(dossier=case.uuid, at=at)
    )


def _decision(case: Case, issuances: Sequence[Issuance]) -> DecisionData | None:
    row = Decision.objects.filter(case=case).order_by("-decided_at").first()
    if row is None:
        return None
    act = next((each for each in reversed(issuances) if each.decision_id == row.pk), None)
    label = identity.describe_actors([ActorRef.from_json(row.decided_by)])[ActorRef.from_json(row.decided_by)]
    return DecisionData(
        outcome=row.outcome,
        reasons=str(row.data.get("reasons", "")),
        decided_at=row.decided_at,
        decided_by=label.full,
        series=act.series if act else "",
        number=act.number if act else None,
        year=act.year if act else None,
        document_uuid=act.document_uuid if act else None,
        verification_code=act.verification_code if act else "",
        appeal_until=row.appeal_until,
    )


def document_lines(case: Case) -> tuple[DocumentLine, ...]:
    """The index of the case with what documents knows of each. Two queries."""
    entries = list(IndexEntry.objects.filter(case=case).order_by("added_at", "id"))
    stored = documents.get_many(uuids=[entry.document_uuid for entry in entries])
    return tuple(
        DocumentLine(
            uuid=entry.document_uuid,
            title=entry.title,
            kind=entry.kind,
            media_type=stored[entry.document_uuid].media_type,
            size_bytes=stored[entry.document_uuid].size_bytes,
            added_at=entry.added_at,
            issued=stored[entry.document_uuid].origin is Origin.ISSUED,
        )
        for entry in entries
        if entry.document_uuid in stored
    )


def _history(case: Case, actor: Actor) -> tuple[ActLine, ...]:
    rows = list(Act.objects.filter(case=case).order_by("-at", "-id")[:200])
    refs = [ActorRef.from_json(row.actor) for row in rows]
    labels = identity.describe_actors(refs)
    return tuple(
        ActLine(
            at=row.at,
            kind=row.kind,
            actor=labels[ref].full,
            own=ref.person_uuid == actor.person_uuid,
            details={name: row.private[name] for name in (*TOLD, "task") if name in row.private},
        )
        for row, ref in zip(rows, refs, strict=True)
    )
