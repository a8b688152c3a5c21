"""Whether a JSON value may be the answer of a question. The last word: what is filed has passed here."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ventanilla.common import comunas, run
from ventanilla.common.canonical import Json
from ventanilla.common.money import Money
from ventanilla.kernel.services.answers.errors import AnswerError
from ventanilla.kernel.services.answers.text import check_characters, check_length, shown
from ventanilla.kernel.services.types import Question, QuestionType

MAX_MONEY_CLP = 10**15
MAX_INTEGER = 10**12
EMAIL_CHARS = 254
# A number of a street has a digit somewhere, or says that there is none.
_NUMBER = re.compile(r"\d|^s\s?/?\s?n\.?$|sin n[uú]mero", re.IGNORECASE)
ADDRESS_CHARS = {"street": 120, "number": 20, "extra": 120}
PHONE = re.compile(r"\+[1-9][0-9]{7,14}")


def check_value(question: Question, value: Json) -> None:
    """Raises AnswerError when `value` may not be the answer of `question`. An empty answer is not asked here."""
    _CHECKS[question.type](question, value)


def is_empty(value: Json) -> bool:
    """Whether there is no answer. `False` and 0 are answers."""
    return value is None or value == "" or value == [] or value == {}


def required_error(question: Question) -> AnswerError:
    """What to say when a required answer is missing: the author's sentence, or one by type."""
    if question.required_text:
        return AnswerError(question.required_text)
    sentences = {
        QuestionType.CHOICE: _("Elija una opción en «%(label)s»."),
        QuestionType.CHOICES: _("Elija al menos una opción en «%(label)s»."),
        QuestionType.YES_NO: _("Responda sí o no en «%(label)s»."),
        QuestionType.COMUNA: _("Elija una comuna en «%(label)s»."),
        QuestionType.FILE: _("Suba un archivo en «%(label)s»."),
    }
    return AnswerError(sentences.get(question.type, _("Complete «%(label)s».")) % {"label": question.label})


def _unreadable(question: Question) -> AnswerError:
    return AnswerError(
        _("No se pudo leer la respuesta de «%(label)s». Respóndala de nuevo.") % {"label": question.label}
    )


def _text(question: Question, value: Json) -> None:
    lines = question.type is QuestionType.LONG_TEXT
    if not isinstance(value, str):
        raise _unreadable(question)
    check_length(value, question.label, question.max_chars)
    check_characters(value, question.label, lines=lines)


def _choice(question: Question, value: Json) -> None:
    if not isinstance(value, str) or value not in {option.code for option in question.options}:
        sentence = _("Elija una de las opciones de «%(label)s»: %(options)s.")
        labels = ", ".join(option.label for option in question.options)
        raise AnswerError(sentence % {"label": question.label, "options": labels})


def _choices(question: Question, value: Json) -> None:
    if not isinstance(value, list):
        raise _unreadable(question)
    for each in value:
        _choice(question, each)
    if len(set(map(str, value))) != len(value):
        raise _unreadable(question)
    if question.maximum is not None and len(value) > question.maximum:
        sentence = _("Eligió %(given)d opciones en «%(label)s», y se aceptan hasta %(limit)d.")
        raise AnswerError(sentence % {"label": question.label, "given": len(value), "limit": question.maximum})


def _yes_no(question: Question, value: Json) -> None:
    if not isinstance(value, bool):
        raise _unreadable(question)


def _money(question: Question, value: Json) -> None:
    _whole_number(question, value, MAX_MONEY_CLP, lambda number: Money(number).display())


def _integer(question: Question, value: Json) -> None:
    _whole_number(question, value, MAX_INTEGER, str)


def _whole_number(question: Question, value: Json, ceiling: int, show: Callable[[int], str]) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _unreadable(question)
    least = 0 if question.minimum is None else question.minimum
    most = ceiling if question.maximum is None else question.maximum
    if not least <= value <= most:
        sentence = _("«%(label)s» debe estar entre %(least)s y %(most)s. Usted escribió %(given)s.")
        values = {"least": show(least), "most": show(most), "given": show(value)}
        raise AnswerError(sentence % {"label": question.label, **values})


def _date(question: Question, value: Json) -> None:
    try:
        given = date.fromisoformat(str(value))
    except ValueError:
        raise _unreadable(question) from None
    if question.not_before and given < date.fromisoformat(question.not_before):
        raise _outside(question, _("desde el"), question.not_before)
    if question.not_after and given > date.fromisoformat(question.not_after):
        raise _outside(question, _("hasta el"), question.not_after)


def _outside(question: Question, word: str, limit: str) -> AnswerError:
    sentence = _("«%(label)s» debe ser una fecha %(word)s %(limit)s.")
    shown_limit = date_format(date.fromisoformat(limit), "SHORT_DATE_FORMAT")
    return AnswerError(sentence % {"label": question.label, "word": word, "limit": shown_limit})


def _run(question: Question, value: Json) -> None:
    try:
        same = isinstance(value, str) and run.parse(value) == value
    except ValueError:
        same = False
    if not same:
        raise _unreadable(question)


def _email(question: Question, value: Json) -> None:
    sentence = _("«%(given)s» no es un correo completo. Escriba nombre, arroba y dominio. Ejemplo: ana@correo.cl.")
    problem = AnswerError(sentence % {"given": shown(str(value))})
    if not isinstance(value, str) or len(value) > EMAIL_CHARS:
        raise problem
    try:
        validate_email(value)
    except ValidationError:
        raise problem from None


def _phone(question: Question, value: Json) -> None:
    if not isinstance(value, str) or not PHONE.fullmatch(value):
        raise _unreadable(question)


def _address(question: Question, value: Json) -> None:
    if not isinstance(value, Mapping) or set(value) != set(ADDRESS_CHARS):
        raise _unreadable(question)
    for part, limit in ADDRESS_CHARS.items():
        text = value[part]
        if not isinstance(text, str):
            raise _unreadable(question)
        try:
            check_length(text, question.label, limit)
            check_characters(text, question.label)
        except AnswerError as error:
            raise AnswerError(error.text, part) from None
    for part, sentence in (
        ("street", _("Falta la calle en «%(label)s». Ejemplo: Avenida Prat.")),
        ("number", _("Falta el número en «%(label)s». Si no tiene, escriba S/N.")),
    ):
        if not value[part]:
            raise AnswerError(sentence % {"label": question.label}, part)
    if not _NUMBER.search(value["number"]):
        sentence = _("«%(given)s» no parece un número de calle. Ejemplos: 145, Parcela 3. Si no tiene, escriba S/N.")
        raise AnswerError(sentence % {"given": shown(value["number"])}, "number")


def _comuna(question: Question, value: Json) -> None:
    if not isinstance(value, str) or value not in {comuna.code for comuna in comunas.all_comunas()}:
        raise AnswerError(_("Elija una comuna de la lista en «%(label)s».") % {"label": question.label})


def _file(question: Question, value: Json) -> None:
    if not isinstance(value, Mapping) or not {"document", "name", "size"} <= set(value):
        raise required_error(question)
    try:
        UUID(str(value["document"]))
    except ValueError:
        raise required_error(question) from None


_CHECKS: Mapping[QuestionType, Callable[[Question, Json], None]] = {
    QuestionType.TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.YES_NO: _yes_no,
    QuestionType.MONEY: _money,
    QuestionType.INTEGER: _integer,
    QuestionType.DATE: _date,
    QuestionType.RUN: _run,
    QuestionType.RUT: _run,
    QuestionType.EMAIL: _email,
    QuestionType.PHONE: _phone,
    QuestionType.ADDRESS: _address,
    QuestionType.COMUNA: _comuna,
    QuestionType.FILE: _file,
}
