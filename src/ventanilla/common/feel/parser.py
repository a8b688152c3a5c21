"""From words to closures, once per expression. Each `_rule` reads one level of precedence, lowest first.

if > or > and > comparison > + - > * / > ** > minus > path > literal
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from django.utils.translation import gettext

from ventanilla.common.feel.closures import (
    Matcher,
    Run,
    arithmetic,
    between,
    call,
    comparison,
    constant,
    either_of,
    equals_or_holds,
    if_else,
    listed,
    logic,
    minus,
    path,
    range_of,
    tested,
    unary,
)
from ventanilla.common.feel.errors import ExpressionTooDeep, UnexpectedWord, UnknownFunction, WrongArguments
from ventanilla.common.feel.functions import FUNCTIONS
from ventanilla.common.feel.lexer import Kind, Word, words_of
from ventanilla.common.feel.values import NUMBERS

DEPTH_MAX = 40

_LITERALS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
_RESERVED = {*_LITERALS, "and", "or", "in", "between", "if", "then", "else"}
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_BEGINNINGS = {" ".join(name.split()[: n + 1]) for name in FUNCTIONS for n in range(len(name.split()))}

_Level: TypeAlias = Callable[[], Run]


class Parser:
    """One pass over one expression. `names` collects the paths that it reads."""

    def __init__(self, text: str) -> None:
        self._words = words_of(text)
        self._at = 0
        self._depth = 0
        self.names: set[str] = set()

    def parse(self) -> Run:
        """The closure of the whole text. Raises InvalidExpression."""
        run = self._expression()
        if self._word.kind != Kind.END:
            raise self._unexpected(gettext("el final"))
        return run

    @property
    def _word(self) -> Word:
        return self._words[self._at]

    def _is(self, *texts: str) -> bool:
        return self._word.kind in (Kind.SIGN, Kind.NAME) and self._word.text in texts

    def _take(self, *texts: str) -> str | None:
        if not self._is(*texts):
            return None
        self._at += 1
        return self._words[self._at - 1].text

    def _need(self, text: str) -> None:
        if self._take(text) is None:
            raise self._unexpected(f"«{text}»")

    def _unexpected(self, expected: str) -> UnexpectedWord:
        return UnexpectedWord(expected=expected, found=self._word.text, position=self._word.position)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise ExpressionTooDeep(position=self._word.position)

    def _expression(self) -> Run:
        self._deeper()
        run = self._if() if self._take("if") else self._or()
        self._depth -= 1
        return run

    def _if(self) -> Run:
        condition = self._expression()
        self._need("then")
        positive = self._expression()
        self._need("else")
        return if_else(condition, positive, self._expression())

    def _or(self) -> Run:
        return self._chain(self._and, logic, "or")

    def _and(self) -> Run:
        return self._chain(self._comparison, logic, "and")

    def _chain(self, level: _Level, make: Callable[[str, Run, Run], Run], *signs: str) -> Run:
        run = level()
        while sign := self._take(*signs):
            run = make(sign, run, level())
        return run

    def _comparison(self) -> Run:
        run = self._sum()
        if sign := self._take(*_COMPARISONS):
            return comparison(sign, run, self._sum())
        if self._take("between"):
            low = self._sum()
            self._need("and")
            return between(run, low, self._sum())
        if self._take("in"):
            return tested(run, self._tests())
        return run

    def _sum(self) -> Run:
        return self._chain(self._product, arithmetic, "+", "-")

    def _product(self) -> Run:
        return self._chain(self._power, arithmetic, "*", "/")

    def _power(self) -> Run:
        return self._chain(self._minus, arithmetic, "**")

    def _minus(self) -> Run:
        if not self._take("-"):
            return self._primary()
        self._deeper()
        run = minus(self._minus())
        self._depth -= 1
        return run

    def _tests(self) -> Matcher:
        """What stands after `in`: one test, or several of them in parentheses."""
        if not self._is("(") or self._opens_range():
            return self._test()
        self._need("(")
        tests = [self._test()]
        while self._take(","):
            tests.append(self._test())
        self._need(")")
        return either_of(tests)

    def _test(self) -> Matcher:
        if sign := self._take(*_COMPARISONS):
            return unary(sign, self._sum())
        if self._is("(", "[") and self._opens_range():
            return self._range()
        return equals_or_holds(self._sum())

    def _opens_range(self) -> bool:
        """Whether the bracket here holds `..` at its own level."""
        depth = 0
        for word in self._words[self._at :]:
            if word.kind != Kind.SIGN:
                continue
            depth += (word.text in "([") - (word.text in ")]")
            if depth == 0 or (depth == 1 and word.text == ".."):
                return depth == 1
        return False

    def _range(self) -> Matcher:
        low_in = self._take("(", "[") == "["
        low = self._sum()
        self._need("..")
        high = self._sum()
        closing = self._take(")", "]")
        if closing is None:
            raise self._unexpected("«]»")
        return range_of(low, high, low_in=low_in, high_in=closing == "]")

    def _primary(self) -> Run:
        word = self._word
        if word.kind == Kind.NUMBER:
            self._at += 1
            return constant(NUMBERS.create_decimal(word.text))
        if word.kind == Kind.TEXT:
            self._at += 1
            return constant(_ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), word.text[1:-1]))
        if self._take("("):
            run = self._expression()
            self._need(")")
            return run
        if self._take("["):
            return listed(self._items("]"))
        if word.kind == Kind.NAME and word.text in _LITERALS:
            self._at += 1
            return constant(_LITERALS[word.text])
        if word.kind == Kind.NAME and word.text not in _RESERVED:
            return self._named()
        raise self._unexpected(gettext("un valor"))

    def _items(self, closing: str) -> list[Run]:
        """Expressions between commas, up to `closing`, which may come at once."""
        items: list[Run] = []
        if self._take(closing):
            return items
        items.append(self._expression())
        while self._take(","):
            items.append(self._expression())
        self._need(closing)
        return items

    def _named(self) -> Run:
        """A call when `(` follows, otherwise a path such as `outcomes.review`. Names of functions may have spaces."""
        first = self._word
        names = [first.text]
        self._at += 1
        while self._word.kind == Kind.NAME and " ".join([*names, self._word.text]) in _BEGINNINGS:
            names.append(self._word.text)
            self._at += 1
        if self._take("("):
            return self._call(" ".join(names), first)
        if len(names) > 1:
            raise self._unexpected("«(»")
        while self._take("."):
            if self._word.kind != Kind.NAME:
                raise self._unexpected(gettext("un nombre"))
            names.append(self._word.text)
            self._at += 1
        self.names.add(".".join(names))
        return path(names)

    def _call(self, name: str, first: Word) -> Run:
        function = FUNCTIONS.get(name)
        if function is None:
            raise UnknownFunction(found=name, position=first.position)
        values = self._items(")")
        if not function.least <= len(values) <= function.most:
            raise WrongArguments(found=name, count=len(values), position=first.position)
        return call(function, values)
