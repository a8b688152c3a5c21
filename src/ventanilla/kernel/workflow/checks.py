"""What is wrong with a flow before any case meets it: each problem with its element and a sentence."""

from collections.abc import Collection, Iterable, Iterator

from ventanilla.common.legal_time import Term
from ventanilla.kernel.workflow import bpmn, soundness
from ventanilla.kernel.workflow.definition_errors import (
    ConditionMissing,
    DefaultMissing,
    DefinitionRefused,
    EndlessCircle,
    ExitMissing,
    NameUnknown,
    NothingDone,
    NotReached,
    TaskUnknown,
    TermUnknown,
)
from ventanilla.kernel.workflow.types import Definition, Node, NodeKind, Problem, Severity

_ENDS = (NodeKind.END, NodeKind.TERMINATE)


def check(
    source: bytes,
    *,
    names: Collection[str] | None = None,
    tasks: Collection[str] | None = None,
    terms: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """Every problem of a flow; empty when there is none. Never raises for what an author wrote.

    `names` are the paths that conditions may read (`own_capital`, `tasks.works.outcome`), `tasks` the keys of
    tasks.yaml, `terms` the names of service.yaml; what is None is not checked.
    """
    definition, refusals = bpmn.read(source)
    if definition is not None:
        refusals = tuple(_analyse(definition, names, tasks, terms))
    return tuple(
        Problem(each.element, each.element_id, each.code, each.sentence(), Severity(each.severity)) for each in refusals
    )


def _analyse(
    definition: Definition,
    names: Collection[str] | None,
    tasks: Collection[str] | None,
    terms: Collection[str] | None,
) -> Iterator[DefinitionRefused]:
    unreachable, without_end = list(_not_reached(definition)), list(_without_end(definition))
    yield from unreachable
    yield from without_end
    yield from _choices(definition)
    yield from _circles(definition)
    for node in definition.of_kind(NodeKind.UNTYPED):
        yield NothingDone(element=node.kind.value, id=node.id)
    yield from _words(definition, names, tasks, terms)
    if not unreachable and not without_end:
        yield from soundness.find_problems(definition)


def _following(definition: Definition, node: Node) -> Iterator[str]:
    yield from (flow.target for flow in node.outgoing)
    yield from node.timers


def _reach(starts: Iterable[str], following: dict[str, set[str]]) -> set[str]:
    reached, todo = set(starts), list(starts)
    while todo:
        new = following.get(todo.pop(), set()) - reached
        reached |= new
        todo += new
    return reached


def _not_reached(definition: Definition) -> Iterator[DefinitionRefused]:
    forward = {node.id: set(_following(definition, node)) for node in definition.nodes.values()}
    reached = _reach([definition.start], forward)
    for node in definition.nodes.values():
        if node.id not in reached:
            yield NotReached(element=node.kind.value, id=node.id)


def _without_end(definition: Definition) -> Iterator[DefinitionRefused]:
    backward: dict[str, set[str]] = {}
    for node in definition.nodes.values():
        for target in _following(definition, node):
            backward.setdefault(target, set()).add(node.id)
    ends = _reach([node.id for node in definition.of_kind(*_ENDS)], backward)
    for node in definition.nodes.values():
        if node.id not in ends:
            yield ExitMissing(element=node.kind.value, id=node.id)


def _choices(definition: Definition) -> Iterator[DefinitionRefused]:
    for node in definition.of_kind(NodeKind.EXCLUSIVE):
        if len(node.outgoing) <= 1:
            continue
        if not node.default:
            yield DefaultMissing(element=node.kind.value, id=node.id)
        for flow in node.outgoing:
            if flow.condition is None and flow.id != node.default:
                yield ConditionMissing(element="sequenceFlow", id=flow.id)


def _circles(definition: Definition) -> Iterator[DefinitionRefused]:
    """Nodes from which one comes back without a task or an effect on the way."""
    moving = {node.id for node in definition.nodes.values() if not node.rests}
    forward = {each: {flow.target for flow in definition.nodes[each].outgoing} & moving for each in moving}
    for node in definition.nodes.values():
        if node.id in moving and node.id in _reach(forward[node.id], forward):
            yield EndlessCircle(element=node.kind.value, id=node.id)


def _words(
    definition: Definition,
    names: Collection[str] | None,
    tasks: Collection[str] | None,
    terms: Collection[str] | None,
) -> Iterator[DefinitionRefused]:
    """Names, tasks and terms that the service does not have."""
    for node in definition.nodes.values():
        if tasks is not None and node.kind is NodeKind.USER_TASK and node.key not in tasks:
            yield TaskUnknown(element=node.kind.value, id=node.id, key=node.key)
        if terms is not None and node.kind is NodeKind.TIMER and node.term not in terms and not _is_duration(node.term):
            yield TermUnknown(element=node.kind.value, id=node.id, term=node.term)
        for flow in node.outgoing if names is not None else ():
            for name in sorted(flow.condition.names - set(names)) if flow.condition else ():
                yield NameUnknown(element="sequenceFlow", id=flow.id, name=name)


def _is_duration(term: str) -> bool:
    try:
        Term.from_iso(term)
    except ValueError:
        return False
    return True
