"""How a step becomes rows: a few statements, the same number however long the case is.

Note [Statements of a step]
    lock the process (1), read its live tokens with their tasks (1), end the task (0 or 1), mark tokens (1), insert
    tokens (0 or 1), insert tasks (0 or 1), cancel tasks (0 or 1), end the process (0 or 1). Never one per row.
    The first step only inserts: process, tokens, tasks (3), and the flow's bytes the first time it is used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.workflow.engine import Advance
from ventanilla.kernel.workflow.engine import Token as EngineToken
from ventanilla.kernel.workflow.models import Process, Task, Token, TokenState
from ventanilla.kernel.workflow.types import (
    Context,
    Definition,
    Effect,
    Node,
    NodeKind,
    Step,
    TaskData,
    TaskState,
    Timer,
)

INSERT_PROCESS = """
INSERT INTO workflow_process (subject, flow_sha256, institution_id, service, started_at, ended)
VALUES (%s, %s, %s, %s, %s, '')
RETURNING id, EXISTS (SELECT FROM workflow_flowsource source WHERE source.sha256 = flow_sha256)
"""


@dataclass(frozen=True, slots=True)
class Live:
    """A locked process with its live tokens by id, oldest first. `token.task` is there for tokens at human tasks."""

    process: Process
    tokens: Mapping[int, Token]

    def for_engine(self) -> list[EngineToken]:
        return [
            EngineToken(token.id, token.node, token.came_by, token.state == TokenState.WAITING)
            for token in self.tokens.values()
        ]


def insert_process(process: Process) -> bool:
    """Insert the row of a new process. Whether its flow's bytes are stored; the reference is looked at when committed.

    One statement, because every filing of the installation comes through here.
    """
    row = (process.subject, process.flow_id, process.institution_id, process.service, process.started_at)
    with connection.cursor() as cursor:
        cursor.execute(INSERT_PROCESS, row)
        process.id, flow_is_stored = cursor.fetchone()
    return flow_is_stored


def live_of(process: Process) -> Live:
    """Read after the lock, in a statement of its own, so that it sees what the step before has committed."""
    tokens = process.tokens.exclude(state=TokenState.DONE).select_related("task__holder").order_by("id")
    return Live(process, {token.id: token for token in tokens})


def task_at(token: Token) -> Task | None:
    """The human task of a token read by `live_of`, without a statement."""
    return getattr(token, "task", None)


def record(
    definition: Definition, live: Live, advance: Advance, context: Context, *, actor: ActorRef, at: datetime
) -> Step:
    """Write what the engine decided. `live.process` is saved already and locked. See Note [Statements of a step]."""
    process = live.process
    if advance.gone:
        Token.objects.filter(id__in=advance.gone).update(state=TokenState.DONE, done_at=at)
    cancelled = _cancel_tasks([live.tokens[token_id] for token_id in advance.gone], actor, at)
    placed = _place(definition, process, advance, context, at)
    opened = _open_tasks(definition, process, placed, context, at)
    if advance.ended is not None:
        Process.objects.filter(id=process.id).update(ended_at=at, ended=advance.ended)
    stayed = [token for token in live.tokens.values() if token.id not in advance.gone]
    nodes = {token: definition.nodes[token.node] for token in [*stayed, *placed] if token.state == TokenState.ACTIVE}
    return Step(
        process_id=process.id,
        subject=process.subject,
        tasks_opened=tuple(data_of(task, process) for task in opened),
        tasks_cancelled=tuple(data_of(task, process) for task in cancelled),
        effects=tuple(_effect(token, nodes[token]) for token in placed if token in nodes and nodes[token].effect),
        timers=tuple(timer_of(token, process, definition) for token in placed if token.timer),
        positions=frozenset(node.key for node in nodes.values()),
        ended=advance.ended,
    )


def _cancel_tasks(gone: Iterable[Token], actor: ActorRef, at: datetime) -> list[Task]:
    """What a timer or a terminate end took away from under somebody. A task that was just done is over already."""
    tasks = [task for token in gone if (task := task_at(token)) and task.state in (TaskState.OPEN, TaskState.CLAIMED)]
    for task in tasks:
        task.state, task.done_at, task.done_by = TaskState.CANCELLED, at, actor.as_json()
    if tasks:
        ids = [task.id for task in tasks]
        Task.objects.filter(id__in=ids).update(state=TaskState.CANCELLED, done_at=at, done_by=actor.as_json())
    return tasks


def _place(
    definition: Definition, process: Process, advance: Advance, context: Context, at: datetime
) -> Sequence[Token]:
    tokens = []
    for placed in advance.placed:
        timer, due_at = _first_timer(definition, definition.nodes[placed.node], context)
        tokens.append(
            Token(
                process=process,
                node=placed.node,
                came_by=placed.came_by,
                state=TokenState.WAITING if placed.waiting else TokenState.ACTIVE,
                timer=timer,
                due_at=due_at,
                placed_at=at,
            )
        )
    return Token.objects.bulk_create(tokens) if tokens else tokens


def _first_timer(definition: Definition, node: Node, context: Context) -> tuple[str, datetime | None]:
    """The boundary timer that is due first: it interrupts, so no later one can ever fire."""
    due = [(context.deadline(definition.nodes[timer].term), timer) for timer in node.timers]
    if not due:
        return "", None
    due_at, timer = min(due, key=lambda pair: pair[0])
    return timer, due_at


def _open_tasks(
    definition: Definition, process: Process, placed: Sequence[Token], context: Context, at: datetime
) -> Sequence[Task]:
    tasks = []
    for token in placed:
        node = definition.nodes[token.node]
        if node.kind is not NodeKind.USER_TASK:
            continue
        plan = context.task(node.key)
        tasks.append(
            Task(
                process=process,
                token=token,
                key=node.key,
                institution_id=process.institution_id,
                unit_id=plan.unit_id,
                action=plan.action,
                for_applicant=plan.for_applicant,
                state=TaskState.OPEN,
                opened_at=at,
                due_at=plan.due_at,
            )
        )
    return Task.objects.bulk_create(tasks) if tasks else tasks


def _effect(token: Token, node: Node) -> Effect:
    if node.effect is None:
        raise TypeError(f"{node.id} is no service task.")
    return Effect(token_uuid=token.uuid, name=node.effect, params=node.params, node_key=node.key)


def timer_of(token: Token, process: Process, definition: Definition) -> Timer:
    """The timer of a token that has one."""
    if token.due_at is None:
        raise TypeError(f"The token {token.uuid} has no timer.")
    return Timer(token.uuid, process.subject, definition.nodes[token.node].key, token.due_at)


def data_of(task: Task, process: Process) -> TaskData:
    """A row as what leaves the package."""
    return TaskData(
        uuid=task.uuid,
        token_uuid=task.token.uuid,
        process_id=process.id,
        subject=process.subject,
        service=process.service,
        institution_id=task.institution_id,
        key=task.key,
        unit_id=task.unit_id,
        action=task.action,
        for_applicant=task.for_applicant,
        state=TaskState(task.state),
        holder_person_id=task.holder_id,
        opened_at=task.opened_at,
        due_at=task.due_at,
        done_at=task.done_at,
        outcome=task.outcome,
        done_by=ActorRef.from_json(task.done_by) if task.done_by else None,
    )
