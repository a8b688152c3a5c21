"""Compiling texts: the front door's `compile`, and the pieces that the DMN engine puts together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from ventanilla.common.feel import nodes
from ventanilla.common.feel.builtins import BUILTINS
from ventanilla.common.feel.closures import Builder, matcher
from ventanilla.common.feel.errors import ExpressionTooDeep, TooManyCalls, UnknownFunction, WrongArguments
from ventanilla.common.feel.limits import HEIGHT_MAX
from ventanilla.common.feel.machine import Frame, Matcher, Remark, Run, State
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.operands import Operands
from ventanilla.common.feel.parser import children, height_of
from ventanilla.common.feel.scope import PROPERTIES, Names, Scope
from ventanilla.common.feel.temporal import from_datetime
from ventanilla.common.feel.values import FeelValue, from_python

FUNCTION_NAMES = Names(BUILTINS)


class _StrictParser(Operands):
    """The front door refuses a call of nothing, where a model only finds it null."""

    def check_call(self, call: nodes.Call) -> None:
        if not isinstance(call.function, nodes.Name) or self.scope.is_variable(call.function.name):
            return
        name, count = call.function.name, len(call.arguments)
        if name not in BUILTINS:
            raise UnknownFunction(found=name, position=call.position)
        if not call.names and not BUILTINS[name].accepts(count):
            raise WrongArguments(found=name, count=count, position=call.position)


def scope_of(names: Iterable[str], *, strict: bool = False, members: Names | None = None) -> Scope:
    """A scope with the built-in functions, these variables, and the members of contexts that a model has."""
    return Scope(FUNCTION_NAMES, [Names(names)], members or Names(PROPERTIES), strict=strict)


def parsed(text: str, scope: Scope) -> Node:
    """The tree of a text. Raises InvalidExpression."""
    parser = (_StrictParser if scope.strict else Operands)(text, scope)
    node = parser.expression()
    parser.end()
    _check_height(node)
    return node


def parsed_tests(text: str, scope: Scope) -> nodes.Tests:
    """The tree of the unary tests of a cell, where `?` is the value that is tested. Raises InvalidExpression."""
    scope.push(("?",))
    try:
        parser = Operands(text, scope)
        node = parser.tests()
        parser.end()
    finally:
        scope.pop()
    _check_height(node)
    return node


def _check_height(node: Node) -> None:
    if height_of(node) > HEIGHT_MAX:
        raise ExpressionTooDeep(position=node.position)


@dataclass(frozen=True, slots=True)
class Expression:
    """`names` are the paths that it reads, as written: `{"own_capital", "outcomes.review"}`. `node` is its tree.

    `blank` is the frame before an evaluation, copied by each.
    """

    text: str
    names: frozenset[str]
    node: Node
    roots: tuple[tuple[str, int], ...]
    blank: Frame
    _run: Run

    def evaluate(self, context: Mapping[str, object], *, at: datetime | None = None) -> FeelValue:
        """Its value in `context`: numbers (int, float, Decimal), texts, dates, booleans, lists, mappings and None.

        `at` is what `now()` and `today()` answer. Raises TypeError when the context holds anything else: that is a
        fault of the caller; and LimitReached when it takes too much.
        """
        return self.examined(context, at=at)[0]

    def examined(
        self, context: Mapping[str, object], *, at: datetime | None = None
    ) -> tuple[FeelValue, tuple[Remark, ...]]:
        """Its value, and why parts of it became null."""
        state = State(from_datetime(at) if at else None)
        values = {name: from_python(context[name]) for name, _ in self.roots if name in context}
        value = self.run(values, state)
        state.check_result(value)
        return value, tuple(state.remarks)

    def holds(self, context: Mapping[str, object], *, at: datetime | None = None) -> bool:
        """Whether it is exactly true: neither false nor null will do."""
        return self.evaluate(context, at=at) is True

    def run(self, values: Mapping[str, FeelValue], state: State) -> FeelValue:
        """Its value where the roots have these FEEL values. What is not there is a built-in function, or null."""
        frame = self.blank.copy()
        frame[0] = state
        for name, slot in self.roots:
            if name in values:
                frame[slot] = values[name]
        try:
            return self._run(frame)
        except RecursionError:
            raise TooManyCalls(position=state.position) from None


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """The tests of a cell, to be asked of a value."""

    text: str
    node: nodes.Tests
    roots: tuple[tuple[str, int], ...]
    blank: Frame
    _match: Matcher

    def passes(self, value: object, context: Mapping[str, object], *, at: datetime | None = None) -> bool | None:
        """Whether the value passes: true, false, or null when it cannot be said."""
        given = {name: from_python(context[name]) for name, _ in self.roots if name in context}
        return self.run(from_python(value), given, State(from_datetime(at) if at else None))

    def run(self, value: FeelValue, values: Mapping[str, FeelValue], state: State) -> bool | None:
        """The same, of values of the language."""
        frame = self.blank.copy()
        frame[0] = state
        for name, slot in self.roots:
            if name in values:
                frame[slot] = values[name]
        try:
            return self._match(value, frame)
        except RecursionError:
            raise TooManyCalls(position=state.position) from None


def built(node: Node, text: str = "", *, variables: Iterable[str] = ()) -> Expression:
    """The closure of a tree. `variables` hide built-in functions of the same name."""
    builder = Builder(BUILTINS)
    for name in variables:
        builder.root(name)
    run = builder.build(node)
    return Expression(text, frozenset(paths_of(node)), node, tuple(builder.roots.items()), _blank(builder), run)


def _blank(builder: Builder) -> Frame:
    """The frame before an evaluation: a root that is no variable is a built-in function, or null."""
    frame: Frame = [None] * builder.size
    for name, slot in builder.roots.items():
        frame[slot] = BUILTINS.get(name)
    return frame


def paths_of(root: Node) -> set[str]:
    """The paths that a tree reads from its context: `a.b` for each longest chain of names that it does not define."""
    found: set[str] = set()
    waiting: list[tuple[Node, frozenset[str]]] = [(root, frozenset())]
    while waiting:
        node, inner = waiting.pop()
        path = _path(node)
        if path is not None:
            if path[0] not in inner:
                found.add(".".join(path))
            continue
        if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name) and node.function.name in BUILTINS:
            waiting.extend((argument, inner) for argument in node.arguments)
            continue
        waiting.extend((child, inner | introduced(node)) for child in children(node))
    return found


def introduced(node: Node) -> frozenset[str]:
    """The names that a node gives to those below it."""
    if isinstance(node, (nodes.For, nodes.Quantified)):
        return frozenset({"partial", *(iterator.name for iterator in node.iterators)})
    if isinstance(node, nodes.Function):
        return frozenset(parameter.name for parameter in node.parameters)
    if isinstance(node, nodes.ContextOf):
        return frozenset(entry.name for entry in node.entries)
    if isinstance(node, nodes.Filter):
        return frozenset({"item"})
    return frozenset({"?"}) if isinstance(node, nodes.Tests) else frozenset()


def _path(node: Any) -> list[str] | None:
    parts: list[str] = []
    while isinstance(node, nodes.Path):
        parts.append(node.name)
        node = node.source
    return [node.name, *reversed(parts)] if isinstance(node, nodes.Name) else None


@lru_cache(maxsize=4_096)
def compile(text: str, names: frozenset[str] = frozenset()) -> Expression:  # noqa: A001 the word of FEEL engines
    """The expression of `text`. `names` need saying only when they have spaces or signs, or are functions.

    Raises InvalidExpression (see `errors`), each with its position.
    """
    return built(parsed(text, scope_of(names, strict=True)), text, variables=names)


@lru_cache(maxsize=4_096)
def compile_tests(text: str, names: frozenset[str] = frozenset()) -> UnaryTests:
    """The unary tests of `text`, as a cell of a decision table has them. Raises InvalidExpression."""
    node = parsed_tests(text, scope_of(names))
    builder = Builder(BUILTINS)
    match = matcher(builder, node)
    return UnaryTests(text, node, tuple(builder.roots.items()), _blank(builder), match)
