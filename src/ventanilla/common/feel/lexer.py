"""A text cut into words, each with its place. Names are cut into their parts: only the parser knows where one ends."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from ventanilla.common.feel.errors import ExpressionTooLong, UnclosedText, UnexpectedCharacter
from ventanilla.common.feel.limits import LENGTH_MAX_CHARACTERS, WORDS_MAX

_START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"\s\u0085\u00A0\u1680\u180E\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF"

_WORD = re.compile(
    rf"""(?:[{_SPACE}]|//[^\n]*|(?>/\*.*?\*/))*+(?:
        (?P<NUMBER>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+(?![{_PART}]))?)
      | (?P<NAME>[{_START}][{_PART}]*|\?)
      | (?P<TEXT>"(?:[^"\\]|\\.)*")
      | (?P<SIGN>\*\*|<=|>=|!=|\.\.|->|[-+*/=<>()\[\]{{}},.:@'])
      | (?P<END>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)


class Kind(Enum):
    NUMBER = "NUMBER"
    NAME = "NAME"
    TEXT = "TEXT"
    SIGN = "SIGN"
    END = "END"


_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Word:
    """`position` counts from 1; `end` is the place after its last character."""

    kind: Kind
    text: str
    position: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of an expression, with an END after the last. Raises InvalidExpression."""
    if len(text) > LENGTH_MAX_CHARACTERS:
        raise ExpressionTooLong(position=LENGTH_MAX_CHARACTERS)
    words: list[Word] = []
    at = 0
    while True:
        match = _WORD.match(text, at)
        if match is None:
            raise _bad_character(text, at)
        name = match.lastgroup or "END"
        kind = _KINDS[name]
        words.append(Word(kind, match.group(name), match.start(name) + 1, match.end(name) + 1))
        if kind is Kind.END:
            return words
        at = match.end()
        if len(words) > WORDS_MAX:
            raise ExpressionTooLong(position=at)


_BLANK = re.compile(rf"(?:[{_SPACE}]|//[^\n]*|(?>/\*.*?\*/))*+", re.DOTALL)


def _bad_character(text: str, at: int) -> UnexpectedCharacter | UnclosedText:
    blank = _BLANK.match(text, at)
    at = blank.end() if blank else at
    if text[at] == '"':
        return UnclosedText(position=at + 1)
    return UnexpectedCharacter(found=text[at], position=at + 1)


@lru_cache(maxsize=8_192)
def parts_of_name(name: str) -> tuple[str, ...]:
    """The parts of a name as the lexer cuts them: `Approved/Declined` has three. Empty when it is no name."""
    try:
        words = words_of(name)
    except (UnexpectedCharacter, UnclosedText, ExpressionTooLong):
        return ()
    return tuple(word.text for word in words[:-1])
