"""A flow played in memory: what it would ask for next, and a whole rehearsal. Pure, nothing is written."""

from collections.abc import Mapping, Sequence

from ventanilla.kernel.workflow import engine
from ventanilla.kernel.workflow.errors import TaskNotFound
from ventanilla.kernel.workflow.types import Definition, Node, NodeKind

Values = Mapping[str, object]


def effects_after(definition: Definition, *, task: str, values: Values) -> tuple[Node, ...]:
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


class Rehearsal:
    """A run of a flow without a case: effects are taken as done, tasks end as the caller says.

    `path` are the keys of tasks, effects and the end, in the order in which the flow came to them.
    """

    def __init__(self, definition: Definition, values: Values) -> None:
        self._definition = definition
        self._tokens: dict[int, engine.Token] = {}
        self._next_id = 0
        self.path: list[Node] = []
        self.ended: str | None = None
        self._record(engine.begin(definition, values), values)

    @property
    def open_tasks(self) -> tuple[str, ...]:
        """Keys of the human tasks that wait for somebody."""
        nodes = (self._definition.nodes[token.node] for token in self._tokens.values() if not token.waiting)
        return tuple(node.key for node in nodes if node.kind is NodeKind.USER_TASK)

    def finish(self, task: str, values: Values, *, times_out: bool = False) -> None:
        """End an open task, or let its boundary timer take it. Raises TaskNotFound when it is not open."""
        for token in self._tokens.values():
            node = self._definition.nodes[token.node]
            if node.key == task and not token.waiting:
                timer = node.timers[0] if times_out and node.timers else ""
                if times_out and not timer:
                    raise TaskNotFound
                self._record(engine.leave(self._definition, self._live(), token.id, values, timer=timer), values)
                return
        raise TaskNotFound

    def _live(self) -> Sequence[engine.Token]:
        return tuple(self._tokens.values())

    def _record(self, advance: engine.Advance, values: Values) -> None:
        for gone in advance.gone:
            del self._tokens[gone]
        for placed in advance.placed:
            self._next_id += 1
            token = engine.Token(self._next_id, placed.node, placed.came_by, placed.waiting)
            self._tokens[token.id] = token
            if not placed.waiting:
                self.path.append(self._definition.nodes[placed.node])
        self.ended = advance.ended
        if advance.ended is None:
            self._do_effects(values)

    def _do_effects(self, values: Values) -> None:
        for token in self._live():
            if self._definition.nodes[token.node].kind is NodeKind.SERVICE_TASK and token.id in self._tokens:
                self._record(engine.leave(self._definition, self._live(), token.id, values), values)
