"""Terms, parameters and fees; documents, registers and states against the files and the flow."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.kernel.services.checks.inspected import Inspected, join
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.expressions import RESERVED_NAMES
from ventanilla.kernel.services.folder.yaml_lines import Place
from ventanilla.kernel.services.types import Fee, Parameter, Problem, QuestionType, SetBy

SERVICE = "service.yaml"


def check_law(inspected: Inspected) -> Iterator[Problem]:
    """Everything about service.yaml and parameters/."""
    service = inspected.definition.service
    if service.decision_term not in service.terms:
        yield inspected.problem(SERVICE, ("decision_term",), _("El plazo para decidir no está entre los plazos."))
    for parameter in inspected.definition.parameters.values():
        yield from _parameter(inspected, parameter)
    for fee in service.fees.values():
        yield from _fee(inspected, fee)
    yield from _registers(inspected)
    yield from _documents(inspected)
    yield from _states(inspected)


def _parameter(inspected: Inspected, parameter: Parameter) -> Iterator[Problem]:
    path = next(
        f"parameters/{name}.yaml"
        for name, document in inspected.loaded.inside("parameters").items()
        if document.data["key"] == parameter.key
    )
    taken = {*inspected.definition.questions, *RESERVED_NAMES}
    if parameter.key in taken:
        yield inspected.problem(path, ("key",), _("«%(key)s» ya es el nombre de otra cosa."), key=parameter.key)
    if parameter.set_by is SetBy.LAW and not parameter.values:
        yield inspected.problem(path, (), _("La ley fija este valor: escriba al menos uno, con fecha y norma."))
    if parameter.set_by is SetBy.INSTITUTION and None in (parameter.minimum, parameter.maximum):
        yield inspected.problem(path, (), _("Cada institución fija este valor: escriba el mínimo y el máximo legal."))
    dates = [each.starts_on for each in parameter.values]
    if len(set(dates)) != len(dates):
        yield inspected.problem(path, ("values",), _("Hay dos valores para la misma fecha. Deje uno."))
    for index, each in enumerate(parameter.values):
        low = parameter.minimum is not None and each.value < parameter.minimum
        high = parameter.maximum is not None and each.value > parameter.maximum
        if low or high:
            sentence = _("El valor %(value)s está fuera de lo que permite la ley.")
            yield inspected.problem(path, ("values", index, "value"), sentence, value=each.value)


def _fee(inspected: Inspected, fee: Fee) -> Iterator[Problem]:
    here: Place = ("fees", fee.key)
    definition = inspected.definition
    numbers = (QuestionType.MONEY, QuestionType.INTEGER)
    known = {key for key, question in definition.questions.items() if question.type in numbers}
    known |= set(definition.parameters)
    decisions = decisions_of(definition)
    if fee.decision not in decisions.names:
        sentence = _("«%(name)s» no es una decisión de rules/. Las que hay: %(known)s.")
        yield inspected.problem(
            SERVICE, (*here, "decision"), sentence, name=fee.decision, known=join(sorted(decisions.names))
        )
    else:
        for name in sorted(set(decisions.inputs_of(fee.decision)) - known):
            sentence = _("El cobro usa «%(name)s», que no es un parámetro ni una pregunta con un número.")
            yield inspected.problem(SERVICE, (*here, "decision"), sentence, name=name)
    if fee.due_term not in definition.service.terms:
        yield inspected.problem(SERVICE, (*here, "due_term"), _("El plazo para pagar no está entre los plazos."))


def _registers(inspected: Inspected) -> Iterator[Problem]:
    for key, register in inspected.definition.service.registers.items():
        for index, shown in enumerate(register.shows):
            if shown not in inspected.definition.questions:
                place: Place = ("registers", key, "shows", index)
                yield inspected.problem(
                    SERVICE, place, _("«%(shown)s» no es una pregunta del formulario."), shown=shown
                )


def _documents(inspected: Inspected) -> Iterator[Problem]:
    templates = inspected.loaded.templates()
    for key in inspected.definition.documents:
        if key not in templates:
            sentence = _("Falta la plantilla documents/%(key)s.typ.")
            yield inspected.problem(SERVICE, ("documents", key), sentence, key=key)
    for key in sorted(set(templates) - set(inspected.definition.documents)):
        path = inspected.loaded.place(f"documents/{key}.typ")
        yield Problem(path, 0, _("Este documento no está en «documents» de service.yaml."))


def _states(inspected: Inspected) -> Iterator[Problem]:
    """Every point of the flow where a case can stand is told in words, once, and nothing else is."""
    if inspected.flow is None:
        return
    told: dict[str, str] = {}
    for at, state in enumerate(inspected.definition.service.states):
        for index, node in enumerate(state.nodes):
            place: Place = ("states", at, "nodes", index)
            if node not in inspected.flow.keys:
                sentence = _("El estado «%(state)s» nombra «%(node)s», que no está en el diagrama.")
                yield inspected.problem(SERVICE, place, sentence, state=state.key, node=node)
            if node in told:
                sentence = _("«%(node)s» está en dos estados: %(first)s y %(state)s.")
                yield inspected.problem(SERVICE, place, sentence, node=node, first=told[node], state=state.key)
            told[node] = state.key
    for node in sorted(inspected.flow.keys - set(told)):
        sentence = _("Ningún estado dice en palabras qué pasa en «%(node)s» del diagrama.")
        yield inspected.problem(SERVICE, ("states",), sentence, node=node)
