"""Questions, pages and human tasks, and what reading an answer gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ventanilla.common.canonical import Json

APPLICANT_LANE = "applicant"
# What a task may let do: the applicant, who corrects; an official, who works on it or decides.
APPLICANT_ACTION = "cases.correct"
OFFICIAL_ACTIONS = ("cases.work", "cases.decide")
# What identity knows and a form may show or be prefilled with; `cases` gives them.
FACT_NAMES = ("name", "run", "email", "organisation_name", "organisation_rut")
# An empty mapping that nobody can fill: the default of an argument.
NOTHING: Mapping[str, Any] = MappingProxyType({})


class QuestionType(StrEnum):
    """The closed list of what a form can ask."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    MONEY = "money"
    INTEGER = "integer"
    DATE = "date"
    RUN = "run"
    RUT = "rut"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    COMUNA = "comuna"
    FILE = "file"


class Source(StrEnum):
    """Where an answer comes from: the person, or what the State already holds (Ley 19.880, art. 17)."""

    ASKED = "asked"
    IDENTITY = "identity"
    REGISTER = "register"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True)
class DataUse:
    """Why a datum is held, for how long (ISO 8601 duration after the case ends), and which lanes see it."""

    purpose: str
    purpose_text: str
    retention: str
    seen_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its code is the answer, its label is what the person reads."""

    code: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one known fact when `source` is not ASKED (then it is shown and not asked).

    `fact` names the entry of `facts` that a known fact shows or that an asked question is prefilled with.
    `minimum` and `maximum` bound the value of money and integer, or the number of choices; `max_chars` bounds text.
    """

    key: str
    type: QuestionType
    label: str
    hint: str
    required: bool
    when: str
    source: Source
    data: DataUse
    options: tuple[Option, ...] = ()
    fact: str = ""
    minimum: int | None = None
    maximum: int | None = None
    max_chars: int = 200
    not_before: str = ""
    not_after: str = ""
    media_types: tuple[str, ...] = ()
    required_text: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """One idea. `guidance` is the paragraph under the title, empty when the questions say it all."""

    key: str
    title: str
    guidance: str
    when: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to end a human task; `code` is what the flow's conditions compare.

    `when` is the condition under which the task may end so, and `refused` what is told when it does not hold.
    """

    code: str
    label: str
    hint: str = ""
    refused: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class TaskDefinition:
    """A human task: who does it, by when, what they see, what they are asked, how it may end.

    `shows` are question keys, `documents`, or `tasks.<task>.<field>`; nothing else is shown.
    `term` names a term of service.yaml. `lane` is APPLICANT_LANE when the person who filed does it.
    """

    key: str
    title: str
    guidance: str
    lane: str
    action: str
    term: str
    shows: tuple[str, ...]
    asks: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def for_applicant(self) -> bool:
        return self.lane == APPLICANT_LANE


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one answer. `field` is the input to go to (one of the three of a date, say)."""

    question: str
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The typed answers of a page or a task, what is wrong with the rest; of a task also the questions asked."""

    values: Mapping[str, Json]
    errors: tuple[FieldError, ...]
    asked: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole form: the answers that count (hidden ones dropped), and what is still wrong or missing."""

    answers: Mapping[str, Json]
    errors: tuple[FieldError, ...]
    first_page: str = ""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One line of the review page. `document` is the uuid of the file when the answer is one."""

    page: str
    question: str
    label: str
    value: str
    changeable: bool
    document: str = ""
