"""Dates, times and durations of the language: years far beyond Python's, nanoseconds, offsets and zones.

A day is a number (0 is 1970-01-01), a time is nanoseconds of the day; all arithmetic is on whole numbers.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

NANOS = 1_000_000_000
DAY_NANOS = 86_400 * NANOS
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01, in the Gregorian calendar at any time."""
    shifted = year - (month <= 2)
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def date_of(number: int) -> "Date":
    """The date of a day number."""
    era, day_of_era = divmod(number + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return Date(era * 400 + year_of_era + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1)


@dataclass(frozen=True, slots=True)
class Date:
    year: int
    month: int
    day: int

    @property
    def number(self) -> int:
        return day_number(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 is Monday."""
        return (self.number + 3) % 7 + 1

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@lru_cache(maxsize=512)
def zone_exists(name: str) -> bool:
    """Whether the tz database has it."""
    try:
        ZoneInfo(name)
    except Exception:  # ZoneInfo raises KeyError, ValueError, OSError and more on odd names
        return False
    return True


@lru_cache(maxsize=4_096)
def zone_offset_seconds(name: str, number: int, second: int, *, universal: bool = False, later: bool = False) -> int:
    """The offset of a zone at a day and second, local or `universal`; years that Python lacks are read as near ones.

    Where a local time comes twice (the clocks go back) it is the first one, or the `later`.
    """
    date = date_of(number)
    year = date.year
    if not 1_900 <= year <= 9_000:
        year = 8_000 + year % 400 if year > 0 else 1_600 + year % 400
    zone = ZoneInfo(name)
    at = datetime(year, date.month, date.day, tzinfo=UTC if universal else zone) + timedelta(seconds=second)
    at = at.replace(fold=int(later))
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    return offset.days * 86_400 + offset.seconds


@dataclass(frozen=True, slots=True)
class Time:
    """`nanos` of the day. `offset` in seconds or a `zone`, never both; neither is a local time.

    `later` is the second of two equal times of a zone, on the night when its clocks go back. No text has a sign for
    it, so it is written with its offset instead of its zone.
    """

    nanos: int
    offset: int | None = None
    zone: str | None = None
    later: bool = False

    @property
    def hour(self) -> int:
        return self.nanos // (3_600 * NANOS)

    @property
    def minute(self) -> int:
        return self.nanos // (60 * NANOS) % 60

    @property
    def second(self) -> int:
        return self.nanos // NANOS % 60

    @property
    def is_local(self) -> bool:
        return self.offset is None and self.zone is None

    def offset_seconds(self, number: int = 10_957) -> int | None:
        """Seconds before UTC on a day (2000-01-01 when it is only a time)."""
        if self.zone is not None:
            return zone_offset_seconds(self.zone, number, self.nanos // NANOS, later=self.later)
        return self.offset

    def __str__(self) -> str:
        fraction = f"{self.nanos % NANOS:09}".rstrip("0")
        text = f"{self.hour:02}:{self.minute:02}:{self.second:02}{'.' if fraction else ''}{fraction}"
        if self.zone is not None:
            return f"{text}@{self.zone}"
        return text + ("" if self.offset is None else offset_text(self.offset))


def offset_text(offset: int) -> str:
    if offset == 0:
        return "Z"
    seconds = abs(offset)
    text = f"{'-' if offset < 0 else '+'}{seconds // 3_600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


@dataclass(frozen=True, slots=True)
class DateTime:
    date: Date
    time: Time

    @property
    def offset_seconds(self) -> int | None:
        return self.time.offset_seconds(self.date.number)

    @property
    def local_nanos(self) -> int:
        return self.date.number * DAY_NANOS + self.time.nanos

    def __str__(self) -> str:
        if self.time.later:
            return f"{self.date}T{Time(self.time.nanos, self.offset_seconds)}"
        return f"{self.date}T{self.time}"


def midnight(date: Date) -> DateTime:
    """A date as date and time: its first instant, in UTC."""
    return DateTime(date, Time(0, 0))


def from_local_nanos(nanos: int, time: Time) -> DateTime:
    """The date and time of local nanoseconds since 1970, with the zone of `time`."""
    number, rest = divmod(nanos, DAY_NANOS)
    return DateTime(date_of(number), Time(rest, time.offset, time.zone))


@dataclass(frozen=True, slots=True)
class DaysDuration:
    """A duration of days and time, in nanoseconds."""

    nanos: int

    @property
    def seconds(self) -> Decimal:
        return Decimal(self.nanos) / NANOS

    def __str__(self) -> str:
        seconds, fraction = divmod(abs(self.nanos), NANOS)
        days, seconds = divmod(seconds, 86_400)
        hours, seconds = divmod(seconds, 3_600)
        minutes, seconds = divmod(seconds, 60)
        decimals = f".{fraction:09}".rstrip("0").rstrip(".")
        time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        time += f"{seconds}{decimals}S" if seconds or fraction else ""
        text = f"P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"
        return "PT0S" if text == "P" else f"-{text}" if self.nanos < 0 else text


@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """A duration of years and months, in months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = f"P{f'{years}Y' if years else ''}{f'{months}M' if months or not years else ''}"
        return f"-{text}" if self.months < 0 else text


def from_datetime(at: datetime) -> DateTime:
    """The value of Python's date and time. The zone is kept by name when it has one."""
    nanos = ((at.hour * 60 + at.minute) * 60 + at.second) * NANOS + at.microsecond * 1_000
    zone = at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else None
    shift = at.utcoffset()
    offset = None if zone or shift is None else shift.days * 86_400 + shift.seconds
    return DateTime(Date(at.year, at.month, at.day), Time(nanos, offset, zone))
