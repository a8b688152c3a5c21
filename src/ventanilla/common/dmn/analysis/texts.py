"""Names that nothing declares, and values of types that can never be equal, be computed with, or fit where they go."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ventanilla.common.dmn.analysis.apart import are_apart, item_of, tests_apart
from ventanilla.common.dmn.analysis.findings import Cell, Finding
from ventanilla.common.dmn.analysis.places import Place, each_place
from ventanilla.common.dmn.boxed import Text
from ventanilla.common.dmn.table import Table
from ventanilla.common.feel import nodes
from ventanilla.common.feel.builtins import BUILTINS
from ventanilla.common.feel.inference import inferred, operated
from ventanilla.common.feel.properties import PROPERTIES
from ventanilla.common.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    NULL,
    ContextType,
    FeelType,
    ListType,
    bare,
)

Params = Mapping[str, object]


def findings_of_text(text: Text, known: Mapping[str, FeelType]) -> Iterator[Finding]:
    """What is wrong in one text, whose names have the types in `known` as far as declared."""
    seen: set[str] = set()
    for place in each_place(text, known):
        node = place.node
        if isinstance(node, nodes.Name):
            if node.name not in place.names | seen and node.name not in BUILTINS:
                seen.add(node.name)
                yield Finding("unknown_name", text.where, {"name": node.name, "position": node.position})
            continue
        check = _CHECKS.get(type(node))
        for code, params in check(node, place) if check else ():
            yield Finding(code, text.where, {**params, "position": node.position})


def _compared(node: nodes.Comparison, place: Place) -> Iterator[tuple[str, Params]]:
    yield from _never_equal(place.type_of(node.left), place.type_of(node.right))


def _between(node: nodes.Between, place: Place) -> Iterator[tuple[str, Params]]:
    value = place.type_of(node.value)
    ends = (*_never_equal(value, place.type_of(node.low)), *_never_equal(value, place.type_of(node.high)))
    yield from ends[:1]


def _never_equal(one: FeelType, other: FeelType) -> Iterator[tuple[str, Params]]:
    if are_apart(one, other):
        yield "never_equal", {"one": bare(one).name, "other": bare(other).name}


def _in(node: nodes.In, place: Place) -> Iterator[tuple[str, Params]]:
    value = item_of(place.type_of(node.value))
    if tests_apart(node.tests, value, place.types):
        found = item_of(place.type_of(node.tests.tests[0]))
        yield "never_equal", {"one": value.name, "other": found.name}


def _operation(node: nodes.Chain, place: Place) -> Iterator[tuple[str, Params]]:
    """The first operation that has never a value."""
    one, *others = (bare(place.type_of(operand)) for operand in node.operands)
    for sign, other in zip(node.signs, others, strict=True):
        result = operated(sign, one, other)
        if result is NULL and NULL not in (one, other):
            yield "no_operation", {"sign": sign, "one": one.name, "other": other.name}
            return
        one = result


def _condition(node: nodes.If, place: Place) -> Iterator[tuple[str, Params]]:
    kind = bare(place.type_of(node.condition))
    if kind not in (ANY, BOOLEAN, NULL):
        yield "condition_type", {"kind": kind.name}


def _field(node: nodes.Path, place: Place) -> Iterator[tuple[str, Params]]:
    """A part that the type of what is before the point does not have."""
    kind = item_of(place.type_of(node.source))
    fields = [name for name, _ in kind.fields] if isinstance(kind, ContextType) else PROPERTIES.get(kind.name)
    if kind is not ANY and fields and node.name not in fields:
        yield "unknown_field", {"name": node.name, "fields": ", ".join(fields)}


def _literal(node: nodes.Invalid, _place: Place) -> Iterator[tuple[str, Params]]:
    if node.reason == "literal":
        yield "no_literal", {}


_CHECKS: dict[type[nodes.Node], Callable[[Any, Place], Iterator[tuple[str, Params]]]] = {
    nodes.Comparison: _compared,
    nodes.Between: _between,
    nodes.In: _in,
    nodes.Chain: _operation,
    nodes.If: _condition,
    nodes.Path: _field,
    nodes.Invalid: _literal,
}


def cells_of_other_types(table: Table, known: Mapping[str, FeelType]) -> Iterator[Finding]:
    """Cells whose constants are of another type than their column."""
    for place, column in enumerate(table.inputs):
        kind = item_of(inferred(column.value, known))
        for number, rule in enumerate(table.rules, 1):
            if place < len(rule.cells) and tests_apart(rule.cells[place], kind, known):
                label = table.source.inputs[place].label
                test = Cell(table.source.rules[number - 1].inputs[place])
                where = f"{table.source.where} › {number} › {label}"
                yield Finding("cell_type", where, {"test": test, "column": label, "kind": kind.name})


def result_of_other_type(where: str, found: FeelType, declared: FeelType) -> Iterator[Finding]:
    """A result that can never be of the declared type."""
    one, other = bare(found), bare(declared)
    simple = not isinstance(one, (ListType, ContextType)) and not isinstance(other, (ListType, ContextType))
    if simple and (one, other) != (DATE, DATE_AND_TIME) and are_apart(one, other):
        yield Finding("result_type", where, {"one": one.name, "other": other.name})
