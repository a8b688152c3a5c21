"""From what was typed (lists of strings by input name) to the JSON value of one question."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from ventanilla.common import run
from ventanilla.common.canonical import Json
from ventanilla.kernel.services.answers.errors import AnswerError
from ventanilla.kernel.services.answers.text import check_characters, shown, tidy
from ventanilla.kernel.services.answers.values import ADDRESS_CHARS
from ventanilla.kernel.services.types import Question, QuestionType

Raw = Mapping[str, Sequence[str]]

DATE_PARTS = ("day", "month", "year")
NUMBER_CHARS = 40
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+|[0-9]+")
_PHONE_LOCAL = re.compile(r"[2-9][0-9]{8}")
_PHONE_FOREIGN = re.compile(r"\+[1-9][0-9]{7,14}")


def input_names(question: Question) -> tuple[str, ...]:
    """The names of the inputs of a question: its key, or key and part for a date and an address."""
    if question.type is QuestionType.DATE:
        return tuple(f"{question.key}-{part}" for part in DATE_PARTS)
    if question.type is QuestionType.ADDRESS:
        return tuple(f"{question.key}-{part}" for part in ADDRESS_CHARS)
    return (question.key,)


def read_answer(question: Question, raw: Raw) -> Json:
    """The value that was typed, None when nothing was. Raises AnswerError when it cannot be read.

    A file is never here: it comes by its own request. Whether the value is allowed is asked of `check_value`.
    """
    return _READERS[question.type](question, raw)


def _one(raw: Raw, name: str) -> str:
    """The last value given for the input, as a browser means it."""
    values = raw.get(name) or ("",)
    return values[-1]


def _typed(question: Question, raw: Raw, part: str = "") -> str:
    name = f"{question.key}-{part}" if part else question.key
    text = tidy(_one(raw, name))
    check_characters(text, question.label)
    return text


def _text(question: Question, raw: Raw) -> Json:
    return tidy(_one(raw, question.key), lines=question.type is QuestionType.LONG_TEXT) or None


def _choice(question: Question, raw: Raw) -> Json:
    return _typed(question, raw) or None


def _choices(question: Question, raw: Raw) -> Json:
    chosen = {tidy(value) for value in raw.get(question.key, ())} - {""}
    known = [option.code for option in question.options if option.code in chosen]
    return [*known, *sorted(chosen - set(known))] or None


def _yes_no(question: Question, raw: Raw) -> Json:
    text = _typed(question, raw)
    if text not in ("", "yes", "no"):
        raise AnswerError(_("Responda sí o no en «%(label)s».") % {"label": question.label})
    return None if not text else text == "yes"


def _money(question: Question, raw: Raw) -> Json:
    text = _typed(question, raw)
    sentence = _("«%(given)s» no es un monto en pesos. Escriba solo números, sin decimales. Ejemplo: 1.500.000.")
    bare = re.sub(r"[\s$]|CLP", "", text, flags=re.IGNORECASE)
    return _whole(bare, AnswerError(sentence % {"given": shown(text)})) if text else None


def _integer(question: Question, raw: Raw) -> Json:
    text = _typed(question, raw)
    sentence = _("«%(given)s» no es un número entero. Escriba solo números. Ejemplo: 12.")
    return _whole(text.replace(" ", ""), AnswerError(sentence % {"given": shown(text)})) if text else None


def _whole(text: str, problem: AnswerError) -> int:
    if len(text) > NUMBER_CHARS or not _GROUPED.fullmatch(text):
        raise problem
    return int(text.replace(".", ""))


def _date(question: Question, raw: Raw) -> Json:
    parts = {part: _typed(question, raw, part) for part in DATE_PARTS}
    if not any(parts.values()):
        return None
    names = {"day": _("el día"), "month": _("el mes"), "year": _("el año")}
    for part, text in parts.items():
        if not text:
            sentence = _("Falta %(part)s en «%(label)s». Ejemplo: 27 3 2026.")
            raise AnswerError(sentence % {"part": names[part], "label": question.label}, part)
    written = "/".join(shown(parts[part]) for part in DATE_PARTS)
    problem = AnswerError(
        _("«%(given)s» no es una fecha que exista. Escriba día, mes y año. Ejemplo: 27 3 2026.") % {"given": written},
        "day",
    )
    if not all(re.fullmatch("[0-9]{1,2}" if part != "year" else "[0-9]{4}", parts[part]) for part in DATE_PARTS):
        raise problem
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        raise problem from None


def _run(question: Question, raw: Raw) -> Json:
    text = _typed(question, raw)
    if not text:
        return None
    try:
        return run.parse(text)
    except ValueError as error:
        sentences = {
            "check_digit": _(
                "El último dígito de «%(given)s» no corresponde. Revise el número completo. Ejemplo: 12.345.678-5."
            ),
            "format": _(
                "«%(given)s» no es un RUN o RUT. Escriba el número, un guion y el último dígito. Ejemplo: 12.345.678-5."
            ),
        }
        raise AnswerError(sentences[str(error.args[0])] % {"given": shown(text)}) from None


def _email(question: Question, raw: Raw) -> Json:
    return _typed(question, raw) or None


def _phone(question: Question, raw: Raw) -> Json:
    """Nine digits are a Chilean number; others carry `+` and their country."""
    text = _typed(question, raw)
    if not text:
        return None
    digits = re.sub(r"[\s().-]", "", text)
    if digits.startswith("56") and len(digits) == 11:
        digits = f"+{digits}"
    if _PHONE_LOCAL.fullmatch(digits):
        digits = f"+56{digits}"
    if not _PHONE_FOREIGN.fullmatch(digits) or (digits.startswith("+56") and len(digits) != 12):
        sentence = _("«%(given)s» no es un teléfono completo. Escriba sus nueve números. Ejemplo: 9 8765 4321.")
        raise AnswerError(sentence % {"given": shown(text)})
    return digits


def _address(question: Question, raw: Raw) -> Json:
    parts = {part: _typed(question, raw, part) for part in ADDRESS_CHARS}
    return parts if any(parts.values()) else None


def _file(question: Question, raw: Raw) -> Json:
    return None


_READERS: Mapping[QuestionType, Callable[[Question, Raw], Json]] = {
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
    QuestionType.COMUNA: _choice,
    QuestionType.FILE: _file,
}
