"""Patterns of XPath 3.1 (`matches`, `replace`, `split`), searched in linear time by RE2: no pattern can hang.

What RE2 has no linear way for (references back) is searched by a backtracking engine that stops after a moment.
"""

import re
from functools import lru_cache
from math import prod
from typing import Any, Protocol, cast

import re2  # pyright: ignore
import regex  # pyright: ignore

from ventanilla.common.feel.errors import PatternRefused
from ventanilla.common.feel.limits import PATTERN_MAX_CHARACTERS, REPETITIONS_MAX
from ventanilla.common.feel.xpath import REPETITION, Translation

_re2 = cast("Any", re2)
_regex = cast("Any", regex)

SECONDS_OF_BACKTRACKING_MAX = 0.5
MEMORY_MAX_BYTES = 8_000_000

_FLAGS = frozenset("smixq")
_ESCAPE_OF_RE2 = re.compile(r"\\(?:x\{([0-9A-F]+)\}|.)", re.DOTALL)


class Pattern(Protocol):
    """What both engines give."""

    groups: int

    def search(self, text: str) -> Any: ...

    def finditer(self, text: str) -> Any: ...


class _Bounded:
    """A pattern of the backtracking engine, with its time. Raises PatternRefused when it is over."""

    def __init__(self, pattern: Any) -> None:
        self._pattern = pattern
        self.groups: int = pattern.groups

    def search(self, text: str) -> Any:
        try:
            return self._pattern.search(text, timeout=SECONDS_OF_BACKTRACKING_MAX)
        except TimeoutError:
            raise PatternRefused(position=1) from None

    def finditer(self, text: str) -> Any:
        try:
            return list(self._pattern.finditer(text, timeout=SECONDS_OF_BACKTRACKING_MAX))
        except TimeoutError:
            raise PatternRefused(position=1) from None


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> Pattern | None:
    """The pattern, or None when it is none. Raises PatternRefused when it is beyond the limits."""
    if not set(flags) <= _FLAGS:
        return None
    if len(pattern) > PATTERN_MAX_CHARACTERS:
        raise PatternRefused(position=1)
    if "q" in flags:
        return cast("Pattern", _with_re2(_re2.escape(pattern), flags.replace("x", "")))
    _check_repetitions(pattern)
    translated = Translation(pattern, flags).whole()
    if translated is None:
        return None
    text, refers_back = translated
    if refers_back and prod(_repetitions(pattern)) > REPETITIONS_MAX:
        raise PatternRefused(position=1)
    return _with_regex(text, flags) if refers_back else _with_re2(text, flags)


def _check_repetitions(pattern: str) -> None:
    if any(len(low) > 5 or len(high) > 5 for low, _, high in REPETITION.findall(pattern)):
        raise PatternRefused(position=1)
    if max(_repetitions(pattern), default=1) > REPETITIONS_MAX:
        raise PatternRefused(position=1)


def _repetitions(pattern: str) -> list[int]:
    return [max(int(low), int(high or 0), 1) for low, _, high in REPETITION.findall(pattern)]


def _with_re2(text: str, flags: str) -> Pattern | None:
    options = _re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY_MAX_BYTES
    prefix = "".join(flag for flag in "ims" if flag in flags)
    try:
        return cast("Pattern", _re2.compile(f"(?{prefix}){text}" if prefix else text, options))
    except _re2.error as error:
        if "too large" in str(error):
            raise PatternRefused(position=1) from None
        return None


def _with_regex(text: str, flags: str) -> Pattern | None:
    options = _regex.VERSION0 | (_regex.I if "i" in flags else 0)
    options |= (_regex.M if "m" in flags else 0) | (_regex.S if "s" in flags else 0)
    try:
        return _Bounded(_regex.compile(_ESCAPE_OF_RE2.sub(_of_regex, text), options))
    except (RecursionError, MemoryError):
        raise PatternRefused(position=1) from None
    except (_regex.error, ValueError, OverflowError):
        return None


def _of_regex(match: re.Match[str]) -> str:
    """An escape of RE2 as the backtracking engine writes it: code points, and the end of the text."""
    if match[1]:
        return f"\\U{int(match[1], 16):08x}"
    return r"\Z" if match[0] == r"\z" else match[0]
