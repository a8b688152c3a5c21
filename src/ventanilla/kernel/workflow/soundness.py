"""Can a flow get stuck, or do something twice? Answered by walking the markings that it can reach.

A marking is the set of arrows that carry a token. Conditions may go either way. The nets are free choice: what one
token may do never depends on another except at a join, so of each marking only the ways of its first enabled node are
walked; every way of getting stuck is found all the same. A marking with two tokens on one arrow is reported and not
followed.
"""

from collections.abc import Iterator
from typing import TypeAlias

from ventanilla.kernel.workflow.definition_errors import DefinitionRefused, MayHappenTwice, MayWaitForEver
from ventanilla.kernel.workflow.types import Definition, Node, NodeKind

MARKINGS_MAX = 20_000

Marking: TypeAlias = frozenset[str]


def find_problems(definition: Definition) -> tuple[DefinitionRefused, ...]:
    """Joins that may wait for ever and what may happen twice, once each. Silent beyond MARKINGS_MAX markings."""
    return tuple(_Walk(definition).problems())


class _Walk:
    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._target = {
            flow.id: definition.nodes[flow.target] for n in definition.nodes.values() for flow in n.outgoing
        }
        self._stuck: set[str] = set()
        self._twice: set[str] = set()

    def problems(self) -> Iterator[DefinitionRefused]:
        start = self._definition.nodes[self._definition.start]
        todo = [frozenset(flow.id for flow in start.outgoing)]
        seen = set(todo)
        while todo and len(seen) < MARKINGS_MAX:
            for marking in self._next(todo.pop()):
                if marking not in seen:
                    seen.add(marking)
                    todo.append(marking)
        for node_id in sorted(self._stuck):
            yield MayWaitForEver(element=NodeKind.PARALLEL.value, id=node_id)
        for node_id in sorted(self._twice):
            yield MayHappenTwice(element=self._definition.nodes[node_id].kind.value, id=node_id)

    def _next(self, marking: Marking) -> Iterator[Marking]:
        for flow in sorted(marking):
            node = self._target[flow]
            taken = frozenset(node.incoming) if _joins(node) else frozenset({flow})
            if taken <= marking:
                yield from self._fire(node, marking - taken)
                return
        self._stuck |= {self._target[flow].id for flow in marking}

    def _fire(self, node: Node, rest: Marking) -> Iterator[Marking]:
        if node.kind is NodeKind.TERMINATE:
            return
        for given in self._ways(node):
            both = rest & given
            self._twice |= {self._target[flow].id for flow in both}
            if not both:
                yield rest | given

    def _ways(self, node: Node) -> Iterator[Marking]:
        """What the node may put down: one arrow of a choice, all arrows of the rest, or the arrow of a timer."""
        flows = frozenset(flow.id for flow in node.outgoing)
        if node.kind is NodeKind.EXCLUSIVE and flows:
            yield from (frozenset({flow}) for flow in sorted(flows))
        else:
            yield flows
        for timer in node.timers:
            yield frozenset(flow.id for flow in self._definition.nodes[timer].outgoing)


def _joins(node: Node) -> bool:
    return node.kind is NodeKind.PARALLEL and len(node.incoming) > 1
