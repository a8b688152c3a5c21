"""A model compiled once: each decision and function as an expression, with what it needs, in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ventanilla.common.dmn import model
from ventanilla.common.dmn.boxed import Text, Translator
from ventanilla.common.dmn.bundle import Bundle, Owned
from ventanilla.common.dmn.errors import RequirementCycle
from ventanilla.common.dmn.problems import Problem
from ventanilla.common.feel import nodes
from ventanilla.common.feel.errors import ExpressionTooDeep
from ventanilla.common.feel.expression import Expression, built, scope_of
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import frames_of, height_of
from ventanilla.common.feel.scope import PROPERTIES, Names
from ventanilla.common.feel.types import ANY, FeelType, FunctionType, bare

HEIGHT_MAX = 150
"""Of the whole tree of a decision, all its boxes and texts together."""


@dataclass(frozen=True, slots=True)
class Need:
    """What an expression reads: the element, and how the file calls it (`prefix.name` when imported)."""

    id: str
    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An element that can be evaluated. `type` is that of its result."""

    id: str
    name: str
    element: model.Decision | model.KnowledgeModel | model.DecisionService | model.InputData
    needs: tuple[Need, ...]
    expression: Expression | None
    type: FeelType
    frames: int
    """Of the interpreter, that evaluating it may take."""
    texts: tuple[Text, ...] = ()
    invocations: tuple[Text, ...] = ()
    is_plain_input: bool = False
    """An input of the main file that may be of any type."""
    is_imported: bool = False
    missing: tuple[str, ...] = ()
    """Names of requirements that no file has."""
    problems: tuple[Problem, ...] = ()
    """Its texts that could not be read."""


class Compiler:
    """Compiles the elements of a bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._members = Names((*PROPERTIES, *sorted(bundle.member_names)))

    def units(self) -> dict[str, Unit]:
        """Every element, by id. Raises RequirementCycle.

        What is required is compiled first: the names inside its result may have spaces, and are then known.
        """
        elements = self.bundle.elements
        requirements = {id_: _requirements(owned) for id_, owned in elements.items()}
        order = ordered(requirements, requirements)
        made = {id_: self._unit(id_, elements[id_]) for id_ in order if id_ in elements}
        return {id_: made[id_] for id_ in elements}

    def _unit(self, id_: str, owned: Owned) -> Unit:
        element, file = owned.element, owned.file
        types = self.bundle.types[file.namespace]
        kind = types.named(element.variable.type_ref)
        needs = tuple(self._needs(owned))
        translator = self._translator(owned, needs)
        node: Node | None = None
        if isinstance(element, model.Decision) and element.expression is not None:
            node = translator.node(element.expression)
            node = nodes.Typed(1, node, kind, element.variable.name)
        elif isinstance(element, model.KnowledgeModel) and element.function is not None:
            node = _function(translator, element, element.function, kind)
        height = height_of(node) if node else 0
        if node is not None and height > HEIGHT_MAX:
            translator.problems.append(Problem(element.variable.name, "", ExpressionTooDeep(position=1)))
            node = nodes.Invalid(1, "too_deep")
        names = [need.prefix or need.name for need in needs]
        expression = built(node, variables=names) if node else None
        return Unit(
            id_,
            element.variable.name,
            element,
            needs,
            expression,
            kind,
            frames_of(node) if node else 0,
            texts=tuple(translator.texts),
            invocations=tuple(translator.invocations),
            is_plain_input=isinstance(element, model.InputData) and kind is ANY and file is self.bundle.main,
            is_imported=file is not self.bundle.main,
            missing=self._missing(owned),
            problems=tuple(translator.problems),
        )

    def _missing(self, owned: Owned) -> tuple[str, ...]:
        absent = [other for other in _requirements(owned) if other not in self.bundle.elements]
        return tuple(other.partition("#")[2] for other in absent)

    def _translator(self, owned: Owned, needs: Iterable[Need]) -> Translator:
        """With the names of what is needed; a knowledge model may also call itself."""
        names = [need.prefix or need.name for need in needs]
        if isinstance(owned.element, model.KnowledgeModel):
            names.append(owned.element.variable.name)
        scope = scope_of(names, members=self._members)
        types = self.bundle.types[owned.file.namespace]
        scope.types = types.table
        return Translator(scope, types)

    def _needs(self, owned: Owned) -> Iterable[Need]:
        for id_ in _requirements(owned):
            called = self.bundle.name_in(owned.file, id_)
            if called is not None:
                yield Need(id_, *called)


def _function(
    translator: Translator, element: model.KnowledgeModel, definition: model.FunctionDefinition, kind: FeelType
) -> Node:
    """The function of a knowledge model. Its variable has the type of the function, or that of the result."""
    name = element.variable.name
    node = translator.typed(translator.function(definition), definition.type_ref, name)
    result = bare(kind)
    result = result.result if isinstance(result, FunctionType) else kind
    if isinstance(node, nodes.Function) and result is not ANY:
        return nodes.Function(1, node.parameters, nodes.Typed(1, node.body, result, name), result)
    return node


def _requirements(owned: Owned) -> tuple[str, ...]:
    """The ids that an element requires. A knowledge model may call itself: that is no requirement."""
    element = owned.element
    if isinstance(element, model.Decision):
        return (*element.requires, *element.knows)
    if isinstance(element, model.KnowledgeModel):
        return tuple(id_ for id_ in element.knows if id_ != element.id)
    if isinstance(element, model.DecisionService):
        return (*element.outputs, *element.encapsulated)
    return ()


def ordered(
    wanted: Iterable[str], requirements: Mapping[str, tuple[str, ...]], stop: frozenset[str] = frozenset()
) -> list[str]:
    """What `wanted` requires, each after what it requires itself, without recursion. Raises RequirementCycle."""
    order: list[str] = []
    done: set[str] = set(stop)
    open_: set[str] = set()
    for first in wanted:
        waiting = [(first, iter(requirements.get(first, ())))] if first not in done else []
        open_.update(id_ for id_, _ in waiting)
        while waiting:
            id_, rest = waiting[-1]
            following = next((other for other in rest if other not in done), None)
            if following is None:
                waiting.pop()
                open_.discard(id_)
                done.add(id_)
                order.append(id_)
            elif following in open_:
                raise RequirementCycle(name=following.partition("#")[2])
            else:
                open_.add(following)
                waiting.append((following, iter(requirements.get(following, ()))))
    return order


def known_types(units: Mapping[str, Unit], needs: Iterable[Need]) -> dict[str, FeelType]:
    """The types of the names that an expression reads, as far as declared."""
    known: dict[str, FeelType] = {}
    for need in needs:
        unit = units.get(need.id)
        if unit is not None and not need.prefix:
            known[need.name] = ANY if isinstance(unit.element, model.KnowledgeModel) else unit.type
    return known
