"""Names that nothing declares, and values of types that can never be equal or never fit where they go."""

from collections.abc import Iterator, Mapping

from ventanilla.common.dmn.analysis.findings import Cell, Finding
from ventanilla.common.dmn.boxed import Text
from ventanilla.common.dmn.table import Table
from ventanilla.common.feel import nodes
from ventanilla.common.feel.builtins import BUILTINS
from ventanilla.common.feel.expression import introduced
from ventanilla.common.feel.inference import inferred
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import children
from ventanilla.common.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    NULL,
    ContextType,
    FeelType,
    ListType,
    RangeType,
    bare,
    conforms_to,
)


def unknown_names(text: Text) -> Iterator[Finding]:
    """The names of a text that were not in scope where it stands. Inside a filter any name may be an entry."""
    waiting: list[tuple[Node, frozenset[str]]] = [(text.node, text.names)]
    seen: set[str] = set()
    while waiting:
        node, known = waiting.pop()
        if isinstance(node, nodes.Filter):
            waiting.append((node.source, known))
            continue
        if isinstance(node, nodes.Name) and node.name not in known | seen and node.name not in BUILTINS:
            seen.add(node.name)
            yield Finding("unknown_name", text.where, {"name": node.name, "position": node.position})
        waiting.extend((child, known | introduced(node)) for child in children(node))


def never_equal(text: Text, known: Mapping[str, FeelType]) -> Iterator[Finding]:
    """Comparisons of two types that are known and have no value in common."""
    waiting: list[tuple[Node, frozenset[str]]] = [(text.node, frozenset())]
    while waiting:
        node, hidden = waiting.pop()
        if isinstance(node, nodes.Comparison):
            visible = {name: kind for name, kind in known.items() if name not in hidden}
            one, other = inferred(node.left, visible), inferred(node.right, visible)
            if are_apart(one, other):
                params = {"one": bare(one).name, "other": bare(other).name, "position": node.position}
                yield Finding("never_equal", text.where, params)
        if not isinstance(node, nodes.Filter):
            waiting.extend((child, hidden | introduced(node)) for child in children(node))


def are_apart(one: FeelType, other: FeelType) -> bool:
    """Whether no value but null is of both types, even as a list of one."""
    one, other = _item(one), _item(other)
    if ANY in (one, other) or NULL in (one, other):
        return False
    if isinstance(one, ContextType) and isinstance(other, ContextType):
        return False
    return not conforms_to(one, other) and not conforms_to(other, one)


def _item(kind: FeelType) -> FeelType:
    kind = bare(kind)
    return bare(kind.item) if isinstance(kind, ListType) else kind


def cells_of_other_types(table: Table, known: Mapping[str, FeelType]) -> Iterator[Finding]:
    """Cells whose constants are of another type than their column."""
    for place, column in enumerate(table.inputs):
        kind = _item(inferred(column.value, known))
        for number, rule in enumerate(table.rules, 1):
            if place < len(rule.cells) and _all_apart(rule.cells[place], kind, known):
                label = table.source.inputs[place].label
                test = Cell(table.source.rules[number - 1].inputs[place])
                where = f"{table.source.where} › {number} › {label}"
                yield Finding("cell_type", where, {"test": test, "column": label, "kind": kind.name})


def _all_apart(tests: nodes.Tests, kind: FeelType, known: Mapping[str, FeelType]) -> bool:
    if not tests.tests or tests.negated or any(tests.uses_input):
        return False
    return all(_test_apart(test, kind, known) for test in tests.tests)


def _test_apart(test: Node, kind: FeelType, known: Mapping[str, FeelType]) -> bool:
    if isinstance(test, nodes.Unlike):
        return False
    wanted = bare(inferred(test, known))
    if isinstance(wanted, RangeType):
        return are_apart(wanted.item, kind)
    return wanted != BOOLEAN and are_apart(wanted, kind)


def result_of_other_type(where: str, found: FeelType, declared: FeelType) -> Iterator[Finding]:
    """A result that can never be of the declared type."""
    one, other = bare(found), bare(declared)
    simple = not isinstance(one, (ListType, ContextType)) and not isinstance(other, (ListType, ContextType))
    if simple and (one, other) != (DATE, DATE_AND_TIME) and are_apart(one, other):
        yield Finding("result_type", where, {"one": one.name, "other": other.name})
