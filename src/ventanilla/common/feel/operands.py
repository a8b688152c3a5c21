"""The operands of the language: literals, names, ranges, lists, contexts, functions, loops, and what may follow."""

import re
from decimal import Decimal

from ventanilla.common.feel import nodes
from ventanilla.common.feel.constructs import Constructs
from ventanilla.common.feel.errors import InvalidText, NameExpected, UnexpectedWord, ValueExpected
from ventanilla.common.feel.lexer import Kind
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import COMPARISONS, SUM
from ventanilla.common.feel.scope import tidy
from ventanilla.common.feel.values import NUMBERS, number
from ventanilla.common.feel.writing import at_literal

_LITERALS = {"true": True, "false": False, "null": None}
RESERVED = frozenset(
    {
        *("and", "or", "in", "between", "if", "then", "else", "for", "return", "some", "every", "satisfies"),
        *("function", "instance", *_LITERALS),
    }
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def unescaped(text: str) -> str:
    """The text between quotes, with its escapes read. An escape that is none stays as written, as patterns need."""

    def read(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code is None:
            return _ESCAPES.get(match[3], match[0])
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else match[0]

    plain = _ESCAPE.sub(read, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in text else plain


class Operands(Constructs):
    """Completes the parser: see `parser` for the operators and `constructs` for what has words of its own."""

    def primary(self) -> Node:
        word = self.word
        if word.kind is Kind.NUMBER:
            self.at += 1
            return nodes.Literal(word.position, number(NUMBERS.create_decimal(Decimal(word.text))))
        if word.kind is Kind.TEXT:
            self.at += 1
            return nodes.Literal(word.position, unescaped(word.text[1:-1]))
        if word.kind is Kind.SIGN:
            return self._sign()
        if word.kind is Kind.NAME:
            return self._word()
        raise self.unexpected(ValueExpected)

    def _sign(self) -> Node:
        match self.word.text:
            case "(" | "[" | "]":
                return self.bracketed()
            case "{":
                return self._context()
            case "@":
                return self._at_literal()
            case sign if sign in COMPARISONS and self._may_be_one_sided():
                return self._one_sided()
            case _:
                raise self.unexpected(ValueExpected)

    def _word(self) -> Node:
        word = self.word
        count, name = self.scope.variable_at(self.words, self.at)
        if count > 1 or (count == 1 and name not in RESERVED):
            self.at += count
            return nodes.Name(word.position, name)
        match word.text:
            case "if":
                return self.if_()
            case "for":
                return self.for_()
            case "some" | "every":
                return self.quantified_()
            case "function":
                return self.function_()
            case "true" | "false" | "null":
                self.at += 1
                return nodes.Literal(word.position, _LITERALS[word.text])
            case text if text in RESERVED:
                raise self.unexpected(ValueExpected)
            case _:
                self.at += 1
                return nodes.Name(word.position, word.text)

    def postfixed(self, node: Node) -> Node:
        while True:
            if self.take("."):
                node = nodes.Path(node.position, node, self._member())
            elif self.next_is("[") and not self._closes_range():
                node = self._filter(node)
            elif self.next_is("("):
                node = self._call(node)
            else:
                return node

    def _closes_range(self) -> bool:
        """Whether the bracket here closes `[1..10[` rather than opening a filter."""
        after = self.words[self.at + 1]
        return after.kind is Kind.END or after.text in (
            ")",
            "]",
            ",",
            ".",
            "}",
            "then",
            "else",
            "return",
            "satisfies",
            "and",
        )

    def _member(self) -> str:
        if self.word.kind is not Kind.NAME:
            raise self.unexpected(NameExpected)
        count, name = self.scope.members.longest(self.words, self.at)
        self.at += max(count, 1)
        return name if count else self.words[self.at - 1].text

    def _filter(self, source: Node) -> Node:
        self.need("[")
        self.scope.filters += 1
        self.scope.push(("item",))
        test = self.expression()
        self.scope.pop()
        self.scope.filters -= 1
        self.need("]")
        return nodes.Filter(source.position, source, test)

    def _call(self, function: Node) -> Node:
        self.need("(")
        named = self.names_an_argument()
        arguments: list[Node] = []
        names: list[str] = []
        if not self.take(")"):
            while True:
                if named:
                    names.append(self.new_name(":"))
                    self.need(":")
                arguments.append(self.expression())
                if not self.take(","):
                    break
            self.need(")")
        call = nodes.Call(function.position, function, tuple(arguments), tuple(names))
        if self.scope.strict:
            self.check_call(call)
        return call

    def check_call(self, call: nodes.Call) -> None:
        """Refuse a call that cannot have a value. The front door does, with the functions that it knows."""

    def bracketed(self) -> Node:
        """A parenthesis, a list, or a range in any of its brackets."""
        position = self.word.position
        opening = self.take("(", "[", "]")
        if opening == "[" and self.take("]"):
            return nodes.ListOf(position, ())
        first = self.expression()
        if self.take(".."):
            return self._range(position, first, low_in=opening == "[")
        if opening == "(":
            self.need(")")
            return first
        if opening == "]":
            self.need("..")
        items = [first]
        while self.take(","):
            items.append(self.expression())
        self.need("]")
        return nodes.ListOf(position, tuple(items))

    def _range(self, position: int, low: Node, *, low_in: bool) -> Node:
        high = self.expression()
        closing = self.take(")", "]", "[")
        if closing is None:
            raise self.unexpected(UnexpectedWord, expected="«]»")
        return nodes.Interval(position, low, high, low_in, closing == "]")

    def _may_be_one_sided(self) -> bool:
        """Whether a range such as `< 10` may begin here: where an expression begins, never after an operator."""
        return self.at == 0 or self.words[self.at - 1].text in ("(", "[", ",", ":", "in")

    def _one_sided(self) -> Node:
        """`< 10` as a range, or `!= 10` as a test."""
        word = self.word
        self.at += 1
        value = self.climb(SUM)
        match word.text:
            case "!=":
                return nodes.Unlike(word.position, value)
            case "=":
                return nodes.Interval(word.position, value, value, True, True, "=")
            case "<" | "<=":
                return nodes.Interval(word.position, None, value, False, word.text == "<=", word.text)
            case _:
                return nodes.Interval(word.position, value, None, word.text == ">=", False, word.text)

    def _context(self) -> Node:
        position = self.word.position
        self.need("{")
        entries: list[nodes.Entry] = []
        self.scope.push(())
        while not self.take("}"):
            if entries:
                self.need(",")
            place = self.word.position
            name = self._key()
            self.need(":")
            if self.next_is("function"):
                self.scope.variables[-1].add(name)
            entries.append(nodes.Entry(place, name, self.expression()))
            self.scope.variables[-1].add(name)
            self.scope.members.add(name)
        self.scope.pop()
        return nodes.ContextOf(position, tuple(entries))

    def _key(self) -> str:
        word = self.word
        if word.kind is not Kind.TEXT:
            return self.new_name(":")
        self.at += 1
        return tidy(unescaped(word.text[1:-1]))

    def _at_literal(self) -> Node:
        position = self.word.position
        self.need("@")
        word = self.word
        if word.kind is not Kind.TEXT:
            raise self.unexpected(ValueExpected)
        self.at += 1
        value = at_literal(unescaped(word.text[1:-1]))
        if value is None and self.scope.strict:
            raise InvalidText(found=word.text, position=word.position)
        return nodes.Invalid(position, "literal") if value is None else nodes.Literal(position, value)
