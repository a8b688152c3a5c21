"""Names, paths, arithmetic, comparison and logic."""

from collections.abc import Callable
from decimal import Decimal
from operator import itemgetter
from typing import Any, cast

from ventanilla.common.feel import nodes
from ventanilla.common.feel.arithmetic import OPERATIONS, Slow, negative
from ventanilla.common.feel.closures.builder import Builder, constant, makes
from ventanilla.common.feel.machine import Frame, Run
from ventanilla.common.feel.properties import property_of
from ventanilla.common.feel.types import ANY, bare, coerced, is_of
from ventanilla.common.feel.values import FeelValue, both, compared, equal, negate


@makes(nodes.Literal)
def literal(_builder: Builder, node: nodes.Literal) -> Run:
    return constant(node.value)


@makes(nodes.Invalid)
def invalid(_builder: Builder, node: nodes.Invalid) -> Run:
    def run(frame: Frame) -> FeelValue:
        frame[0].remark(node.position, "invalid", node.reason)

    return run


@makes(nodes.Name)
def name(builder: Builder, node: nodes.Name) -> Run:
    found = builder.find(node.name)
    slot, key, items = found.slot, node.name, found.items
    read = _copied(slot) if slot in builder.growing else itemgetter(slot)
    if not items:
        return read

    def run(frame: Frame) -> FeelValue:
        for place in items:
            item = frame[place]
            if type(item) is dict and key in item:
                return cast("dict[str, FeelValue]", item)[key]
        return read(frame)

    return run


def _copied(slot: int) -> Run:
    """`partial` as it is now: the loop goes on adding to its own."""

    def run(frame: Frame) -> FeelValue:
        frame[0].need_list(len(frame[slot]))
        return list(frame[slot])

    return run


@makes(nodes.Path)
def path(builder: Builder, node: nodes.Path) -> Run:
    source, key = builder.build(node.source), node.name

    def run(frame: Frame) -> FeelValue:
        value = source(frame)
        if type(value) is dict:
            return cast("dict[str, FeelValue]", value).get(key)
        return property_of(value, key, frame[0].spend)

    return run


@makes(nodes.Minus)
def minus(builder: Builder, node: nodes.Minus) -> Run:
    operand = builder.build(node.operand)
    return lambda frame: negative(operand(frame))


@makes(nodes.Chain)
def chain(builder: Builder, node: nodes.Chain) -> Run:
    first, *rest = (builder.build(operand) for operand in node.operands)
    if len(rest) == 1:
        return _two(node.signs[0], first, rest[0], node.position, _constant(node.operands[1]))
    steps = [(*OPERATIONS[sign], sign, run) for sign, run in zip(node.signs, rest, strict=True)]
    position = node.position

    def run(frame: Frame) -> FeelValue:
        value = first(frame)
        for quick, slow, sign, operand in steps:
            other = operand(frame)
            if type(value) is Decimal and type(other) is Decimal:
                result = quick(value, other)
                value = result if result.is_finite() else without_result(frame, position, sign, value, other)
            else:
                value = _slowly(slow, frame, position, sign, value, other)
        return value

    return run


def _two(sign: str, left: Run, right: Run, position: int, constant_right: FeelValue) -> Run:
    quick, slow = OPERATIONS[sign]
    if isinstance(constant_right, Decimal):
        return _with_number(sign, left, constant_right, position)

    def run(frame: Frame) -> FeelValue:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            value = quick(one, other)
            return value if value.is_finite() else without_result(frame, position, sign, one, other)
        return _slowly(slow, frame, position, sign, one, other)

    return run


def _with_number(sign: str, left: Run, other: Decimal, position: int) -> Run:
    """`x * 2`: the number is there already."""
    quick, slow = OPERATIONS[sign]

    def run(frame: Frame) -> FeelValue:
        one = left(frame)
        if type(one) is Decimal:
            value = quick(one, other)
            return value if value.is_finite() else without_result(frame, position, sign, one, other)
        return _slowly(slow, frame, position, sign, one, other)

    return run


def _slowly(slow: Slow, frame: Frame, position: int, sign: str, one: FeelValue, other: FeelValue) -> FeelValue:
    """Of anything but two numbers."""
    frame[0].position = position
    value = slow(frame[0], one, other)
    return without_result(frame, position, sign, one, other) if value is None else value


def without_result(frame: Frame, position: int, sign: str, one: FeelValue, other: FeelValue) -> None:
    """Say why an operation has none. Where an operand was null already, that is said where it became so."""
    if one is None or other is None:
        return
    if sign == "/" and other == 0:
        frame[0].remark(position, "division_by_zero")
    elif type(one) is type(other) is Decimal:
        frame[0].remark(position, "number_range")
    else:
        frame[0].remark(position, "operands", sign)


def _constant(node: nodes.Node) -> FeelValue:
    return node.value if isinstance(node, nodes.Literal) else None


@makes(nodes.Logic)
def logic(builder: Builder, node: nodes.Logic) -> Run:
    """`and` stops at the first false, `or` at the first true; what is neither makes the rest null."""
    operands = tuple(builder.build(operand) for operand in node.operands)
    decisive = node.word == "or"

    def run(frame: Frame) -> bool | None:
        result: bool | None = not decisive
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return decisive
            if type(value) is not bool:
                result = None
        return result

    return run


@makes(nodes.Comparison)
def comparison(builder: Builder, node: nodes.Comparison) -> Run:
    left, right, sign = builder.build(node.left), builder.build(node.right), node.sign
    if sign == "=":
        return lambda frame: equal(left(frame), right(frame), frame[0].spend)
    if sign == "!=":
        return lambda frame: negate(equal(left(frame), right(frame), frame[0].spend))
    quick = _QUICK[sign]
    limit = _constant(node.right)
    if isinstance(limit, Decimal):

        def run_with_number(frame: Frame) -> bool | None:
            one = left(frame)
            return quick(one, limit) if type(one) is Decimal else compared(sign, one, limit)

        return run_with_number

    def run(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return quick(one, other)
        return compared(sign, one, other)

    return run


_QUICK: dict[str, Callable[[Any, Any], bool]] = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
}


@makes(nodes.Between)
def between(builder: Builder, node: nodes.Between) -> Run:
    value, low, high = builder.build(node.value), builder.build(node.low), builder.build(node.high)
    least, most = _constant(node.low), _constant(node.high)
    if isinstance(least, Decimal) and isinstance(most, Decimal):

        def run_with_numbers(frame: Frame) -> bool | None:
            given = value(frame)
            return least <= given <= most if type(given) is Decimal else None

        return run_with_numbers

    def run(frame: Frame) -> bool | None:
        given = value(frame)
        return both(compared(">=", given, low(frame)), compared("<=", given, high(frame)))

    return run


@makes(nodes.InstanceOf)
def instance_of(builder: Builder, node: nodes.InstanceOf) -> Run:
    value, kind = builder.build(node.value), node.type
    return lambda frame: is_of(value(frame), kind, frame[0].spend)


@makes(nodes.Typed)
def typed(builder: Builder, node: nodes.Typed) -> Run:
    value, kind = builder.build(node.value), node.type
    if kind is ANY:
        return value
    about = node.what or bare(kind).name

    def run(frame: Frame) -> FeelValue:
        given = value(frame)
        if given is None:
            return None
        result = coerced(given, kind, frame[0].spend)
        if result is None:
            frame[0].remark(node.position, "type", about)
        return result

    return run


@makes(nodes.If)
def if_else(builder: Builder, node: nodes.If) -> Run:
    condition = builder.build(node.condition)
    positive, negative_ = builder.build(node.positive), builder.build(node.negative)
    return lambda frame: positive(frame) if condition(frame) is True else negative_(frame)
