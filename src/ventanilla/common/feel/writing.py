"""How values are written as text, and read back: dates, times, durations, numbers, lists and contexts."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import cast

from ventanilla.common.feel.lexer import parts_of_name
from ventanilla.common.feel.limits import MONTHS_OF_DURATION_MAX, SECONDS_OF_DURATION_MAX, YEAR_MAX
from ventanilla.common.feel.temporal import (
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    date_of,
    days_in,
    zone_exists,
)
from ventanilla.common.feel.values import NUMBERS, Callee, FeelValue, Range, number

OFFSET_MAX_SECONDS = 18 * 3_600

_DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:([Zz])|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z0-9_+/-]{1,64}))?",
    re.ASCII,
)
_DAYS = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{0,30}))?S)?)?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)
_NEVER_IN_A_NAME = re.compile(r"""^[-+*/.'0-9]|["=<>!(){}\[\],:@]|\*\*|\.\.""")
TEXT_OF_LITERAL_MAX_CHARACTERS = 200


def made_date(year: int, month: int, day: int) -> Date | None:
    """The date, when there is such a day."""
    if abs(year) > YEAR_MAX or not 1 <= month <= 12 or not 1 <= day <= days_in(year, month):
        return None
    return Date(year, month, day)


def read_date(text: str) -> Date | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    sign, year, month, day = match.groups()
    return made_date(int(sign + year), int(month), int(day))


def read_time(text: str) -> Time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    midnight_of_next = hour == 24 and minute == second == 0 and not int(match[4] or 0)
    if (hour > 23 and not midnight_of_next) or minute > 59 or second > 59:
        return None
    nanos = ((hour % 24 * 60 + minute) * 60 + second) * NANOS + int((match[4] or "0").ljust(9, "0")[:9])
    if match[10] is not None:
        return Time(nanos, None, match[10]) if zone_exists(match[10]) else None
    offset = _read_offset(match)
    if offset is not None and abs(offset) > OFFSET_MAX_SECONDS:
        return None
    return Time(nanos, offset)


def _read_offset(match: re.Match[str]) -> int | None:
    if match[5] is not None:
        return 0
    if match[6] is None:
        return None
    if int(match[8]) > 59 or int(match[9] or 0) > 59:
        return OFFSET_MAX_SECONDS + 1
    seconds = (int(match[7]) * 60 + int(match[8])) * 60 + int(match[9] or 0)
    return -seconds if match[6] == "-" else seconds


def read_date_and_time(text: str) -> DateTime | None:
    """`2026-03-01T10:00:00Z`; a date alone is its local midnight."""
    day, separator, rest = text.partition("T")
    date = read_date(day)
    time = read_time(rest) if separator else Time(0)
    if date and time and rest.startswith("24"):
        date = date_of(date.number + 1)
    return DateTime(date, time) if date and time else None


def read_duration(text: str) -> DaysDuration | MonthsDuration | None:
    if len(text) > TEXT_OF_LITERAL_MAX_CHARACTERS:
        return None
    if (match := _MONTHS.fullmatch(text)) and (match[2] or match[3]):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return made_months(-months if match[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None or not any(match.groups()[1:]) or text.endswith("T"):
        return None
    sign, days, hours, minutes, seconds, fraction = match.groups()
    whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    nanos = whole * NANOS + int((fraction or "0").ljust(9, "0")[:9])
    return made_days(-nanos if sign else nanos)


def made_days(nanos: int) -> DaysDuration | None:
    return DaysDuration(nanos) if abs(nanos) <= SECONDS_OF_DURATION_MAX * NANOS else None


def made_months(months: int) -> MonthsDuration | None:
    return MonthsDuration(months) if abs(months) <= MONTHS_OF_DURATION_MAX else None


def read_number(text: str) -> Decimal | None:
    """A number as the language writes it, of any length that fits decimal128."""
    if len(text) > TEXT_OF_LITERAL_MAX_CHARACTERS or not _NUMBER.fullmatch(text):
        return None
    return number(NUMBERS.create_decimal(text))


@lru_cache(maxsize=1_024)
def at_literal(text: str) -> FeelValue:
    """The value of `@"…"`: date, time, date and time or duration; null when it is none."""
    if len(text) > TEXT_OF_LITERAL_MAX_CHARACTERS:
        return None
    if "P" in text[:2]:
        return read_duration(text)
    if "T" in text:
        return read_date_and_time(text)
    return read_date(text) or read_time(text)


def written_number(value: Decimal) -> str:
    """Without exponent and without zeros that say nothing."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def written(value: FeelValue, *, inside: bool = False) -> str:
    """The text of a value, as `string()` gives it. Texts are quoted only `inside` lists and contexts."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return written_number(value)
    if isinstance(value, str):
        return _quoted(value) if inside else value
    if isinstance(value, list):
        items = cast("list[FeelValue]", value)
        return f"[{', '.join(written(item, inside=True) for item in items)}]"
    if isinstance(value, dict):
        entries = cast("dict[str, FeelValue]", value)
        return "{" + ", ".join(f"{_key(name)}: {written(item, inside=True)}" for name, item in entries.items()) + "}"
    if isinstance(value, Range):
        low = "" if value.low is None else _end(value.low)
        high = "" if value.high is None else _end(value.high)
        return f"{'[' if value.low_in else '('}{low}..{high}{']' if value.high_in else ')'}"
    if isinstance(value, Callee):
        return f"function({', '.join(value.parameters or ())})"
    return str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(name: str) -> str:
    """The key of an entry. What is no name is quoted, so that the text can be read back."""
    parts = None if _NEVER_IN_A_NAME.search(name) else parts_of_name(name)
    return name if parts and "".join(parts) == name.replace(" ", "") else _quoted(name)


def _end(value: FeelValue) -> str:
    return written(value, inside=True) if isinstance(value, (str, Decimal)) else f'@"{written(value)}"'
