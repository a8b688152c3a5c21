"""The elements of a model with each other: names that are not their own, functions, and what services leave out."""

from collections.abc import Iterator

from ventanilla.common.dmn.analysis.calls import Parameters
from ventanilla.common.dmn.analysis.findings import Finding
from ventanilla.common.dmn.compiled import Unit, ordered
from ventanilla.common.dmn.engine import Model
from ventanilla.common.dmn.model import DecisionService, Definitions, InputData, KnowledgeModel
from ventanilla.common.feel.types import ANY


def findings_of_names(file: Definitions) -> Iterator[Finding]:
    """Elements whose variable has another name, which the standard does not allow, and names of more than one."""
    seen: set[str] = set()
    for element in (*file.inputs, *file.decisions, *file.knowledge, *file.services):
        name = element.variable.name
        if element.name and element.name != name:
            yield Finding("other_name", element.name, {"name": element.name, "variable": name})
        if name in seen:
            yield Finding("repeated_name", name, {"name": name})
        seen.add(name)
    types: set[str] = set()
    for item in file.items:
        if item.name in types:
            yield Finding("repeated_name", item.name, {"name": item.name})
        types.add(item.name)


def functions_of(unit: Unit, model: Model) -> dict[str, Parameters]:
    """The functions of the model that an element may call, by the names that it calls them."""
    found: dict[str, Parameters] = {}
    for need in unit.needs:
        if not need.prefix and need.id in model.units:
            parameters = _parameters(model.units[need.id], model)
            if parameters is not None:
                found[need.name] = parameters
    own = _parameters(unit, model)
    return {unit.name: own, **found} if own and isinstance(unit.element, KnowledgeModel) else found


def _parameters(unit: Unit, model: Model) -> Parameters | None:
    element = unit.element
    if isinstance(element, DecisionService):
        taken = [model.units[id_] for id_ in (*element.inputs, *element.input_decisions) if id_ in model.units]
        return Parameters(tuple(each.name for each in taken), tuple(each.type for each in taken))
    if not isinstance(element, KnowledgeModel) or element.function is None:
        return None
    types = model.bundle.types[model.bundle.elements[unit.id].file.namespace].table
    each = element.function.parameters
    return Parameters(tuple(one.name for one in each), tuple(types.get(one.type_ref or "", ANY) for one in each))


def undeclared_inputs(unit: Unit, element: DecisionService, model: Model) -> Iterator[Finding]:
    """Inputs that the decisions of a service need and it does not take: they are null when it is called."""
    given = frozenset((*element.inputs, *element.input_decisions))
    for id_ in ordered(element.outputs, model.requirements, given):
        needed = model.units.get(id_)
        if needed is not None and isinstance(needed.element, InputData):
            yield Finding("undeclared_input", unit.name, {"name": needed.name})
