"""The applicant answers a request to correct (Ley 19.880 art. 31). The flow opens it; time may end it by rule."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.acts import record_act
from ventanilla.kernel.cases.clocks import stop_clocks
from ventanilla.kernel.cases.events import CorrectionFiled
from ventanilla.kernel.cases.flow import Flow
from ventanilla.kernel.cases.models import Case, Correction, Filing, TaskReport
from ventanilla.kernel.cases.notified import CORRECTION
from ventanilla.kernel.cases.operations.filing import attached_documents, write_filing
from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.outbox.api import operation, publish
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, QuestionType, ServiceDefinition, TaskDefinition

NORM = "Ley 19.880 art. 31"
Files = Mapping[str, tuple[str, bytes]]


@operation
def answer_correction(
    *, actor: Actor, at: datetime, case_uuid: UUID, raw: Mapping[str, Sequence[str]], files: Files
) -> tuple[FieldError, ...]:
    """Answer the open request to correct; `files` are (name, bytes) by question key.

    What is valid is kept. When nothing is missing it is filed; otherwise the field errors come back, and files that
    were sent need not be sent again. Once it was answered, the same again changes nothing: its receipt stands. Raises
    CaseNotFound, CorrectionOver when time ended it or none was asked, and the refusals of documents. Writes a
    filing with its receipt, the index, the report of the applicant's task, an act with its ledger entry and an event,
    and moves the flow on.
    """
    case = party_case(actor, case_uuid, at, lock=True)
    correction = Correction.objects.filter(case=case).order_by("-requested_at").first()
    if correction is not None and correction.result == Correction.Result.ANSWERED:
        return ()
    if correction is None or correction.result != Correction.Result.OPEN or at > correction.due_at:
        raise errors.CorrectionOver()
    definition = services.definition_of(case.version_id)
    task = definition.tasks[correction.key]
    kept = {**correction.answers, **_stored(case, task, files, actor, at)}
    outcome = task.outcomes[0].code
    attached = {key: value for key, value in kept.items() if isinstance(value, dict) and "document" in value}
    told = services.definition_for_reader(case.version_id)
    parsed = services.parse_task(told, task.key, outcome, raw, case.answers, attached)
    correction.answers = {**kept, **parsed.values}
    if not parsed.errors:
        _file(case, correction, definition, task, outcome, actor, at)
    correction.save()
    return parsed.errors


def _stored(case: Case, task: TaskDefinition, files: Files, actor: Actor, at: datetime) -> dict[str, Json]:
    """The uploaded files that the task asks for, kept in the case's folder, as answers."""
    answers: dict[str, Json] = {}
    for question in task.asks:
        if question.type is QuestionType.FILE and question.key in files:
            name, content = files[question.key]
            document = documents.store(
                dossier=case.uuid,
                institution_id=case.institution_id,
                name=name,
                content=content,
                kind=question.key,
                actor=actor.ref(),
                at=at,
            )
            answers[question.key] = {
                "document": str(document.uuid),
                "name": document.name,
                "size": document.size_bytes,
            }
    return answers


def _file(
    case: Case,
    correction: Correction,
    definition: ServiceDefinition,
    task: TaskDefinition,
    outcome: str,
    actor: Actor,
    at: datetime,
) -> None:
    stored = tuple(documents.get_many(uuids=attached_documents(correction.answers)).values())
    filing = write_filing(
        case, definition, Filing.Kind.CORRECTION, correction.answers, stored, actor, at, questions=task.asks
    )
    correction.result, correction.ended_at = Correction.Result.ANSWERED, at
    stop_clocks(case, (CORRECTION,), at)
    TaskReport.objects.create(
        case=case,
        task_uuid=correction.task_uuid,
        key=task.key,
        outcome=outcome,
        data=correction.answers,
        reported_at=at,
        reported_by=actor.ref().as_json(),
    )
    record_act(
        case,
        kind="case.correction_filed",
        actor=actor.ref(),
        at=at,
        norm=NORM,
        private={"filing": str(filing.uuid), "answers": dict(correction.answers)},
    )
    publish(CorrectionFiled(subject=case.uuid, filing=filing.uuid))
    correction.save()
    flow = Flow(case, definition, actor.ref(), at)
    flow.complete_task(correction.task_uuid, outcome)
