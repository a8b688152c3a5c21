"""Sets of characters as ranges of code points, as XML and Unicode define them, written as the engines read them."""

from functools import lru_cache
from typing import Any, TypeAlias, cast

import regex  # pyright: ignore

_regex = cast("Any", regex)

Ranges: TypeAlias = tuple[tuple[int, int], ...]

LAST = 0x10FFFF

BLANK: Ranges = ((0x9, 0xA), (0xD, 0xD), (0x20, 0x20))
"""`\\s` of XML Schema."""

INITIAL: Ranges = (
    *((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF)),
    *((0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF)),
    *((0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)),
)
"""`\\i`: what a name of XML begins with (NameStartChar)."""

NAME_PART: Ranges = tuple(
    sorted((*INITIAL, (0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)))
)
"""`\\c`: what a name of XML goes on with (NameChar)."""

_STEP = 16
"""Every block of Unicode begins and ends at a multiple of it."""


def others(ranges: Ranges) -> Ranges:
    """All characters that are not in these, which are in order."""
    found: list[tuple[int, int]] = []
    following = 0
    for low, high in ranges:
        if low > following:
            found.append((following, low - 1))
        following = high + 1
    return (*found, (following, LAST)) if following <= LAST else tuple(found)


def written(ranges: Ranges) -> str:
    """As they stand in a class, between its brackets."""
    return "".join(f"\\x{{{low:X}}}" if low == high else f"\\x{{{low:X}}}-\\x{{{high:X}}}" for low, high in ranges)


@lru_cache(maxsize=64)
def block(name: str) -> Ranges | None:
    """A block of Unicode by its name without blanks (`Thai`, `LatinExtended-A`); None when there is none.

    The engine of `regex` knows them, and we ask it for one character of each sixteen.
    """
    try:
        pattern = _regex.compile(rf"\p{{Block={name}}}+")
    except _regex.error:
        return None
    found = pattern.search("".join(map(chr, range(0, LAST, _STEP))))
    return None if found is None else ((found.start() * _STEP, found.end() * _STEP - 1),)
