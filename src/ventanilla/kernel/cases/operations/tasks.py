"""An official works: claim a task, let it go, finish it; the final decision is such a task."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.acts import record_act
from ventanilla.kernel.cases.clocks import stop_clocks
from ventanilla.kernel.cases.events import CaseDecided
from ventanilla.kernel.cases.flow import Flow
from ventanilla.kernel.cases.models import Decision, TaskReport
from ventanilla.kernel.cases.queries.task_page import parse_report
from ventanilla.kernel.cases.queries.tasks import TaskRow, access_task_row
from ventanilla.kernel.cases.situation import DECIDE
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.outbox.api import operation, publish
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, TaskDefinition
from ventanilla.kernel.workflow import api as workflow


@operation
def claim_task(*, actor: Actor, at: datetime, task_uuid: UUID) -> None:
    """Take a task of one's unit. Raises TaskNotFound, OwnCase, TaskDone, and workflow's refusal when another has it."""
    access_task_row(task_uuid, actor=actor, at=at)
    workflow.claim_task(task_uuid=task_uuid, person_id=actor.person_id, at=at, actor=actor.ref())


@operation
def release_task(*, actor: Actor, at: datetime, task_uuid: UUID) -> None:
    """Put a task that one holds back on the unit's desk. Raises TaskNotFound, and workflow's when it is not held."""
    access_task_row(task_uuid, actor=actor, at=at)
    workflow.release_task(task_uuid=task_uuid, person_id=actor.person_id, at=at, actor=actor.ref())


@operation
def complete_task(
    *, actor: Actor, at: datetime, task_uuid: UUID, outcome: str, raw: Mapping[str, Sequence[str]]
) -> tuple[FieldError, ...]:
    """Finish a task with one of its outcomes and what it asks. Answers the field errors; then nothing was done.

    The same outcome again by who gave it changes nothing: the first report stays. Raises TaskNotFound, OwnCase,
    TaskDone, NotYourTask. Writes the report, the decision when the task decides, the act with its ledger entry, and
    what the flow does next. Numbers of acts come last.
    """
    row = access_task_row(task_uuid, actor=actor, at=at, lock=True)
    if _reported_so(row, outcome, actor):
        return ()
    _require_held(row, actor)
    definition = services.definition_of(row.case.version_id)
    task = definition.tasks[row.key]
    parsed = parse_report(row, outcome, raw)
    if parsed.errors:
        return parsed.errors
    flow = Flow(row.case, definition, actor.ref(), at)
    _report(row, outcome, parsed.values, actor, at)
    if task.action == DECIDE:
        _decide(flow, row, outcome, parsed.values, actor)
    _record(flow, row, task, outcome, parsed.values)
    flow.complete_task(task_uuid, outcome)
    return ()


def _reported_so(row: TaskRow, outcome: str, actor: Actor) -> bool:
    """Whether this is what the actor did a moment ago: a second press of the button, or a page sent again."""
    if row.is_open:
        return False
    report = TaskReport.objects.filter(task_uuid=row.uuid, outcome=outcome).first()
    return report is not None and ActorRef.from_json(report.reported_by).person_uuid == actor.person_uuid


def _require_held(row: TaskRow, actor: Actor) -> None:
    if row.state == "DONE":
        raise errors.TaskDone()
    if row.holder_person_id != actor.person_id:
        raise errors.NotYourTask()


def _report(row: TaskRow, outcome: str, data: Mapping[str, Json], actor: Actor, at: datetime) -> None:
    TaskReport.objects.create(
        case=row.case,
        task_uuid=row.uuid,
        key=row.key,
        outcome=outcome,
        data=dict(data),
        reported_at=at,
        reported_by=actor.ref().as_json(),
    )


def _decide(flow: Flow, row: TaskRow, outcome: str, data: Mapping[str, Json], actor: Actor) -> None:
    """The final decision (Ley 19.880 art. 41). The flow that follows issues it with its number."""
    decision = Decision.objects.create(
        case=row.case,
        task_uuid=row.uuid,
        outcome=outcome,
        data=dict(data),
        decided_at=flow.at,
        decided_by=actor.ref().as_json(),
    )
    row.case.decided_at = flow.at
    stop_clocks(row.case, (flow.definition.service.decision_term,), flow.at)
    publish(CaseDecided(subject=row.case.uuid, decision=decision.uuid, outcome=outcome))


def _record(flow: Flow, row: TaskRow, task: TaskDefinition, outcome: str, data: Mapping[str, Json]) -> None:
    decides = task.action == DECIDE
    record_act(
        row.case,
        kind="case.decided" if decides else "case.task_done",
        actor=flow.actor,
        at=flow.at,
        norm="Ley 19.880 art. 41" if decides else "",
        private={"task": row.key, "outcome": outcome, "report": dict(data)},
    )
