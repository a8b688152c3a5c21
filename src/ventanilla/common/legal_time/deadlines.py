"""When a term ends, for a comuna: the count of Ley 19.880 arts. 25 and 26, and of Código Civil art. 48.

Steps of `deadline`, numbered where they happen:
  1. what happens on a non-business day counts as made in the first hour of the next one (art. 25; DS 4 art. 7);
  2. the count starts the day after (art. 25); a term of months ends on the day of the same number (art. 48);
  3. a last day that is not a business day moves to the next one (art. 25);
  4. the term ends with the last instant of that day, in the time zone of the comuna.
Hours follow none of them: every hour counts (CPP arts. 14 and 15).
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from ventanilla.common import comunas
from ventanilla.common.legal_time.business_days import (
    ONE_DAY,
    business_days_after,
    find_holiday,
    is_business_day,
    next_business_day,
)
from ventanilla.common.legal_time.errors import ExtensionTooLate, ExtensionTooLong
from ventanilla.common.legal_time.terms import Term, TermUnit
from ventanilla.common.legal_time.words import Step, StepCode, day_in_words

__all__ = [
    "Deadline",
    "business_days_left",
    "counts_from",
    "deadline",
    "electronic_notification_on",
    "extended_deadline",
    "local_date",
]

NOTIFICATION_BUSINESS_DAYS = 3
_LAST_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_at`: the last instant in time (UTC); `due_on`: its day; `counts_from`: when the start counts as made."""

    due_on: date
    due_at: datetime
    counts_from: datetime
    explanation: tuple[Step, ...]

    def in_words(self) -> tuple[str, ...]:
        """The explanation as sentences, in the active language."""
        return tuple(step.text() for step in self.explanation)


def local_date(at: datetime, comuna: str) -> date:
    """The day that `at` is, in the time zone of the comuna. Raises ValueError when `at` has no zone."""
    if at.tzinfo is None:
        raise ValueError(f"An instant needs a time zone, and {at!r} has none.")
    return at.astimezone(comunas.get(comuna).zone).date()


def _first_instant(day: date, comuna: str) -> datetime:
    """Where midnight does not exist (clocks go forward then), the arithmetic lands on the instant of the change."""
    return datetime.combine(day, time.min, tzinfo=comunas.get(comuna).zone).astimezone(UTC)


def counts_from(at: datetime, comuna: str) -> datetime:
    """When a filing made at `at` counts as made: itself, or the first hour of the next business day.

    Ley 19.880 art. 25; DS 4 art. 7. The platform is open always, so any instant may come in.
    """
    day = local_date(at, comuna)
    effective = next_business_day(day, comuna)
    return at.astimezone(UTC) if effective == day else _first_instant(effective, comuna)


def deadline(*, start: datetime, term: Term, comuna: str) -> Deadline:
    """When `term` ends, counted from `start` (a filing, or the instant a notification is deemed made).

    `comuna` is the code of the place whose holidays and clock count: that of the institution.
    Raises CalendarMissing when the count leaves the years of the table, ValueError when `start` has no zone.
    """
    return _deadline(start, term, comuna, StepCode.TERM, term)


def extended_deadline(*, start: datetime, term: Term, extra: Term, decided_at: datetime, comuna: str) -> Deadline:
    """The deadline of `term` from `start` once extended by `extra`, as decided at `decided_at` (Ley 19.880 art. 26).

    Raises ExtensionTooLate (the term had expired), ExtensionTooLong (over half of it, or in another unit).
    """
    original = deadline(start=start, term=term, comuna=comuna)
    if decided_at > original.due_at:
        raise ExtensionTooLate(due_on=day_in_words(original.due_on))
    if extra.unit != term.unit or extra.amount * 2 > term.amount:
        raise ExtensionTooLong(limit=term.amount // 2)
    whole = Term(term.amount + extra.amount, term.unit, term.norm)
    return _deadline(start, whole, comuna, StepCode.EXTENDED, term, extra)


def electronic_notification_on(sent_at: datetime, comuna: str) -> date:
    """The day an electronic notification is deemed made: three business days after it was sent (DS 4 art. 27)."""
    days = business_days_after(local_date(sent_at, comuna), comuna)
    return next(islice(days, NOTIFICATION_BUSINESS_DAYS - 1, None))


def business_days_left(*, at: datetime, due_on: date, comuna: str) -> int:
    """How many business days are left, today out and the last one in; below zero, how many it is late."""
    today = local_date(at, comuna)
    sign, first, last = (1, today, due_on) if due_on >= today else (-1, due_on, today)
    days = (first + ONE_DAY * offset for offset in range(1, (last - first).days + 1))
    return sign * sum(is_business_day(day, comuna) for day in days)


def _deadline(
    start: datetime, term: Term, comuna: str, code: StepCode, stated: Term, extra: Term | None = None
) -> Deadline:
    day = local_date(start, comuna)
    steps = [Step(StepCode.HAPPENED, day)]
    made_at = start.astimezone(UTC) if term.unit == TermUnit.HOURS else counts_from(start, comuna)  # 1
    made_on = local_date(made_at, comuna)
    if made_on != day:
        steps.append(Step(StepCode.COUNTS_AS_NEXT_DAY, made_on))
    steps.append(Step(StepCode.TERM, made_on, term=stated))
    if code == StepCode.EXTENDED:
        steps.append(Step(code, made_on, term=extra))
    if term.unit == TermUnit.HOURS:
        return _end_in_hours(made_at, term, comuna, steps)
    last = _last_day(made_on, term, comuna, steps)  # 2
    due_on = next_business_day(last, comuna)  # 3
    if due_on != last:
        steps.append(Step(StepCode.MOVED_ON, last))
    steps.append(Step(StepCode.ENDS, due_on))
    due_at = _first_instant(due_on + ONE_DAY, comuna) - _LAST_INSTANT  # 4
    return Deadline(due_on=due_on, due_at=due_at, counts_from=made_at, explanation=tuple(steps))


def _end_in_hours(made_at: datetime, term: Term, comuna: str, steps: list[Step]) -> Deadline:
    due_at = made_at + timedelta(hours=term.amount)
    local = due_at.astimezone(comunas.get(comuna).zone)
    steps += [Step(StepCode.EVERY_HOUR, local.date()), Step(StepCode.ENDS_AT, local.date(), local=local)]
    return Deadline(due_on=local.date(), due_at=due_at, counts_from=made_at, explanation=tuple(steps))


def _last_day(made_on: date, term: Term, comuna: str, steps: list[Step]) -> date:
    """The last day of the term before it moves. Adds to `steps` how it was found."""
    if term.unit == TermUnit.MONTHS:
        last = _months_after(made_on, term.amount)
        steps.append(Step(StepCode.SAME_NUMBER, last))
        return last
    if term.unit == TermUnit.CALENDAR_DAYS:
        steps.append(Step(StepCode.FIRST_DAY, made_on + ONE_DAY))
        return made_on + ONE_DAY * term.amount
    days = list(islice(business_days_after(made_on, comuna), term.amount))
    between = (made_on + ONE_DAY * offset for offset in range(1, (days[-1] - made_on).days))
    holidays = (find_holiday(day, comuna) for day in between if day.weekday() < 5)
    steps.append(Step(StepCode.FIRST_DAY, days[0]))
    steps.append(Step(StepCode.SKIPPED, days[-1], holidays=tuple(holiday for holiday in holidays if holiday)))
    return days[-1]


def _months_after(day: date, months: int) -> date:
    """The day of the same number, or the last of the month when it has no such number (Código Civil art. 48)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
