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
from ventanilla.common.feel.types import ANY, ContextType, FeelType, ListType, RangeType, bare


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
        defined = _defined(place, node)
        for child in children(node):
            before = child if isinstance(child, (nodes.Entry, nodes.Iterator)) else None
            waiting.append(place.inside(child, introduced(node), _until(defined, before)))


def _defined(place: Place, node: Node) -> list[tuple[Node | None, str, FeelType]]:
    """The names that a node gives to those below it, in order, with their types: a name is known after its part."""
    if isinstance(node, nodes.Function):
        return [(None, each.name, each.type) for each in node.parameters]
    parts = node.entries if isinstance(node, nodes.ContextOf) else getattr(node, "iterators", ())
    found: list[tuple[Node | None, str, FeelType]] = []
    for part in parts:
        inside = place.inside(part, introduced(node), _until(found, part))
        kind = inside.type_of(part.value) if isinstance(part, nodes.Entry) else _turning(inside, part)
        found.append((part, part.name, kind))
    return found


def _turning(place: Place, node: nodes.Iterator) -> FeelType:
    """The type of what a loop gives to its variable."""
    source = bare(place.type_of(node.source))
    if node.type is not None or node.until is not None:
        return node.type or ANY
    return source.item if isinstance(source, (ListType, RangeType)) else ANY


def _until(defined: list[tuple[Node | None, str, FeelType]], part: Node | None) -> dict[str, FeelType]:
    """What is known where a part stands: all that was defined before it."""
    known: dict[str, FeelType] = {}
    for of, name, kind in defined:
        if of is not None and of is part:
            break
        known[name] = kind
    return known


def _filtered(place: Place, node: nodes.Filter) -> Iterator[Place]:
    """The test of a filter, when the items are known."""
    item = item_of(place.type_of(node.source))
    fields = dict(item.fields) if isinstance(item, ContextType) else {}
    if item is not ANY and (fields or not isinstance(item, ContextType)):
        yield place.inside(node.test, frozenset({ITEM, *fields}), {ITEM: item, **fields})
