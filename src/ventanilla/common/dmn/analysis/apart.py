"""Types that have no value in common."""

from collections.abc import Mapping

from ventanilla.common.feel import nodes
from ventanilla.common.feel.inference import inferred
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.types import (
    ANY,
    BOOLEAN,
    NULL,
    ContextType,
    FeelType,
    ListType,
    RangeType,
    bare,
    conforms_to,
)


def are_apart(one: FeelType, other: FeelType) -> bool:
    """Whether no value but null is of both types, even as a list of one."""
    one, other = item_of(one), item_of(other)
    if ANY in (one, other) or NULL in (one, other):
        return False
    if isinstance(one, ContextType) and isinstance(other, ContextType):
        return False
    return not conforms_to(one, other) and not conforms_to(other, one)


def item_of(kind: FeelType) -> FeelType:
    """The type of the items of a list, or the type itself."""
    kind = bare(kind)
    return bare(kind.item) if isinstance(kind, ListType) else kind


def tests_apart(tests: nodes.Tests, kind: FeelType, known: Mapping[str, FeelType]) -> bool:
    """Whether no value of the type passes any of these tests."""
    if not tests.tests or tests.negated or any(tests.uses_input):
        return False
    return all(_apart(test, kind, known) for test in tests.tests)


def _apart(test: Node, kind: FeelType, known: Mapping[str, FeelType]) -> bool:
    if isinstance(test, nodes.Unlike):
        return False
    wanted = _innermost(inferred(test, known))
    return wanted != BOOLEAN and are_apart(wanted, _innermost(kind))


def _innermost(kind: FeelType) -> FeelType:
    """What lists and ranges, however nested, are of: a test may be a list of ranges, and a value a list."""
    kind = bare(kind)
    while isinstance(kind, (ListType, RangeType)):
        kind = bare(kind.item)
    return kind
