"""Numbers and terms of the law: dated parameters, fees, terms, silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ventanilla.common import legal_time
from ventanilla.common.legal_time import TermUnit
from ventanilla.common.money import Money


@dataclass(frozen=True, slots=True)
class Term:
    """A legal term of the service. An institution may adopt a shorter one when `may_shorten`."""

    key: str
    label: str
    length: int
    unit: TermUnit
    norm: str
    may_shorten: bool = False

    def legal(self, length: int | None = None) -> legal_time.Term:
        """The term as legal time counts it, with the length that an institution adopted if it is shorter."""
        return legal_time.Term(length or self.length, self.unit, self.norm)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A number in force from `starts_on` until the next one. `source` marks a secondary one with "[S]"."""

    starts_on: date
    value: Decimal
    norm: str
    source: str = ""
    provisional: bool = False


class SetBy(StrEnum):
    """Who fixes a parameter: the law for all, or each institution inside a legal range."""

    LAW = "law"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number with dates. `monthly`: a value holds for its calendar month, and later use is provisional."""

    key: str
    label: str
    unit: str
    set_by: SetBy
    monthly: bool
    minimum: Decimal | None
    maximum: Decimal | None
    norm: str
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """What is charged: the decision of rules/ that is its amount, and the sentence that explains it."""

    key: str
    concept: str
    norm: str
    decision: str
    due_term: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ValueUsed:
    """A parameter as a calculation used it, so that anyone can repeat the sum."""

    key: str
    label: str
    value: Decimal
    unit: str
    monthly: bool
    starts_on: date
    norm: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One charge: how much, and why in words. `steps` holds the result of each decision behind it, before rounding.

    `explanation` is the author's sentence with the numbers in it; `sources` says of each value its date and article.
    """

    fee: str
    concept: str
    amount: Money
    explanation: str
    sources: tuple[str, ...]
    due_term: str
    steps: Mapping[str, Decimal]
    values_used: tuple[ValueUsed, ...]

    @property
    def in_full(self) -> str:
        """Explanation and sources as one paragraph."""
        return " ".join((self.explanation, *self.sources))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a decision came out as it did. `lines` are sentences, each with how deep it stands inside the one before."""

    decision: str
    label: str
    result: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """What the law says when the institution does not answer: POSITIVE, NEGATIVE or NONE."""

    effect: str
    norm: str


@dataclass(frozen=True, slots=True)
class LegalBasis:
    norm: str
    url: str = ""
