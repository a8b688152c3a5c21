"""Functions of dates, the clock of the evaluation, and `is`."""

from decimal import Decimal

from ventanilla.common.feel.builtins.base import function
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.temporal import Date, DateTime, Time, day_number
from ventanilla.common.feel.values import FeelValue, equal

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@function("day of year", "date: day")
def day_of_year(value: Date | DateTime) -> FeelValue:
    day = _day(value)
    return Decimal(day.number - day_number(day.year, 1, 1) + 1)


@function("day of week", "date: day")
def day_of_week(value: Date | DateTime) -> FeelValue:
    return _DAYS[_day(value).weekday - 1]


@function("month of year", "date: day")
def month_of_year(value: Date | DateTime) -> FeelValue:
    return _MONTHS[_day(value).month - 1]


@function("week of year", "date: day")
def week_of_year(value: Date | DateTime) -> FeelValue:
    """The ISO week: the first one has the year's first Thursday."""
    day = _day(value)
    thursday = day.number - day.weekday + 4
    year = day.year
    if thursday < day_number(year, 1, 1):
        year -= 1
    elif thursday >= day_number(year + 1, 1, 1):
        year += 1
    return Decimal((thursday - day_number(year, 1, 1)) // 7 + 1)


@function("now", stateful=True)
def now(state: State) -> FeelValue:
    """The instant that the caller gave the evaluation; null when it gave none."""
    return state.at


@function("today", stateful=True)
def today(state: State) -> FeelValue:
    return state.at.date if state.at else None


@function("is", "value1: any", "value2: any", stateful=True)
def is_same(state: State, one: FeelValue, other: FeelValue) -> FeelValue:
    """Whether both are the same value of the same kind, with the same zone."""
    if type(one) is not type(other):
        return False
    if isinstance(one, DateTime):
        return one == other
    return one == other if isinstance(one, Time) else equal(one, other, state.spend) is True
