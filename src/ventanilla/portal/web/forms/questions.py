"""A question of a service becomes a field of `ui`.

What an input shows is a list of texts by its name, whether it was saved (`saved_inputs`) or was just typed
(`request.POST.lists()`), so that a page with errors shows what was typed and nothing else.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.translation import gettext as _

from ventanilla.common import comunas
from ventanilla.common.canonical import Json
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, Question, QuestionType, Source
from ventanilla.ui.types import Field, FieldKind, FieldValue, FileItem, FormView, Option

Inputs = Mapping[str, Sequence[str]]
Answers = Mapping[str, Json]

SHORT_TEXT_CHARS = 20
_EXTENSIONS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
_NEEDED_OF_ADDRESS = ("street", "number")
_IN_PARTS = (QuestionType.DATE, QuestionType.ADDRESS)
_FORMAT_NAMES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def asked(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions that the person answers; the others show what is already known."""
    return tuple(question for question in questions if question.source is Source.ASKED)


def known(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions that show what the State already holds."""
    return tuple(question for question in questions if question.source is not Source.ASKED)


def saved_inputs(questions: Sequence[Question], answers: Answers, facts: Answers) -> dict[str, list[str]]:
    """What each input shows for what was saved. What was never answered begins with what is known."""
    inputs: dict[str, list[str]] = {}
    for question in questions:
        value = answers[question.key] if question.key in answers else facts.get(question.fact)
        inputs |= services.to_inputs(question, value)
    return inputs


def form_of(
    questions: Sequence[Question],
    inputs: Inputs,
    answers: Answers,
    errors: Sequence[FieldError] = (),
    *,
    heading: bool = False,
) -> FormView:
    """The fields of these questions. `answers` has the files already kept; `heading` makes the only label the h1."""
    wrong = {error.question: error for error in errors}
    return FormView(
        tuple(
            _field(question, inputs, answers.get(question.key), wrong.get(question.key), heading)
            for question in questions
        )
    )


def _field(question: Question, inputs: Inputs, answer: Json, error: FieldError | None, heading: bool) -> Field:
    is_file = question.type is QuestionType.FILE
    return Field(
        kind=FieldKind(question.type.value),
        name=question.key,
        label=question.label,
        hint=_file_hint(question) if is_file else question.hint,
        value=_value(question, inputs),
        error=error.text if error else "",
        error_parts=_wrong_parts(question, inputs, error),
        options=_options(question),
        required=question.required,
        heading=heading,
        width=SHORT_TEXT_CHARS if question.type is QuestionType.TEXT and question.max_chars <= SHORT_TEXT_CHARS else 0,
        limit=question.max_chars if question.type is QuestionType.LONG_TEXT else 0,
        accept=",".join(_extensions(question)) if is_file else "",
        max_bytes=documents.DOCUMENT_BYTES if is_file else 0,
        files=_files(question, answer),
    )


def _value(question: Question, inputs: Inputs) -> FieldValue:
    given = {name: inputs.get(name) or () for name in services.input_names(question)}
    if question.type in _IN_PARTS:
        return {name.removeprefix(f"{question.key}-"): values[-1] if values else "" for name, values in given.items()}
    values = given[question.key]
    if question.type is QuestionType.CHOICES:
        return tuple(values)
    return values[-1] if values else ""


def _wrong_parts(question: Question, inputs: Inputs, error: FieldError | None) -> tuple[str, ...]:
    """The part that the error is about; all that are needed when nothing was typed in any."""
    if error is None or question.type not in _IN_PARTS:
        return ()
    typed = any("".join(inputs.get(name) or ()).strip() for name in services.input_names(question))
    if typed and error.field:
        return (error.field.removeprefix(f"{question.key}-"),)
    return _NEEDED_OF_ADDRESS if question.type is QuestionType.ADDRESS else ()


def _options(question: Question) -> tuple[Option, ...]:
    if question.type is QuestionType.COMUNA:
        return _comuna_options()
    return tuple(Option(option.code, option.label, option.hint) for option in question.options)


@cache
def _comuna_options() -> tuple[Option, ...]:
    return tuple(Option(comuna.code, comuna.name, group=comuna.region) for comuna in comunas.all_comunas())


def _media_types(question: Question) -> tuple[str, ...]:
    accepted = documents.ACCEPTED_MEDIA_TYPES
    return tuple(kind for kind in _EXTENSIONS if kind in (question.media_types or accepted))


def _extensions(question: Question) -> tuple[str, ...]:
    return tuple(extension for kind in _media_types(question) for extension in _EXTENSIONS[kind])


def _file_hint(question: Question) -> str:
    names = ", ".join(_FORMAT_NAMES[kind] for kind in _media_types(question))
    limit = size_in_words(documents.DOCUMENT_BYTES)
    formats = _("Formatos: %(names)s. Hasta %(limit)s.") % {"names": names, "limit": limit}
    return f"{question.hint} {formats}".strip()


def _files(question: Question, answer: Json) -> tuple[FileItem, ...]:
    if question.type is not QuestionType.FILE or not isinstance(answer, Mapping):
        return ()
    size = answer["size"] if isinstance(answer["size"], int) else 0
    return (FileItem(str(answer["name"]), size=size_in_words(size), remove_value=question.key),)


def size_in_words(size_bytes: int) -> str:
    """As a person reads it: `412 KB`, `1,2 MB`."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} KB"
    return f"{size_bytes / 1_000_000:.1f} MB".replace(".0 ", " ").replace(".", ",")
