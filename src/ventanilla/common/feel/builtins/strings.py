"""Functions of texts. Characters are code points; places count from 1, and from the end when negative."""

from decimal import Decimal
from typing import Any, cast

from ventanilla.common.feel.builtins.base import function
from ventanilla.common.feel.errors import PatternRefused
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.patterns import Pattern, compiled
from ventanilla.common.feel.values import FeelValue


@function("substring", "string: string", "start position: number")
@function("substring", "string: string", "start position: number", "length: number")
def substring(text: str, start: Decimal, length: Decimal | None = None) -> FeelValue:
    """Null when the start is outside the text, or the length is not positive."""
    place = _whole(start)
    if place == 0 or abs(place) > len(text) or (length is not None and length < 1):
        return None
    first = place - 1 if place > 0 else len(text) + place
    return text[first:] if length is None else text[first : first + _whole(length)]


def _whole(value: Decimal) -> int:
    return int(value) if value.adjusted() < 12 else 10**12 if value > 0 else -(10**12)


@function("string length", "string: string")
def string_length(text: str) -> FeelValue:
    return Decimal(len(text))


@function("upper case", "string: string")
def upper_case(text: str) -> FeelValue:
    return text.upper()


@function("lower case", "string: string")
def lower_case(text: str) -> FeelValue:
    return text.lower()


@function("substring before", "string: string", "match: string")
def substring_before(text: str, match: str) -> FeelValue:
    """What stands before the first `match`; empty when it is not there."""
    place = text.find(match)
    return text[:place] if place > 0 else ""


@function("substring after", "string: string", "match: string")
def substring_after(text: str, match: str) -> FeelValue:
    """What stands after the first `match`; empty when it is not there."""
    place = text.find(match)
    return text[place + len(match) :] if place >= 0 else ""


@function("contains", "string: string", "match: string")
def contains(text: str, match: str) -> FeelValue:
    return match in text


@function("starts with", "string: string", "match: string")
def starts_with(text: str, match: str) -> FeelValue:
    return text.startswith(match)


@function("ends with", "string: string", "match: string")
def ends_with(text: str, match: str) -> FeelValue:
    return text.endswith(match)


def _pattern(state: State, pattern: str, flags: str | None) -> Pattern | None:
    """The pattern, after a look at the clock: what the last search took, no count of steps tells."""
    state.look()
    try:
        return compiled(pattern, flags or "")
    except PatternRefused:
        raise PatternRefused(position=state.position) from None


@function("matches", "input: string", "pattern: string", stateful=True)
@function("matches", "input: string", "pattern: string", "flags: string|null", stateful=True)
def matches(state: State, text: str, pattern: str, flags: str | None = None) -> FeelValue:
    """Whether the pattern is found anywhere in the text. Null when it is no pattern of XPath."""
    found = _pattern(state, pattern, flags)
    state.spend(1 + len(text) // 64)
    return None if found is None else _searched(state, found, text)


def _searched(state: State, pattern: Pattern, text: str) -> bool:
    try:
        return pattern.search(text) is not None
    except PatternRefused:
        raise PatternRefused(position=state.position) from None


def _found(state: State, pattern: Pattern, text: str) -> list[Any]:
    try:
        return list(pattern.finditer(text))
    except PatternRefused:
        raise PatternRefused(position=state.position) from None


@function("replace", "input: string", "pattern: string", "replacement: string", stateful=True)
@function("replace", "input: string", "pattern: string", "replacement: string", "flags: string|null", stateful=True)
def replace(state: State, text: str, pattern: str, replacement: str, flags: str | None = None) -> FeelValue:
    """Null when the pattern is none, finds the empty text, or the replacement has a `$` or `\\` of no meaning."""
    found = _pattern(state, pattern, flags)
    parts = None if found is None else _replacement(replacement, found.groups, literal="q" in (flags or ""))
    if found is None or parts is None or found.search("") is not None:
        return None
    out: list[str] = []
    last = size = 0
    for match in _found(state, found, text):
        new = [part if isinstance(part, str) else match[part] or "" for part in parts]
        out.append(text[last : match.start()])
        out.extend(new)
        last = match.end()
        size += sum(map(len, new))
        state.need_text(size + last)
    out.append(text[last:])
    return "".join(out)


def _replacement(text: str, groups: int, *, literal: bool) -> list[str | int] | None:
    """The texts and the groups (`$1`) of a replacement."""
    if literal:
        return [text]
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        character, following = text[at], text[at + 1 : at + 2]
        if character == "\\":
            if following not in ("\\", "$"):
                return None
            parts.append(following)
            at += 2
        elif character == "$":
            if not following.isdecimal():
                return None
            end = at + 2
            while text[end : end + 1].isdecimal() and int(text[at + 1 : end + 1]) <= groups:
                end += 1
            group = int(text[at + 1 : end])
            parts.append(group if group <= groups else "")
            at = end
        else:
            parts.append(character)
            at += 1
    return parts


@function("split", "string: string", "delimiter: string", stateful=True)
def split(state: State, text: str, delimiter: str) -> FeelValue:
    """The texts between what the pattern finds."""
    found = _pattern(state, delimiter, None)
    if found is None or found.search("") is not None:
        return None
    out: list[FeelValue] = []
    last = 0
    for match in _found(state, found, text):
        out.append(text[last : match.start()])
        last = match.end()
    out.append(text[last:])
    state.need_list(len(out))
    return out


@function("string join", "list: list", stateful=True)
@function("string join", "list: list", "delimiter: string|null", stateful=True)
def string_join(state: State, items: list[FeelValue], delimiter: str | None = None) -> FeelValue:
    """Nulls are left out; anything else that is no text makes it null."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    words = cast("list[str]", texts)
    state.need_text(sum(map(len, words)) + len(words) * len(delimiter or ""))
    return (delimiter or "").join(words)
