"""The constructs with words of their own: `if`, `for`, `some`, `every` and `function`."""

from ventanilla.common.feel import nodes
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.typed import Types
from ventanilla.common.feel.types import ANY


class Constructs(Types):
    """Each begins at its word and reaches as far as it can."""

    def if_(self) -> Node:
        position = self.word.position
        self.need("if")
        condition = self.expression()
        self.need("then")
        positive = self.expression()
        self.need("else")
        return nodes.If(position, condition, positive, self.expression())

    def for_(self) -> Node:
        position = self.word.position
        self.need("for")
        iterators = self._iterators("return")
        self.scope.push(("partial",))
        result = self.expression()
        self._leave(len(iterators) + 1)
        return nodes.For(position, iterators, result)

    def quantified_(self) -> Node:
        word = self.word
        self.at += 1
        iterators = self._iterators("satisfies")
        test = self.expression()
        self._leave(len(iterators))
        return nodes.Quantified(word.position, word.text, iterators, test)

    def _iterators(self, ending: str) -> tuple[nodes.Iterator, ...]:
        """`a in x, b in y` and the word after them. Each name is pushed: the next ones may use it."""
        iterators: list[nodes.Iterator] = []
        while True:
            position = self.word.position
            name = self.new_name("in", ":")
            kind = self.type() if self.take(":") else None
            self.need("in")
            source = self.expression()
            until = self.expression() if self.take("..") else None
            iterators.append(nodes.Iterator(position, name, source, until, kind))
            self.scope.push((name,))
            if not self.take(","):
                break
        self.need(ending)
        return tuple(iterators)

    def _leave(self, count: int) -> None:
        for _ in range(count):
            self.scope.pop()

    def function_(self) -> Node:
        position = self.word.position
        self.need("function")
        self.need("(")
        parameters: list[nodes.Parameter] = []
        while not self.take(")"):
            if parameters:
                self.need(",")
            place = self.word.position
            name = self.new_name(":", ",", ")")
            parameters.append(nodes.Parameter(place, name, self.type() if self.take(":") else ANY))
        if self.take("external"):
            self.expression()
            return nodes.Invalid(position, "external")
        self.scope.push(parameter.name for parameter in parameters)
        body = self.expression()
        self.scope.pop()
        return nodes.Function(position, tuple(parameters), body)
