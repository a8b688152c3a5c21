"""A text cut into words, each with its place."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ventanilla.common.feel.errors import ExpressionTooLong, UnclosedText, UnexpectedCharacter

LENGTH_MAX_CHARACTERS = 2_000
WORDS_MAX = 400

_WORD = re.compile(
    r"""\s*(?:
        (?P<NUMBER>\d+(?:\.(?!\.)\d+)?|\.\d+)
      | (?P<NAME>[^\W\d]\w*)
      | (?P<TEXT>"(?:[^"\\]|\\.)*")
      | (?P<SIGN>\*\*|<=|>=|!=|\.\.|[-+*/=<>()\[\],.])
    )""",
    re.VERBOSE | re.DOTALL,
)


class Kind(StrEnum):
    NUMBER = "NUMBER"
    NAME = "NAME"
    TEXT = "TEXT"
    SIGN = "SIGN"
    END = "END"


@dataclass(frozen=True, slots=True)
class Word:
    """`position` counts from 1."""

    kind: Kind
    text: str
    position: int


def words_of(text: str) -> list[Word]:
    """The words of an expression, with an END after the last. Raises InvalidExpression."""
    if len(text) > LENGTH_MAX_CHARACTERS:
        raise ExpressionTooLong(position=LENGTH_MAX_CHARACTERS)
    words: list[Word] = []
    at = 0
    while text[at:].strip():
        match = _WORD.match(text, at)
        if match is None:
            raise _bad_character(text, at)
        kind = Kind(match.lastgroup or "")
        words.append(Word(kind, match.group(kind), match.start(kind) + 1))
        at = match.end()
        if len(words) > WORDS_MAX:
            raise ExpressionTooLong(position=at)
    words.append(Word(Kind.END, "", len(text) + 1))
    return words


def _bad_character(text: str, at: int) -> UnexpectedCharacter | UnclosedText:
    at += len(text[at:]) - len(text[at:].lstrip())
    if text[at] == '"':
        return UnclosedText(position=at + 1)
    return UnexpectedCharacter(found=text[at], position=at + 1)
