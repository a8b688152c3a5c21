"""Functions that compare or add the items of a list: extremes, sums, averages, order."""

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import cast

from ventanilla.common.feel.builtins.base import function
from ventanilla.common.feel.machine import Invocable, State
from ventanilla.common.feel.values import NUMBERS, Callee, FeelValue, less, number

_ONLY_NUMBERS: set[type] = {Decimal}


def of_list_or_items(name: str, compute: Callable[[State, list[FeelValue]], FeelValue]) -> None:
    """Declare `name(list)` and `name(a, b, …)` as the same."""
    function(name, "list: list", stateful=True)(compute)

    def of_items(state: State, *items: FeelValue) -> FeelValue:
        return compute(state, list(items))

    function(name, "item: any", "item: any", "items: any*", stateful=True)(of_items)


def _extreme(state: State, items: list[FeelValue], *, largest: bool) -> FeelValue:
    state.spend(1 + len(items))
    best: FeelValue = items[0] if items else None
    for item in items:
        smaller = less(best, item) if largest else less(item, best)
        if smaller is None:
            return None
        if smaller:
            best = item
    return best


def smallest(state: State, items: list[FeelValue]) -> FeelValue:
    if set(map(type, items)) == _ONLY_NUMBERS:
        state.spend(len(items))
        return min(items)
    return _extreme(state, items, largest=False)


def largest(state: State, items: list[FeelValue]) -> FeelValue:
    if set(map(type, items)) == _ONLY_NUMBERS:
        state.spend(len(items))
        return max(items)
    return _extreme(state, items, largest=True)


def _numbers(state: State, items: list[FeelValue]) -> list[Decimal] | None:
    """The items when there are some and all are numbers."""
    state.spend(1 + len(items))
    return cast("list[Decimal]", items) if items and all(isinstance(item, Decimal) for item in items) else None


def total(state: State, items: list[FeelValue]) -> FeelValue:
    """The sum of numbers."""
    values = _numbers(state, items)
    if values is None:
        return None
    result = values[0]
    for value in values[1:]:
        result = NUMBERS.add(result, value)
    return number(result)


def mean(state: State, items: list[FeelValue]) -> FeelValue:
    result = total(state, items)
    return None if result is None else NUMBERS.divide(result, Decimal(len(items)))


def product(state: State, items: list[FeelValue]) -> FeelValue:
    factors = _numbers(state, items)
    result = Decimal(1)
    for factor in factors or ():
        result = NUMBERS.multiply(result, factor)
    return number(result) if factors else None


def median(state: State, items: list[FeelValue]) -> FeelValue:
    values = _numbers(state, items)
    if values is None:
        return None
    values = sorted(values)
    middle = len(values) // 2
    if len(values) % 2:
        return values[middle]
    return number(NUMBERS.divide(NUMBERS.add(values[middle - 1], values[middle]), Decimal(2)))


def deviation(state: State, items: list[FeelValue]) -> FeelValue:
    """The standard deviation of a sample: two items or more."""
    values = _numbers(state, items)
    if values is None or len(values) < 2:
        return None
    average = mean(state, items)
    if average is None:
        return None
    squares = Decimal(0)
    for value in values:
        away = NUMBERS.subtract(value, average)
        squares = NUMBERS.add(squares, NUMBERS.multiply(away, away))
    return number(NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(values) - 1))))


def mode(state: State, items: list[FeelValue]) -> FeelValue:
    """The most frequent numbers, in order. Of an empty list: none."""
    if not items:
        return []
    values = _numbers(state, items)
    if values is None:
        return None
    times: dict[Decimal, int] = {}
    for value in values:
        times[value] = times.get(value, 0) + 1
    most = max(times.values())
    return sorted(value for value, count in times.items() if count == most)


for _name, _compute in (
    ("min", smallest),
    ("max", largest),
    ("sum", total),
    ("mean", mean),
    ("product", product),
    ("median", median),
    ("stddev", deviation),
    ("mode", mode),
):
    of_list_or_items(_name, _compute)


@function("sort", "list: list", stateful=True)
def sort_plainly(state: State, items: list[FeelValue]) -> FeelValue:
    """In their own order. Null when two cannot be compared."""
    comparable = True

    def order(one: FeelValue, other: FeelValue) -> int:
        nonlocal comparable
        state.spend(1)
        smaller = less(one, other)
        comparable = comparable and smaller is not None
        return -1 if smaller else int(less(other, one) is True)

    result = sorted(items, key=cmp_to_key(order))
    return result if comparable else None


@function("sort", "list: list", "precedes: function", stateful=True)
def sort(state: State, items: list[FeelValue], precedes: Callee) -> FeelValue:
    """`precedes(a, b)` says whether a comes before b. Items of which neither precedes keep their order."""
    if not isinstance(precedes, Invocable):
        return None
    call = precedes.invoke
    state.need_list(len(items))

    def order(one: FeelValue, other: FeelValue) -> int:
        if call(state, [one, other]) is True:
            return -1
        return int(call(state, [other, one]) is True)

    return sorted(items, key=cmp_to_key(order))


@function("list replace", "list: list", "match: function", "newItem: any", stateful=True)
def list_replace(state: State, items: list[FeelValue], match: Callee, new: FeelValue) -> FeelValue:
    """The items of which `match(item, newItem)` is true are replaced. Null when it answers neither true nor false."""
    if not isinstance(match, Invocable):
        return None
    state.need_list(len(items))
    result: list[FeelValue] = []
    for item in items:
        answer = match.invoke(state, [item, new])
        if not isinstance(answer, bool):
            return None
        result.append(new if answer else item)
    return result
