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
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
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
        known = self._by_first.setdefault(parts[0], [])
        known.append((parts, name))
        known.sort(key=lambda entry: -len(entry[0]))

    def longest(self, words: Sequence[Word], at: int) -> tuple[int, str]:
        """How many words of the text are the longest of these names, and the name; (0, "") when none is."""
        for parts, name in self._by_first.get(words[at].text, ()):
            end = at + len(parts)
            if end <= len(words) and all(
                word.text == part and word.kind is not Kind.TEXT
                for word, part in zip(words[at:end], parts, strict=True)
            ):
                return len(parts), name
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
