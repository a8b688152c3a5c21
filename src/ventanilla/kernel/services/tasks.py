"""Human tasks read from tasks.yaml, pure: what an official is shown, what they answered, whether it may end so."""

from collections.abc import Iterator, Mapping, MutableMapping

from django.utils.translation import gettext as _

from ventanilla.common.canonical import Json
from ventanilla.kernel.services.answers.errors import AnswerError
from ventanilla.kernel.services.answers.reading import Raw
from ventanilla.kernel.services.answers.values import is_empty
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.errors import UnknownTask
from ventanilla.kernel.services.expressions import holds
from ventanilla.kernel.services.forms import check_answer, field_error, summary_row, take_answer, walk
from ventanilla.kernel.services.types import (
    NOTHING,
    Checked,
    FieldError,
    Parsed,
    Question,
    QuestionType,
    ServiceDefinition,
    Source,
    SummaryRow,
    TaskDefinition,
)

OUTCOME = "outcome"
ALL_DOCUMENTS = "documents"
TaskResults = Mapping[str, Mapping[str, Json]]


def get_task(definition: ServiceDefinition, task_key: str) -> TaskDefinition:
    """Raises UnknownTask."""
    try:
        return definition.tasks[task_key]
    except KeyError:
        raise UnknownTask(task=task_key) from None


def parse_task(
    definition: ServiceDefinition,
    task_key: str,
    outcome: str,
    raw: Raw,
    answers: Mapping[str, Json] = NOTHING,
    files: Mapping[str, Json] = NOTHING,
    tasks: TaskResults = NOTHING,
) -> Parsed:
    """The fields of a task as they were sent with an outcome. Inputs that the outcome does not ask for are ignored.

    `answers` are those of the form and `tasks` the results so far, for conditions; `files` the file answers attached to
    this task. An outcome that is not one of the task's, or is not open, is an error on `outcome`. Raises UnknownTask.
    """
    task = get_task(definition, task_key)
    refused = _outcome_error(definition, task, outcome, answers, tasks)
    if refused:
        return Parsed({}, (refused,))
    current: dict[str, Json] = {**answers, **files, OUTCOME: outcome}
    values: dict[str, Json] = {}
    errors: list[FieldError] = []
    asked: list[Question] = []
    for question in _asked(definition, task, current):
        asked.append(question)
        take_answer(question, raw, current, values, errors)
        if question.type is QuestionType.FILE and not is_empty(files.get(question.key)):
            values[question.key] = files[question.key]
    given = {key: value for key, value in values.items() if value is not None}
    return Parsed(given, tuple(errors), tuple(asked))


def check_task(
    definition: ServiceDefinition,
    task_key: str,
    outcome: str,
    fields: Mapping[str, Json],
    answers: Mapping[str, Json],
    tasks: TaskResults = NOTHING,
) -> Checked:
    """The final check of a task on typed fields; what the outcome does not ask for is dropped. Raises UnknownTask."""
    task = get_task(definition, task_key)
    refused = _outcome_error(definition, task, outcome, answers, tasks)
    if refused:
        return Checked({}, (refused,))
    current: dict[str, Json] = {**answers, **fields, OUTCOME: outcome}
    kept: dict[str, Json] = {}
    errors: list[FieldError] = []
    for question in _asked(definition, task, current):
        value = fields.get(question.key)
        try:
            check_answer(question, value)
        except AnswerError as error:
            errors.append(field_error(question, error))
            continue
        if not is_empty(value):
            kept[question.key] = value
    return Checked(kept, tuple(errors))


def closed_outcomes(
    definition: ServiceDefinition, task_key: str, answers: Mapping[str, Json], tasks: TaskResults = NOTHING
) -> Mapping[str, str]:
    """How the task may not end now: the codes of outcomes whose condition does not hold, each with its sentence."""
    context = {**answers, "tasks": tasks}
    decisions = decisions_of(definition)
    outcomes = get_task(definition, task_key).outcomes
    return {each.code: each.refused for each in outcomes if not holds(each.when, context, decisions)}


def task_rows(
    definition: ServiceDefinition,
    task_key: str,
    answers: Mapping[str, Json],
    tasks: TaskResults = NOTHING,
    facts: Mapping[str, Json] = NOTHING,
) -> tuple[SummaryRow, ...]:
    """What the page of the task shows of the case: only what `shows` names, and only what has an answer.

    `tasks` are the results so far: {task: {"outcome": …, field: …}}. Raises UnknownTask.
    """
    task = get_task(definition, task_key)
    wanted = set(task.shows)
    rows: list[SummaryRow] = []
    for page, question in walk(definition, answers, facts):
        every_document = ALL_DOCUMENTS in wanted and question.type is QuestionType.FILE
        if question.key in wanted or (every_document and task.lane in question.data.seen_by):
            value = answers.get(question.key) if question.source is Source.ASKED else facts.get(question.fact)
            if not is_empty(value):
                rows.append(summary_row(page.key, question, value))
    return (*rows, *_earlier_rows(definition, task, tasks))


def _earlier_rows(definition: ServiceDefinition, task: TaskDefinition, tasks: TaskResults) -> Iterator[SummaryRow]:
    """What other tasks left and this one may see: `tasks.<task>.<field>`."""
    for shown in task.shows:
        parts = shown.split(".")
        if len(parts) != 3:
            continue
        earlier, field = definition.tasks.get(parts[1]), parts[2]
        value = tasks.get(parts[1], NOTHING).get(field)
        if earlier is None or is_empty(value):
            continue
        if field == OUTCOME:
            label = next((each.label for each in earlier.outcomes if each.code == value), str(value))
            yield SummaryRow(earlier.key, field, earlier.title, label, changeable=False)
        for question in earlier.asks:
            if question.key == field:
                yield summary_row(earlier.key, question, value)


def _asked(
    definition: ServiceDefinition, task: TaskDefinition, current: MutableMapping[str, Json]
) -> Iterator[Question]:
    """The questions of the task that show, as the answers above them come in."""
    decisions = decisions_of(definition)
    for question in task.asks:
        if holds(question.when, current, decisions):
            yield question
        else:
            current.pop(question.key, None)


def _outcome_error(
    definition: ServiceDefinition, task: TaskDefinition, outcome: str, answers: Mapping[str, Json], tasks: TaskResults
) -> FieldError | None:
    """Why the task cannot end so; None when it can."""
    closed = closed_outcomes(definition, task.key, answers, tasks)
    open_ones = {each.code: each.label for each in task.outcomes if each.code not in closed}
    if outcome in open_ones:
        return None
    sentence = _("Elija cómo termina esta tarea: %(options)s.") % {"options": ", ".join(open_ones.values())}
    return FieldError(OUTCOME, closed.get(outcome) or sentence, OUTCOME)
