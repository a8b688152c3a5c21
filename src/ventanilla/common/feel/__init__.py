"""FEEL, the expression language of DMN 1.5 (chapter 10), compiled once into closures. Nothing is ever `eval`ed.

    compile("own_capital > 1000000")  →  Expression  →  .evaluate({"own_capital": 5})

What cannot be known is null: a name that is not there, a comparison of different kinds, a division by zero. A condition
holds only when it is exactly true. It needs no Django and no model: `common.dmn` reads models and stands on this.
"""

from ventanilla.common.feel.errors import (
    EndExpected,
    ExpressionTooDeep,
    ExpressionTooLong,
    InvalidExpression,
    InvalidText,
    LimitReached,
    NameExpected,
    NameMissing,
    PatternRefused,
    TooLarge,
    TooManyCalls,
    TooManySteps,
    TooSlow,
    UnclosedText,
    UnexpectedCharacter,
    UnexpectedWord,
    UnknownFunction,
    UnknownType,
    ValueExpected,
    ValueMissing,
    WordMissing,
    WrongArguments,
)
from ventanilla.common.feel.expression import (  # the word of FEEL engines; used as `feel.compile`
    Expression,
    UnaryTests,
    compile,  # noqa: A004
    compile_tests,
)
from ventanilla.common.feel.limits import DEPTH_MAX, LENGTH_MAX_CHARACTERS, WORDS_MAX
from ventanilla.common.feel.machine import Remark
from ventanilla.common.feel.values import FeelValue

__all__ = [
    "DEPTH_MAX",
    "LENGTH_MAX_CHARACTERS",
    "WORDS_MAX",
    "EndExpected",
    "Expression",
    "ExpressionTooDeep",
    "ExpressionTooLong",
    "FeelValue",
    "InvalidExpression",
    "InvalidText",
    "LimitReached",
    "NameExpected",
    "NameMissing",
    "PatternRefused",
    "Remark",
    "TooLarge",
    "TooManyCalls",
    "TooManySteps",
    "TooSlow",
    "UnaryTests",
    "UnclosedText",
    "UnexpectedCharacter",
    "UnexpectedWord",
    "UnknownFunction",
    "UnknownType",
    "ValueExpected",
    "ValueMissing",
    "WordMissing",
    "WrongArguments",
    "compile",
    "compile_tests",
]
