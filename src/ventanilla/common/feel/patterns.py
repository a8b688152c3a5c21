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

_re2 = cast("Any", re2)
_regex = cast("Any", regex)

SECONDS_OF_BACKTRACKING_MAX = 0.5
MEMORY_MAX_BYTES = 8_000_000

_FLAGS = frozenset("smixq")
_INITIAL = r"A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{3001}-\x{D7FF}:"
_NAME_PART = _INITIAL + r"0-9.\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}\-"
_REPETITION = re.compile(r"\{(\d+)(,(\d*))?\}", re.ASCII)
_CASED = re.compile(r"\\[pP]\{L[ult]\}")
"""Letters by their case. The flag `i` says nothing of them: `\\p{Lu}` stays an upper case letter."""
_ESCAPE_OF_RE2 = re.compile(r"\\(?:x\{([0-9A-F]+)\}|.)", re.DOTALL)
_BLOCKS = {
    "BasicLatin": r"\x{0}-\x{7F}",
    "Latin-1Supplement": r"\x{80}-\x{FF}",
    "LatinExtended-A": r"\x{100}-\x{17F}",
    "LatinExtended-B": r"\x{180}-\x{24F}",
    "GreekandCoptic": r"\x{370}-\x{3FF}",
    "Greek": r"\x{370}-\x{3FF}",
    "Cyrillic": r"\x{400}-\x{4FF}",
    "Hebrew": r"\x{590}-\x{5FF}",
    "Arabic": r"\x{600}-\x{6FF}",
    "GeneralPunctuation": r"\x{2000}-\x{206F}",
    "CurrencySymbols": r"\x{20A0}-\x{20CF}",
    "Hiragana": r"\x{3040}-\x{309F}",
    "Katakana": r"\x{30A0}-\x{30FF}",
}


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
    translated = _Translation(pattern, flags).whole()
    if translated is None:
        return None
    text, refers_back = translated
    if refers_back and prod(_repetitions(pattern)) > REPETITIONS_MAX:
        raise PatternRefused(position=1)
    return _with_regex(text, flags) if refers_back else _with_re2(text, flags)


def _check_repetitions(pattern: str) -> None:
    if any(len(low) > 5 or len(high) > 5 for low, _, high in _REPETITION.findall(pattern)):
        raise PatternRefused(position=1)
    if max(_repetitions(pattern), default=1) > REPETITIONS_MAX:
        raise PatternRefused(position=1)


def _repetitions(pattern: str) -> list[int]:
    return [max(int(low), int(high or 0), 1) for low, _, high in _REPETITION.findall(pattern)]


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


def _without_blanks(pattern: str) -> str:
    """The pattern as the flag `x` reads it: blanks say nothing, but for those in brackets."""
    out: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if not depth and character in " \t\r\n":
            continue
        out.append(character)
        if not escaped and character in "[]":
            depth = max(depth + (1 if character == "[" else -1), 0)
        escaped = character == "\\" and not escaped
    return "".join(out)


class _Translation:
    """One pattern on its way from the XPath syntax to that of the engines."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = _without_blanks(pattern) if "x" in flags else pattern
        self.point = "." if "s" in flags else r"[^\n\r]"
        self.end = "$" if "m" in flags else r"\z"
        self.ignores_case = "i" in flags
        self.at = 0
        self.refers_back = False

    def whole(self) -> tuple[str, bool] | None:
        """The pattern translated, and whether it refers back; None when it is none."""
        out: list[str] = []
        while self.at < len(self.pattern):
            piece = self._piece()
            if piece is None:
                return None
            out.append(piece)
        return "".join(out), self.refers_back

    def _piece(self) -> str | None:
        character = self.pattern[self.at]
        if cased := self._cased():
            return f"(?-i:{cased})"
        if character == "\\":
            return self._escape(inside=False)
        if character == "[":
            return self._class(0)
        if character in "{}":
            return self._repetition()
        if character == "(" and self.pattern.startswith("(?", self.at):
            if not self.pattern.startswith("(?:", self.at):
                return None
            self.at += 3
            return "(?:"
        self.at += 1
        if character in "*+?" and self.pattern.startswith("+", self.at):
            return None
        return {".": self.point, "$": self.end}.get(character, character)

    def _repetition(self) -> str | None:
        """`{2,3}`. A brace that is no repetition must be escaped."""
        match = _REPETITION.match(self.pattern, self.at)
        if match is None or self.pattern.startswith("+", match.end()):
            return None
        self.at = match.end()
        return match[0]

    def _cased(self) -> str | None:
        """The letters of one case that stand here, when the rest of the pattern is of any case."""
        match = _CASED.match(self.pattern, self.at) if self.ignores_case else None
        if match is None:
            return None
        self.at = match.end()
        return match[0]

    def _escape(self, *, inside: bool) -> str | None:
        if self.at + 1 >= len(self.pattern):
            return None
        letter = self.pattern[self.at + 1]
        self.at += 2
        if letter in "pP":
            return self._property(letter, inside=inside)
        if letter in "iIcC":
            name = _INITIAL if letter in "iI" else _NAME_PART
            if inside:
                return name if letter.islower() else None
            return f"[{'^' if letter.isupper() else ''}{name}]"
        if letter.isdigit():
            self.refers_back = True
            return None if inside or letter == "0" else f"\\{letter}"
        if letter in "dD":
            return f"\\{'p' if letter == 'd' else 'P'}{{Nd}}"
        if letter in "wW":
            return self._word(letter, inside=inside)
        if letter in "sS":
            return r"\t\n\r\x{20}" if inside and letter == "s" else ("[^" if letter == "S" else "[") + r"\t\n\r\x{20}]"
        return f"\\{letter}" if letter in "nrt\\|.?*+(){}-[]^$" else None

    @staticmethod
    def _word(letter: str, *, inside: bool) -> str | None:
        if inside:
            return r"\p{L}\p{M}\p{N}\p{S}" if letter == "w" else r"\p{P}\p{Z}\p{C}"
        return f"[{'^' if letter == 'w' else ''}\\p{{P}}\\p{{Z}}\\p{{C}}]"

    def _property(self, letter: str, *, inside: bool) -> str | None:
        end = self.pattern.find("}", self.at)
        if not self.pattern.startswith("{", self.at) or end < 0:
            return None
        name = self.pattern[self.at + 1 : end]
        self.at = end + 1
        if name.startswith("Is"):
            block = _BLOCKS.get(name[2:])
            if block is None or (inside and letter == "P"):
                return None
            return block if inside else f"[{'^' if letter == 'P' else ''}{block}]"
        return f"\\{letter}{{{name}}}" if re.fullmatch(r"[A-Z][a-z]?", name) else None

    def _class(self, depth: int) -> str | None:
        """`[…]`. A subtraction `[a-z-[aeiou]]` becomes a look ahead, which only the bounded engine has."""
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        out: list[str] = []
        cased: list[str] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != "]":
            if self.pattern.startswith("-[", self.at):
                return self._subtracted(self._of_pieces(out, cased, negated=negated), depth)
            if letters := self._cased():
                cased.append(letters)
                continue
            piece = self._in_class()
            if piece is None:
                return None
            out.append(piece)
        if self.at >= len(self.pattern) or not (out or cased):
            return None
        self.at += 1
        return self._of_pieces(out, cased, negated=negated)

    def _of_pieces(self, pieces: list[str], cased: list[str], *, negated: bool) -> str:
        """The class of these pieces; those `cased` are of their own case whatever the flags."""
        if not cased:
            return f"[{'^' if negated else ''}{''.join(pieces)}]"
        choices = [f"[{''.join(pieces)}]"] if pieces else []
        either = "|".join((*choices, f"(?-i:[{''.join(cased)}])"))
        self.refers_back = self.refers_back or negated
        return rf"(?:(?!{either})[\s\S])" if negated else f"(?:{either})"

    def _in_class(self) -> str | None:
        character = self.pattern[self.at]
        if character == "\\":
            return self._escape(inside=True)
        if character == "[":
            return None
        self.at += 1
        return f"\\{character}" if character in "&~|^" else character

    def _subtracted(self, whole: str, depth: int) -> str | None:
        self.at += 1
        without = self._class(depth + 1) if depth < 5 else None
        if without is None or not self.pattern.startswith("]", self.at):
            return None
        self.at += 1
        self.refers_back = True
        return f"(?:(?!{without}){whole})"
