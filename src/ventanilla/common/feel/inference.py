"""The type that an expression will have, as far as it can be known without running it; Any when it cannot.

Used for the types of functions and by the analysis of tables. It never says a type that could be wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ventanilla.common.feel import nodes
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    MONTHS_DURATION,
    NULL,
    NUMBER_TYPE,
    STRING,
    TIME,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    bare,
    type_of,
)

RESULTS: Mapping[str, FeelType] = {
    **dict.fromkeys(("count", "string length", "sum", "mean", "floor", "ceiling", "modulo", "sqrt"), NUMBER_TYPE),
    **dict.fromkeys(("decimal", "round up", "round down", "round half up", "round half down", "number"), NUMBER_TYPE),
    **dict.fromkeys(("day of year", "week of year", "median", "stddev", "product", "log", "exp"), NUMBER_TYPE),
    **dict.fromkeys(("string", "upper case", "lower case", "substring", "replace", "string join"), STRING),
    **dict.fromkeys(("substring before", "substring after", "day of week", "month of year"), STRING),
    **dict.fromkeys(("not", "contains", "starts with", "ends with", "matches", "list contains", "is"), BOOLEAN),
    **dict.fromkeys(("all", "any", "odd", "even", "before", "after", "includes", "during"), BOOLEAN),
}
"""Of the built-in functions whose result has always one type (or is null)."""


def inferred(node: Node, known: Mapping[str, FeelType]) -> FeelType:
    """The type of `node` where the names in `known` have those types."""
    maker = _MAKERS.get(type(node))
    return maker(node, known) if maker else ANY


def _literal(node: nodes.Literal, _known: Mapping[str, FeelType]) -> FeelType:
    return type_of(node.value)


def _name(node: nodes.Name, known: Mapping[str, FeelType]) -> FeelType:
    return known.get(node.name, ANY)


def _path(node: nodes.Path, known: Mapping[str, FeelType]) -> FeelType:
    source = bare(inferred(node.source, known))
    if isinstance(source, ContextType):
        return dict(source.fields).get(node.name, ANY)
    if isinstance(source, ListType):
        item = bare(source.item)
        return ListType("list", dict(item.fields).get(node.name, ANY)) if isinstance(item, ContextType) else ANY
    return ANY


def _truth(_node: Node, _known: Mapping[str, FeelType]) -> FeelType:
    return BOOLEAN


def _chain(node: nodes.Chain, known: Mapping[str, FeelType]) -> FeelType:
    kind, *others = (bare(inferred(operand, known)) for operand in node.operands)
    for sign, other in zip(node.signs, others, strict=True):
        kind = operated(sign, kind, other)
    return kind


def operated(sign: str, one: FeelType, other: FeelType) -> FeelType:
    """The type of `one sign other`: Null when it has never a value, Any when that cannot be known."""
    if not {one, other} <= _SIMPLE_TYPES:
        return ANY
    return _OPERATIONS.get((sign, one, other), NULL)


def _operations() -> Iterator[tuple[tuple[str, FeelType, FeelType], FeelType]]:
    for sign in ("+", "-", "*", "/", "**"):
        yield (sign, NUMBER_TYPE, NUMBER_TYPE), NUMBER_TYPE
    yield ("+", STRING, STRING), STRING
    for moved, durations in _MOVED:
        for duration in durations:
            yield ("+", moved, duration), moved
            yield ("+", duration, moved), moved
            yield ("-", moved, duration), moved
    for duration in (DAYS_DURATION, MONTHS_DURATION):
        yield ("*", duration, NUMBER_TYPE), duration
        yield ("*", NUMBER_TYPE, duration), duration
        yield ("/", duration, NUMBER_TYPE), duration
        yield ("/", duration, duration), NUMBER_TYPE
    yield ("-", TIME, TIME), DAYS_DURATION
    for one in (DATE, DATE_AND_TIME):
        for other in (DATE, DATE_AND_TIME):
            yield ("-", one, other), DAYS_DURATION


_MOVED = (
    (DATE, (DAYS_DURATION, MONTHS_DURATION)),
    (DATE_AND_TIME, (DAYS_DURATION, MONTHS_DURATION)),
    (TIME, (DAYS_DURATION,)),
    (DAYS_DURATION, (DAYS_DURATION,)),
    (MONTHS_DURATION, (MONTHS_DURATION,)),
)
_SIMPLE_TYPES = frozenset((NUMBER_TYPE, STRING, BOOLEAN, DATE, TIME, DATE_AND_TIME, DAYS_DURATION, MONTHS_DURATION))
_OPERATIONS: Mapping[tuple[str, FeelType, FeelType], FeelType] = dict(_operations())
"""Of two simple types, the type of what `arithmetic` makes of them."""


def _minus(node: nodes.Minus, known: Mapping[str, FeelType]) -> FeelType:
    return inferred(node.operand, known)


def _if(node: nodes.If, known: Mapping[str, FeelType]) -> FeelType:
    one, other = inferred(node.positive, known), inferred(node.negative, known)
    return one if one == other else ANY


def _call(node: nodes.Call, known: Mapping[str, FeelType]) -> FeelType:
    if isinstance(node.function, nodes.Name) and node.function.name not in known:
        return RESULTS.get(node.function.name, ANY)
    called = bare(inferred(node.function, known))
    return called.result if isinstance(called, FunctionType) else ANY


def _list(node: nodes.ListOf, known: Mapping[str, FeelType]) -> FeelType:
    kinds = [inferred(item, known) for item in node.items]
    return ListType("list", kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else ANY)


def _context(node: nodes.ContextOf, known: Mapping[str, FeelType]) -> FeelType:
    seen = dict(known)
    for entry in node.entries:
        seen[entry.name] = inferred(entry.value, seen)
    if node.result:
        return inferred(node.result, seen)
    return ContextType("context", tuple((entry.name, seen[entry.name]) for entry in node.entries))


def _function(node: nodes.Function, known: Mapping[str, FeelType]) -> FeelType:
    seen = {**known, **{parameter.name: parameter.type for parameter in node.parameters}}
    result = node.result_type or inferred(node.body, seen)
    return FunctionType("function", tuple(parameter.type for parameter in node.parameters), result)


def _range(node: nodes.Interval, known: Mapping[str, FeelType]) -> FeelType:
    end = node.low or node.high
    return RangeType("range", inferred(end, known) if end else ANY)


def _for(node: nodes.For, _known: Mapping[str, FeelType]) -> FeelType:
    return ListType("list", ANY)


def _typed(node: nodes.Typed, _known: Mapping[str, FeelType]) -> FeelType:
    return node.type


_MAKERS: dict[type[Node], Callable[[Any, Mapping[str, FeelType]], FeelType]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.Path: _path,
    nodes.Chain: _chain,
    nodes.Minus: _minus,
    nodes.If: _if,
    nodes.Call: _call,
    nodes.ListOf: _list,
    nodes.ContextOf: _context,
    nodes.Function: _function,
    nodes.Interval: _range,
    nodes.For: _for,
    nodes.Typed: _typed,
    **dict.fromkeys((nodes.Comparison, nodes.Between, nodes.In, nodes.InstanceOf, nodes.Logic), _truth),
}
