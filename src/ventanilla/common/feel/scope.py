"""The names that a text may use. A name may have spaces and signs, so only the names in scope say where one ends.

`First Name - Last` is one name if that name is known, and a subtraction otherwise: the longest known name wins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ventanilla.common.feel.lexer import Kind, Word, parts_of_name
from ventanilla.common.feel.types import SIMPLE, FeelType

PROPERTIES = (
    *("year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone"),
    *("years", "months", "days", "hours", "minutes", "seconds"),
    *("start", "end", "start included", "end included"),
)
"""Of dates, times, durations and ranges."""


def tidy(name: str) -> str:
    """A name with each run of blanks as one space."""
    return " ".join(name.split())


class Names:
    """A set of names, found by their first part."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, dict[int, dict[tuple[str, ...], str]]] = {}
        """By the first part, then by how many parts, the longest first."""
        self._all: set[str] = set()
        for name in names:
            self.add(name)

    def __contains__(self, name: str) -> bool:
        return name in self._all

    def each(self) -> Iterable[str]:
        return self._all

    def add(self, name: str) -> None:
        name = tidy(name)
        parts = parts_of_name(name)
        if name in self._all or not parts:
            return
        self._all.add(name)
        lengths = self._by_first.setdefault(parts[0], {})
        if len(parts) not in lengths:
            lengths[len(parts)] = {}
            self._by_first[parts[0]] = lengths = dict(sorted(lengths.items(), reverse=True))
        lengths[len(parts)].setdefault(parts, name)

    def longest(self, words: Sequence[Word], at: int) -> tuple[int, str]:
        """How many words of the text are the longest of these names, and the name; (0, "") when none is."""
        for length, known in self._by_first.get(words[at].text, {}).items():
            here = words[at : at + length]
            name = known.get(tuple(word.text for word in here))
            if name is not None and all(word.kind is not Kind.TEXT for word in here):
                return length, name
        return 0, ""


def _length(found: tuple[int, str]) -> int:
    return found[0]


@dataclass(slots=True)
class Scope:
    """The names of the variables from the outermost to the innermost, of the members of contexts, and of the types.

    `functions` are the built-in ones. `members` grows with each context that is read: another text may name its parts.
    """

    functions: Names
    variables: list[Names] = field(default_factory=lambda: [Names()])
    members: Names = field(default_factory=lambda: Names(PROPERTIES))
    types: Mapping[str, FeelType] = field(default_factory=lambda: SIMPLE)
    filters: int = 0
    strict: bool = False
    """Whether an unknown function or a wrong number of arguments is refused rather than null."""

    def push(self, names: Iterable[str]) -> None:
        self.variables.append(Names(names))

    def pop(self) -> None:
        self.variables.pop()

    def names(self) -> frozenset[str]:
        """All the variables that are visible here."""
        return frozenset(name for names in self.variables for name in names.each())

    def is_variable(self, name: str) -> bool:
        return any(name in names for names in self.variables)

    def variable_at(self, words: Sequence[Word], at: int) -> tuple[int, str]:
        """The longest variable here, or member when inside a filter; a built-in function only when it is longer."""
        places = [*self.variables, self.members] if self.filters else self.variables
        best = max((names.longest(words, at) for names in places), key=_length)
        count, name = self.functions.longest(words, at)
        if count > best[0] and (count == 1 or words[at + count].text in ("(", ",", ")")):
            return count, name
        return best
