"""Legal time: business days by comuna, deadlines with their explanation in words, notification dates.

A module of its own, because a day too many or too few decides who was late; one place, one dated table, golden cases.
"""

from ventanilla.common.legal_time.business_days import (
    Holiday,
    find_holiday,
    is_business_day,
    list_holidays,
    next_business_day,
)
from ventanilla.common.legal_time.deadlines import (
    Deadline,
    business_days_left,
    counts_from,
    deadline,
    electronic_notification_on,
    extended_deadline,
    local_date,
)
from ventanilla.common.legal_time.errors import CalendarMissing, ExtensionTooLate, ExtensionTooLong
from ventanilla.common.legal_time.terms import Term, TermUnit
from ventanilla.common.legal_time.words import Step, StepCode, day_in_words

__all__ = [
    "CalendarMissing",
    "Deadline",
    "ExtensionTooLate",
    "ExtensionTooLong",
    "Holiday",
    "Step",
    "StepCode",
    "Term",
    "TermUnit",
    "business_days_left",
    "counts_from",
    "day_in_words",
    "deadline",
    "electronic_notification_on",
    "extended_deadline",
    "find_holiday",
    "is_business_day",
    "list_holidays",
    "local_date",
    "next_business_day",
]
