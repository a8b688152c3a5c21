"""An answer as a person reads it, and as the inputs of a page show it again."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ventanilla.common import comunas, run
from ventanilla.common.canonical import Json
from ventanilla.common.money import Money
from ventanilla.kernel.services.answers.reading import input_names
from ventanilla.kernel.services.answers.values import ADDRESS_CHARS, is_empty
from ventanilla.kernel.services.types import Question, QuestionType


def display_value(question: Question, value: Json) -> str:
    """The answer in words: labels for codes, dots in numbers, a name for a comuna or a file."""
    if is_empty(value):
        return _("Sin respuesta")
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES):
        labels = {option.code: option.label for option in question.options}
        codes = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(code), str(code)) for code in codes)
    if question.type is QuestionType.YES_NO:
        return _("Sí") if value is True else _("No")
    if question.type is QuestionType.MONEY and isinstance(value, int):
        return Money(value).display()
    if question.type is QuestionType.DATE:
        return date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    if question.type in (QuestionType.RUN, QuestionType.RUT):
        return run.display(str(value))
    if question.type is QuestionType.COMUNA:
        return comunas.get(str(value)).name
    if isinstance(value, Mapping):
        return _display_mapping(question, value)
    return str(value)


def _display_mapping(question: Question, value: Mapping[str, Json]) -> str:
    if question.type is QuestionType.ADDRESS:
        place = f"{value['street']} {value['number']}"
        return f"{place}, {value['extra']}" if value.get("extra") else place
    return str(value.get("name", ""))


def to_inputs(question: Question, value: Json) -> dict[str, list[str]]:
    """What each input of the question shows for a stored answer. Reading it again gives the same answer."""
    names = input_names(question)
    if is_empty(value):
        return {name: [] for name in names}
    if question.type is QuestionType.CHOICES and isinstance(value, list):
        return {names[0]: [str(code) for code in value]}
    if question.type is QuestionType.DATE:
        given = date.fromisoformat(str(value))
        return dict(zip(names, ([str(given.day)], [str(given.month)], [str(given.year)]), strict=True))
    if question.type is QuestionType.ADDRESS and isinstance(value, Mapping):
        return {f"{question.key}-{part}": [str(value[part])] for part in ADDRESS_CHARS}
    if question.type is QuestionType.YES_NO:
        return {names[0]: ["yes" if value is True else "no"]}
    if question.type is QuestionType.MONEY and isinstance(value, int):
        return {names[0]: [f"{value:,}".replace(",", ".")]}
    if question.type in (QuestionType.RUN, QuestionType.RUT):
        return {names[0]: [run.display(str(value))]}
    if question.type is QuestionType.FILE:
        return {names[0]: []}
    return {names[0]: [str(value)]}
