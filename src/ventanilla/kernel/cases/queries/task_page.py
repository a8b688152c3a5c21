"""The page of a task: only what tasks.yaml shows, and the read is recorded before anything is returned."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from ventanilla.common import legal_time
from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.models import Case, IndexEntry, TaskReport
from ventanilla.kernel.cases.queries.case_page import document_lines
from ventanilla.kernel.cases.queries.reading import (
    SEEN_TASK,
    applicant_name,
    parties_of,
    read_documents,
    record_task_read,
)
from ventanilla.kernel.cases.queries.reasons import explanations_of
from ventanilla.kernel.cases.queries.tasks import DECIDE, TaskRow, access_task_row
from ventanilla.kernel.cases.situation import latest_reports
from ventanilla.kernel.cases.types import DocumentLine, ReportLine, TaskView
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FeeLine, Parsed, ServiceDefinition, SummaryRow, TaskDefinition

# A task shows who applies only when its author says so by one of these facts.
NAMED = {"applicant_name", "organisation_name"}


def access_task(*, actor: Actor, at: datetime, task_uuid: UUID) -> TaskView:
    """The task page of an official. Records one read about every person of the case, with the task as its purpose.

    A task that has ended shows nothing of the file any more, and records nothing. Raises TaskNotFound, OwnCase. A read
    that cannot be recorded does not happen.
    """
    row = access_task_row(task_uuid, actor=actor, at=at)
    definition = services.definition_for_reader(row.case.version_id)
    task = definition.tasks[row.key]
    shown = row.is_open
    if shown:
        record_task_read(row.case, actor=actor, at=at, task=row.key, what=SEEN_TASK)
    reports = latest_reports(row.case) if shown else {}
    holder = identity.get_person(id=row.holder_person_id).name if row.holder_person_id else ""
    return TaskView(
        uuid=row.uuid,
        key=row.key,
        state=row.state,
        mine=row.holder_person_id == actor.person_id,
        holder_name=holder,
        due_at=row.due_at,
        case_uuid=row.case.uuid,
        case_code=row.case.code,
        institution_id=row.case.institution_id,
        service=row.case.service,
        version_id=row.case.version_id,
        filed_at=row.case.filed_at,
        applicant_name=applicant_name(parties_of(row.case)) if shown and NAMED & set(task.shows) else "",
        rows=_rows(row, definition, reports) if shown else (),
        documents=_shown_documents(row, definition, task) if shown else (),
        reports=_reports(row.case) if shown else (),
        fees=_fees(row, definition, at) if shown and row.action == DECIDE else (),
        closed=services.closed_outcomes(definition, row.key, row.case.answers, reports) if shown else {},
        explanations=explanations_of(row.case, at) if shown and row.action == DECIDE else (),
        decides=row.action == DECIDE,
    )


def check_report(
    *, actor: Actor, at: datetime, task_uuid: UUID, outcome: str, raw: Mapping[str, Sequence[str]]
) -> Parsed:
    """What these inputs would report: which questions the outcome asks, the answers, what is wrong. Writes nothing.

    Says nothing of the file, so that nothing is recorded. Raises TaskNotFound, OwnCase.
    """
    return parse_report(access_task_row(task_uuid, actor=actor, at=at), outcome, raw)


def parse_report(row: TaskRow, outcome: str, raw: Mapping[str, Sequence[str]]) -> Parsed:
    """The inputs of a report, read with the answers of the case, in the words of whoever reports."""
    told = services.definition_for_reader(row.case.version_id)
    return services.parse_task(told, row.key, outcome, raw, row.case.answers, tasks=latest_reports(row.case))


def _rows(
    row: TaskRow, definition: ServiceDefinition, reports: Mapping[str, Mapping[str, Json]]
) -> tuple[SummaryRow, ...]:
    return services.task_rows(definition, row.key, row.case.answers, reports, row.case.facts)


def _shown_documents(row: TaskRow, definition: ServiceDefinition, task: TaskDefinition) -> tuple[DocumentLine, ...]:
    return tuple(line for line in document_lines(row.case) if _may_see(line.kind, definition, task))


def _may_see(kind: str, definition: ServiceDefinition, task: TaskDefinition) -> bool:
    """Whether tasks.yaml lets this task see a document: by its question, or by the task that asked for it.

    `documents` in `shows` means every document of the form whose question names the lane. Anything else is not shown.
    """
    question = definition.questions.get(kind)
    if question is not None:
        return kind in task.shows or ("documents" in task.shows and task.lane in question.data.seen_by)
    return any(f"tasks.{asking.key}.{kind}" in task.shows for asking in definition.tasks.values())


def _reports(case: Case) -> tuple[ReportLine, ...]:
    rows = list(TaskReport.objects.filter(case=case).order_by("reported_at", "id"))
    refs = [ActorRef.from_json(row.reported_by) for row in rows]
    labels = identity.describe_actors(refs)
    return tuple(
        ReportLine(key=row.key, at=row.reported_at, by=labels[ref].full) for row, ref in zip(rows, refs, strict=True)
    )


def _fees(row: TaskRow, definition: ServiceDefinition, at: datetime) -> tuple[FeeLine, ...]:
    """What would be charged if it were decided today, each with its sentences."""
    on = legal_time.local_date(at, row.case.institution.comuna_code)
    return services.evaluate(definition, services.get_adoption(row.case.adoption_id), row.case.answers, on)


def open_task_document(*, actor: Actor, at: datetime, task_uuid: UUID, document_uuid: UUID) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a document that the task shows. Records the read. Raises TaskNotFound, OwnCase."""
    row = access_task_row(task_uuid, actor=actor, at=at)
    definition = services.definition_of(row.case.version_id)
    task = definition.tasks[row.key]
    entry = IndexEntry.objects.filter(case=row.case, document_uuid=document_uuid).first()
    if not row.is_open or entry is None or not _may_see(entry.kind, definition, task):
        raise errors.TaskNotFound()
    record_task_read(row.case, actor=actor, at=at, task=row.key, what=entry.title)
    return read_documents([document_uuid])[0]
