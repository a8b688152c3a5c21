"""A form read from top to bottom, pure: which pages and questions show, what was answered, what is missing.

Note [Hidden answers]
    A question shows when its page's `when` and its own hold over the answers *above* it that show themselves.
    An answer to a question that does not show counts for nothing: not for conditions, not for the review page,
    not for what is filed. It stays in the draft, so that a person who changes their mind finds it again.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import replace

from ventanilla.common.canonical import Json
from ventanilla.kernel.services.answers.display import display_value
from ventanilla.kernel.services.answers.errors import AnswerError
from ventanilla.kernel.services.answers.reading import Raw, input_names, read_answer
from ventanilla.kernel.services.answers.values import check_value, is_empty, required_error
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.errors import UnknownPage
from ventanilla.kernel.services.expressions import holds
from ventanilla.kernel.services.types import (
    NOTHING,
    Checked,
    FieldError,
    FormPage,
    Parsed,
    Question,
    QuestionType,
    ServiceDefinition,
    Source,
    SummaryRow,
)

Answers = Mapping[str, Json]
Facts = Mapping[str, Json]


def visible_pages(definition: ServiceDefinition, answers: Answers, facts: Facts = NOTHING) -> tuple[FormPage, ...]:
    """The pages that show with these answers, each with the questions that show. See Note [Hidden answers]."""
    shown: dict[str, list[Question]] = {}
    for page, question in walk(definition, answers, facts):
        shown.setdefault(page.key, []).append(question)
    return tuple(replace(page, questions=tuple(shown[page.key])) for page in definition.pages if page.key in shown)


def walk(
    definition: ServiceDefinition, answers: Answers, facts: Facts = NOTHING
) -> Iterator[tuple[FormPage, Question]]:
    """Each question that shows, with its page. Reads `answers` as it goes: the caller may write them between steps."""
    context: dict[str, object] = {"facts": facts}
    decisions = decisions_of(definition)
    for page in definition.pages:
        if not holds(page.when, context, decisions):
            continue
        for question in page.questions:
            known = question.source is not Source.ASKED
            if not holds(question.when, context, decisions) or (known and is_empty(facts.get(question.fact))):
                continue
            yield page, question
            context[question.key] = facts.get(question.fact) if known else answers.get(question.key)


def parse_page(
    definition: ServiceDefinition, page_key: str, raw: Raw, answers: Answers, facts: Facts = NOTHING
) -> Parsed:
    """The typed answers of one page as it was sent. Inputs that the page does not ask for are ignored.

    `values` has None for what was left empty, so that it replaces an earlier answer; a wrong answer is not in it.
    Raises UnknownPage.
    """
    if page_key not in {page.key for page in definition.pages}:
        raise UnknownPage(page=page_key)
    current = dict(answers)
    values: dict[str, Json] = {}
    errors: list[FieldError] = []
    for page, question in walk(definition, current, facts):
        if page.key == page_key and question.source is Source.ASKED:
            take_answer(question, raw, current, values, errors)
    return Parsed(values, tuple(errors))


def take_answer(
    question: Question,
    raw: Raw,
    current: MutableMapping[str, Json],
    values: dict[str, Json],
    errors: list[FieldError],
) -> None:
    """Read one question into `current` and `values`, or add to `errors` and forget what it was."""
    try:
        is_file = question.type is QuestionType.FILE
        value = current.get(question.key) if is_file else read_answer(question, raw)
        check_answer(question, value)
    except AnswerError as error:
        current.pop(question.key, None)
        errors.append(field_error(question, error))
        return
    current[question.key] = value
    if question.type is not QuestionType.FILE:
        values[question.key] = value


def check_answer(question: Question, value: Json) -> None:
    """Raises AnswerError when the question needs an answer and has none, or has one that it may not have."""
    if not is_empty(value):
        check_value(question, value)
    elif question.required:
        raise required_error(question)


def field_error(question: Question, error: AnswerError) -> FieldError:
    """The error with the input to go to: the part that is wrong, or the first input of the question."""
    field = f"{question.key}-{error.part}" if error.part else input_names(question)[0]
    return FieldError(question.key, error.text, field)


def check_answers(definition: ServiceDefinition, answers: Answers, facts: Facts = NOTHING) -> Checked:
    """The final check of everything, on typed answers: what counts, and what is wrong or missing.

    What does not show is dropped (Note [Hidden answers]), and so is what no question asks for.
    """
    kept: dict[str, Json] = {}
    errors: list[FieldError] = []
    first_page = ""
    current = dict(answers)
    for page, question in walk(definition, current, facts):
        if question.source is not Source.ASKED:
            continue
        try:
            check_answer(question, current.get(question.key))
        except AnswerError as error:
            current.pop(question.key, None)
            errors.append(field_error(question, error))
            first_page = first_page or page.key
            continue
        if not is_empty(current.get(question.key)):
            kept[question.key] = current[question.key]
    return Checked(kept, tuple(errors), first_page)


def summary(definition: ServiceDefinition, answers: Answers, facts: Facts = NOTHING) -> tuple[SummaryRow, ...]:
    """The lines of the review page, known facts too, in the language of the definition."""
    return tuple(
        summary_row(page.key, question, facts.get(question.fact) if known else answers.get(question.key))
        for page, question in walk(definition, answers, facts)
        for known in [question.source is not Source.ASKED]
    )


def summary_row(page_key: str, question: Question, value: Json) -> SummaryRow:
    """One line. A known fact cannot be changed here, and a file carries the uuid of its document."""
    is_file = question.type is QuestionType.FILE and isinstance(value, Mapping)
    return SummaryRow(
        page=page_key,
        question=question.key,
        label=question.label,
        value=display_value(question, value),
        changeable=question.source is Source.ASKED,
        document=str(value["document"]) if is_file and isinstance(value, Mapping) else "",
    )
