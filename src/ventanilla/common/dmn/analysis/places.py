"""Every part of a text with the names that are known where it stands, and their types as far as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ventanilla.common.dmn.analysis.apart import item_of
from ventanilla.common.dmn.boxed import ITEM, Text
from ventanilla.common.feel import nodes
from ventanilla.common.feel.expression import introduced
from ventanilla.common.feel.inference import inferred
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import children
from ventanilla.common.feel.types import ANY, ContextType, FeelType


@dataclass(frozen=True, slots=True)
class Place:
    node: Node
    names: frozenset[str]
    types: Mapping[str, FeelType]

    def type_of(self, node: Node) -> FeelType:
        return inferred(node, self.types)

    def inside(self, node: Node, names: frozenset[str], types: Mapping[str, FeelType]) -> "Place":
        """Where these names mean something new."""
        kept = {name: kind for name, kind in self.types.items() if name not in names}
        return Place(node, self.names | names, {**kept, **types})


def each_place(text: Text, known: Mapping[str, FeelType]) -> Iterator[Place]:
    """The parts of a text, from the outermost. What is inside a filter of unknown items is left out: any name may be an
    entry there.
    """
    waiting = [Place(text.node, text.names, {name: kind for name, kind in known.items() if name not in text.local})]
    while waiting:
        place = waiting.pop()
        yield place
        node = place.node
        if isinstance(node, nodes.Filter):
            waiting.append(place.inside(node.source, frozenset(), {}))
            waiting.extend(_filtered(place, node))
            continue
        types = {each.name: each.type for each in node.parameters} if isinstance(node, nodes.Function) else {}
        waiting.extend(place.inside(child, introduced(node), types) for child in children(node))


def _filtered(place: Place, node: nodes.Filter) -> Iterator[Place]:
    """The test of a filter, when the items are known."""
    item = item_of(place.type_of(node.source))
    fields = dict(item.fields) if isinstance(item, ContextType) else {}
    if item is not ANY and (fields or not isinstance(item, ContextType)):
        yield place.inside(node.test, frozenset({ITEM, *fields}), {ITEM: item, **fields})
