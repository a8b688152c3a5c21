"""From the expressions of a model to one tree of FEEL: a boxed context is a context, an invocation a call.

So names, scopes, closures and limits are those of the language, and only the decision table is a node of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ventanilla.common.dmn import model
from ventanilla.common.dmn.problems import Problem
from ventanilla.common.dmn.table import Answer, Column, Rule, Table
from ventanilla.common.dmn.types import Types
from ventanilla.common.feel import nodes
from ventanilla.common.feel.errors import InvalidExpression
from ventanilla.common.feel.expression import parsed, parsed_tests
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.scope import Scope
from ventanilla.common.feel.types import ANY, FeelType, FunctionType, ListType, Restricted, bare

ITEM = "item"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was read, or a boxed invocation: its place, its tree, and the names that were in scope.

    `local` are those that boxes around it define, which may hide what the decision requires.
    """

    where: str
    node: Node
    names: frozenset[str]
    local: frozenset[str]


class Translator:
    """Translates the expressions of one decision or function. `problems` collects what could not be read."""

    def __init__(self, scope: Scope, types: Types) -> None:
        self.scope = scope
        self.types = types
        self.problems: list[Problem] = []
        self.texts: list[Text] = []
        self.invocations: list[Text] = []
        self._makers: dict[type, Callable[[Any], Node]] = {
            model.LiteralExpression: self._literal,
            model.DecisionTable: self._table,
            model.BoxedContext: self._context,
            model.Invocation: self._invocation,
            model.FunctionDefinition: self.function,
            model.Relation: self._relation,
            model.ListExpression: self._list,
            model.Conditional: self._conditional,
            model.FilterExpression: self._filter,
            model.IteratorExpression: self._iterator,
        }

    def node(self, expression: model.Expression | None) -> Node:
        """The tree of an expression; of none, null."""
        if expression is None:
            return nodes.Literal(1, None)
        made = self._makers[type(expression)](expression)
        return self.typed(made, expression.type_ref, expression.where)

    def typed(self, node: Node, type_ref: str | None, where: str) -> Node:
        """The node with its declared type. A function whose type is that of its result checks the result."""
        kind = self.types.named(type_ref)
        if kind is ANY or type_ref is None:
            return node
        if isinstance(node, nodes.Function) and not isinstance(bare(kind), FunctionType):
            return replace(node, body=nodes.Typed(1, node.body, kind, where))
        return nodes.Typed(1, node, kind, where)

    def _read(self, where: str, node: Node) -> Text:
        local = frozenset(name for names in self.scope.variables[1:] for name in names.each())
        return Text(where, node, self.scope.names(), local)

    def _text(self, text: str, where: str) -> Node:
        if not text:
            return nodes.Literal(1, None)
        try:
            node = parsed(text, self.scope)
            self.texts.append(self._read(where, node))
            return node
        except InvalidExpression as error:
            self.problems.append(Problem(where, text, error))
            return nodes.Invalid(error.position, "syntax")

    def _tests(self, text: str | None, where: str) -> nodes.Tests:
        try:
            node = parsed_tests(text or "-", self.scope)
            if node.tests:
                self.texts.append(self._read(where, node))
            return node
        except InvalidExpression as error:
            self.problems.append(Problem(where, text or "", error))
            never = nodes.Invalid(error.position, "syntax")
            return nodes.Tests(error.position, (never,), False, (True,))

    def _literal(self, expression: model.LiteralExpression) -> Node:
        return self._text(expression.text, expression.where)

    def _context(self, expression: model.BoxedContext) -> Node:
        self.scope.push(())
        entries: list[nodes.Entry] = []
        result: Node | None = None
        for entry in expression.entries:
            if entry.variable is None:
                result = self.node(entry.value)
                continue
            name = entry.variable.name
            if _is_function(entry.value):
                self.scope.variables[-1].add(name)
            value = self.typed(self.node(entry.value), entry.variable.type_ref, f"{expression.where} › {name}")
            entries.append(nodes.Entry(1, name, value))
            self.scope.variables[-1].add(name)
        self.scope.pop()
        return nodes.ContextOf(1, tuple(entries), result)

    def _invocation(self, expression: model.Invocation) -> Node:
        names = tuple(binding.parameter for binding in expression.bindings)
        arguments = tuple(self.node(binding.value) for binding in expression.bindings)
        call = nodes.Call(1, self.node(expression.function), arguments, names)
        self.invocations.append(self._read(expression.where, call))
        return call

    def function(self, expression: model.FunctionDefinition) -> Node:
        """A function. The type of the definition is that of its result."""
        if expression.kind != "FEEL":
            return nodes.Invalid(1, "external")
        parameters = tuple(
            nodes.Parameter(1, parameter.name, self.types.named(parameter.type_ref))
            for parameter in expression.parameters
        )
        self.scope.push(parameter.name for parameter in expression.parameters)
        body = self.node(expression.body)
        self.scope.pop()
        return nodes.Function(1, parameters, body)

    def _relation(self, expression: model.Relation) -> Node:
        rows: list[Node] = []
        for row in expression.rows:
            entries = tuple(
                nodes.Entry(1, column.name, self.typed(self.node(cell), column.type_ref, expression.where))
                for column, cell in zip(expression.columns, row, strict=False)
            )
            rows.append(nodes.ContextOf(1, entries))
        return nodes.ListOf(1, tuple(rows))

    def _list(self, expression: model.ListExpression) -> Node:
        return nodes.ListOf(1, tuple(self.node(item) for item in expression.items))

    def _conditional(self, expression: model.Conditional) -> Node:
        return nodes.If(
            1, self.node(expression.condition), self.node(expression.positive), self.node(expression.negative)
        )

    def _filter(self, expression: model.FilterExpression) -> Node:
        source = self.node(expression.source)
        self.scope.filters += 1
        self.scope.push((ITEM,))
        match = self.node(expression.match)
        self.scope.pop()
        self.scope.filters -= 1
        return nodes.Filter(1, source, match)

    def _iterator(self, expression: model.IteratorExpression) -> Node:
        variable = expression.variable
        kind = self.types.named(variable.type_ref) if variable.type_ref else None
        iterator = nodes.Iterator(1, variable.name, self.node(expression.source), None, _item_of(kind))
        self.scope.push((variable.name, "partial") if expression.kind == "for" else (variable.name,))
        result = self.node(expression.result)
        self.scope.pop()
        if expression.kind == "for":
            return nodes.For(1, (iterator,), result)
        return nodes.Quantified(1, expression.kind, (iterator,), result)

    def _table(self, table: model.DecisionTable) -> Node:
        inputs = tuple(self._column(column) for column in table.inputs)
        outputs = tuple(self._answer(output, table) for output in table.outputs)
        rules = tuple(
            Rule(
                1,
                tuple(
                    self._tests(cell, f"{table.where} › {number} › {column.label}")
                    for cell, column in zip(rule.inputs, table.inputs, strict=False)
                ),
                tuple(self.node(output) for output in rule.outputs),
            )
            for number, rule in enumerate(table.rules, 1)
        )
        return Table(1, table, inputs, outputs, rules)

    def _column(self, column: model.InputClause) -> Column:
        value = self._text(column.expression.text, column.expression.where)
        kind = self.types.named(column.expression.type_ref)
        if column.expression.type_ref and not isinstance(bare(kind), ListType):
            value = self.typed(value, column.expression.type_ref, column.expression.where)
        allowed = self._tests(column.values, column.expression.where) if column.values else None
        return Column(1, value, allowed)

    def _answer(self, output: model.OutputClause, table: model.DecisionTable) -> Answer:
        kind = self.types.named(output.type_ref)
        where = f"{table.where} › {output.name}" if output.name else table.where
        allowed = self._tests(output.values, where) if output.values else None
        values = output.values or _allowed_text(kind)
        order: tuple[Node, ...] = ()
        if values and table.hit_policy in ("PRIORITY", "OUTPUT ORDER"):
            order = (allowed or self._tests(values, where)).tests
        default = self.node(output.default) if output.default else None
        return Answer(1, output.name, kind, order, default, None if isinstance(bare(kind), ListType) else allowed)


def _allowed_text(kind: FeelType) -> str | None:
    return kind.allowed_text if isinstance(kind, Restricted) else None


def _item_of(kind: FeelType | None) -> FeelType | None:
    """The type of the variable of a loop: that of the items of the declared list."""
    plain = bare(kind) if kind else None
    return plain.item if isinstance(plain, ListType) else None


def _is_function(expression: model.Expression | None) -> bool:
    """Whether an entry is a function, which may call itself."""
    if isinstance(expression, model.LiteralExpression):
        return expression.text.startswith("function")
    return isinstance(expression, model.FunctionDefinition)
