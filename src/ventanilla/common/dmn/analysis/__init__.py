"""What can be said of a model without running it: gaps, overlaps, rules that never apply, wrong names and types.

    analyse(content)  →  findings, each with its place and a sentence

Only what is certain is said: a formula in a cell may cover anything.
"""

from collections.abc import Iterator, Sequence

from ventanilla.common.dmn.analysis.calls import findings_of_calls, findings_of_invocation
from ventanilla.common.dmn.analysis.elements import findings_of_names, functions_of, undeclared_inputs
from ventanilla.common.dmn.analysis.findings import Finding
from ventanilla.common.dmn.analysis.shape import findings_of_shape
from ventanilla.common.dmn.analysis.tables import findings_of_table
from ventanilla.common.dmn.analysis.texts import cells_of_other_types, findings_of_text, result_of_other_type
from ventanilla.common.dmn.compiled import Unit, known_types
from ventanilla.common.dmn.engine import Model, load
from ventanilla.common.dmn.errors import InvalidModel
from ventanilla.common.dmn.model import Decision, DecisionService, KnowledgeModel
from ventanilla.common.dmn.table import Table
from ventanilla.common.feel import nodes
from ventanilla.common.feel.inference import inferred
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import children
from ventanilla.common.feel.types import ANY

__all__ = ["Finding", "analyse", "analyse_model"]


def analyse(content: bytes, imports: Sequence[bytes] = ()) -> tuple[Finding, ...]:
    """The findings of a file. One that cannot be used at all (unreadable, a cycle) has that one finding."""
    try:
        return analyse_model(load(content, imports))
    except InvalidModel as error:
        return (Finding("model", "", {"error": error}),)


def analyse_model(model: Model) -> tuple[Finding, ...]:
    """The findings of a compiled model, in the order of its elements."""
    return tuple(_findings(model))


def _findings(model: Model) -> Iterator[Finding]:
    for problem in model.problems:
        yield Finding("unreadable", problem.where, {"text": problem.text[:100], "error": problem.error})
    for name in dict.fromkeys(model.unknown_types):
        yield Finding("unknown_type", model.name, {"name": name})
    for name in dict.fromkeys(model.circular_types):
        yield Finding("circular_type", model.name, {"name": name})
    yield from findings_of_names(model.bundle.main)
    for unit in model.units.values():
        yield from _of_unit(unit, model)


def _of_unit(unit: Unit, model: Model) -> Iterator[Finding]:
    for name in unit.missing:
        yield Finding("unknown_requirement", unit.name, {"name": name})
    if isinstance(unit.element, DecisionService):
        yield from undeclared_inputs(unit, unit.element, model)
    if unit.expression is None:
        if isinstance(unit.element, (Decision, KnowledgeModel)):
            yield Finding("no_logic", unit.name)
        return
    known = known_types(model.units, unit.needs)
    functions = functions_of(unit, model)
    for text in unit.texts:
        yield from findings_of_text(text, known)
        yield from findings_of_calls(text, known, functions)
    for text in unit.invocations:
        yield from findings_of_invocation(text, known, functions)
    for table in _tables(unit.expression.node):
        whole = isinstance(unit.expression.node, nodes.Typed) and unit.expression.node.value is table
        yield from cells_of_other_types(table, known)
        yield from findings_of_shape(table, known, unit.type if whole else ANY)
        yield from findings_of_table(table, known)
    if isinstance(unit.expression.node, nodes.Typed):
        found = inferred(unit.expression.node.value, known)
        yield from result_of_other_type(unit.name, found, unit.expression.node.type)


def _tables(root: Node) -> Iterator[Table]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Table):
            yield node
        waiting.extend(children(node))
