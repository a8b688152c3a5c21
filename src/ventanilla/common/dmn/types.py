"""The types of a model: its item definitions as FEEL types, with allowed values, by the names that a file uses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from ventanilla.common.dmn import model
from ventanilla.common.dmn.problems import Problem
from ventanilla.common.feel import nodes
from ventanilla.common.feel.errors import InvalidExpression
from ventanilla.common.feel.expression import compile_tests
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.types import (
    ANY,
    SIMPLE,
    ContextType,
    Declared,
    FeelType,
    FunctionType,
    ListType,
    Restricted,
)


class Types:
    """The types that one file may name: the built-in ones, its own, and those of its imports behind their name."""

    def __init__(self) -> None:
        self.table: dict[str, FeelType] = dict(SIMPLE)
        self.unknown: list[str] = []
        self.circular: list[str] = []
        """Types that are defined as themselves: they are Any."""
        self.problems: list[Problem] = []

    def declare(self, items: Sequence[model.ItemDefinition]) -> None:
        """Add the types of the file itself."""
        for item in items:
            self.table[item.name] = self._of(item)
        for item in items:
            if _names_itself(self.table[item.name]):
                self.circular.append(item.name)
        self.table.update(dict.fromkeys(self.circular, ANY))

    def include(self, prefix: str, types: "Types", items: Iterable[model.ItemDefinition]) -> None:
        """Add the types of an import; without a prefix under their own names."""
        for item in items:
            name = f"{prefix}.{item.name}" if prefix else item.name
            self.table.setdefault(name, types.table.get(item.name, ANY))

    def check(self, items: Iterable[model.ItemDefinition]) -> None:
        """Keep the names in items that no type has, when all are declared."""
        for item in items:
            function = item.function
            parameters = [parameter.type_ref for parameter in function.parameters] if function else []
            for name in (item.type_ref, *parameters, function.output_type if function else None):
                self.named(name)
            self.check(item.components)

    def named(self, name: str | None) -> FeelType:
        """The type of that name. No name is Any; one that is not there is Any too, and kept in `unknown`."""
        if name is None:
            return ANY
        known = self.table.get(name)
        if known is None:
            self.unknown.append(name)
        return known or ANY

    def _later(self, name: str | None) -> FeelType:
        """A type that may be declared after this one."""
        if name is None:
            return ANY
        return SIMPLE.get(name) or Declared(name, self.table)

    def _of(self, item: model.ItemDefinition) -> FeelType:
        if item.function is not None:
            kind: FeelType = self._function(item.function)
        elif item.components:
            fields = tuple((part.name, self._of(part)) for part in item.components)
            kind = ContextType("context", fields)
        else:
            kind = self._later(item.type_ref)
        if item.allowed:
            kind = self._restricted(item.name, kind, item.allowed)
        if item.is_collection:
            kind = ListType("list", kind)
        return self._restricted(item.name, kind, item.constraint) if item.constraint else kind

    def _restricted(self, name: str, base: FeelType, text: str) -> FeelType:
        """`base` with allowed values. A text that cannot be read restricts nothing, and is a problem of the model."""
        try:
            tests = compile_tests(text)
        except InvalidExpression as error:
            self.problems.append(Problem(name, text, error))
            return base
        return Restricted(name, base, lambda value: tests.run(value, {}, State()) is True, text)

    def _function(self, item: model.FunctionItem) -> FunctionType:
        parameters = tuple(self._later(parameter.type_ref) for parameter in item.parameters)
        return FunctionType("function", parameters, self._later(item.output_type))


def _names_itself(kind: FeelType) -> bool:
    """Whether a type is defined as itself, with nothing between: it then says nothing."""
    for _ in range(64):
        if isinstance(kind, Restricted):
            kind = kind.base
        elif isinstance(kind, Declared):
            kind = kind.resolved or ANY
        else:
            return False
    return True


def tester_node(text: str) -> nodes.Tests | None:
    """The tree of allowed values; None when the text is none."""
    try:
        return compile_tests(text).node
    except InvalidExpression:
        return None


def names_in(definitions: Iterable[model.Definitions]) -> Iterator[str]:
    """Every name that may follow a point: components, entries, columns, and the elements of imports."""
    for file in definitions:
        for item in file.items:
            yield from _component_names(item)
        for element in (*file.inputs, *file.decisions, *file.knowledge, *file.services):
            yield element.variable.name
        for decision in file.decisions:
            yield from _entry_names(decision.expression)
        for knowledge in file.knowledge:
            yield from _entry_names(knowledge.function)


def _component_names(item: model.ItemDefinition) -> Iterator[str]:
    for part in item.components:
        yield part.name
        yield from _component_names(part)


def _entry_names(expression: model.Expression | None) -> Iterator[str]:
    """The names that the value of an expression may have inside."""
    if isinstance(expression, model.BoxedContext):
        yield from (entry.variable.name for entry in expression.entries if entry.variable)
    elif isinstance(expression, model.DecisionTable):
        yield from (output.name for output in expression.outputs if output.name)
    elif isinstance(expression, model.Relation):
        yield from (column.name for column in expression.columns)
    for inner in inside(expression):
        yield from _entry_names(inner)


def inside(expression: object) -> Iterator[model.Expression]:
    """The expressions directly in another, in every part of it."""
    waiting: list[object] = [expression]
    while waiting:
        part = waiting.pop()
        fields = cast("Mapping[str, object]", getattr(part, "__dataclass_fields__", {}))
        for name in fields:
            value = getattr(part, name)
            items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
            for item in items:
                if isinstance(item, model.Boxed):
                    yield cast("model.Expression", item)
                elif isinstance(item, tuple) or hasattr(item, "__dataclass_fields__"):
                    waiting.extend(cast("tuple[object, ...]", item) if isinstance(item, tuple) else (item,))
