"""The syntax of XPath's patterns, translated to that of the engines (`patterns`)."""

import re

from ventanilla.common.feel.characters import BLANK, INITIAL, NAME_PART, Ranges, block, others, written

_SETS = {"s": BLANK, "i": INITIAL, "c": NAME_PART}
REPETITION = re.compile(r"\{(\d+)(,(\d*))?\}", re.ASCII)
_CASED = re.compile(r"\\[pP]\{L[ult]\}")
"""Letters by their case. The flag `i` says nothing of them: `\\p{Lu}` stays an upper case letter."""
_BLOCK = re.compile(r"Is([A-Za-z0-9-]+)", re.ASCII)


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


class Translation:
    """One pattern on its way from the XPath syntax to that of the engines."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = _without_blanks(pattern) if "x" in flags else pattern
        self.point = "." if "s" in flags else r"[^\n\r]"
        self.end = "$" if "m" in flags else r"\z"
        self.ignores_case = "i" in flags
        self.at = 0
        self.refers_back = False
        self.groups = 0
        self.open: list[int] = []
        """The groups that have begun and not ended here; 0 is one that captures nothing."""

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
        if character == "(":
            return self._group()
        self.at += 1
        if character == ")" and self.open:
            self.open.pop()
        if character in "*+?" and self.pattern.startswith("+", self.at):
            return None
        return {".": self.point, "$": self.end}.get(character, character)

    def _group(self) -> str | None:
        """`(` or `(?:`. No other `(?` is of XPath."""
        captures = not self.pattern.startswith("(?", self.at)
        if not captures and not self.pattern.startswith("(?:", self.at):
            return None
        self.groups += captures
        self.open.append(self.groups if captures else 0)
        self.at += 1 if captures else 3
        return "(" if captures else "(?:"

    def _repetition(self) -> str | None:
        """`{2,3}`. A brace that is no repetition must be escaped."""
        match = REPETITION.match(self.pattern, self.at)
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
        if letter in "sSiIcC":
            ranges = _SETS[letter.lower()]
            return self._of_set(ranges if letter.islower() else others(ranges), inside=inside)
        if letter.isdigit():
            return None if inside or letter == "0" else self._reference()
        if letter in "dD":
            return f"\\{'p' if letter == 'd' else 'P'}{{Nd}}"
        if letter in "wW":
            return self._word(letter, inside=inside)
        return f"\\{letter}" if letter in "nrt\\|.?*+(){}-[]^$" else None

    @staticmethod
    def _of_set(ranges: Ranges, *, inside: bool) -> str:
        return written(ranges) if inside else f"[{written(ranges)}]"

    def _reference(self) -> str | None:
        """`\\1`: more digits belong to it as long as so many groups began before. One that matched nothing is empty."""
        end = self.at
        while self.pattern[end : end + 1].isdecimal() and int(self.pattern[self.at - 1 : end + 1]) <= self.groups:
            end += 1
        number = int(self.pattern[self.at - 1 : end])
        self.at = end
        self.refers_back = True
        return None if number > self.groups or number in self.open else f"(?({number})\\g<{number}>|)"

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
        if found := _BLOCK.fullmatch(name):
            ranges = block(found[1])
            if ranges is None:
                return None
            return self._of_set(ranges if letter == "p" else others(ranges), inside=inside)
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
