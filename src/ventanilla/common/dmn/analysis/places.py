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
        if defined := introduced(node):
            place = _with_definitions(place, node, defined)
        waiting.extend(Place(child, place.names, place.types) for child in children(node))


def _with_definitions(place: Place, node: Node, defined: frozenset[str]) -> Place:
    """The place below a node that gives names to what is there. A name that means something else before it is given
    has no type: nobody says here on which side of its definition a part stands.
    """
    types = {name: kind for name, kind in place.types.items() if name not in defined}
    if isinstance(node, nodes.Function):
        types |= {each.name: each.type for each in node.parameters}
    elif isinstance(node, nodes.ContextOf):
        for entry in node.entries:
            if entry.name not in place.names:
                types[entry.name] = inferred(entry.value, types)
    elif isinstance(node, (nodes.For, nodes.Quantified)):
        for iterator in node.iterators:
            if iterator.name not in place.names:
                types[iterator.name] = _turning(iterator, types)
    return Place(node, place.names | defined, types)


def _turning(node: nodes.Iterator, types: Mapping[str, FeelType]) -> FeelType:
    """The type of what a loop gives to its variable."""
    if node.type is not None or node.until is not None:
        return node.type or ANY
    source = bare(inferred(node.source, types))
    return source.item if isinstance(source, (ListType, RangeType)) else ANY


def _filtered(place: Place, node: nodes.Filter) -> Iterator[Place]:
    """The test of a filter, when the items are known."""
    item = item_of(place.type_of(node.source))
    fields = dict(item.fields) if isinstance(item, ContextType) else {}
    if item is not ANY and (fields or not isinstance(item, ContextType)):
        yield place.inside(node.test, frozenset({ITEM, *fields}), {ITEM: item, **fields})
