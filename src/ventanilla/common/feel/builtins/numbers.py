"""Functions of numbers, and `abs` of durations. Rounding is exact, to a scale within decimal128."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from ventanilla.common.feel.builtins.base import function
from ventanilla.common.feel.limits import SCALE_MAX, SCALE_MIN
from ventanilla.common.feel.temporal import DaysDuration, MonthsDuration
from ventanilla.common.feel.values import NUMBERS, FeelValue, number

_WIDE = Context(prec=7_000, Emax=999_999, Emin=-999_999, traps=[])
"""Room for every digit between the smallest and the largest scale while rounding."""


def rounded(value: Decimal, scale: Decimal, how: str) -> Decimal | None:
    """`value` with `scale` digits after the point; null beyond the range of scales."""
    if not SCALE_MIN <= scale <= SCALE_MAX:
        return None
    digits = int(scale)
    if digits == 0:
        return value.to_integral_value(how)
    if digits >= -int(value.as_tuple().exponent):
        return value
    return number(NUMBERS.plus(value.quantize(Decimal(1).scaleb(-digits, _WIDE), rounding=how, context=_WIDE)))


def _declare(name: str, how: str) -> None:
    def run(n: Decimal, scale: Decimal) -> FeelValue:
        return rounded(n, scale, how)

    function(name, "n: number", "scale: number")(run)


for _name, _how in (
    ("decimal", ROUND_HALF_EVEN),
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
    ("floor", ROUND_FLOOR),
    ("ceiling", ROUND_CEILING),
):
    _declare(_name, _how)


@function("floor", "n: number")
def floor(n: Decimal) -> FeelValue:
    return n.to_integral_value(ROUND_FLOOR)


@function("ceiling", "n: number")
def ceiling(n: Decimal) -> FeelValue:
    return n.to_integral_value(ROUND_CEILING)


@function("abs", "n: number")
def absolute(n: Decimal) -> FeelValue:
    return n.copy_abs()


@function("abs", "n: duration")
def absolute_duration(n: DaysDuration | MonthsDuration) -> FeelValue:
    return DaysDuration(abs(n.nanos)) if isinstance(n, DaysDuration) else MonthsDuration(abs(n.months))


@function("modulo", "dividend: number", "divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> FeelValue:
    """Of the sign of the divisor, as the standard defines it: dividend - divisor * floor(dividend / divisor)."""
    if not divisor:
        return None
    rest = NUMBERS.remainder(dividend, divisor)
    if not rest.is_finite():
        return None
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@function("sqrt", "number: number")
def square_root(value: Decimal) -> FeelValue:
    return number(NUMBERS.sqrt(value)) if value >= 0 else None


@function("log", "number: number")
def logarithm(value: Decimal) -> FeelValue:
    return number(NUMBERS.ln(value)) if value > 0 else None


@function("exp", "number: number")
def exponential(value: Decimal) -> FeelValue:
    return number(NUMBERS.exp(value))


@function("odd", "number: number")
def odd(value: Decimal) -> FeelValue:
    return _parity(value, lambda rest: rest == 1)


@function("even", "number: number")
def even(value: Decimal) -> FeelValue:
    return _parity(value, lambda rest: rest == 0)


def _parity(value: Decimal, wanted: Callable[[Decimal], bool]) -> FeelValue:
    """Of a whole number. Beyond 34 digits every number is even: its last digits are zeros."""
    if value != value.to_integral_value():
        return None
    return wanted(abs(_WIDE.remainder(value, Decimal(2))))
