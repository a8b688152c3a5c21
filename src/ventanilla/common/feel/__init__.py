"""FEEL, small: the conditions of flows, forms and fees, compiled once into closures. Nothing is ever `eval`ed.

    compile("own_capital > 1000000")  →  Expression  →  .evaluate({"own_capital": 5})

What cannot be known is null: a name that is not there, a comparison of different kinds, a division by zero. A condition
holds only when it is exactly true. The front door is `compile`; what follows it is replaced whole by the DMN engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ventanilla.common.feel.closures import Run
from ventanilla.common.feel.errors import (
    ExpressionTooDeep,
    ExpressionTooLong,
    InvalidExpression,
    UnclosedText,
    UnexpectedCharacter,
    UnexpectedWord,
    UnknownFunction,
    WrongArguments,
)
from ventanilla.common.feel.lexer import LENGTH_MAX_CHARACTERS, WORDS_MAX
from ventanilla.common.feel.parser import DEPTH_MAX, Parser
from ventanilla.common.feel.values import FeelValue

__all__ = [
    "DEPTH_MAX",
    "LENGTH_MAX_CHARACTERS",
    "WORDS_MAX",
    "Expression",
    "ExpressionTooDeep",
    "ExpressionTooLong",
    "FeelValue",
    "InvalidExpression",
    "UnclosedText",
    "UnexpectedCharacter",
    "UnexpectedWord",
    "UnknownFunction",
    "WrongArguments",
    "compile",
]


@dataclass(frozen=True, slots=True)
class Expression:
    """`names` are the paths that it reads, as written: `{"own_capital", "outcomes.review"}`."""

    text: str
    names: frozenset[str]
    _run: Run

    def evaluate(self, context: Mapping[str, object]) -> FeelValue:
        """Its value in `context`: numbers (int, float, Decimal), texts, dates, booleans, lists, mappings and None.

        Raises TypeError when the context holds anything else: that is a fault of the caller, not of the expression.
        """
        return self._run(context)

    def holds(self, context: Mapping[str, object]) -> bool:
        """Whether it is exactly true: neither false nor null will do."""
        return self._run(context) is True


@lru_cache(maxsize=4_096)
def compile(text: str) -> Expression:  # noqa: A001 the word of FEEL engines; used as `feel.compile`
    """The expression of `text`. Raises InvalidExpression (see `errors`), each with its position."""
    parser = Parser(text)
    run = parser.parse()
    return Expression(text=text, names=frozenset(parser.names), _run=run)
