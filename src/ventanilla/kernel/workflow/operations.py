"""The writes of workflow: start, complete, fire, claim, release, nested in the operations of `cases`.

Nothing is appended to the ledger here: an act belongs to a case, and `cases` says what it meant.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.outbox.api import operation
from ventanilla.kernel.workflow import engine
from ventanilla.kernel.workflow.definitions import stored
from ventanilla.kernel.workflow.errors import (
    OutcomeNotAllowed,
    TaskForApplicant,
    TaskHeld,
    TaskNotFound,
    TaskNotHeld,
    TaskOver,
    TimerNotDue,
    TokenGone,
)
from ventanilla.kernel.workflow.models import FlowSource, Process, Task, Token, TokenState
from ventanilla.kernel.workflow.recording import Live, data_of, insert_process, live_of, record, task_at
from ventanilla.kernel.workflow.types import Context, Definition, NodeKind, Step, TaskData, TaskState


@operation
def start(
    *,
    definition: Definition,
    subject: UUID,
    institution_id: int,
    service: str,
    context: Context,
    at: datetime,
    actor: ActorRef,
) -> Step:
    """Begin the flow for `subject`, which has no process yet, and go to its first tasks and effects.

    Raises NoFlowTaken, EndlessLoop, FlowStuck (faults of a flow that was not checked). Writes Process, Token, Task, and
    FlowSource the first time a flow is used.
    """
    advance = engine.begin(definition, context.values)
    process = Process(
        subject=subject, flow_id=definition.sha256, institution_id=institution_id, service=service, started_at=at
    )
    if not insert_process(process):
        source = FlowSource(sha256=definition.sha256, source=definition.source, stored_at=at)
        FlowSource.objects.bulk_create([source], ignore_conflicts=True)
    return record(definition, Live(process, {}), advance, context, actor=actor, at=at)


@operation
def complete_task(
    *,
    task_uuid: UUID,
    outcome: str,
    context: Context,
    at: datetime,
    actor: ActorRef,
    outcomes: Collection[str] | None = None,
) -> Step:
    """End a task with an outcome and go on. `outcomes` are those allowed; None when the caller has looked already.

    Rights are the caller's to check; a task that another person holds is refused here too.
    Raises TaskNotFound, TaskOver, TaskHeld, TaskNotHeld (claimed or released at this very moment), OutcomeNotAllowed,
    and the faults of `start`. Writes Task, Token, Process.
    """
    if not outcome or (outcomes is not None and outcome not in outcomes):
        raise OutcomeNotAllowed
    process = Process.objects.select_for_update(no_key=True, of=("self",)).filter(tasks__uuid=task_uuid).first()
    if process is None:
        raise TaskNotFound
    live = live_of(process)
    tasks = (task for token in live.tokens.values() if (task := task_at(token)))
    task = next((task for task in tasks if task.uuid == task_uuid), None)
    if task is None:
        raise TaskOver
    if task.holder is not None and task.holder.uuid != actor.person_uuid:
        raise TaskHeld(holder=task.holder.name)
    unchanged = Task.objects.filter(id=task.id, state=task.state, holder_id=task.holder_id)
    if not unchanged.update(state=TaskState.DONE, outcome=outcome, done_at=at, done_by=actor.as_json()):
        raise TaskNotHeld
    task.state = TaskState.DONE
    return _go_on(live, task.token_id, context, actor=actor, at=at)


@operation
def complete_effect(*, token_uuid: UUID, context: Context, at: datetime, actor: ActorRef) -> Step:
    """The effect of a service task is done: go on from it.

    Raises TokenGone (done before, timed out, or its process ended), and the faults of `start`. Writes Token, Task,
    Process.
    """
    live, token = _live_at(token_uuid)
    if stored(live.process.flow_id).nodes[token.node].kind is not NodeKind.SERVICE_TASK:
        raise TokenGone
    return _go_on(live, token.id, context, actor=actor, at=at)


@operation
def fire_timer(*, token_uuid: UUID, context: Context, at: datetime, actor: ActorRef) -> Step:
    """The term of a token is over: its task is cancelled, or its effect no longer awaited, and the timer's arrow taken.

    Raises TokenGone (it moved in time), TimerNotDue, and the faults of `start`. Writes Task, Token, Process.
    """
    live, token = _live_at(token_uuid)
    if token.due_at is None or token.due_at > at:
        raise TimerNotDue
    return _go_on(live, token.id, context, actor=actor, at=at, timer=token.timer)


@operation
def postpone_timer(*, token_uuid: UUID, until: datetime, at: datetime, actor: ActorRef) -> None:
    """The term of a token ends at `until`, and so does that of its open task: its count began later, or has to wait.

    Raises TokenGone (it moved in time, or waits for no term). Writes Token, Task.
    """
    _live, token = _live_at(token_uuid)
    if token.due_at is None:
        raise TokenGone
    Token.objects.filter(id=token.id).update(due_at=until)
    Task.objects.filter(token_id=token.id, state__in=[TaskState.OPEN, TaskState.CLAIMED]).update(due_at=until)


@operation
def claim_task(*, task_uuid: UUID, person_id: int, at: datetime, actor: ActorRef) -> TaskData:
    """Take an open task of officials. Again by who has it: nothing changes. Rights are the caller's to check.

    Raises TaskNotFound, TaskForApplicant, TaskHeld (with who holds it), TaskOver. One conditional UPDATE.
    """
    free = Task.objects.filter(uuid=task_uuid, state=TaskState.OPEN, for_applicant=False)
    claimed = free.update(state=TaskState.CLAIMED, holder_id=person_id)
    task = _get(task_uuid)
    if not claimed and task.for_applicant:
        raise TaskForApplicant
    _require_held(task, person_id, other=TaskHeld(holder=task.holder.name if task.holder else ""))
    return data_of(task, task.process)


@operation
def release_task(*, task_uuid: UUID, person_id: int, at: datetime, actor: ActorRef) -> TaskData:
    """Put back a task that the person holds. One that nobody holds is back already: nothing changes.

    Raises TaskNotFound, TaskNotHeld (somebody else has it), TaskOver. One conditional UPDATE.
    """
    mine = Task.objects.filter(uuid=task_uuid, state=TaskState.CLAIMED, holder_id=person_id)
    released = mine.update(state=TaskState.OPEN, holder=None)
    task = _get(task_uuid)
    if not released and task.state != TaskState.OPEN:
        _require_held(task, person_id, other=TaskNotHeld())
    return data_of(task, task.process)


def _go_on(live: Live, token_id: int, context: Context, *, actor: ActorRef, at: datetime, timer: str = "") -> Step:
    definition = stored(live.process.flow_id)
    advance = engine.leave(definition, live.for_engine(), token_id, context.values, timer=timer)
    return record(definition, live, advance, context, actor=actor, at=at)


def _live_at(token_uuid: UUID) -> tuple[Live, Token]:
    """The locked process of a token and the token itself. Raises TokenGone unless it is active."""
    process = Process.objects.select_for_update(no_key=True, of=("self",)).filter(tokens__uuid=token_uuid).first()
    if process is None:
        raise TokenGone
    live = live_of(process)
    active = (token for token in live.tokens.values() if token.state == TokenState.ACTIVE)
    token = next((token for token in active if token.uuid == token_uuid), None)
    if token is None:
        raise TokenGone
    return live, token


def _get(task_uuid: UUID) -> Task:
    task = Task.objects.select_related("process", "token", "holder").filter(uuid=task_uuid).first()
    if task is None:
        raise TaskNotFound
    return task


def _require_held(task: Task, person_id: int, *, other: TaskHeld | TaskNotHeld) -> None:
    """Raises TaskOver when it has ended, `other` when the person does not hold it."""
    if task.state in (TaskState.DONE, TaskState.CANCELLED):
        raise TaskOver
    if task.holder_id != person_id:
        raise other
