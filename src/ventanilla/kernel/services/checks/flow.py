"""The diagram: what workflow says of it, and each effect against what the service has."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ventanilla.kernel.services.checks.inspected import Inspected, join
from ventanilla.kernel.services.tasks import OUTCOME
from ventanilla.kernel.services.types import Problem, ServiceDefinition, Severity
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.types import EffectName, Node, NodeKind

FLOW = "flow.bpmn"


def check_flow(inspected: Inspected) -> Iterator[Problem]:
    """Everything about flow.bpmn."""
    definition = inspected.definition
    problems = workflow.check(
        definition.flow,
        names=condition_names(definition),
        tasks=set(definition.tasks),
        terms=set(definition.service.terms),
    )
    place = inspected.loaded.place(FLOW)
    for problem in problems:
        line = line_of(definition.flow, problem.element_id)
        yield Problem(place, line, problem.sentence, Severity(problem.severity.value))
    if inspected.flow is not None:
        for node in inspected.flow.of_kind(NodeKind.SERVICE_TASK):
            for sentence in _effect_sentences(definition, node):
                yield Problem(place, line_of(definition.flow, node.id), sentence)


def condition_names(definition: ServiceDefinition) -> set[str]:
    """What a condition of the flow may read: answers, and what each task left."""
    names = set(definition.questions)
    for key, task in definition.tasks.items():
        names |= {f"tasks.{key}.{field}" for field in (OUTCOME, *(each.key for each in task.asks))}
    return names


def line_of(flow: bytes, element_id: str) -> int:
    """The line of the element with this id, 0 when it is nowhere."""
    found = re.search(rb'\sid="' + re.escape(element_id.encode()) + rb'"', flow) if element_id else None
    return flow.count(b"\n", 0, found.start()) + 1 if found else 0


def _effect_sentences(definition: ServiceDefinition, node: Node) -> Iterator[str]:
    """Each parameter of an effect names something that the service has."""
    needs: Mapping[EffectName, tuple[tuple[str, Mapping[str, object]], ...]] = {
        EffectName.ISSUE: (("document", definition.documents),),
        EffectName.NOTIFY: (("text", definition.notices),),
        EffectName.CHARGE: (("fee", definition.service.fees),),
        EffectName.REGISTER: (("register", definition.service.registers),),
    }
    for name, known in needs.get(node.effect, ()) if node.effect else ():
        given = node.params.get(name, "")
        if given not in known:
            sentence = _("La tarea automática %(id)s tiene v:%(name)s=«%(given)s». Se acepta: %(known)s.")
            yield sentence % {"id": node.id, "name": name, "given": given, "known": join(sorted(known))}
