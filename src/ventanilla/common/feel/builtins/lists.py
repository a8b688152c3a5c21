"""Functions of lists. Places count from 1, and from the end when negative."""

from decimal import Decimal
from typing import cast

from ventanilla.common.feel.builtins.base import function
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.values import FeelValue, equal, negate


def place_of(position: Decimal, size: int) -> int | None:
    """The place in Python of a position; null when it is not in a list of `size`."""
    if position != position.to_integral_value() or position.adjusted() > 9 or not 1 <= abs(position) <= size:
        return None
    return int(position) - 1 if position > 0 else size + int(position)


def same(state: State, one: FeelValue, other: FeelValue) -> bool:
    return equal(one, other, state.spend) is True


@function("not", "negand: boolean|null")
def logical_not(negand: bool | None) -> FeelValue:
    return negate(negand)


@function("list contains", "list: list", "element: any", stateful=True)
def list_contains(state: State, items: list[FeelValue], element: FeelValue) -> FeelValue:
    state.spend(1 + len(items))
    return any(same(state, item, element) for item in items)


@function("count", "list: list")
def count(items: list[FeelValue]) -> FeelValue:
    return Decimal(len(items))


@function("all", "list: list")
def all_of(items: list[FeelValue]) -> FeelValue:
    return _quantified(items, decisive=False)


@function("any", "list: list")
def any_of(items: list[FeelValue]) -> FeelValue:
    return _quantified(items, decisive=True)


@function("all", "item: any", "item: any", "items: any*")
def all_of_these(*items: FeelValue) -> FeelValue:
    return _quantified(list(items), decisive=False)


@function("any", "item: any", "item: any", "items: any*")
def any_of_these(*items: FeelValue) -> FeelValue:
    return _quantified(list(items), decisive=True)


def _quantified(items: list[FeelValue], *, decisive: bool) -> FeelValue:
    """The decisive value when one has it; null when one is neither true nor false."""
    if any(item is decisive for item in items):
        return decisive
    return not decisive if all(isinstance(item, bool) for item in items) else None


@function("sublist", "list: list", "start position: number")
@function("sublist", "list: list", "start position: number", "length: number")
def sublist(items: list[FeelValue], start: Decimal, length: Decimal | None = None) -> FeelValue:
    first = place_of(start, len(items))
    if first is None:
        return None
    if length is None:
        return items[first:]
    if length < 0 or length.adjusted() > 9:
        return None
    last = first + int(length)
    return items[first:last] if last <= len(items) else None


@function("append", "list: list", "item: any*", stateful=True)
def append(state: State, items: list[FeelValue], *more: FeelValue) -> FeelValue:
    state.need_list(len(items) + len(more))
    return [*items, *more]


@function("concatenate", "list: list", "lists: list*", stateful=True)
def concatenate(state: State, *lists: list[FeelValue]) -> FeelValue:
    state.need_list(sum(map(len, lists)))
    return [item for items in lists for item in items]


@function("insert before", "list: list", "position: number", "newItem: any", stateful=True)
def insert_before(state: State, items: list[FeelValue], position: Decimal, new: FeelValue) -> FeelValue:
    place = place_of(position, len(items))
    if place is None:
        return None
    state.need_list(len(items) + 1)
    return [*items[:place], new, *items[place:]]


@function("remove", "list: list", "position: number", stateful=True)
def remove(state: State, items: list[FeelValue], position: Decimal) -> FeelValue:
    place = place_of(position, len(items))
    state.need_list(len(items))
    return None if place is None else [*items[:place], *items[place + 1 :]]


@function("list replace", "list: list", "position: number", "newItem: any", stateful=True)
def list_replace(state: State, items: list[FeelValue], position: Decimal, new: FeelValue) -> FeelValue:
    place = place_of(position, len(items))
    state.need_list(len(items))
    return None if place is None else [*items[:place], new, *items[place + 1 :]]


@function("reverse", "list: list", stateful=True)
def reverse(state: State, items: list[FeelValue]) -> FeelValue:
    state.need_list(len(items))
    return items[::-1]


@function("index of", "list: list", "match: any", stateful=True)
def index_of(state: State, items: list[FeelValue], match: FeelValue) -> FeelValue:
    state.need_list(len(items))
    return [Decimal(place) for place, item in enumerate(items, 1) if same(state, item, match)]


@function("distinct values", "list: list", stateful=True)
def distinct_values(state: State, items: list[FeelValue]) -> FeelValue:
    return _distinct(state, items)


@function("union", "list: list", "lists: list*", stateful=True)
def union(state: State, *lists: list[FeelValue]) -> FeelValue:
    state.need_list(sum(map(len, lists)))
    return _distinct(state, [item for items in lists for item in items])


def _distinct(state: State, items: list[FeelValue]) -> list[FeelValue]:
    """Each once, where it was first. Numbers and texts are looked up, the rest compared with each other."""
    kept: list[FeelValue] = []
    seen: set[FeelValue] = set()
    others: list[FeelValue] = []
    for item in items:
        if isinstance(item, (str, Decimal)):
            if item not in seen:
                seen.add(item)
                kept.append(item)
            continue
        state.spend(1 + len(others))
        if not any(same(state, item, other) for other in others):
            others.append(item)
            kept.append(item)
    return kept


@function("flatten", "list: list", stateful=True)
def flatten(state: State, items: list[FeelValue]) -> FeelValue:
    flat: list[FeelValue] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            state.spend(1)
            if isinstance(item, list):
                waiting.append(iter(cast("list[FeelValue]", item)))
                break
            flat.append(item)
        else:
            waiting.pop()
    state.need_list(len(flat))
    return flat


@function("partition", "list: list", "size: number", stateful=True)
def partition(state: State, items: list[FeelValue], size: Decimal) -> FeelValue:
    """The list in lists of `size` items, the last one shorter."""
    if size < 1 or size.adjusted() > 9:
        return None
    state.need_list(len(items))
    step = int(size)
    return [items[first : first + step] for first in range(0, len(items), step)]
