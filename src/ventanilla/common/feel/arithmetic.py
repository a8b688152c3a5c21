"""`+ - * / **` and the minus, on numbers, texts, dates and durations."""

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any, TypeAlias

from ventanilla.common.feel.limits import YEAR_MAX
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.temporal import (
    DAY_NANOS,
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    date_of,
    days_in,
    from_local_nanos,
    midnight,
    zone_offset_seconds,
)
from ventanilla.common.feel.values import NUMBERS, FeelValue
from ventanilla.common.feel.writing import made_days, made_months

Quick: TypeAlias = Callable[[Any, Any], Any]
Slow: TypeAlias = Callable[[State, FeelValue, FeelValue], FeelValue]


def _add(state: State, one: FeelValue, other: FeelValue) -> FeelValue:
    if isinstance(one, str) and isinstance(other, str):
        state.need_text(len(one) + len(other))
        return one + other
    if isinstance(one, (DaysDuration, MonthsDuration)) and not isinstance(other, (DaysDuration, MonthsDuration)):
        one, other = other, one
    return _shift(one, other, 1)


def _subtract(_state: State, one: FeelValue, other: FeelValue) -> FeelValue:
    if isinstance(other, (Date, DateTime)) and isinstance(one, (Date, DateTime)):
        return _days_between(one, other)
    if isinstance(one, Time) and isinstance(other, Time):
        if one.is_local != other.is_local:
            return None
        shift = (one.offset_seconds() or 0) - (other.offset_seconds() or 0)
        return DaysDuration(one.nanos - other.nanos - shift * NANOS)
    return _shift(one, other, -1)


def _days_between(one: Date | DateTime, other: Date | DateTime) -> FeelValue:
    """One without a zone and one with it have no difference. A date is its midnight in UTC."""
    if isinstance(one, Date) and isinstance(other, Date):
        return made_days((one.number - other.number) * DAY_NANOS)
    left = midnight(one) if isinstance(one, Date) else one
    right = midnight(other) if isinstance(other, Date) else other
    if left.time.is_local != right.time.is_local:
        return None
    shift = (left.offset_seconds or 0) - (right.offset_seconds or 0)
    return made_days(left.local_nanos - right.local_nanos - shift * NANOS)


def _shift(value: FeelValue, by: FeelValue, sign: int) -> FeelValue:
    """A date, time or duration moved by a duration."""
    if isinstance(by, MonthsDuration):
        if isinstance(value, MonthsDuration):
            return made_months(value.months + sign * by.months)
        if isinstance(value, Date):
            return add_months(value, sign * by.months)
        if isinstance(value, DateTime):
            day = add_months(value.date, sign * by.months)
            return DateTime(day, replace(value.time, later=False)) if day else None
    if isinstance(by, DaysDuration):
        return _shift_by_days(value, sign * by.nanos)
    return None


def _shift_by_days(value: FeelValue, nanos: int) -> FeelValue:
    if isinstance(value, DaysDuration):
        return made_days(value.nanos + nanos)
    if isinstance(value, Time):
        return Time((value.nanos + nanos) % DAY_NANOS, value.offset, value.zone)
    if isinstance(value, Date):
        return _in_years(date_of(value.number + nanos // DAY_NANOS))
    if isinstance(value, DateTime):
        moved = from_local_nanos(value.local_nanos + nanos, value.time)
        if value.time.zone is not None and _in_years(moved.date):
            instant = moved.local_nanos - (value.offset_seconds or 0) * NANOS
            day, rest = divmod(instant, DAY_NANOS)
            offset = zone_offset_seconds(value.time.zone, day, rest // NANOS, universal=True)
            moved = from_local_nanos(instant + offset * NANOS, value.time)
            if moved.offset_seconds != offset:
                moved = DateTime(moved.date, replace(moved.time, later=True))
        return moved if _in_years(moved.date) else None
    return None


def _in_years(date: Date) -> Date | None:
    return date if abs(date.year) <= YEAR_MAX else None


def add_months(date: Date, months: int) -> Date | None:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return _in_years(Date(year, month + 1, min(date.day, days_in(year, month + 1))))


def _multiply(_state: State, one: FeelValue, other: FeelValue) -> FeelValue:
    if isinstance(one, Decimal):
        one, other = other, one
    if not isinstance(other, Decimal):
        return None
    if isinstance(one, MonthsDuration):
        return _months(NUMBERS.multiply(Decimal(one.months), other))
    return _days(NUMBERS.multiply(Decimal(one.nanos), other)) if isinstance(one, DaysDuration) else None


def _divide(_state: State, one: FeelValue, other: FeelValue) -> FeelValue:
    if isinstance(one, DaysDuration):
        if isinstance(other, DaysDuration):
            return NUMBERS.divide(Decimal(one.nanos), Decimal(other.nanos)) if other.nanos else None
        return _days(NUMBERS.divide(Decimal(one.nanos), other)) if isinstance(other, Decimal) else None
    if isinstance(one, MonthsDuration):
        if isinstance(other, MonthsDuration):
            return NUMBERS.divide(Decimal(one.months), Decimal(other.months)) if other.months else None
        return _months(NUMBERS.divide(Decimal(one.months), other)) if isinstance(other, Decimal) else None
    return None


def _months(value: Decimal) -> MonthsDuration | None:
    return (
        made_months(int(value.to_integral_value(ROUND_DOWN))) if value.is_finite() and value.adjusted() < 20 else None
    )


def _days(value: Decimal) -> DaysDuration | None:
    return made_days(int(value.to_integral_value(ROUND_DOWN))) if value.is_finite() and value.adjusted() < 40 else None


def _nothing(_state: State, _one: FeelValue, _other: FeelValue) -> FeelValue:
    return None


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """As IEEE 754 has it: anything to the power of zero is one."""
    return NUMBERS.power(base, exponent) if exponent else Decimal(1)


OPERATIONS: dict[str, tuple[Quick, Slow]] = {
    "+": (NUMBERS.add, _add),
    "-": (NUMBERS.subtract, _subtract),
    "*": (NUMBERS.multiply, _multiply),
    "/": (NUMBERS.divide, _divide),
    "**": (_power, _nothing),
}
"""Each sign: on two numbers, and on anything else."""


def negative(value: FeelValue) -> FeelValue:
    """`-value`: of a number or a duration."""
    if isinstance(value, Decimal):
        return value.copy_negate() if value else value
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanos)
    return MonthsDuration(-value.months) if isinstance(value, MonthsDuration) else None
