"""The values of FEEL and how they are compared: null stands for "not known", and comparing different kinds is null.

number Decimal · string str · boolean bool · null None · list list · context dict · the rest own classes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set, Sized
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from enum import Enum
from typing import Any, TypeAlias, cast
from uuid import UUID

from ventanilla.common.feel.limits import VALUE_DEPTH_MAX
from ventanilla.common.feel.temporal import (
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    from_datetime,
)

FeelValue: TypeAlias = Any
"""bool, Decimal, str, Date, Time, DateTime, DaysDuration, MonthsDuration, Range, Callee, list, dict or None."""

Spend: TypeAlias = Callable[[int], None]
"""Counts steps of work, and raises when there are too many."""

NUMBERS = Context(prec=34, Emax=6_144, Emin=-6_143, traps=[])
"""Decimal128, as FEEL counts. Nothing raises: what has no result is not finite, and becomes null."""

NUMBER = Decimal


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; an end that is None is open. A range of one value has both ends in."""

    low: FeelValue
    high: FeelValue
    low_in: bool
    high_in: bool


class Callee:
    """What can be called. `parameters` are the names, or None when any number will do."""

    __slots__ = ()
    name: str
    parameters: tuple[str, ...] | None
    parameter_types: tuple[Any, ...] | None
    result_type: Any


def from_python(value: object, depth: int = 0) -> FeelValue:
    """The FEEL value of what Python stores, to its depth: numbers become Decimal, UUID its text. Raises TypeError."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if type(value) is int and value.bit_length() <= _EXACT_BITS:
        return _whole(value)
    if isinstance(value, (int, float, Decimal)):
        return _from_number(value)
    if isinstance(value, (str, Date, DateTime, Time, DaysDuration, MonthsDuration, Range, Callee)):
        return str(value.value) if isinstance(value, Enum) else value
    if isinstance(value, (date, time, timedelta)):
        return _from_clock(value)
    if isinstance(value, UUID):
        return str(value)
    if depth > VALUE_DEPTH_MAX:
        raise TypeError(f"A condition cannot use values inside each other {VALUE_DEPTH_MAX} times.")
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)
        return {str(name): from_python(item, depth + 1) for name, item in entries.items()}
    if isinstance(value, (Sequence, Set)):
        return [from_python(item, depth + 1) for item in cast("Sequence[object]", value)]
    raise TypeError(f"A condition cannot use a {kind.__name__}: give a number, text, date, list or mapping.")


_EXACT_BITS = 112
"""Whole numbers of so many bits have at most 34 digits."""

_whole = Decimal.from_float
"""It takes whole numbers too, in half the time of the constructor."""


def _from_number(value: float | Decimal) -> FeelValue:
    """A whole number, a float as it is written, or a Decimal; what does not fit decimal128 is null."""
    if isinstance(value, int):
        return number(NUMBERS.create_decimal(value))
    return number(NUMBERS.create_decimal(value if isinstance(value, Decimal) else repr(value)))


def _from_clock(value: date | time | timedelta) -> FeelValue:
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, timedelta):
        return DaysDuration(((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1_000)
    return from_datetime(datetime.combine(date(2000, 1, 1), value)).time


def number(value: Decimal) -> Decimal | None:
    """`value`, or null when it has no result (overflow, not a number)."""
    return value if value.is_finite() else None


def _instants(left: FeelValue, right: FeelValue) -> tuple[int, int]:
    """Two of one temporal kind as comparable nanoseconds. One without a zone is read in the zone of the other."""
    if isinstance(left, DateTime):
        one, other = left.offset_seconds, right.offset_seconds
        nanos = left.local_nanos, right.local_nanos
    else:
        one, other = left.offset_seconds(), right.offset_seconds()
        nanos = left.nanos, right.nanos
    if one is None or other is None:
        one = other = 0
    return nanos[0] - one * NANOS, nanos[1] - other * NANOS


def equal(left: FeelValue, right: FeelValue, spend: Spend | None = None) -> bool | None:
    """Equality of three values: null equals only null; different kinds compare to null.

    `spend` counts the work: lists that share their items may be far larger than what was made.
    """
    if left is None or right is None:
        return left is right
    kind = cast("type[object]", type(left))
    if kind is not type(right):
        return None
    if kind is list or kind is dict or kind is Range:
        return left is right or _equal_parts(left, right, spend)
    if kind is DateTime or kind is Time:
        one, other = _instants(left, right)
        return one == other
    if isinstance(left, Callee):
        return left is right
    return left == right


def _equal_parts(left: FeelValue, right: FeelValue, spend: Spend | None) -> bool | None:
    """Two lists, contexts or ranges: all parts are equal; one that cannot be compared makes it null."""
    if isinstance(left, Range):
        left = {"low": left.low, "high": left.high, "low_in": left.low_in, "high_in": left.high_in}
        right = {"low": right.low, "high": right.high, "low_in": right.low_in, "high_in": right.high_in}
    sizes = len(cast("Sized", left)), len(cast("Sized", right))
    if sizes[0] != sizes[1] or (isinstance(left, dict) and left.keys() != right.keys()):
        return False
    if spend is not None:
        spend(sizes[0])
    result: bool | None = True
    keys: Iterable[Any] = cast("dict[str, FeelValue]", left) if isinstance(left, dict) else range(sizes[0])
    for key in keys:
        answer = equal(left[key], right[key], spend)
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def less(left: FeelValue, right: FeelValue) -> bool | None:
    """`left < right` for two numbers, texts, dates, times or durations of one kind; null for the rest."""
    kind = cast("type[object]", type(left))
    if kind is not type(right):
        return None
    if kind is Decimal or kind is str:
        return left < right
    if kind is Date:
        return left.number < right.number
    if kind is DateTime or kind is Time:
        one, other = _instants(left, right)
        return one < other
    if kind is DaysDuration:
        return left.nanos < right.nanos
    if kind is MonthsDuration:
        return left.months < right.months
    return None


def compared(sign: str, one: FeelValue, other: FeelValue) -> bool | None:
    """`one sign other` with three values, for the signs of order."""
    match sign:
        case "<":
            return less(one, other)
        case ">":
            return less(other, one)
        case "<=":
            return negate(less(other, one))
        case _:
            return negate(less(one, other))


def negate(value: FeelValue) -> bool | None:
    return not value if isinstance(value, bool) else None


def both(left: FeelValue, right: FeelValue) -> bool | None:
    """`and`: false when one is false, whatever the other."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: FeelValue, right: FeelValue) -> bool | None:
    """`or`: true when one is true, whatever the other."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def within(value: FeelValue, interval: Range) -> bool | None:
    """Whether the range includes the value. Open ends include all on their side."""
    low, high = interval.low, interval.high
    result: bool | None = True
    if low is not None:
        result = negate(less(value, low)) if interval.low_in else less(low, value)
    elif not _comparable(value, high):
        return None
    if high is not None:
        result = both(result, negate(less(high, value)) if interval.high_in else less(value, high))
    return result


def _comparable(value: FeelValue, other: FeelValue) -> bool:
    return less(value, other) is not None


def as_list(value: FeelValue) -> list[FeelValue]:
    """A list as it is; another value as the list of it; null as the empty list."""
    if value is None:
        return []
    return cast("list[FeelValue]", value) if isinstance(value, list) else [value]
