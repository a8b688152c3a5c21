"""The types as written after `instance of` and `:`, and the unary tests of tables."""

from collections.abc import Callable

from ventanilla.common.feel import nodes
from ventanilla.common.feel.errors import NameExpected, UnknownType
from ventanilla.common.feel.lexer import Kind
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import SUM, Expressions, children
from ventanilla.common.feel.scope import Names
from ventanilla.common.feel.types import ANY, ContextType, FeelType, FunctionType, ListType, RangeType


class Types(Expressions):
    """Reads types and tests."""

    def type(self) -> FeelType:
        self.deeper()
        kind = self._type()
        self.depth -= 1
        return kind

    def _type(self) -> FeelType:
        word = self.word
        makers: dict[str, Callable[[], FeelType]] = {
            "list": self._list_type,
            "range": self._range_type,
            "context": self._context_type,
            "function": self._function_type,
        }
        if word.text in makers and self.words[self.at + 1].text == "<":
            self.at += 2
            return makers[word.text]()
        count, name = Names(self.scope.types).longest(self.words, self.at)
        if word.kind is Kind.END:
            raise self.unexpected(NameExpected)
        if not count:
            raise UnknownType(found=word.text, position=word.position)
        self.at += count
        return self.scope.types[name]

    def _list_type(self) -> FeelType:
        item = self.type()
        self.need(">")
        return ListType("list", item)

    def _range_type(self) -> FeelType:
        item = self.type()
        self.need(">")
        return RangeType("range", item)

    def _context_type(self) -> FeelType:
        fields: list[tuple[str, FeelType]] = []
        while not self.next_is(">"):
            if fields:
                self.need(",")
            name = self.new_name(":")
            self.need(":")
            fields.append((name, self.type()))
            self.scope.members.add(name)
        self.need(">")
        return ContextType("context", tuple(fields))

    def _function_type(self) -> FeelType:
        parameters: list[FeelType] = []
        while not self.next_is(">"):
            if parameters:
                self.need(",")
            parameters.append(self.type())
        self.need(">")
        result = self.type() if self.take("->") else ANY
        return FunctionType("function", tuple(parameters), result)

    def tests(self) -> nodes.Tests:
        """The whole text as the unary tests of one cell."""
        position = self.word.position
        if self.next_is("-") and self.words[self.at + 1].kind is Kind.END:
            self.at += 1
            return nodes.Tests(position, (), False, ())
        if self.next_is("not") and self.words[self.at + 1].text == "(":
            return self._negated(position)
        return self._tests_until(position, negated=False)

    def _negated(self, position: int) -> nodes.Tests:
        """`not(…)`: the tests are negated, unless the parenthesis is only the beginning of an expression."""
        self.at += 1
        last = self.words[min(self._closing() + 1, len(self.words) - 1)]
        if last.kind is Kind.END:
            self.at += 1
            tests = self._tests_until(position, negated=True)
            self.need(")")
            return tests
        self.at -= 1
        return self._tests_until(position, negated=False)

    def _tests_until(self, position: int, *, negated: bool) -> nodes.Tests:
        tests = [self.expression()]
        while self.take(","):
            tests.append(self.expression())
        return nodes.Tests(position, tuple(tests), negated, tuple(uses_input(test) for test in tests))

    def tests_after_in(self) -> nodes.Tests:
        """What stands after `in`: one test, or several of them in parentheses."""
        position = self.word.position
        if self.next_is("(") and not self._opens_range() and not self._goes_on_after_parenthesis():
            self.need("(")
            tests = self._tests_until(position, negated=False)
            self.need(")")
            return tests
        test = self.climb(SUM)
        return nodes.Tests(position, (test,), False, (uses_input(test),))

    def _goes_on_after_parenthesis(self) -> bool:
        """Whether the parenthesis here is only the beginning of an expression: `in (1 + 2) * 3`."""
        after = self.words[min(self._closing() + 1, len(self.words) - 1)]
        return after.kind is Kind.SIGN and after.text in ("+", "-", "*", "/", "**", ".", "[", "(")

    def _closing(self) -> int:
        """The place of the parenthesis that closes the one here; the end when none does."""
        depth = 0
        for place in range(self.at, len(self.words)):
            if self.words[place].kind is Kind.SIGN:
                depth += (self.words[place].text == "(") - (self.words[place].text == ")")
                if depth == 0:
                    return place
        return len(self.words) - 1

    def _opens_range(self) -> bool:
        """Whether the bracket here holds `..` at its own level."""
        depth = 0
        for word in self.words[self.at :]:
            if word.kind is not Kind.SIGN:
                continue
            depth += (word.text in ("(", "[", "{")) - (word.text in (")", "]", "}"))
            if depth == 0 or (depth == 1 and word.text == ".."):
                return depth == 1
        return False


def uses_input(root: Node) -> bool:
    """Whether a test speaks of `?`, the value that is tested."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Name) and node.name == "?":
            return True
        waiting.extend(children(node))
    return False
