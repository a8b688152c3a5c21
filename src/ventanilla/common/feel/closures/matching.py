"""Unary tests: does a value pass the cell of a table, or what stands after `in`? Each kind has its own closure."""

from decimal import Decimal
from typing import cast

from ventanilla.common.feel import nodes
from ventanilla.common.feel.closures.builder import Builder, makes
from ventanilla.common.feel.machine import Frame, Matcher, Run
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.values import FeelValue, Range, Spend, both, compared, either, equal, negate, within


@makes(nodes.In)
def in_tests(builder: Builder, node: nodes.In) -> Run:
    value = builder.build(node.value)
    test = matcher(builder, node.tests)
    return lambda frame: test(value(frame), frame)


@makes(nodes.Tests)
def tests(builder: Builder, node: nodes.Tests) -> Run:
    """Tests as an expression: of `?`."""
    value = builder.build(nodes.Name(node.position, "?"))
    test = matcher(builder, node)
    return lambda frame: test(value(frame), frame)


@makes(nodes.Unlike)
def unlike(builder: Builder, node: nodes.Unlike) -> Run:
    return builder.build(nodes.Literal(node.position, None))


def matcher(builder: Builder, node: nodes.Tests) -> Matcher:
    """A value passes when one of the tests is true of it (none of them, when negated)."""
    if not node.tests:
        return _anything
    slot = builder.enter(("?",))[0]
    all_constant = all(isinstance(test, nodes.Literal) for test in node.tests)
    if all_constant and not node.negated:
        found = _one_of([cast("nodes.Literal", test).value for test in node.tests])
    else:
        each = [_one(builder, test, slot, uses=uses) for test, uses in zip(node.tests, node.uses_input, strict=True)]
        found = each[0] if len(each) == 1 else _any_of(each)
    builder.leave()
    if not node.negated:
        return found
    return lambda value, frame: negate(found(value, frame))


def _anything(_value: FeelValue, _frame: Frame) -> bool:
    return True


def _one_of(values: list[FeelValue]) -> Matcher:
    """Constants: one look in a set when all are of a kind that allows it."""
    kinds: set[type[object]] = {type(value) for value in values}
    if len(kinds) == 1 and kinds <= {str, Decimal}:
        (kind,) = kinds
        choices = frozenset(values)
        if len(choices) == 1:
            (only,) = choices

            def same(value: FeelValue, frame: Frame) -> bool | None:
                return value == only if type(value) is kind else matches_any(value, values, frame[0].spend)

            return same

        def among(value: FeelValue, frame: Frame) -> bool | None:
            if type(value) is kind:
                return value in choices
            return matches_any(value, values, frame[0].spend)

        return among
    return lambda value, frame: matches_any(value, values, frame[0].spend)


def _in_constants(values: list[FeelValue]) -> Matcher:
    """A list of constants: texts and numbers are looked up in a set."""
    choices = frozenset(value for value in values if isinstance(value, (str, Decimal)))

    def among(value: FeelValue, frame: Frame) -> bool | None:
        if type(value) in (str, Decimal):
            return value in choices or _fulfils(value, values, frame[0].spend)
        return _fulfils(value, values, frame[0].spend)

    return among


def matches_any(value: FeelValue, values: list[FeelValue], spend: Spend) -> bool | None:
    """One of these constants. The constant `true` is a value here, and no test that is simply true."""
    result: bool | None = False
    for wanted in values:
        result = either(result, equal(value, wanted, spend) if wanted is True else _fulfils(value, wanted, spend))
    return result


def _any_of(each: list[Matcher]) -> Matcher:
    def run(value: FeelValue, frame: Frame) -> bool | None:
        result: bool | None = False
        for test in each:
            passes = test(value, frame)
            if passes is True:
                return True
            result = either(result, passes)
        return result

    return run


def _one(builder: Builder, node: Node, slot: int, *, uses: bool) -> Matcher:
    if isinstance(node, nodes.Interval):
        return _range(builder, node)
    if isinstance(node, nodes.Unlike):
        other = builder.build(node.value)
        return lambda value, frame: negate(_fulfils(value, other(frame), frame[0].spend))
    run = builder.build(node)
    if uses:

        def asks(value: FeelValue, frame: Frame) -> bool | None:
            frame[slot] = value
            result = run(frame)
            return result if type(result) is bool else None

        return asks
    if isinstance(node, nodes.ListOf) and all(isinstance(item, nodes.Literal) for item in node.items):
        return _in_constants([cast("nodes.Literal", item).value for item in node.items])
    if not isinstance(node, nodes.Literal):
        return lambda value, frame: _fulfils(value, run(frame), frame[0].spend)
    wanted = node.value
    return lambda value, frame: _fulfils(value, wanted, frame[0].spend)


def _range(builder: Builder, node: nodes.Interval) -> Matcher:
    """A range that is written in the test: its ends are compared, without making the range."""
    fixed = _fixed_range(node)
    if fixed is not None:
        return fixed
    low = builder.build(node.low) if node.low else None
    high = builder.build(node.high) if node.high else None
    if node.sign == "=":
        assert low is not None
        return lambda value, frame: equal(value, low(frame), frame[0].spend)
    above, below = (">=" if node.low_in else ">"), ("<=" if node.high_in else "<")
    if low is None or high is None:
        end = low or high
        sign = above if low else below
        assert end is not None
        return lambda value, frame: compared(sign, value, end(frame))

    def run(value: FeelValue, frame: Frame) -> bool | None:
        one, other = low(frame), high(frame)
        if one is None or other is None:
            return None
        return both(compared(above, value, one), compared(below, value, other))

    return run


def _fixed_range(node: nodes.Interval) -> Matcher | None:
    """A range between two numbers that are written in it, or open at one end: numbers are compared at once."""
    low, high = _number(node.low), _number(node.high)
    if node.sign == "=" or (node.low and low is None) or (node.high and high is None):
        return None
    least, most = low if low is not None else _LEAST, high if high is not None else _MOST
    whole = Range(low, high, node.low_in, node.high_in)
    low_in, high_in = node.low_in, node.high_in

    def run(value: FeelValue, frame: Frame) -> bool | None:
        if type(value) is not Decimal:
            return within(value, whole)
        if value < least or value > most:
            return False
        return (low_in or value != least) and (high_in or value != most)

    return run


_LEAST, _MOST = Decimal("-Infinity"), Decimal("Infinity")


def _number(node: Node | None) -> Decimal | None:
    if isinstance(node, nodes.Minus):
        inner = _number(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, nodes.Literal) and isinstance(node.value, Decimal) else None


def _fulfils(value: FeelValue, wanted: FeelValue, spend: Spend) -> bool | None:
    """Equal, inside a range, in a list (or in a range of it), or a test that is simply true."""
    if isinstance(wanted, Range):
        return within(value, wanted)
    if isinstance(wanted, list):
        return _in_list(value, cast("list[FeelValue]", wanted), spend)
    if wanted is True and not isinstance(value, bool):
        return True
    if isinstance(value, list) and len(cast("list[FeelValue]", value)) == 1:
        return equal(value[0], wanted, spend)
    return equal(value, wanted, spend)


def _in_list(value: FeelValue, wanted: list[FeelValue], spend: Spend) -> bool | None:
    if equal(value, wanted, spend) is True:
        return True
    for item in wanted:
        if (within(value, item) if isinstance(item, Range) else equal(value, item, spend)) is True:
            return True
    return False
