"""A term: how much time, of which kind of day or hour, by which norm."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.utils.translation import ngettext

__all__ = ["TERM_MAX", "Term", "TermUnit"]

TERM_MAX = 10_000

_ISO = re.compile(r"P(?:(?P<Y>\d{1,4})Y|(?P<M>\d{1,4})M|(?P<W>\d{1,4})W|(?P<D>\d{1,4})D|T(?P<H>\d{1,4})H)")


class TermUnit(StrEnum):
    """Business days are the rule of Ley 19.880 art. 25; the others are used when a law says so."""

    BUSINESS_DAYS = "BUSINESS_DAYS"
    CALENDAR_DAYS = "CALENDAR_DAYS"
    MONTHS = "MONTHS"
    HOURS = "HOURS"


@dataclass(frozen=True, slots=True)
class Term:
    """`amount` of `unit`, by `norm` as a person reads it: Term(20, TermUnit.BUSINESS_DAYS, "Ley 19.880 art. 24")."""

    amount: int
    unit: TermUnit
    norm: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= TERM_MAX:
            raise ValueError(f"A term goes from 1 to {TERM_MAX}, and this one is {self.amount}.")

    @classmethod
    def from_iso(cls, text: str, norm: str = "") -> Self:
        """The term of an ISO 8601 duration of one part: `PT24H`, `P5D` and `P2W` (calendar days), `P6M`, `P1Y`.

        Business days have no ISO form: name the term in the service instead. Raises ValueError.
        """
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no duration of one part; two that are: 'P5D', 'PT24H'.")
        part, amount = next((part, int(amount)) for part, amount in match.groupdict().items() if amount)
        unit, factor = {
            "Y": (TermUnit.MONTHS, 12),
            "M": (TermUnit.MONTHS, 1),
            "W": (TermUnit.CALENDAR_DAYS, 7),
            "D": (TermUnit.CALENDAR_DAYS, 1),
            "H": (TermUnit.HOURS, 1),
        }[part]
        return cls(amount * factor, unit, norm)

    def in_words(self) -> str:
        """`5 días hábiles`, in the active language."""
        forms = {
            TermUnit.BUSINESS_DAYS: ngettext("%(amount)d día hábil", "%(amount)d días hábiles", self.amount),
            TermUnit.CALENDAR_DAYS: ngettext("%(amount)d día corrido", "%(amount)d días corridos", self.amount),
            TermUnit.MONTHS: ngettext("%(amount)d mes", "%(amount)d meses", self.amount),
            TermUnit.HOURS: ngettext("%(amount)d hora", "%(amount)d horas", self.amount),
        }
        return forms[self.unit] % {"amount": self.amount}
