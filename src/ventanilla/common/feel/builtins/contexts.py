"""Functions of contexts. A context is never changed: each gives a new one."""

from typing import cast

from ventanilla.common.feel.builtins.base import function
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.values import FeelValue


@function("get value", "m: context", "key: string")
def get_value(entries: dict[str, FeelValue], key: str) -> FeelValue:
    return entries.get(key)


@function("get value", "m: context", "keys: list")
def get_nested_value(entries: dict[str, FeelValue], keys: list[FeelValue]) -> FeelValue:
    value: FeelValue = entries
    for key in keys:
        if not isinstance(value, dict) or not isinstance(key, str):
            return None
        value = cast("dict[str, FeelValue]", value).get(key)
    return value if keys else None


@function("get entries", "m: context", stateful=True)
def get_entries(state: State, entries: dict[str, FeelValue]) -> FeelValue:
    state.need_list(len(entries))
    return [{"key": key, "value": value} for key, value in entries.items()]


@function("context", "entries: list", stateful=True)
def context(state: State, items: list[FeelValue]) -> FeelValue:
    """From items with `key` and `value`. Null when one lacks them, or a key is no text or comes twice."""
    state.need_list(len(items))
    entries: dict[str, FeelValue] = {}
    for item in items:
        if not isinstance(item, dict):
            return None
        pair = cast("dict[str, FeelValue]", item)
        key = pair.get("key")
        if not isinstance(key, str) or "value" not in pair or key in entries:
            return None
        entries[key] = pair["value"]
    return entries


@function("context put", "context: context", "key: string", "value: any", stateful=True)
def context_put(state: State, entries: dict[str, FeelValue], key: str, value: FeelValue) -> FeelValue:
    state.need_list(len(entries) + 1)
    return {**entries, key: value}


@function("context put", "context: context", "keys: list", "value: any", stateful=True)
def context_put_nested(
    state: State, entries: dict[str, FeelValue], keys: list[FeelValue], value: FeelValue
) -> FeelValue:
    """`keys` is the way to the entry. Null when there is no context on the way."""
    way: list[dict[str, FeelValue]] = [entries]
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    for key in keys[:-1]:
        inner = way[-1].get(key)
        if not isinstance(inner, dict):
            return None
        way.append(cast("dict[str, FeelValue]", inner))
    for place, key in zip(reversed(way), reversed(keys), strict=True):
        state.need_list(len(place) + 1)
        value = {**place, key: value}
    return value


@function("context merge", "contexts: list", stateful=True)
def context_merge(state: State, contexts: list[FeelValue]) -> FeelValue:
    """All entries; of a key in several, the last."""
    merged: dict[str, FeelValue] = {}
    for item in contexts:
        if not isinstance(item, dict):
            return None
        state.need_list(len(merged) + 1)
        merged.update(cast("dict[str, FeelValue]", item))
    return merged
