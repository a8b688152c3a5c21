"""How points and ranges lie to each other (the standard's interval algebra), and ranges read from text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ventanilla.common.feel import nodes
from ventanilla.common.feel.arithmetic import negative
from ventanilla.common.feel.builtins.base import BUILTINS, function
from ventanilla.common.feel.errors import InvalidExpression
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.operands import Operands
from ventanilla.common.feel.scope import Names, Scope
from ventanilla.common.feel.values import FeelValue, Range, equal, less


class _Incomparable(Exception):
    """Two ends of different kinds: the answer is null."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """An end of a range. `infinite` is -1 below all, 1 above all, 0 for a value."""

    value: FeelValue
    included: bool
    infinite: int = 0

    def compare(self, other: "_Edge") -> int:
        """Negative, zero or positive, as the values lie. Raises _Incomparable."""
        if self.infinite or other.infinite:
            return self.infinite - other.infinite
        if equal(self.value, other.value) is True:
            return 0
        smaller = less(self.value, other.value)
        if smaller is None:
            raise _Incomparable
        return -1 if smaller else 1


@dataclass(frozen=True, slots=True)
class _Span:
    low: _Edge
    high: _Edge
    point: bool


def _span(value: FeelValue) -> _Span:
    if not isinstance(value, Range):
        edge = _Edge(value, included=True)
        return _Span(edge, edge, point=True)
    low = _Edge(value.low, value.low_in, 0 if value.low is not None else -1)
    return _Span(low, _Edge(value.high, value.high_in, 0 if value.high is not None else 1), point=False)


def _before(one: _Span, other: _Span) -> bool:
    order = one.high.compare(other.low)
    return order < 0 or (order == 0 and not (one.high.included and other.low.included))


def _after(one: _Span, other: _Span) -> bool:
    return _before(other, one)


def _meets(one: _Span, other: _Span) -> bool:
    return one.high.included and other.low.included and one.high.compare(other.low) == 0


def _starts_no_later(one: _Span, other: _Span) -> bool:
    """Whether `one` begins where `other` does or before."""
    order = one.low.compare(other.low)
    return order < 0 or (order == 0 and (one.low.included or not other.low.included))


def _ends_no_earlier(one: _Span, other: _Span) -> bool:
    order = one.high.compare(other.high)
    return order > 0 or (order == 0 and (one.high.included or not other.high.included))


def _overlaps(one: _Span, other: _Span) -> bool:
    return not _before(one, other) and not _after(one, other)


def _overlaps_before(one: _Span, other: _Span) -> bool:
    order = one.low.compare(other.low)
    first = order < 0 or (order == 0 and one.low.included and not other.low.included)
    return first and not _before(one, other) and _ends_no_earlier(other, one)


def _overlaps_after(one: _Span, other: _Span) -> bool:
    """As the standard's table has it: `other` begins before, reaches into `one`, and ends no later."""
    order = other.low.compare(one.low)
    first = order < 0 or (order == 0 and other.low.included and not one.low.included)
    return first and not _before(other, one) and _ends_no_earlier(one, other)


def _includes(one: _Span, other: _Span) -> bool:
    return _starts_no_later(one, other) and _ends_no_earlier(one, other)


def _during(one: _Span, other: _Span) -> bool:
    return _includes(other, one)


def _finishes(one: _Span, other: _Span) -> bool:
    if one.high.compare(other.high) != 0 or (one.point and not other.high.included):
        return False
    return one.point or (one.high.included == other.high.included and _starts_no_later(other, one))


def _starts(one: _Span, other: _Span) -> bool:
    if one.low.compare(other.low) != 0 or (one.point and not other.low.included):
        return False
    return one.point or (one.low.included == other.low.included and _ends_no_earlier(other, one))


def _coincides(one: _Span, other: _Span) -> bool:
    return (
        one.low.compare(other.low) == 0
        and one.high.compare(other.high) == 0
        and (one.low.included, one.high.included) == (other.low.included, other.high.included)
    )


def _declare(name: str, one: str, other: str, holds: Callable[[_Span, _Span], bool], *, swapped: bool = False) -> None:
    """A relation whose arguments are named and may be points or ranges as the standard allows."""

    def run(first: FeelValue, second: FeelValue) -> FeelValue:
        spans = (_span(second), _span(first)) if swapped else (_span(first), _span(second))
        try:
            return holds(*spans)
        except _Incomparable:
            return None

    function(name, one, other)(run)


_POINT_1, _POINT_2, _POINT = "point1: point or range", "point2: point or range", "point: point or range"
_RANGE, _RANGE_1, _RANGE_2 = "range: range", "range1: range", "range2: range"

for _name, _holds in (("before", _before), ("after", _after)):
    _declare(_name, _POINT_1, _POINT_2, _holds)
    _declare(_name, _POINT, _RANGE, _holds)
    _declare(_name, _RANGE, _POINT, _holds)
    _declare(_name, _RANGE_1, _RANGE_2, _holds)

_declare("meets", _RANGE_1, _RANGE_2, _meets)
_declare("met by", _RANGE_1, _RANGE_2, _meets, swapped=True)
_declare("overlaps", _RANGE_1, _RANGE_2, _overlaps)
_declare("overlaps before", _RANGE_1, _RANGE_2, _overlaps_before)
_declare("overlaps after", _RANGE_1, _RANGE_2, _overlaps_after)

for _name, _holds in (
    ("finishes", _finishes),
    ("during", _during),
    ("starts", _starts),
):
    _declare(_name, _POINT, _RANGE, _holds)
    _declare(_name, _RANGE_1, _RANGE_2, _holds)

_declare("finished by", _RANGE, _POINT, _finishes, swapped=True)
_declare("finished by", _RANGE_1, _RANGE_2, _finishes, swapped=True)
_declare("started by", _RANGE, _POINT, _starts, swapped=True)
_declare("started by", _RANGE_1, _RANGE_2, _starts, swapped=True)
_declare("includes", _RANGE, _POINT, _includes)
_declare("includes", _RANGE_1, _RANGE_2, _includes)
_declare("coincides", _POINT_1, _POINT_2, _coincides)
_declare("coincides", _RANGE_1, _RANGE_2, _coincides)

_LITERAL_FUNCTIONS = ("date", "time", "date and time", "duration")


@function("range", "from: string", stateful=True)
def to_range(state: State, text: str) -> FeelValue:
    """`range("[18..21)")`: the ends are literals of one kind, in order; an end that is left out is open."""
    text = text.strip()
    if len(text) < 4 or text[0] not in "[](" or text[-1] not in "[])" or ".." not in text:
        return None
    low_text, _, high_text = text[1:-1].partition("..")
    low_in, high_in = text[0] == "[", text[-1] == "]"
    try:
        low, high = _end(state, low_text), _end(state, high_text)
    except (InvalidExpression, _Incomparable):
        return None
    if (low is None and low_in) or (high is None and high_in) or (low is None and high is None):
        return None
    if low is not None and high is not None and less(high, low) is not False:
        return None
    return Range(low, high, low_in, high_in)


def _end(state: State, text: str) -> FeelValue:
    """The literal of an end; null when there is none. Raises InvalidExpression, or _Incomparable for anything else."""
    if not text.strip():
        return None
    parser = Operands(text, Scope(Names(_LITERAL_FUNCTIONS)))
    node = parser.expression()
    parser.end()
    return _literal(state, node)


def _literal(state: State, node: Node) -> Any:
    if isinstance(node, nodes.Minus) and isinstance(node.operand, nodes.Literal):
        return negative(node.operand.value)
    if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name) and not node.names:
        called = BUILTINS.get(node.function.name)
        if called is not None and called.name in _LITERAL_FUNCTIONS:
            return called.invoke(state, [_literal(state, item) for item in node.arguments])
    if isinstance(node, nodes.Literal):
        return node.value
    raise _Incomparable
