"""Examples: enough of them, and each possible: answers that the form accepts, outcomes that exist, fees that add up.

How an example is counted, here and by the runner of `cases`: everything happens on the day of the filing, except a task
that times out, which ends the day after its term. `deadlines` are the terms that run from the filing.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.common import legal_time
from ventanilla.common.canonical import Json
from ventanilla.common.errors import Fault, Refusal
from ventanilla.kernel.services.answers.errors import AnswerError
from ventanilla.kernel.services.answers.values import check_value, is_empty
from ventanilla.kernel.services.checks.inspected import Inspected, join
from ventanilla.kernel.services.fees import fee_lines
from ventanilla.kernel.services.folder.yaml_lines import Place
from ventanilla.kernel.services.forms import check_answers
from ventanilla.kernel.services.tasks import TaskResults, check_task
from ventanilla.kernel.services.types import DatedValue, Example, ExampleTask, Problem, Source
from ventanilla.kernel.workflow.types import NodeKind

EXAMPLES_MINIMUM = 6


def check_examples(inspected: Inspected) -> Iterator[Problem]:
    """Everything about examples/."""
    examples = inspected.definition.examples
    if len(examples) < EXAMPLES_MINIMUM:
        sentence = _("Hay %(count)d ejemplos y se piden %(minimum)d o más.")
        place = inspected.loaded.place("examples")
        yield Problem(place, 0, sentence % {"count": len(examples), "minimum": EXAMPLES_MINIMUM})
    for example in examples:
        yield from _known_facts(inspected, example)
        yield from _answers(inspected, example)
        reports: dict[str, dict[str, Json]] = {}
        for index, task in enumerate(example.tasks):
            yield from _task(inspected, example, task, index, reports)
            reports[task.task] = {**task.fields, "outcome": task.outcome}
        yield from _path(inspected, example)
        yield from _deadlines(inspected, example)
        yield from _fees(inspected, example)


def _file(example: Example) -> str:
    return f"examples/{example.key}.yaml"


def _known_facts(inspected: Inspected, example: Example) -> Iterator[Problem]:
    for question in inspected.definition.questions.values():
        fact = example.facts.get(question.fact)
        if question.source is not Source.ASKED and not is_empty(fact):
            try:
                check_value(question, fact)
            except AnswerError as error:
                place: Place = ("situation", "facts", question.fact)
                yield inspected.problem(_file(example), place, "%(text)s", text=error.text)


def _answers(inspected: Inspected, example: Example) -> Iterator[Problem]:
    checked = check_answers(inspected.definition, example.answers, example.facts)
    place: Place = ("situation", "answers")
    for error in checked.errors:
        yield inspected.problem(_file(example), (*place, error.question), "%(text)s", text=error.text)
    for key in sorted(set(example.answers) - set(checked.answers)):
        if key not in {error.question for error in checked.errors}:
            sentence = _("La respuesta «%(key)s» sobra: en esta situación no se pregunta.")
            yield inspected.problem(_file(example), (*place, key), sentence, key=key)


def _task(
    inspected: Inspected, example: Example, task: ExampleTask, index: int, reports: TaskResults
) -> Iterator[Problem]:
    here: Place = ("tasks", index)
    if task.task not in inspected.definition.tasks:
        yield inspected.problem(_file(example), here, _("No existe la tarea «%(task)s»."), task=task.task)
        return
    if task.times_out:
        if task.outcome:
            yield inspected.problem(_file(example), here, _("Si nadie responde, la tarea no tiene resultado."))
        return
    checked = check_task(inspected.definition, task.task, task.outcome, task.fields, example.answers, reports)
    for error in checked.errors:
        yield inspected.problem(_file(example), here, "%(text)s", text=error.text)
    for key in sorted(set(task.fields) - set(checked.answers) - {error.question for error in checked.errors}):
        sentence = _("El dato «%(key)s» sobra: la tarea no lo pide con ese resultado.")
        yield inspected.problem(_file(example), (*here, "fields"), sentence, key=key)


def _path(inspected: Inspected, example: Example) -> Iterator[Problem]:
    for document in sorted(set(example.documents) - set(inspected.definition.documents)):
        place: Place = ("expect", "documents")
        yield inspected.problem(_file(example), place, _("No existe el documento «%(document)s»."), document=document)
    if inspected.flow is None:
        return
    for index, node in enumerate(example.path):
        if node not in inspected.flow.keys:
            place = ("expect", "path", index)
            yield inspected.problem(_file(example), place, _("«%(node)s» no está en el diagrama."), node=node)
    ends = {node.key for node in inspected.flow.of_kind(NodeKind.END, NodeKind.TERMINATE)}
    if example.outcome not in ends:
        sentence = _("El resultado «%(outcome)s» no es un final del diagrama: %(ends)s.")
        place = ("expect", "outcome")
        yield inspected.problem(_file(example), place, sentence, outcome=example.outcome, ends=join(sorted(ends)))


def _deadlines(inspected: Inspected, example: Example) -> Iterator[Problem]:
    for key, expected in example.deadlines.items():
        place: Place = ("expect", "deadlines", key)
        term = inspected.definition.service.terms.get(key)
        if term is None:
            yield inspected.problem(_file(example), place, _("No existe el plazo «%(key)s»."), key=key)
            continue
        due_on = legal_time.deadline(start=example.filed_at, term=term.legal(), comuna=example.comuna).due_on
        if due_on != expected:
            sentence = _("El plazo «%(key)s» vence el %(due)s, y el ejemplo dice %(expected)s.")
            yield inspected.problem(_file(example), place, sentence, key=key, due=due_on, expected=expected)


def _fees(inspected: Inspected, example: Example) -> Iterator[Problem]:
    on = legal_time.local_date(example.filed_at, example.comuna)
    values = {key: (DatedValue(on, value, ""),) for key, value in example.parameters.items()}
    for key, expected in example.fees.items():
        place: Place = ("expect", "fees", key)
        if key not in inspected.definition.service.fees:
            yield inspected.problem(_file(example), place, _("No existe el cobro «%(key)s»."), key=key)
            continue
        try:
            (line,) = fee_lines(inspected.definition, values, example.answers, on, key)
        except (Refusal, Fault) as error:
            yield inspected.problem(_file(example), place, "%(text)s", text=str(error))
            continue
        if line.amount.minor != expected:
            sentence = _("El cobro «%(key)s» da %(given)d, y el ejemplo dice %(expected)d. %(explanation)s")
            words = {"given": line.amount.minor, "expected": expected, "explanation": line.in_full}
            yield inspected.problem(_file(example), place, sentence, key=key, **words)
