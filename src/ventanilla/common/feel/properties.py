"""What can be read after a point: the entries of contexts (also in a list), and the parts of the other values."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from ventanilla.common.feel.temporal import NANOS, Date, DateTime, DaysDuration, MonthsDuration, Time
from ventanilla.common.feel.values import FeelValue, Range, Spend

_DAY = ("year", "month", "day", "weekday")
_HOUR = ("hour", "minute", "second", "time offset", "timezone")

PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "date": _DAY,
    "time": _HOUR,
    "date and time": (*_DAY, *_HOUR),
    "days and time duration": ("days", "hours", "minutes", "seconds"),
    "years and months duration": ("years", "months"),
    "range": ("start", "end", "start included", "end included"),
}
"""By the name of the type: what may stand after the point."""


def property_of(value: FeelValue, name: str, spend: Spend) -> FeelValue:
    """The part of a value, or null. Of a list: the list of that part of each item."""
    if isinstance(value, list):
        items = cast("list[FeelValue]", value)
        spend(1 + len(items))
        return [property_of(item, name, spend) for item in items]
    if isinstance(value, dict):
        return cast("dict[str, FeelValue]", value).get(name)
    if isinstance(value, DateTime):
        return _of_instant(value, name)
    if isinstance(value, Date):
        return _of_date(value, name)
    if isinstance(value, Time):
        return _of_time(value, name, value.offset_seconds())
    if isinstance(value, DaysDuration):
        return _of_days(value, name)
    if isinstance(value, MonthsDuration):
        return _of_months(value, name)
    return _of_range(value, name) if isinstance(value, Range) else None


def _of_instant(value: DateTime, name: str) -> FeelValue:
    if name in _DAY:
        return _of_date(value.date, name)
    return _of_time(value.time, name, value.offset_seconds)


def _of_date(value: Date, name: str) -> FeelValue:
    return Decimal(getattr(value, name)) if name in _DAY else None


def _of_time(value: Time, name: str, offset: int | None) -> FeelValue:
    match name:
        case "hour" | "minute":
            return Decimal(getattr(value, name))
        case "second":
            return Decimal(value.second)
        case "time offset":
            return None if offset is None else DaysDuration(offset * NANOS)
        case "timezone":
            return value.zone
        case _:
            return None


def _of_days(value: DaysDuration, name: str) -> FeelValue:
    seconds, fraction = divmod(abs(value.nanos), NANOS)
    parts = {
        "days": Decimal(seconds // 86_400),
        "hours": Decimal(seconds // 3_600 % 24),
        "minutes": Decimal(seconds // 60 % 60),
        "seconds": (Decimal(seconds % 60) + Decimal(fraction).scaleb(-9)).normalize(),
    }
    part = parts.get(name)
    return part.copy_negate() if part and value.nanos < 0 else part


def _of_months(value: MonthsDuration, name: str) -> FeelValue:
    years, months = divmod(abs(value.months), 12)
    part = {"years": Decimal(years), "months": Decimal(months)}.get(name)
    return part.copy_negate() if part and value.months < 0 else part


def _of_range(value: Range, name: str) -> FeelValue:
    parts = {
        "start": value.low,
        "end": value.high,
        "start included": value.low_in,
        "end included": value.high_in,
    }
    return parts.get(name)
