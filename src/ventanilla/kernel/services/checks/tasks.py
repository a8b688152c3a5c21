"""Human tasks: lanes, terms, what is shown against who may see it, and their match with the flow."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.kernel.services.checks.form import condition_problems, question_problems
from ventanilla.kernel.services.checks.inspected import Inspected, join
from ventanilla.kernel.services.folder.yaml_lines import Place
from ventanilla.kernel.services.tasks import ALL_DOCUMENTS, OUTCOME
from ventanilla.kernel.services.types import (
    APPLICANT_ACTION,
    APPLICANT_LANE,
    OFFICIAL_ACTIONS,
    Problem,
    TaskDefinition,
)

TASKS = "tasks.yaml"


def check_tasks(inspected: Inspected) -> Iterator[Problem]:
    """Everything about tasks.yaml."""
    definition = inspected.definition
    lanes = {*definition.service.lanes, APPLICANT_LANE}
    for key, task in definition.tasks.items():
        here: Place = ("tasks", key)
        if task.lane not in lanes:
            sentence = _("No existe el carril «%(lane)s». Los que hay: %(known)s.")
            yield inspected.problem(TASKS, (*here, "lane"), sentence, lane=task.lane, known=join(sorted(lanes)))
        if task.term not in definition.service.terms:
            sentence = _("El plazo «%(term)s» no está en service.yaml, con su calendario y su norma.")
            yield inspected.problem(TASKS, (*here, "term"), sentence, term=task.term)
        actions = (APPLICANT_ACTION,) if task.for_applicant else OFFICIAL_ACTIONS
        if task.action not in actions:
            sentence = _("La acción «%(action)s» no existe en este carril. Se acepta: %(known)s.")
            yield inspected.problem(TASKS, (*here, "action"), sentence, action=task.action, known=join(actions))
        yield from _shown(inspected, task)
        yield from _asked(inspected, task)
    yield from _against_flow(inspected)


def _shown(inspected: Inspected, task: TaskDefinition) -> Iterator[Problem]:
    questions = inspected.definition.questions
    for index, shown in enumerate(task.shows):
        place: Place = ("tasks", task.key, "shows", index)
        if shown == ALL_DOCUMENTS:
            continue
        if "." in shown:
            if not _is_report(inspected, shown):
                sentence = _("«%(shown)s» no es un dato de otra tarea. Escriba tasks.tarea.dato.")
                yield inspected.problem(TASKS, place, sentence, shown=shown)
        elif shown not in questions:
            yield inspected.problem(TASKS, place, _("«%(shown)s» no es una pregunta del formulario."), shown=shown)
        elif task.lane not in (*questions[shown].data.seen_by, APPLICANT_LANE):
            sentence = _("La tarea muestra «%(shown)s» a «%(lane)s», que no está en «seen_by» de esa pregunta.")
            yield inspected.problem(TASKS, place, sentence, shown=shown, lane=task.lane)


def _is_report(inspected: Inspected, shown: str) -> bool:
    head, _dot, rest = shown.partition(".")
    key, _dot, field = rest.partition(".")
    task = inspected.definition.tasks.get(key)
    return head == "tasks" and task is not None and field in {OUTCOME, *(each.key for each in task.asks)}


def _asked(inspected: Inspected, task: TaskDefinition) -> Iterator[Problem]:
    known = {*inspected.definition.questions, OUTCOME}
    fields: set[str] = set()
    for index, question in enumerate(task.asks):
        place: Place = ("tasks", task.key, "asks", index)
        if question.key in fields:
            sentence = _("La pregunta «%(key)s» está dos veces.")
            yield inspected.problem(TASKS, (*place, "key"), sentence, key=question.key)
        yield from condition_problems(inspected, TASKS, (*place, "when"), question.when, known | fields)
        yield from question_problems(inspected, TASKS, place, question)
        fields.add(question.key)
    reports = {*inspected.definition.questions, "tasks"}
    for index, outcome in enumerate(task.outcomes):
        here: Place = ("tasks", task.key, "outcomes", index)
        yield from condition_problems(inspected, TASKS, here, outcome.when, reports)


def _against_flow(inspected: Inspected) -> Iterator[Problem]:
    if inspected.flow is None:
        return
    for key in inspected.definition.tasks:
        if key not in inspected.flow.task_keys:
            sentence = _("La tarea «%(key)s» no está en el diagrama.")
            yield inspected.problem(TASKS, ("tasks", key), sentence, key=key)
