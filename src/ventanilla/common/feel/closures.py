"""What each construct does when it runs: one small closure per node, made once, run many times."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from typing import TypeAlias

from ventanilla.common.feel.functions import Function
from ventanilla.common.feel.values import (
    NUMBERS,
    FeelValue,
    as_list,
    both,
    either,
    equal,
    from_python,
    less,
    negate,
    number,
)

Run: TypeAlias = Callable[[Mapping[str, object]], FeelValue]
Matcher: TypeAlias = Callable[[FeelValue, Mapping[str, object]], bool | None]

_ARITHMETIC: dict[str, Callable[[Context, Decimal, Decimal], Decimal]] = {
    "+": Context.add,
    "-": Context.subtract,
    "*": Context.multiply,
    "/": Context.divide,
    "**": Context.power,
}
_DATE_PARTS = ("year", "month", "day")


def constant(value: FeelValue) -> Run:
    return lambda _context: value


def path(names: Sequence[str]) -> Run:
    """`a.b.c`: what is not there is null."""
    root, *rest = names

    def run(context: Mapping[str, object]) -> FeelValue:
        value = from_python(context.get(root))
        for name in rest:
            value = _part(value, name)
        return value

    return run


def _part(value: FeelValue, name: str) -> FeelValue:
    if isinstance(value, Mapping):
        return from_python(value.get(name))
    if isinstance(value, date) and name in _DATE_PARTS:
        return Decimal(getattr(value, name))
    return None


def listed(items: Sequence[Run]) -> Run:
    return lambda context: [item(context) for item in items]


def call(function: Function, values: Sequence[Run]) -> Run:
    run = function.run
    return lambda context: run([value(context) for value in values])


def minus(run: Run) -> Run:
    def negative(context: Mapping[str, object]) -> FeelValue:
        value = run(context)
        return value.copy_negate() if isinstance(value, Decimal) else None

    return negative


def arithmetic(sign: str, left: Run, right: Run) -> Run:
    operate = _ARITHMETIC[sign]

    def run(context: Mapping[str, object]) -> FeelValue:
        one, other = left(context), right(context)
        if isinstance(one, Decimal) and isinstance(other, Decimal):
            return number(operate(NUMBERS, one, other))
        if sign == "+" and isinstance(one, str) and isinstance(other, str):
            return one + other
        return None

    return run


def logic(word: str, left: Run, right: Run) -> Run:
    join = both if word == "and" else either
    return lambda context: join(left(context), right(context))


def compared(sign: str, one: FeelValue, other: FeelValue) -> bool | None:
    """`one sign other` with three values."""
    match sign:
        case "=":
            return equal(one, other)
        case "!=":
            return negate(equal(one, other))
        case "<":
            return less(one, other)
        case ">":
            return less(other, one)
        case "<=":
            return negate(less(other, one))
        case _:
            return negate(less(one, other))


def comparison(sign: str, left: Run, right: Run) -> Run:
    return lambda context: compared(sign, left(context), right(context))


def between(value: Run, low: Run, high: Run) -> Run:
    def run(context: Mapping[str, object]) -> FeelValue:
        given = value(context)
        return both(compared(">=", given, low(context)), compared("<=", given, high(context)))

    return run


def if_else(condition: Run, positive: Run, negative: Run) -> Run:
    return lambda context: positive(context) if condition(context) is True else negative(context)


def tested(value: Run, matcher: Matcher) -> Run:
    return lambda context: matcher(value(context), context)


def unary(sign: str, limit: Run) -> Matcher:
    """`in < 5`."""
    return lambda value, context: compared(sign, value, limit(context))


def range_of(low: Run, high: Run, *, low_in: bool, high_in: bool) -> Matcher:
    """`in [low..high]`; a round bracket leaves its end out."""
    above, below = (">=" if low_in else ">"), ("<=" if high_in else "<")

    def run(value: FeelValue, context: Mapping[str, object]) -> bool | None:
        return both(compared(above, value, low(context)), compared(below, value, high(context)))

    return run


def equals_or_holds(run: Run) -> Matcher:
    """`in x`: the value is x, or is one of x when x is a list."""

    def match(value: FeelValue, context: Mapping[str, object]) -> bool | None:
        other = run(context)
        if isinstance(other, Sequence) and not isinstance(other, str):
            return any(equal(value, item) is True for item in as_list(other))
        return equal(value, other)

    return match


def either_of(matchers: Sequence[Matcher]) -> Matcher:
    """`in (a, b, > 5)`: true when one is."""

    def run(value: FeelValue, context: Mapping[str, object]) -> bool | None:
        result: bool | None = False
        for matcher in matchers:
            result = either(result, matcher(value, context))
        return result

    return run
