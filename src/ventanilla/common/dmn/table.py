"""Decision tables: the tree of one, and what it does with all hit policies. Chapter 8 of the standard.

A table is evaluated in two ways: quickly, or telling the trace which cell refused each rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from ventanilla.common.dmn import model
from ventanilla.common.dmn.trace import RuleTrace, TableTrace, Trace
from ventanilla.common.feel import nodes
from ventanilla.common.feel.builtins import BUILTINS
from ventanilla.common.feel.closures import Builder, makes, matcher
from ventanilla.common.feel.machine import Frame, Matcher, Run, State
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.types import FeelType, ListType, bare, coerced
from ventanilla.common.feel.values import FeelValue, equal

SINGLE = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST"})
AGGREGATIONS = {"SUM": "sum", "MIN": "min", "MAX": "max"}


@dataclass(frozen=True, slots=True)
class Column(Node):
    """An input: its expression, and the values that it allows."""

    value: Node
    allowed: nodes.Tests | None


@dataclass(frozen=True, slots=True)
class Answer(Node):
    """An output. `order` are its values from the most to the least important, for PRIORITY and OUTPUT ORDER.

    `allowed` are the values that the table itself allows (`outputValues`).
    """

    name: str
    type: FeelType
    order: tuple[Node, ...]
    default: Node | None
    allowed: nodes.Tests | None


@dataclass(frozen=True, slots=True)
class Rule(Node):
    cells: tuple[nodes.Tests, ...]
    outputs: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """`source` is what was written; the trace and the analysis quote it."""

    source: model.DecisionTable
    inputs: tuple[Column, ...]
    outputs: tuple[Answer, ...]
    rules: tuple[Rule, ...]


CompiledRule: TypeAlias = tuple[tuple[tuple[int, Matcher], ...], tuple[Run, ...]]


@dataclass(slots=True)
class _Compiled:
    """A table in closures. A cell that is `-` is not there at all."""

    node: Table
    inputs: tuple[Run, ...]
    allowed: tuple[tuple[int, Matcher], ...]
    rules: tuple[CompiledRule, ...]
    defaults: tuple[Run | None, ...]
    orders: tuple[tuple[Run, ...], ...]
    allowed_outputs: tuple[Matcher | None, ...]
    combine: "Callable[[_Compiled, Frame, list[FeelValue], list[int]], FeelValue]"
    first_only: bool

    def run(self, frame: Frame) -> FeelValue:
        values = [column(frame) for column in self.inputs]
        state: State = frame[0]
        state.spend(1 + len(self.rules))
        if self.allowed and not self._allowed(frame, values):
            return None
        if state.trace is not None:
            return self._told(frame, values, state.trace)
        matched: list[int] = []
        for place, (cells, _) in enumerate(self.rules):
            for column, matches in cells:
                if matches(values[column], frame) is not True:
                    break
            else:
                matched.append(place)
                if self.first_only:
                    break
        return self._result(frame, matched)

    def _allowed(self, frame: Frame, values: Sequence[FeelValue]) -> bool:
        for column, matches in self.allowed:
            if values[column] is not None and matches(values[column], frame) is not True:
                frame[0].remark(1, "input_not_allowed", self.node.source.inputs[column].label)
                return False
        return True

    def _told(self, frame: Frame, values: list[FeelValue], trace: Trace) -> FeelValue:
        """The same, telling for each rule the first cell that refused it."""
        refused: list[RuleTrace] = []
        matched: list[int] = []
        source = self.node.source
        for place, (cells, _) in enumerate(self.rules):
            wrong = next((column for column, matches in cells if matches(values[column], frame) is not True), None)
            if wrong is None:
                matched.append(place)
                refused.append(RuleTrace(place + 1, source.rules[place]))
            else:
                test = source.rules[place].inputs[wrong]
                refused.append(RuleTrace(place + 1, source.rules[place], wrong, test, values[wrong]))
        used = matched[:1] if self.first_only else matched
        trace.table(TableTrace(source, tuple(values), tuple(refused), tuple(place + 1 for place in used)))
        return self._result(frame, used)

    def _result(self, frame: Frame, matched: list[int]) -> FeelValue:
        if not matched and any(self.defaults):
            return self._joined([default(frame) if default else None for default in self.defaults], frame)
        return self.combine(self, frame, [self.outputs_of(frame, place) for place in matched], matched)

    def outputs_of(self, frame: Frame, place: int) -> FeelValue:
        return self._joined([output(frame) for output in self.rules[place][1]], frame)

    def _joined(self, values: list[FeelValue], frame: Frame) -> FeelValue:
        """One output is a value, several are a context."""
        checked = [self._checked(value, place, frame) for place, value in enumerate(values[: len(self.node.outputs)])]
        if len(self.node.outputs) == 1:
            return checked[0] if checked else None
        return {output.name: value for output, value in zip(self.node.outputs, checked, strict=False)}

    def _checked(self, value: FeelValue, place: int, frame: Frame) -> FeelValue:
        """An output as its type, among its values. A list type is that of the whole result, not of one rule."""
        kind, allows = self.node.outputs[place].type, self.allowed_outputs[place]
        result = value if isinstance(bare(kind), ListType) else coerced(value, kind, frame[0].spend)
        if value is not None and result is None:
            frame[0].remark(1, "output_type", self._label(place))
        elif result is not None and allows is not None and allows(result, frame) is not True:
            frame[0].remark(1, "output_not_allowed", self._label(place))
            return None
        return result

    def _label(self, place: int) -> str:
        source = self.node.source
        return source.outputs[place].label or source.output_label or source.where


@makes(Table)
def table(builder: Builder, node: Table) -> Run:
    inputs = tuple(builder.build(column.value) for column in node.inputs)
    allowed = tuple(
        (place, matcher(builder, column.allowed)) for place, column in enumerate(node.inputs) if column.allowed
    )
    rules = tuple(
        (
            tuple((place, matcher(builder, cell)) for place, cell in enumerate(rule.cells) if cell.tests),
            tuple(builder.build(output) for output in rule.outputs),
        )
        for rule in node.rules
    )
    policy = node.source.hit_policy
    compiled = _Compiled(
        node=node,
        inputs=inputs,
        allowed=allowed,
        rules=rules,
        defaults=tuple(builder.build(output.default) if output.default else None for output in node.outputs),
        orders=tuple(tuple(builder.build(value) for value in output.order) for output in node.outputs),
        allowed_outputs=tuple(matcher(builder, output.allowed) if output.allowed else None for output in node.outputs),
        combine=POLICIES.get(policy, _none),
        first_only=policy == "FIRST",
    )
    return compiled.run


def _none(_table: _Compiled, frame: Frame, _results: list[FeelValue], _matched: list[int]) -> FeelValue:
    frame[0].remark(1, "hit_policy")


def _unique(_table: _Compiled, frame: Frame, results: list[FeelValue], matched: list[int]) -> FeelValue:
    if len(results) > 1:
        frame[0].remark(1, "several_rules", ", ".join(str(place + 1) for place in matched))
        return None
    return results[0] if results else None


def _any(_table: _Compiled, frame: Frame, results: list[FeelValue], matched: list[int]) -> FeelValue:
    if any(equal(results[0], other, frame[0].spend) is not True for other in results[1:]):
        frame[0].remark(1, "different_results", ", ".join(str(place + 1) for place in matched))
        return None
    return results[0] if results else None


def _first(_table: _Compiled, _frame: Frame, results: list[FeelValue], _matched: list[int]) -> FeelValue:
    return results[0] if results else None


def _rule_order(_table: _Compiled, _frame: Frame, results: list[FeelValue], _matched: list[int]) -> FeelValue:
    return results


def _output_order(table: _Compiled, frame: Frame, results: list[FeelValue], _matched: list[int]) -> FeelValue:
    orders = [[value(frame) for value in order] for order in table.orders]

    def rank(result: FeelValue) -> list[int]:
        values = [result] if len(orders) == 1 else list(result.values())
        return [place_in(value, order) for value, order in zip(values, orders, strict=False)]

    return sorted(results, key=rank)


def place_in(value: FeelValue, order: list[FeelValue]) -> int:
    return next((place for place, wanted in enumerate(order) if equal(value, wanted) is True), len(order))


def _priority(table: _Compiled, frame: Frame, results: list[FeelValue], matched: list[int]) -> FeelValue:
    ordered = _output_order(table, frame, results, matched)
    return ordered[0] if ordered else None


def _collect(table: _Compiled, frame: Frame, results: list[FeelValue], _matched: list[int]) -> FeelValue:
    aggregation = table.node.source.aggregation
    if aggregation is None or aggregation == "LIST":
        return results
    if aggregation == "COUNT":
        return Decimal(len(results))
    name = AGGREGATIONS.get(aggregation)
    if name is None:
        frame[0].remark(1, "hit_policy")
    return BUILTINS[name].invoke(frame[0], [results]) if name else None


POLICIES: dict[str, Callable[[_Compiled, Frame, list[FeelValue], list[int]], FeelValue]] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "PRIORITY": _priority,
    "FIRST": _first,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _collect,
}
