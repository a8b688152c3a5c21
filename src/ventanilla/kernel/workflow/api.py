"""The front door of workflow: flows in BPMN 2.0, their steps, and the tasks that people do."""

from ventanilla.kernel.workflow.checks import check
from ventanilla.kernel.workflow.definitions import load
from ventanilla.kernel.workflow.foresight import Rehearsal, effects_after
from ventanilla.kernel.workflow.operations import (
    claim_task,
    complete_effect,
    complete_task,
    fire_timer,
    postpone_timer,
    release_task,
    start,
)
from ventanilla.kernel.workflow.queries import find_process, get_task, list_due_timers, list_open_tasks, node_of

__all__ = [
    "Rehearsal",
    "check",
    "claim_task",
    "complete_effect",
    "complete_task",
    "effects_after",
    "find_process",
    "fire_timer",
    "get_task",
    "list_due_timers",
    "list_open_tasks",
    "load",
    "node_of",
    "postpone_timer",
    "release_task",
    "start",
]
