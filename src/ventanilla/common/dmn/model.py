"""A DMN model as it was written: frozen, with every text as text. Nothing here has been understood yet.

`where` says the place of an expression to a person: the names from the decision inwards.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Variable:
    """A name and the name of its type; None when it has none."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Boxed:
    """Any expression of a model."""

    id: str
    where: str
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class LiteralExpression(Boxed):
    text: str


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column that is asked."""

    label: str
    expression: LiteralExpression
    values: str | None


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column that answers."""

    name: str
    label: str
    type_ref: str | None
    values: str | None
    default: LiteralExpression | None


@dataclass(frozen=True, slots=True)
class TableRule:
    """A row: a text per input, an expression per output."""

    id: str
    inputs: tuple[str, ...]
    outputs: tuple[LiteralExpression, ...]
    annotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable(Boxed):
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[TableRule, ...]
    hit_policy: str
    aggregation: str | None
    output_label: str


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """Without a variable it is the result of its context."""

    variable: Variable | None
    value: "Expression | None"


@dataclass(frozen=True, slots=True)
class BoxedContext(Boxed):
    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    parameter: str
    value: "Expression | None"


@dataclass(frozen=True, slots=True)
class Invocation(Boxed):
    function: "Expression | None"
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Boxed):
    """`kind` is FEEL, or the language of a function that is refused by design."""

    kind: str
    parameters: tuple[Variable, ...]
    body: "Expression | None"


@dataclass(frozen=True, slots=True)
class Relation(Boxed):
    columns: tuple[Variable, ...]
    rows: tuple[tuple["Expression | None", ...], ...]


@dataclass(frozen=True, slots=True)
class ListExpression(Boxed):
    items: tuple["Expression | None", ...]


@dataclass(frozen=True, slots=True)
class Conditional(Boxed):
    condition: "Expression | None"
    positive: "Expression | None"
    negative: "Expression | None"


@dataclass(frozen=True, slots=True)
class FilterExpression(Boxed):
    source: "Expression | None"
    match: "Expression | None"


@dataclass(frozen=True, slots=True)
class IteratorExpression(Boxed):
    """`kind` is for, some or every."""

    kind: str
    variable: Variable
    source: "Expression | None"
    result: "Expression | None"


Expression: TypeAlias = (
    LiteralExpression
    | DecisionTable
    | BoxedContext
    | Invocation
    | FunctionDefinition
    | Relation
    | ListExpression
    | Conditional
    | FilterExpression
    | IteratorExpression
)


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type. `allowed` restricts each item, `constraint` the whole (a list, in a collection)."""

    name: str
    type_ref: str | None
    allowed: str | None
    constraint: str | None
    is_collection: bool
    components: tuple["ItemDefinition", ...]
    function: "FunctionItem | None"


@dataclass(frozen=True, slots=True)
class FunctionItem:
    parameters: tuple[Variable, ...]
    output_type: str | None


@dataclass(frozen=True, slots=True)
class InputData:
    """`name` is that of the element, which the standard wants equal to its variable's; `label` is for people."""

    id: str
    variable: Variable
    name: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`requires` are the references to inputs and decisions, `knows` those to knowledge and services."""

    id: str
    variable: Variable
    question: str
    requires: tuple[str, ...]
    knows: tuple[str, ...]
    expression: Expression | None
    name: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class KnowledgeModel:
    id: str
    variable: Variable
    knows: tuple[str, ...]
    function: FunctionDefinition | None
    name: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class DecisionService:
    id: str
    variable: Variable
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    inputs: tuple[str, ...]
    name: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """A model whose names are read behind `name.`; without a name they are read as they are."""

    name: str
    namespace: str
    location: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """One file."""

    name: str
    namespace: str
    imports: tuple[Import, ...] = ()
    items: tuple[ItemDefinition, ...] = ()
    inputs: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge: tuple[KnowledgeModel, ...] = ()
    services: tuple[DecisionService, ...] = ()
