"""Which days are business days in a comuna: Monday to Friday, less the holidays of our dated table.

`holidays.csv` holds one row per date and territory with the law that makes it a holiday: `CL` the country, two digits
a region, three a province, five a comuna. It is data of ours because the law is narrower than the usual libraries.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils.translation import gettext

from ventanilla.common import comunas
from ventanilla.common.legal_time.errors import CalendarMissing
from ventanilla.common.legal_time.names import HOLIDAY_NAMES

__all__ = ["Holiday", "business_days_after", "find_holiday", "is_business_day", "list_holidays", "next_business_day"]

_DATA = Path(__file__).with_name("holidays.csv")
_SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """`scope` is the territory; `law` what makes the day a holiday; `moved_from` the day it falls on without moving."""

    on: date
    scope: str
    code: str
    law: str
    moved_from: date | None = None

    @property
    def name(self) -> str:
        return gettext(HOLIDAY_NAMES[self.code])


@cache
def _table() -> tuple[Holiday, ...]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Holiday(
                on=date.fromisoformat(row["on"]),
                scope=row["scope"],
                code=row["code"],
                law=row["law"],
                moved_from=date.fromisoformat(row["moved_from"]) if row["moved_from"] else None,
            )
            for row in csv.DictReader(file)
        )


@cache
def _years() -> tuple[date, date]:
    """First and last day that the table speaks of: whole years only."""
    table = _table()
    return date(table[0].on.year, 1, 1), date(table[-1].on.year, 12, 31)


@cache
def _holidays_of(comuna: str) -> dict[date, Holiday]:
    place = comunas.get(comuna)
    scopes = {"CL", place.region_code, place.province_code, place.code}
    return {holiday.on: holiday for holiday in reversed(_table()) if holiday.scope in scopes}


def list_holidays(comuna: str, year: int) -> tuple[Holiday, ...]:
    """The holidays of one year in a comuna, in order."""
    return tuple(
        sorted((h for h in _holidays_of(comuna).values() if h.on.year == year), key=lambda holiday: holiday.on)
    )


def find_holiday(day: date, comuna: str) -> Holiday | None:
    """The holiday of that day in the comuna, or None. Raises CalendarMissing outside the years of the table."""
    first, last = _years()
    if not first <= day <= last:
        raise CalendarMissing(f"The holidays of {day.year} are not in the table ({first.year} to {last.year}).")
    return _holidays_of(comuna).get(day)


def is_business_day(day: date, comuna: str) -> bool:
    """Whether the day counts: not Saturday, not Sunday, no holiday there (Ley 19.880 art. 25).

    Raises CalendarMissing outside the years of the table.
    """
    return find_holiday(day, comuna) is None and day.weekday() < _SATURDAY


def next_business_day(day: date, comuna: str) -> date:
    """`day` itself when it is a business day, otherwise the first one after it."""
    while not is_business_day(day, comuna):
        day += ONE_DAY
    return day


def business_days_after(day: date, comuna: str) -> Iterator[date]:
    """The business days that follow `day`, without it."""
    while True:
        day = next_business_day(day + ONE_DAY, comuna)
        yield day
