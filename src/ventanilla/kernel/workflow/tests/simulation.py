"""What must hold of tokens and tasks whatever happens. Only cases move them."""

from collections.abc import Iterator

from ventanilla.common.testing import Step
from ventanilla.kernel.workflow.models import Process, Task, Token, TokenState
from ventanilla.kernel.workflow.types import TaskState

STEPS: tuple[Step, ...] = ()
OPEN = (TaskState.OPEN, TaskState.CLAIMED)


def problems(*, at_rest: bool) -> Iterator[str]:
    """A process lives while it has live tokens, and a task is open while its token stands at it."""
    live = Token.objects.exclude(state=TokenState.DONE)
    for process in Process.objects.all():
        stands = live.filter(process=process).exists()
        if stands == (process.ended_at is not None):
            yield f"the process {process.id} ended at {process.ended_at} and has {'' if stands else 'no '}live tokens"
    for task in Task.objects.select_related("token"):
        is_open = task.state in OPEN
        if is_open != (task.token.state == TokenState.ACTIVE):
            yield f"the task {task.id} is {task.state} and its token {task.token.state}"
        if (task.state == TaskState.CLAIMED) != (is_open and task.holder_id is not None):
            yield f"the task {task.id} is {task.state} and its holder {task.holder_id}"
