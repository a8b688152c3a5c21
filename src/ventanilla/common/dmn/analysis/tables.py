"""Gaps, overlaps and rules that never apply, computed on boxes: for each column a set of its pieces.

A cell that is a formula covers all when looking for gaps, and nothing when looking for overlaps: only what is certain
is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ventanilla.common.dmn.analysis.domains import Domain, domain_of
from ventanilla.common.dmn.analysis.findings import Cell, Finding, Region
from ventanilla.common.dmn.table import SINGLE, Column, Table
from ventanilla.common.dmn.types import tester_node
from ventanilla.common.feel import nodes
from ventanilla.common.feel.inference import inferred
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


def findings_of_table(table: Table, known: Mapping[str, FeelType]) -> Iterator[Finding]:
    """What is certain of a table, at most `FINDINGS_MAX` of each kind."""
    domains = [_domain(table, place, column, known) for place, column in enumerate(table.inputs)]
    rules = [_rule(table, place, domains) for place in range(len(table.rules))]
    yield from _impossible(table, domains)
    policy = table.source.hit_policy
    try:
        if policy in ("UNIQUE", "ANY"):
            yield from _overlaps(table, rules, domains)
        if policy in SINGLE and not any(output.default for output in table.outputs):
            yield from _gaps(table, rules, domains)
        if policy == "FIRST":
            yield from _unreachable(table, rules)
    except _TooMany:
        yield Finding("too_large", table.source.where)


def _domain(table: Table, place: int, column: Column, known: Mapping[str, FeelType]) -> Domain | None:
    kind = inferred(column.value, known)
    allowed = column.allowed
    if allowed is None and isinstance(kind, Restricted):
        allowed = tester_node(kind.allowed_text)
    cells = [rule.cells[place] for rule in table.rules if place < len(rule.cells)]
    return domain_of(table.source.inputs[place].label, cells, allowed, boolean=bare(kind) == BOOLEAN)


def _rule(table: Table, place: int, domains: Sequence[Domain | None]) -> _Rule:
    rule = table.rules[place]
    certain: list[int] = []
    possible: list[int] = []
    for column, domain in enumerate(domains):
        cell = rule.cells[column] if column < len(rule.cells) else nodes.Tests(1, (), negated=False, uses_input=())
        bits = domain.bits(cell) if domain else (1 if not cell.tests else None)
        whole = domain.possible if domain else 1
        certain.append(bits or 0)
        possible.append(whole if bits is None else bits)
    return _Rule(place + 1, tuple(certain), tuple(possible), rule.outputs)


def _impossible(table: Table, domains: Sequence[Domain | None]) -> Iterator[Finding]:
    """Rules with a cell that no possible value passes."""
    for number, rule in enumerate(table.rules, 1):
        for place, (cell, domain) in enumerate(zip(rule.cells, domains, strict=False)):
            if domain is not None and domain.bits(cell) == 0:
                text = table.source.rules[number - 1].inputs[place]
                where = f"{table.source.where} › {number}"
                yield Finding("impossible", where, {"number": number, "column": domain.label, "test": Cell(text)})
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
            if not all(common) or count >= FINDINGS_MAX:
                continue
            same = _are_same(one.outputs, other.outputs)
            if table.source.hit_policy == "ANY" and same is not False:
                continue
            count += 1
            code = "overlap" if table.source.hit_policy == "UNIQUE" else "different"
            params = {"one": one.number, "other": other.number, "where": _region(domains, common)}
            yield Finding(code, f"{table.source.where} › {one.number}, {other.number}", params)


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


def _unreachable(table: Table, rules: Sequence[_Rule]) -> Iterator[Finding]:
    for place, rule in enumerate(rules):
        left: list[Box] = [rule.possible] if all(rule.possible) else []
        if not left:
            continue
        for earlier in rules[:place]:
            left = without(left, earlier.certain)
        if not left:
            yield Finding("unreachable", f"{table.source.where} › {rule.number}", {"number": rule.number})


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
