"""One step of a flow: tokens in, tokens out. Pure: no database, no clock, no effect.

A token rests at a task, an effect or a join. A step takes one token from where it rests and follows the arrows until
every token rests again or is gone. At a join a token waits by the arrow that brought it; the join goes on when each of
its arrows has brought one, and takes one of each, so that a second round of a loop never borrows from the first.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ventanilla.kernel.workflow.errors import EndlessLoop, FlowStuck, NoFlowTaken, TokenGone
from ventanilla.kernel.workflow.types import Definition, Node, NodeKind, SequenceFlow

ARROWS_PER_STEP_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Token:
    """A token at rest. `came_by` is the arrow that brought it; `waiting` when it rests at a join."""

    id: int
    node: str
    came_by: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A token that a step put down: like Token, not yet a row."""

    node: str
    came_by: str
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Advance:
    """What a step changed: ids of tokens that are gone, tokens put down, and the end reached when nothing is left."""

    gone: tuple[int, ...]
    placed: tuple[Placed, ...]
    ended: str | None


def begin(definition: Definition, values: Mapping[str, object]) -> Advance:
    """The first step: from the start event. Raises NoFlowTaken, EndlessLoop, FlowStuck."""
    move = _Move(definition, (), values)
    move.leave(definition.nodes[definition.start])
    return move.result()


def leave(
    definition: Definition, tokens: Sequence[Token], token_id: int, values: Mapping[str, object], *, timer: str = ""
) -> Advance:
    """The token leaves its task or effect, or its boundary `timer` takes it. `tokens` are all that are live.

    Raises TokenGone, NoFlowTaken, EndlessLoop, FlowStuck.
    """
    token = next((token for token in tokens if token.id == token_id and not token.waiting), None)
    if token is None:
        raise TokenGone
    move = _Move(definition, tokens, values)
    move.take(token)
    move.leave(definition.nodes[timer or token.node])
    return move.result()


class _Move:
    """The working state of one step."""

    def __init__(self, definition: Definition, tokens: Sequence[Token], values: Mapping[str, object]) -> None:
        self._definition = definition
        self._values = values
        self._live = {token.id: token for token in tokens}
        self._gone: list[int] = []
        self._placed: list[Placed] = []
        self._arrows: deque[SequenceFlow] = deque()
        self._ended = ""
        self._arrive: dict[NodeKind, Callable[[Node, SequenceFlow], None]] = {
            NodeKind.USER_TASK: self._rest,
            NodeKind.SERVICE_TASK: self._rest,
            NodeKind.UNTYPED: self._pass,
            NodeKind.EXCLUSIVE: self._choose,
            NodeKind.PARALLEL: self._join,
            NodeKind.END: self._end,
            NodeKind.TERMINATE: self._terminate,
        }

    def take(self, token: Token) -> None:
        del self._live[token.id]
        self._gone.append(token.id)

    def leave(self, node: Node) -> None:
        """Follow all the arrows of the node. A node without arrows is an end that nobody drew (BPMN 2.0 §13.3)."""
        if not node.outgoing:
            self._ended = node.key
        self._arrows.extend(node.outgoing)

    def result(self) -> Advance:
        followed = 0
        while self._arrows:
            followed += 1
            if followed > ARROWS_PER_STEP_MAX:
                raise EndlessLoop(f"A step of {self._definition.process_id} followed {followed} arrows without a task.")
            flow = self._arrows.popleft()
            node = self._definition.nodes[flow.target]
            self._arrive[node.kind](node, flow)
        rests = [*self._live.values(), *self._placed]
        if rests and all(token.waiting for token in rests):
            joins = ", ".join(sorted({token.node for token in rests}))
            raise FlowStuck(f"Every token of {self._definition.process_id} waits at a join: {joins}.")
        return Advance(tuple(self._gone), tuple(self._placed), None if rests else self._ended)

    def _rest(self, node: Node, flow: SequenceFlow) -> None:
        self._placed.append(Placed(node.id, flow.id))

    def _pass(self, node: Node, _flow: SequenceFlow) -> None:
        self.leave(node)

    def _choose(self, node: Node, _flow: SequenceFlow) -> None:
        """The first arrow whose condition holds, in the author's order; otherwise the default."""
        if len(node.outgoing) <= 1:
            self.leave(node)
            return
        for arrow in node.outgoing:
            if arrow.condition is not None and arrow.condition.holds(self._values):
                self._arrows.append(arrow)
                return
        default = next((arrow for arrow in node.outgoing if arrow.id == node.default), None)
        if default is None:
            raise NoFlowTaken(f"No condition of {node.id} was true and it has no default.")
        self._arrows.append(default)

    def _join(self, node: Node, flow: SequenceFlow) -> None:
        if len(node.incoming) > 1:
            self._placed.append(Placed(node.id, flow.id, waiting=True))
            if not self._take_one_of_each(node):
                return
        self.leave(node)

    def _take_one_of_each(self, join: Node) -> bool:
        """Take the oldest waiting token of each arrow of the join; nothing when an arrow has none."""
        kept: dict[str, Token] = {}
        for token in self._live.values():
            if token.node == join.id:
                kept.setdefault(token.came_by, token)
        new = {token.came_by: token for token in reversed(self._placed) if token.node == join.id}
        if any(arrow not in kept and arrow not in new for arrow in join.incoming):
            return False
        for arrow in join.incoming:
            if arrow in kept:
                self.take(kept[arrow])
            else:
                self._placed.remove(new[arrow])
        return True

    def _end(self, node: Node, _flow: SequenceFlow) -> None:
        self._ended = node.key

    def _terminate(self, node: Node, _flow: SequenceFlow) -> None:
        """Everything stops here, whatever other branches were doing."""
        self._gone += self._live
        self._live.clear()
        self._placed.clear()
        self._arrows.clear()
        self._ended = node.key
