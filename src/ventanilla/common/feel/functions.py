"""The functions that an expression may call. Null in, null out; nothing here raises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from ventanilla.common.feel.values import NUMBERS, FeelValue, as_list, equal, less, negate, number

_SCALE_MAX_DIGITS = 6_111


@dataclass(frozen=True, slots=True)
class Function:
    """`run` takes the values as one list; `least` and `most` are how many a call may have."""

    least: int
    most: int
    run: Callable[[Sequence[FeelValue]], FeelValue]


def _spread(values: Sequence[FeelValue]) -> Sequence[FeelValue]:
    """`min(1, 2)` and `min([1, 2])` are the same."""
    return as_list(values[0]) if len(values) == 1 else values


def _extreme(values: Sequence[FeelValue], *, largest: bool) -> FeelValue:
    items = _spread(values)
    best: FeelValue = items[0] if items else None
    for item in items:
        smaller = less(item, best)
        if smaller is None:
            return None
        if smaller != largest and equal(item, best) is False:
            best = item
    return best


def _sum(values: Sequence[FeelValue]) -> FeelValue:
    items = _spread(values)
    if not items or not all(isinstance(item, Decimal) for item in items):
        return None
    total = Decimal(0)
    for item in items:
        if isinstance(item, Decimal):
            total = NUMBERS.add(total, item)
    return number(total)


def _on_number(change: Callable[[Decimal], Decimal]) -> Callable[[Sequence[FeelValue]], FeelValue]:
    def run(values: Sequence[FeelValue]) -> FeelValue:
        value = values[0]
        return number(change(value)) if isinstance(value, Decimal) else None

    return run


def _round_half_up(values: Sequence[FeelValue]) -> FeelValue:
    value, scale = values
    if not isinstance(value, Decimal) or not isinstance(scale, Decimal) or abs(scale) > _SCALE_MAX_DIGITS:
        return None
    return number(value.quantize(Decimal(1).scaleb(-int(scale)), rounding=ROUND_HALF_UP, context=NUMBERS))


def _contains(values: Sequence[FeelValue]) -> FeelValue:
    text, part = values
    return part in text if isinstance(text, str) and isinstance(part, str) else None


def _list_contains(values: Sequence[FeelValue]) -> FeelValue:
    return any(equal(item, values[1]) is True for item in as_list(values[0]))


def _date(values: Sequence[FeelValue]) -> FeelValue:
    try:
        if len(values) == 1:
            text = values[0]
            return text if isinstance(text, date) else date.fromisoformat(text) if isinstance(text, str) else None
        parts = [int(part) for part in values if isinstance(part, Decimal) and part == part.to_integral_value()]
        return date(*parts) if len(parts) == 3 else None
    except (ValueError, OverflowError, TypeError):
        return None


_ANY = 400

FUNCTIONS: dict[str, Function] = {
    "not": Function(1, 1, lambda values: negate(values[0])),
    "min": Function(1, _ANY, lambda values: _extreme(values, largest=False)),
    "max": Function(1, _ANY, lambda values: _extreme(values, largest=True)),
    "sum": Function(1, _ANY, _sum),
    "count": Function(1, 1, lambda values: Decimal(len(as_list(values[0])))),
    "abs": Function(1, 1, _on_number(Decimal.copy_abs)),
    "floor": Function(1, 1, _on_number(lambda value: value.to_integral_value(ROUND_FLOOR))),
    "ceiling": Function(1, 1, _on_number(lambda value: value.to_integral_value(ROUND_CEILING))),
    "round half up": Function(2, 2, _round_half_up),
    "contains": Function(2, 2, _contains),
    "list contains": Function(2, 2, _list_contains),
    "date": Function(1, 3, _date),
}
"""By its name in FEEL. A name may have several words."""
