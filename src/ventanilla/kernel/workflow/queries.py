"""The reads of workflow. The desk itself is one query of `cases`, which joins Task (see README, may be referenced)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from ventanilla.kernel.workflow.definitions import stored
from ventanilla.kernel.workflow.errors import TaskNotFound, TokenGone
from ventanilla.kernel.workflow.models import Process, Task, Token, TokenState
from ventanilla.kernel.workflow.recording import data_of, timer_of
from ventanilla.kernel.workflow.types import Node, ProcessData, TaskData, TaskState, Timer


def get_task(*, uuid: UUID) -> TaskData:
    """Raises TaskNotFound. Who may see it is the caller's to know. One statement."""
    task = Task.objects.select_related("process", "token").filter(uuid=uuid).first()
    if task is None:
        raise TaskNotFound
    return data_of(task, task.process)


def list_open_tasks(*, subjects: Collection[UUID]) -> dict[UUID, tuple[TaskData, ...]]:
    """The open tasks of each subject (who has it, until when), oldest first. One statement for a page of cases."""
    rows = (
        Task.objects.filter(process__subject__in=subjects, state__in=[TaskState.OPEN, TaskState.CLAIMED])
        .select_related("process", "token")
        .order_by("id")
    )
    found: dict[UUID, list[TaskData]] = defaultdict(list)
    for task in rows:
        found[task.process.subject].append(data_of(task, task.process))
    return {subject: tuple(tasks) for subject, tasks in found.items()}


def list_due_timers(*, at: datetime, limit: int = 100) -> tuple[Timer, ...]:
    """The tokens whose term is over, the longest overdue first. One statement, by the index on `due_at`."""
    tokens = (
        Token.objects.filter(state=TokenState.ACTIVE, due_at__isnull=False, due_at__lte=at)
        .select_related("process")
        .order_by("due_at")[:limit]
    )
    return tuple(timer_of(token, token.process, stored(token.process.flow_id)) for token in tokens)


def node_of(*, token_uuid: UUID) -> Node:
    """The element of the flow at which a token stands, or stood. Raises TokenGone when there is no such token."""
    token = Token.objects.select_related("process").filter(uuid=token_uuid).first()
    if token is None:
        raise TokenGone
    return stored(token.process.flow_id).nodes[token.node]


def find_process(*, subject: UUID) -> ProcessData | None:
    """The process of a subject, or None. One statement."""
    process = Process.objects.filter(subject=subject).first()
    if process is None:
        return None
    return ProcessData(
        id=process.id,
        subject=process.subject,
        definition_sha256=process.flow_id,
        institution_id=process.institution_id,
        service=process.service,
        started_at=process.started_at,
        ended_at=process.ended_at,
        ended=process.ended,
    )
