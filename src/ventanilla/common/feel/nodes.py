"""The tree of an expression: what was written, with its place, before it means anything.

Kept after compiling: the explanation quotes it and the analysis of tables reads it. `position` counts from 1.
"""

from dataclasses import dataclass
from typing import Any

from ventanilla.common.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class Node:
    position: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value known when read: number, text, boolean, null or `@"…"`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name with its spaces reduced to one."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[test]`: an element by its number, or those that fulfil the test."""

    source: Node
    test: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(…)`. `names` is empty, or has the name of each argument."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """`first op second op third …` of one precedence, read from the left: `signs` has one less than `operands`."""

    signs: tuple[str, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`and` or `or` between all the operands."""

    word: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Minus(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """A range. An end that is None is open to infinity (`< 10`); `sign` is how it was written when not in brackets."""

    low: Node | None
    high: Node | None
    low_in: bool
    high_in: bool
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Unlike(Node):
    """The unary test `!= x`."""

    value: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests: `-` has none and always passes; `not(…)` is negated. `uses_input`: for each, whether it has `?`."""

    tests: tuple[Node, ...]
    negated: bool
    uses_input: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: Tests


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: FeelType


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    positive: Node
    negative: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """`name in source`, or `name in source..until`."""

    name: str
    source: Node
    until: Node | None = None
    type: FeelType | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`word` is some or every."""

    word: str
    iterators: tuple[Iterator, ...]
    test: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """A context. With a `result` (a boxed context of DMN) its value is that of the result."""

    entries: tuple[Entry, ...]
    result: Node | None = None


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    name: str
    type: FeelType


@dataclass(frozen=True, slots=True)
class Function(Node):
    parameters: tuple[Parameter, ...]
    body: Node
    result_type: FeelType | None = None


@dataclass(frozen=True, slots=True)
class Typed(Node):
    """A value that must conform to a type, as DMN declares it; what does not is null."""

    value: Node
    type: FeelType
    what: str = ""


@dataclass(frozen=True, slots=True)
class Invalid(Node):
    """What could not be read, or is refused by design (functions of other languages). Its value is null."""

    reason: str
