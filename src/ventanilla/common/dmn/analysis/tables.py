"""Gaps, overlaps and rules that never apply, computed on boxes: for each column a set of its pieces.

A cell that is a formula covers all when looking for gaps, and nothing when looking for overlaps: only what is certain
is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ventanilla.common.dmn.analysis.domains import Domain, common, domain_of
from ventanilla.common.dmn.analysis.findings import Cell, Finding, Region
from ventanilla.common.dmn.table import SINGLE, Table, place_in
from ventanilla.common.dmn.types import tester_node
from ventanilla.common.dmn.wording import constant
from ventanilla.common.feel import nodes
from ventanilla.common.feel.inference import inferred
from ventanilla.common.feel.scope import tidy
from ventanilla.common.feel.types import BOOLEAN, FeelType, Restricted, bare

BOXES_MAX = 20_000
FINDINGS_MAX = 20
GAPS_SHOWN = 3

Box: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """`certain` is what it surely covers, `possible` what it may: they differ where a cell is a formula."""

    number: int
    certain: Box
    possible: Box
    outputs: tuple[nodes.Node, ...]


class _TooMany(Exception):
    """More boxes than can be looked at."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What is asked, once: `places` are the columns of the table that ask the same expression."""

    label: str
    places: tuple[int, ...]
    domain: Domain | None


def findings_of_table(table: Table, known: Mapping[str, FeelType]) -> Iterator[Finding]:
    """What is certain of a table, at most `FINDINGS_MAX` of each kind."""
    columns = _columns(table, known)
    domains = [column.domain for column in columns]
    rules = [_rule(table, place, columns) for place in range(len(table.rules))]
    yield from _impossible(table, columns, rules)
    policy = table.source.hit_policy
    try:
        if policy in ("UNIQUE", "ANY"):
            yield from _overlaps(table, rules, domains)
        if policy in SINGLE and rules and not any(output.default for output in table.outputs):
            yield from _gaps(table, rules, domains)
        if policy == "FIRST":
            yield from _unreachable(table, rules, "unreachable")
        if policy == "PRIORITY":
            yield from _unreachable(table, by_priority(table, rules), "outranked")
    except _TooMany:
        yield Finding("too_large", table.source.where)


def _columns(table: Table, known: Mapping[str, FeelType]) -> list[_Column]:
    places: dict[str, list[int]] = {}
    for place, column in enumerate(table.source.inputs):
        places.setdefault(tidy(column.expression.text), []).append(place)
    return [_column(table, tuple(same), known) for same in places.values()]


def _column(table: Table, places: tuple[int, ...], known: Mapping[str, FeelType]) -> _Column:
    kind = inferred(table.inputs[places[0]].value, known)
    allowed = [tests for place in places if (tests := table.inputs[place].allowed) is not None]
    if isinstance(kind, Restricted) and not allowed:
        allowed = [tests for tests in (tester_node(kind.allowed_text),) if tests]
    cells = [rule.cells[place] for rule in table.rules for place in places if place < len(rule.cells)]
    label = table.source.inputs[places[0]].label
    return _Column(label, places, domain_of(label, cells, allowed, boolean=bare(kind) == BOOLEAN))


def _rule(table: Table, place: int, columns: Sequence[_Column]) -> _Rule:
    rule = table.rules[place]
    certain: list[int] = []
    possible: list[int] = []
    for column in columns:
        whole = column.domain.possible if column.domain else 1
        each = [_bits(column.domain, rule.cells[place]) for place in column.places if place < len(rule.cells)]
        known = common((bits for bits in each if bits is not None), whole)
        certain.append(0 if None in each else known)
        possible.append(known)
    return _Rule(place + 1, tuple(certain), tuple(possible), rule.outputs)


def _bits(domain: Domain | None, cell: nodes.Tests) -> int | None:
    if domain is None:
        return None if cell.tests else 1
    return domain.bits(cell)


def _impossible(table: Table, columns: Sequence[_Column], rules: Sequence[_Rule]) -> Iterator[Finding]:
    """Rules with a cell that no possible value passes, or with cells that no value passes together."""
    for rule in rules:
        where = f"{table.source.where} › {rule.number}"
        cells = table.rules[rule.number - 1].cells
        for column, left in zip(columns, rule.possible, strict=True):
            if left or column.domain is None:
                continue
            params = {"number": rule.number, "column": column.label}
            asked = [place for place in column.places if place < len(cells)]
            never = next((place for place in asked if column.domain.bits(cells[place]) == 0), None)
            if never is None:
                yield Finding("contradiction", where, params)
            else:
                test = Cell(table.source.rules[rule.number - 1].inputs[never])
                yield Finding("impossible", where, {**params, "test": test})
            break


def _region(domains: Sequence[Domain | None], box: Box) -> Region:
    conditions = [
        (domain.label, domain.region(bits))
        for domain, bits in zip(domains, box, strict=False)
        if domain is not None and bits != domain.possible
    ]
    return Region(tuple(conditions))


def _overlaps(table: Table, rules: Sequence[_Rule], domains: Sequence[Domain | None]) -> Iterator[Finding]:
    count = 0
    for place, one in enumerate(rules):
        for other in rules[place + 1 :]:
            common = tuple(a & b for a, b in zip(one.certain, other.certain, strict=True))
            if not all(common):
                continue
            same = _are_same(one.outputs, other.outputs)
            if table.source.hit_policy == "ANY" and same is not False:
                continue
            count += 1
            if count > FINDINGS_MAX:
                continue
            code = "overlap" if table.source.hit_policy == "UNIQUE" else "different"
            params = {"one": one.number, "other": other.number, "where": _region(domains, common)}
            yield Finding(code, f"{table.source.where} › {one.number}, {other.number}", params)
    if count > FINDINGS_MAX:
        yield Finding("more_overlaps", table.source.where, {"count": count - FINDINGS_MAX})


def _are_same(one: Sequence[nodes.Node], other: Sequence[nodes.Node]) -> bool | None:
    """Whether two rows of outputs are equal; None when they are not all constants."""
    if not all(isinstance(node, nodes.Literal) for node in (*one, *other)):
        return None
    return [getattr(node, "value", None) for node in one] == [getattr(node, "value", None) for node in other]


def _gaps(table: Table, rules: Sequence[_Rule], domains: Sequence[Domain | None]) -> Iterator[Finding]:
    left: list[Box] = [tuple(domain.possible if domain else 1 for domain in domains)]
    for rule in rules:
        left = without(left, rule.possible)
    for box in left[:GAPS_SHOWN]:
        yield Finding("gap", table.source.where, {"where": _region(domains, box)})
    if len(left) > GAPS_SHOWN:
        yield Finding("more_gaps", table.source.where, {"count": len(left) - GAPS_SHOWN})


def by_priority(table: Table, rules: Sequence[_Rule]) -> list[_Rule]:
    """The rules from the most to the least important, those of one rank in their order.

    Only those whose outputs are constants: of the others nobody knows the rank.
    """
    orders = [[constant(value) for value in output.order] for output in table.outputs]

    def rank(rule: _Rule) -> list[int]:
        values = [constant(node) for node in rule.outputs]
        return [place_in(value, order) for value, order in zip(values, orders, strict=False)]

    ranked = [rule for rule in rules if all(constant(node) is not None for node in rule.outputs)]
    return sorted(ranked, key=rank) if any(orders) else []


def _unreachable(table: Table, rules: Sequence[_Rule], code: str) -> Iterator[Finding]:
    """Rules all of whose cases are answered by those before them."""
    for place, rule in enumerate(rules):
        left: list[Box] = [rule.possible] if all(rule.possible) else []
        if not left:
            continue
        for earlier in rules[:place]:
            left = without(left, earlier.certain)
        if not left:
            yield Finding(code, f"{table.source.where} › {rule.number}", {"number": rule.number})


def without(boxes: Sequence[Box], taken: Box) -> list[Box]:
    """The boxes less one: what is left of each is cut into boxes that do not meet. Raises _TooMany."""
    left: list[Box] = []
    for box in boxes:
        if not all(a & b for a, b in zip(box, taken, strict=True)):
            left.append(box)
            continue
        rest = list(box)
        for place, bits in enumerate(taken):
            outside = rest[place] & ~bits
            if outside:
                left.append((*rest[:place], outside, *rest[place + 1 :]))
            rest[place] &= bits
        if len(left) > BOXES_MAX:
            raise _TooMany
    return left
