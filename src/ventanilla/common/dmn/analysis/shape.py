"""What a table lacks or has too much of: its policy, its cells, its outputs and their values."""

from collections.abc import Iterator, Mapping

from ventanilla.common.dmn.analysis.findings import Cell, Finding
from ventanilla.common.dmn.analysis.texts import result_of_other_type
from ventanilla.common.dmn.table import AGGREGATIONS, POLICIES, SINGLE, Answer, Table
from ventanilla.common.dmn.wording import constant
from ventanilla.common.feel.errors import InvalidExpression
from ventanilla.common.feel.expression import compile_tests
from ventanilla.common.feel.inference import inferred
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.types import ANY, NUMBER_TYPE, FeelType, Restricted, bare

_AGGREGATIONS = frozenset({None, "LIST", "COUNT", *AGGREGATIONS})


def findings_of_shape(table: Table, known: Mapping[str, FeelType], declared: FeelType) -> Iterator[Finding]:
    """What is wrong whatever is asked. `declared` is the type of the whole result."""
    where, outputs = table.source.where, table.outputs
    yield from _policy(table, known)
    if not outputs:
        yield Finding("no_outputs", where)
    if not table.rules:
        yield Finding("no_rules", where)
    names = [output.name for output in outputs]
    if len(outputs) > 1:
        for name in dict.fromkeys(name for name in names if names.count(name) > 1 or not name):
            yield Finding("output_name" if name else "output_without_name", where, {"name": name})
    for number, row in enumerate(table.source.rules, 1):
        for kind, given, wanted in (("inputs", row.inputs, table.inputs), ("outputs", row.outputs, outputs)):
            if len(given) != len(wanted):
                params = {"number": number, "given": len(given), "wanted": len(wanted)}
                yield Finding(f"cells_of_{kind}", f"{where} › {number}", params)
    only = declared if len(outputs) == 1 and table.source.hit_policy in SINGLE else ANY
    for place, output in enumerate(outputs):
        yield from _values(table, place, output, known, output.type if output.type is not ANY else only)


def _policy(table: Table, known: Mapping[str, FeelType]) -> Iterator[Finding]:
    source = table.source
    if source.hit_policy not in POLICIES:
        yield Finding("hit_policy", source.where, {"policy": source.hit_policy})
    if source.hit_policy in ("PRIORITY", "OUTPUT ORDER") and not any(output.order for output in table.outputs):
        yield Finding("no_priorities", source.where, {"policy": source.hit_policy})
    if source.hit_policy != "COLLECT":
        return
    aggregation = source.aggregation
    if aggregation not in _AGGREGATIONS:
        yield Finding("aggregation", source.where, {"name": aggregation})
    elif aggregation in AGGREGATIONS and len(table.outputs) > 1:
        yield Finding("aggregation_outputs", source.where, {"name": aggregation})
    elif aggregation == "SUM" and table.outputs:
        kinds = [table.outputs[0].type, *(inferred(rule.outputs[0], known) for rule in table.rules if rule.outputs)]
        wrong = next((kind for kind in map(bare, kinds) if kind not in (ANY, NUMBER_TYPE)), None)
        if wrong is not None:
            yield Finding("aggregation_type", source.where, {"kind": wrong.name})


def _values(
    table: Table, place: int, output: Answer, known: Mapping[str, FeelType], kind: FeelType
) -> Iterator[Finding]:
    """Results that are not of the type of their output, or not among its values."""
    allowed = table.source.outputs[place].values or (kind.allowed_text if isinstance(kind, Restricted) else "")
    label = output.name or table.source.outputs[place].label or table.source.where
    for number, rule in enumerate(table.rules, 1):
        if place >= len(rule.outputs):
            continue
        where = f"{table.source.where} › {number}"
        wrong = list(result_of_other_type(where, inferred(rule.outputs[place], known), kind))
        yield from wrong
        value = constant(rule.outputs[place])
        if not wrong and value is not None and allowed and _refuses(allowed, value):
            text = Cell(table.source.rules[number - 1].outputs[place].text)
            yield Finding("output_not_allowed", where, {"value": text, "name": label})


def _refuses(allowed: str, value: object) -> bool:
    try:
        return compile_tests(allowed).run(value, {}, State()) is False
    except InvalidExpression:
        return False
