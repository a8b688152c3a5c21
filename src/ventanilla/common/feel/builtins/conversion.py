"""Functions that make a value of one kind from another."""

from decimal import Decimal

from ventanilla.common.feel.builtins.base import function
from ventanilla.common.feel.machine import State, parts_of
from ventanilla.common.feel.temporal import NANOS, Date, DateTime, DaysDuration, MonthsDuration, Time, zone_exists
from ventanilla.common.feel.values import Callee, FeelValue
from ventanilla.common.feel.writing import (
    OFFSET_MAX_SECONDS,
    made_date,
    made_months,
    read_date,
    read_date_and_time,
    read_duration,
    read_number,
    read_time,
    written,
)

_GROUPING = (" ", ",", ".", None)
_POINTS = (",", ".", None)


@function("number", "from: string")
@function("number", "from: string", "grouping separator: string|null", "decimal separator: string|null")
def to_number(text: str, grouping: str | None = None, point: str | None = None) -> FeelValue:
    """Null when a separator is none of those allowed, or both are the same."""
    if grouping not in _GROUPING or point not in _POINTS or (grouping is not None and grouping == point):
        return None
    if grouping is not None:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    return read_number(text)


@function("string", "from: some", stateful=True)
def to_string(state: State, value: FeelValue) -> FeelValue:
    if isinstance(value, Callee):
        return None
    state.need_text(_size(state, value))
    return written(value)


def _size(state: State, value: FeelValue) -> int:
    """About how long the text of a value is, counted without recursion. Spends a step per value."""
    size = 0
    waiting = [value]
    while waiting:
        item = waiting.pop()
        state.spend(1)
        waiting.extend(parts_of(item))
        size += 40 + (len(item) if isinstance(item, str) else 0)
        state.need_text(size - 40)
    return size - 40


@function("date", "from: string")
def to_date(text: str) -> FeelValue:
    return read_date(text)


@function("date", "from: day")
def date_part(value: Date | DateTime) -> FeelValue:
    return value.date if isinstance(value, DateTime) else value


@function("date", "year: number", "month: number", "day: number")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> FeelValue:
    parts = _whole(year, month, day)
    return made_date(*parts) if parts else None


def _whole(*values: Decimal) -> list[int] | None:
    if any(value != value.to_integral_value() or value.adjusted() > 12 for value in values):
        return None
    return [int(value) for value in values]


@function("time", "from: string")
def to_time(text: str) -> FeelValue:
    return read_time(text)


@function("time", "from: time")
def same_time(value: Time) -> FeelValue:
    return value


@function("time", "from: day")
def time_part(value: Date | DateTime) -> FeelValue:
    """Of a date: its midnight in UTC."""
    return value.time if isinstance(value, DateTime) else Time(0, 0)


@function("time", "hour: number", "minute: number", "second: number")
@function("time", "hour: number", "minute: number", "second: number", "offset: days|null")
def time_of_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None) -> FeelValue:
    """The second may have a fraction; the offset is within 18 hours."""
    parts = _whole(hour, minute)
    if parts is None or not 0 <= parts[0] < 24 or not 0 <= parts[1] < 60 or not 0 <= second < 60:
        return None
    nanos = (parts[0] * 60 + parts[1]) * 60 * NANOS + int(second * NANOS)
    seconds = None if offset is None else offset.nanos // NANOS
    if seconds is not None and abs(seconds) > OFFSET_MAX_SECONDS:
        return None
    return Time(nanos, seconds)


@function("date and time", "from: string")
def to_date_and_time(text: str) -> FeelValue:
    return read_date_and_time(text)


@function("date and time", "from: instant")
def same_date_and_time(value: DateTime) -> FeelValue:
    return value


@function("date and time", "date: day", "time: time")
def joined(day: Date | DateTime, time: Time) -> FeelValue:
    return DateTime(day.date if isinstance(day, DateTime) else day, time)


_PARTS = ("year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number")


@function("date and time", *_PARTS)
@function("date and time", *_PARTS, "offset: days|null")
def date_and_time_of_parts(
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: DaysDuration | None = None,
) -> FeelValue:
    date, time = date_of_parts(year, month, day), time_of_parts(hour, minute, second, offset)
    return DateTime(date, time) if date is not None and time is not None else None


@function("date and time", *_PARTS, "timezone: string")
def date_and_time_in_zone(
    year: Decimal, month: Decimal, day: Decimal, hour: Decimal, minute: Decimal, second: Decimal, zone: str
) -> FeelValue:
    date, time = date_of_parts(year, month, day), time_of_parts(hour, minute, second)
    if date is None or time is None or not zone_exists(zone):
        return None
    return DateTime(date, Time(time.nanos, None, zone))


@function("duration", "from: string")
def to_duration(text: str) -> FeelValue:
    return read_duration(text)


@function("duration", "from: duration")
def same_duration(value: DaysDuration | MonthsDuration) -> FeelValue:
    return value


@function("years and months duration", "from: day", "to: day")
def months_between(first: Date | DateTime, last: Date | DateTime) -> FeelValue:
    """Whole months from one day to the other; the time of the day says nothing."""
    one = first.date if isinstance(first, DateTime) else first
    other = last.date if isinstance(last, DateTime) else last
    months = (other.year - one.year) * 12 + other.month - one.month
    if months > 0 and other.day < one.day:
        months -= 1
    elif months < 0 and other.day > one.day:
        months += 1
    return made_months(months)
