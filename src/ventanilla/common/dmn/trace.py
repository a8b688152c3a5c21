"""What an evaluation tells when asked: each decision with its inputs, each table with the cell that refused a rule.

Collected only when wanted: `State.trace` is None otherwise, and nothing is made. `explain` turns it into sentences.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from ventanilla.common.dmn import model
from ventanilla.common.feel.machine import Remark
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.values import FeelValue

EVENTS_MAX = 2_000
"""Of one trace: a function called in a long loop is not told a million times."""

DEPTH_MAX = 100
"""Calls inside calls that are told."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from. `kind` is asked, register, parameter…

    A parameter carries the day since which it holds, its law, and whether its value is provisional.
    """

    kind: str
    label: str
    on: date | None = None
    law: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class InputTrace:
    name: str
    value: FeelValue
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """A rule, by its number from 1. One that matched has no `column`; else that cell (`test`) refused the `value`."""

    number: int
    rule: model.TableRule
    column: int | None = None
    test: str = ""
    value: FeelValue = None

    @property
    def matched(self) -> bool:
        return self.column is None


@dataclass(frozen=True, slots=True)
class TableTrace:
    """`used` are the rules whose outputs made the result."""

    table: model.DecisionTable
    values: tuple[FeelValue, ...]
    rules: tuple[RuleTrace, ...]
    used: tuple[int, ...]


@dataclass(slots=True)
class Step:
    """A decision, or a call of knowledge or of a service. `inside` are the tables and calls, in order."""

    kind: str
    name: str
    inputs: tuple[InputTrace, ...]
    question: str = ""
    text: str = ""
    node: Node | None = None
    """Of a decision that is one text: what it calculates."""
    value: FeelValue = None
    remarks: tuple[Remark, ...] = ()
    inside: "list[TableTrace | Step]" = field(default_factory=list["TableTrace | Step"])


Event: TypeAlias = TableTrace | Step


class Trace:
    """The steps of one evaluation, in the order in which they ran."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._open: list[Step] = []
        self._events = 0

    def enter(self, step: Step) -> Step:
        """Begin a step inside the one that is open."""
        self._events += 1
        if self._events <= EVENTS_MAX and len(self._open) < DEPTH_MAX:
            (self._open[-1].inside if self._open else self.steps).append(step)
        self._open.append(step)
        return step

    def leave(self, value: FeelValue, remarks: tuple[Remark, ...] = ()) -> None:
        step = self._open.pop()
        step.value, step.remarks = value, remarks

    def table(self, told: TableTrace) -> None:
        self._events += 1
        if self._open and self._events <= EVENTS_MAX:
            self._open[-1].inside.append(told)
