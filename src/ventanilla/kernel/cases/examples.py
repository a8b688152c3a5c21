"""A service's examples rehearsed through its flow in memory, for authors: no database, no case.

The same examples are played through real cases by the tests, so that a rehearsal and a case never part.
"""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from ventanilla.common.canonical import Json
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import Example, Problem, ServiceDefinition
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.errors import TaskNotFound
from ventanilla.kernel.workflow.types import EffectName


def rehearse_folder(folder: Path) -> tuple[Problem, ...]:
    """What the examples of the latest version of a folder expect and do not get. For a folder that has no errors."""
    definition = services.read_definition(folder)
    return tuple(problem for example in definition.examples for problem in rehearse(definition, example))


def rehearse(definition: ServiceDefinition, example: Example) -> Iterator[Problem]:
    """Play one example: its path, its outcome and the documents that it issues."""
    file = f"{definition.number}/examples/{example.key}.yaml"
    reports: dict[str, dict[str, Json]] = {}
    flow = workflow.Rehearsal(workflow.load(definition.flow), _values(example, reports))
    for task in example.tasks:
        if not task.times_out:
            reports[task.task] = {**task.fields, "outcome": task.outcome}
        try:
            flow.finish(task.task, _values(example, reports), times_out=task.times_out)
        except TaskNotFound:
            sentence = _("La tarea «%(task)s» no está abierta en ese momento. Están abiertas: %(open)s.")
            yield Problem(file, 0, sentence % {"task": task.task, "open": ", ".join(flow.open_tasks) or "–"})
            return
    path = [*(node.key for node in flow.path), *([flow.ended] if flow.ended else [])]
    issued = [node.params["document"] for node in flow.path if node.effect is EffectName.ISSUE]
    yield from _differs(file, _("El camino"), path, list(example.path))
    yield from _differs(file, _("El resultado"), [flow.ended or "–"], [example.outcome])
    yield from _differs(file, _("Los documentos"), issued, list(example.documents))


def _values(example: Example, reports: dict[str, dict[str, Json]]) -> dict[str, object]:
    return {**example.answers, "tasks": reports}


def _differs(file: str, what: str, given: list[str], expected: list[str]) -> Iterator[Problem]:
    if given != expected:
        sentence = _("%(what)s es %(given)s, y el ejemplo dice %(expected)s.")
        words = {"what": what, "given": ", ".join(given) or "–", "expected": ", ".join(expected) or "–"}
        yield Problem(file, 0, sentence % words)
