"""What a flow would ask for next if a task ended now: for previews. Pure, nothing is written."""

from collections.abc import Mapping

from ventanilla.kernel.workflow import engine
from ventanilla.kernel.workflow.errors import TaskNotFound
from ventanilla.kernel.workflow.types import Definition, Node, NodeKind


def effects_after(definition: Definition, *, task: str, values: Mapping[str, object]) -> tuple[Node, ...]:
    """The service tasks that directly follow the human task `task`, were it to end with these values.

    `values` are those of a step's Context, the outcome of the task included. Raises TaskNotFound when the flow has no
    such task, and the faults of `start`.
    """
    node = next((each for each in definition.of_kind(NodeKind.USER_TASK) if each.key == task), None)
    if node is None:
        raise TaskNotFound
    token = engine.Token(id=0, node=node.id)
    placed = (definition.nodes[each.node] for each in engine.leave(definition, (token,), 0, values).placed)
    return tuple(each for each in placed if each.kind is NodeKind.SERVICE_TASK)
