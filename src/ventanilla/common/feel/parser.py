"""From words to the tree, once per text. Precedence, lowest first:

or > and > comparison, between, in > + - > * / > ** > minus > instance of > path, filter, call > literal
"""

from collections.abc import Callable, Sequence
from typing import cast

from ventanilla.common.feel import nodes
from ventanilla.common.feel.errors import AT_THE_END, EndExpected, ExpressionTooDeep, NameExpected, UnexpectedWord
from ventanilla.common.feel.lexer import Kind, Word, words_of
from ventanilla.common.feel.limits import DEPTH_MAX
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.scope import Scope, tidy

OR, AND, COMPARISON, SUM, PRODUCT, POWER, OPERAND = range(7)

_PRECEDENCE = {
    **{"or": OR, "and": AND, "between": COMPARISON, "in": COMPARISON},
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARISON),
    **{"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": POWER},
}
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_WORDS_OF_NAMES = frozenset("+-*/.'")


class Reader:
    """The words of one text and the place among them. What every part of the parser stands on."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.words = words_of(text)
        self.at: int = 0
        self.depth: int = 0

    @property
    def word(self) -> Word:
        return self.words[self.at]

    def next_is(self, *texts: str) -> bool:
        word = self.words[self.at]
        return word.text in texts and (word.kind is Kind.SIGN or word.kind is Kind.NAME)

    def take(self, *texts: str) -> str | None:
        if not self.next_is(*texts):
            return None
        self.at += 1
        return self.words[self.at - 1].text

    def need(self, text: str) -> None:
        if self.take(text) is None:
            raise self.unexpected(UnexpectedWord, expected=f"«{text}»")

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise ExpressionTooDeep(position=self.word.position)

    def unexpected(self, kind: type[UnexpectedWord], **params: str) -> UnexpectedWord:
        """That the word here is not the one that was due."""
        word = self.word
        found = AT_THE_END[kind] if word.kind is Kind.END else kind
        return found(found=word.text, position=word.position, **params)

    def new_name(self, *ends: str) -> str:
        """A name that is being introduced: all up to one of `ends`, which is not taken."""
        first = self.at
        while not self.next_is(*ends) and self._may_be_in_a_name(self.word):
            self.at += 1
        if self.at == first or not self.next_is(*ends) or self.words[first].kind is not Kind.NAME:
            raise self.unexpected(NameExpected)
        return tidy(self.text[self.words[first].position - 1 : self.words[self.at - 1].end - 1])

    def names_an_argument(self) -> bool:
        """Whether `name :` stands here."""
        at = self.at
        while self._may_be_in_a_name(self.words[at]):
            at += 1
        return at > self.at and self.words[at].text == ":"

    @staticmethod
    def _may_be_in_a_name(word: Word) -> bool:
        return word.kind in (Kind.NAME, Kind.NUMBER) or (word.kind is Kind.SIGN and word.text in _WORDS_OF_NAMES)


class Expressions(Reader):
    """The operators. The operands are in `operands`, which completes this class."""

    def expression(self) -> Node:
        self.deeper()
        node = self.climb(OR)
        self.depth -= 1
        return node

    def end(self) -> None:
        if self.word.kind is not Kind.END:
            raise EndExpected(found=self.word.text, position=self.word.position)

    def climb(self, least: int) -> Node:
        """An expression whose operators bind at least as tightly as `least`."""
        left = self.minus()
        while True:
            word = self.words[self.at]
            if word.kind is not Kind.SIGN and word.kind is not Kind.NAME:
                return left
            level = _PRECEDENCE.get(word.text)
            if level is None or level < least:
                return left
            left = self._joined(left, level)

    def _joined(self, left: Node, level: int) -> Node:
        if level == COMPARISON:
            return self._compared(left)
        signs: list[str] = []
        operands = [left]
        while self._level_here() == level:
            signs.append(self.word.text)
            self.at += 1
            operands.append(self.climb(level + 1))
        if level in (OR, AND):
            return nodes.Logic(left.position, signs[0], tuple(operands))
        return nodes.Chain(left.position, tuple(signs), tuple(operands))

    def _level_here(self) -> int | None:
        word = self.words[self.at]
        return _PRECEDENCE.get(word.text) if word.kind in (Kind.SIGN, Kind.NAME) else None

    def _compared(self, left: Node) -> Node:
        if self.take("between"):
            low = self.climb(SUM)
            self.need("and")
            return nodes.Between(left.position, left, low, self.climb(SUM))
        if self.take("in"):
            return nodes.In(left.position, left, self.tests_after_in())
        sign = self.word.text
        self.at += 1
        return nodes.Comparison(left.position, sign, left, self.climb(SUM))

    def minus(self) -> Node:
        """An operand with its minus signs, and `instance of` after it."""
        first = self.at
        while self.take("-"):
            self.deeper()
        signs = self.at - first
        node = self.postfixed(self.primary())
        for place in range(signs):
            node = nodes.Minus(self.words[first + signs - 1 - place].position, node)
        self.depth -= signs
        if self.next_is("instance") and self.words[self.at + 1].text == "of":
            self.at += 2
            return nodes.InstanceOf(node.position, node, self.type())
        return node

    def primary(self) -> Node:
        raise NotImplementedError

    def postfixed(self, node: Node) -> Node:
        raise NotImplementedError

    def tests_after_in(self) -> nodes.Tests:
        raise NotImplementedError

    def type(self) -> nodes.FeelType:
        raise NotImplementedError


def height_of(root: Node) -> int:
    """How many nodes stand above each other, counted without recursion."""
    return _highest(root, lambda node: 1)


def frames_of(root: Node) -> int:
    """How many frames of the interpreter an evaluation may have inside each other: a loop takes some for each list."""
    return _highest(
        root, lambda node: 2 + len(node.iterators) if isinstance(node, (nodes.For, nodes.Quantified)) else 1
    )


def _highest(root: Node, height_of_one: Callable[[Node], int]) -> int:
    highest = 0
    waiting: list[tuple[Node, int]] = [(root, 0)]
    while waiting:
        node, below = waiting.pop()
        height = below + height_of_one(node)
        highest = max(highest, height)
        waiting.extend((child, height) for child in children(node))
    return highest


def children(node: Node) -> list[Node]:
    """The nodes directly below."""
    found: list[Node] = []
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            items = cast("Sequence[object]", value)
            found.extend(item for item in items if isinstance(item, Node))
    return found
