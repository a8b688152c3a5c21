"""The values of a column cut into pieces that no cell tells apart, so that cells become sets that can be computed with.

Numbers and dates are cut at every end that a cell names; texts are those named, and one piece for all others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cmp_to_key, reduce
from typing import Any

from ventanilla.common.dmn.wording import Words, constant
from ventanilla.common.feel import nodes
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.temporal import Date, MonthsDuration
from ventanilla.common.feel.values import FeelValue, Range, equal, less, within

OTHER = object()
"""Every value that no cell names."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One value, or all values strictly between two ends (None is without end)."""

    low: FeelValue
    high: FeelValue
    point: bool


@dataclass(frozen=True, slots=True)
class Domain:
    """The pieces of a column, in order when its values have one. A set of them is the bits of a whole number."""

    label: str
    pieces: tuple[Any, ...]
    possible: int

    @property
    def is_ordered(self) -> bool:
        return bool(self.pieces) and isinstance(self.pieces[0], Piece)

    def bits(self, tests: nodes.Tests) -> int | None:
        """The pieces that pass the tests; None when they are not of constants alone."""
        if not tests.tests:
            return self.possible
        found = 0
        for test in tests.tests:
            bits = self._of_test(test)
            if bits is None:
                return None
            found |= bits
        return (self.possible & ~found) if tests.negated else (self.possible & found)

    def _of_test(self, node: Node) -> int | None:
        node = asked(node)
        if isinstance(node, nodes.Tests):
            return self.bits(node)
        if isinstance(node, nodes.Logic):
            each = [self._of_test(operand) for operand in node.operands]
            known = [bits for bits in each if bits is not None]
            if len(known) < len(each):
                return None
            return common(known, self.possible) if node.word == "and" else reduce(int.__or__, known, 0)
        if isinstance(node, nodes.Unlike):
            other = constant(node.value)
            return None if other is None else self.possible & ~self._passing(other)
        if isinstance(node, nodes.Interval):
            value = range_of(node)
            return None if value is None else self._passing(value)
        value = constant(node)
        return None if value is None else self._passing(value)

    def _passing(self, wanted: FeelValue) -> int:
        return sum(1 << place for place, piece in enumerate(self.pieces) if _inside(piece, wanted))

    def region(self, bits: int) -> "Values":
        return Values(self, bits)


@dataclass(frozen=True, slots=True)
class Values:
    """Some pieces of a domain, to be said in words."""

    domain: Domain
    bits: int

    def in_words(self, words: Words, other: str) -> str:
        chosen = [piece for place, piece in enumerate(self.domain.pieces) if self.bits >> place & 1]
        if not self.domain.is_ordered:
            return words.say("or").join(other if piece is OTHER else words.value(piece) for piece in chosen[:6])
        return words.say("or").join(words.value(run) for run in _runs(self.domain, self.bits)[:3])


def _runs(domain: Domain, bits: int) -> list[FeelValue]:
    """Neighbouring pieces as one range or value."""
    runs: list[list[Piece]] = []
    previous = -2
    for place, piece in enumerate(domain.pieces):
        if bits >> place & 1:
            if place == previous + 1:
                runs[-1].append(piece)
            else:
                runs.append([piece])
            previous = place
    return [_joined(run) for run in runs]


def _joined(run: list[Piece]) -> FeelValue:
    first, last = run[0], run[-1]
    if first is last and first.point:
        return first.low
    return Range(first.low, last.high, first.point, last.point)


def _inside(piece: Any, wanted: FeelValue) -> bool:
    """Whether every value of a piece is wanted. Pieces are cut so that it is all or none."""
    if not isinstance(piece, Piece):
        return (
            piece is not OTHER
            and (within(piece, wanted) if isinstance(wanted, Range) else equal(piece, wanted)) is True
        )
    if not isinstance(wanted, Range):
        return piece.point and equal(piece.low, wanted) is True
    if piece.point:
        return within(piece.low, wanted) is True
    return _begins_after(piece, wanted) and _ends_before(piece, wanted)


def _begins_after(piece: Piece, wanted: Range) -> bool:
    return wanted.low is None or (piece.low is not None and less(piece.low, wanted.low) is False)


def _ends_before(piece: Piece, wanted: Range) -> bool:
    return wanted.high is None or (piece.high is not None and less(wanted.high, piece.high) is False)


def common(sets: Iterable[int], whole: int) -> int:
    """The pieces of `whole` that are in each of these sets."""
    return reduce(int.__and__, sets, whole)


def asked(node: Node) -> Node:
    """A test that speaks of `?` as the test that says the same without it, where there is one."""
    if isinstance(node, nodes.In) and _is_input(node.value):
        return node.tests
    if isinstance(node, nodes.Between) and _is_input(node.value):
        return nodes.Interval(node.position, node.low, node.high, low_in=True, high_in=True)
    if not isinstance(node, nodes.Comparison) or _is_input(node.left) == _is_input(node.right):
        return node
    flipped = _is_input(node.right)
    value, sign = (node.left, _FLIPPED.get(node.sign, node.sign)) if flipped else (node.right, node.sign)
    if sign == "!=":
        return nodes.Unlike(node.position, value)
    low = None if sign in ("<", "<=") else value
    high = None if sign in (">", ">=") else value
    return nodes.Interval(node.position, low, high, sign in (">=", "="), sign in ("<=", "="), sign)


_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _is_input(node: Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "?"


def _single(node: Node) -> Iterator[Node]:
    """The tests that a test is made of."""
    node = asked(node)
    if isinstance(node, (nodes.Tests, nodes.Logic)):
        for part in node.tests if isinstance(node, nodes.Tests) else node.operands:
            yield from _single(part)
    else:
        yield node


def range_of(node: nodes.Interval) -> FeelValue:
    """The range of a test whose ends are constants; None when they are not."""
    low, high = constant(node.low), constant(node.high)
    if (node.low and low is None) or (node.high and high is None):
        return None
    return low if node.sign == "=" else Range(low, high, node.low_in, node.high_in)


def domain_of(
    label: str, cells: Sequence[nodes.Tests], allowed: Sequence[nodes.Tests], *, boolean: bool
) -> Domain | None:
    """The domain of a column by its cells. None when its values are of several kinds, or no cell names any."""
    single = [test for tests in (*cells, *allowed) for test in _single(tests)]
    values = [value for test in single for value in _named(test)]
    kinds: set[type[object]] = {type(value) for value in values}
    if boolean or kinds == {bool}:
        return Domain(label, (True, False), 0b11)
    if len(kinds) > 1:
        return None
    if kinds == {str} and not any(isinstance(test, nodes.Interval) for test in single):
        pieces: tuple[Any, ...] = (*dict.fromkeys(values), OTHER)
    else:
        pieces = _cut(values)
    whole = Domain(label, pieces, (1 << len(pieces)) - 1)
    possible = [bits for tests in allowed if (bits := whole.bits(tests)) is not None]
    return Domain(label, pieces, common(possible, whole.possible))


def _named(node: Node) -> list[FeelValue]:
    """The constants that a test names."""
    if isinstance(node, nodes.Unlike):
        node = node.value
    ends = (node.low, node.high) if isinstance(node, nodes.Interval) else (node,)
    return [value for value in map(constant, ends) if value is not None and not isinstance(value, (list, dict))]


def _follows(one: FeelValue, other: FeelValue) -> bool:
    """Whether nothing lies between two values: days and months are whole, all else is as fine as one likes."""
    if isinstance(one, Date) and isinstance(other, Date):
        return other.number == one.number + 1
    return isinstance(one, MonthsDuration) and isinstance(other, MonthsDuration) and other.months == one.months + 1


def _cut(values: list[FeelValue]) -> tuple[Piece, ...]:
    """Each value as a point, with the open pieces before, between and after."""
    ends: list[FeelValue] = []
    for value in sorted(values, key=cmp_to_key(lambda one, other: -1 if less(one, other) else 1)):
        if not ends or equal(ends[-1], value) is not True:
            ends.append(value)
    pieces: list[Piece] = []
    before: FeelValue = None
    for value in ends:
        if not _follows(before, value):
            pieces.append(Piece(before, value, point=False))
        pieces.append(Piece(value, value, point=True))
        before = value
    return (*pieces, Piece(before, None, point=False))
