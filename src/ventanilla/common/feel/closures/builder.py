"""From the tree to closures: one small function per node, made once, run many times. Nothing is looked up by name.

Each kind of node has its maker, registered by the modules of this package.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from ventanilla.common.feel.builtins.base import Builtin
from ventanilla.common.feel.machine import Run
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.values import FeelValue

Maker: TypeAlias = Callable[["Builder", Any], Run]
NodeT = TypeVar("NodeT", bound=Node)

PARTIAL = "partial"
"""The name of the list that a `for` is making, inside it."""

MAKERS: dict[type[Node], Maker] = {}


def makes(kind: type[NodeT]) -> Callable[[Callable[["Builder", NodeT], Run]], Callable[["Builder", NodeT], Run]]:
    """Register the maker of one kind of node."""

    def register(maker: Callable[["Builder", NodeT], Run]) -> Callable[["Builder", NodeT], Run]:
        MAKERS[kind] = maker
        return maker

    return register


@dataclass(frozen=True, slots=True)
class Variable:
    """Where a name is: an entry of the elements of the filters around it (innermost first), or else a slot."""

    slot: int
    items: tuple[int, ...]


@dataclass(slots=True)
class Builder:
    """The slots of one expression. `roots` are the names that its context must give."""

    functions: dict[str, Builtin]
    roots: dict[str, int] = field(default_factory=dict[str, int])
    size: int = 1
    growing: set[int] = field(default_factory=set[int])
    """The slots of the lists that loops are making: `partial`, inside them."""
    _scopes: list[dict[str, int] | int] = field(default_factory=list["dict[str, int] | int"])

    def build(self, node: Node) -> Run:
        """The closure of a node and all below it."""
        return MAKERS[type(node)](self, node)

    def new_slot(self) -> int:
        self.size += 1
        return self.size - 1

    def enter(self, names: Iterable[str]) -> list[int]:
        """New variables, visible until `leave`. Their slots."""
        scope = {name: self.new_slot() for name in names}
        self._scopes.append(scope)
        return list(scope.values())

    def enter_as(self, slots: dict[str, int]) -> None:
        """Names of slots that are there already, visible until `leave`."""
        self._scopes.append(slots)

    def enter_item(self) -> int:
        """The element of a filter, visible until `leave`: its entries are names, and so is `item`."""
        slot = self.new_slot()
        self._scopes.append(slot)
        return slot

    def leave(self, count: int = 1) -> None:
        del self._scopes[len(self._scopes) - count :]

    def find(self, name: str) -> Variable:
        """Where a name is. One that nothing here defines is a root."""
        items: list[int] = []
        for scope in reversed(self._scopes):
            if isinstance(scope, int):
                items.append(scope)
                if name == "item":
                    return Variable(scope, tuple(items))
            elif name in scope:
                return Variable(scope[name], tuple(items))
        return Variable(self.root(name), tuple(items))

    def root(self, name: str) -> int:
        if name not in self.roots:
            self.roots[name] = self.new_slot()
        return self.roots[name]

    def is_local(self, name: str) -> bool:
        return any(not isinstance(scope, int) and name in scope for scope in self._scopes)

    def builtin(self, name: str) -> Builtin | None:
        """The built-in function of a name that no variable here hides."""
        return None if self.is_local(name) or name in self.roots else self.functions.get(name)


def constant(value: FeelValue) -> Run:
    return lambda _frame: value
