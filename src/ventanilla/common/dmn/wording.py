"""Values and unary tests in words: what a person reads instead of `< 5` and `P1Y`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import cast

from ventanilla.common.dmn.sentences import LANGUAGES, MONTHS
from ventanilla.common.feel import nodes
from ventanilla.common.feel.builtins import BUILTINS
from ventanilla.common.feel.errors import InvalidExpression
from ventanilla.common.feel.expression import compile_tests
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import children
from ventanilla.common.feel.scope import tidy
from ventanilla.common.feel.temporal import NANOS, Date, DateTime, DaysDuration, MonthsDuration
from ventanilla.common.feel.values import FeelValue, Range
from ventanilla.common.feel.writing import written, written_number

LITERAL_FUNCTIONS = ("date", "time", "date and time", "duration")
"""A call of them with a text is a literal."""

ITEMS_SHOWN = 10
TEXT_SHOWN_CHARACTERS = 300
DEPTH_SHOWN = 3
COMMA = frozenset({"es", "pt"})
"""Languages that write 1.234,5."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, and how the caller names and writes what has a name in the model.

    `labels` are the names that people read, by the names of the model. `show` writes the value of a name, or answers
    None where the value may be written as any other.
    """

    language: str
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    show: Callable[[str, FeelValue], str | None] = lambda name, value: None

    def say(self, key: str, **params: object) -> str:
        return LANGUAGES[self.language][key].format(**params)

    def quoted(self, text: str) -> str:
        return f"«{text}»" if self.language == "es" else f"“{text}”"

    def label(self, name: str, otherwise: str = "") -> str:
        """What people call it; `otherwise`, or the name itself, when the caller does not say."""
        return self.labels.get(name) or otherwise or name

    def value_of(self, name: str, value: FeelValue) -> str:
        """The value of what has this name in the model; empty when the caller does not tell it."""
        shown = self.show(name, value)
        return self.value(value) if shown is None else shown

    def value(self, value: FeelValue, depth: int = 0) -> str:
        """A value as a person writes it. Long ones are cut: the whole is in the record."""
        if value is None or isinstance(value, bool):
            return self.say("null" if value is None else "true" if value else "false")
        if isinstance(value, Decimal):
            return self.number(value)
        if isinstance(value, str):
            cut = value if len(value) <= TEXT_SHOWN_CHARACTERS else value[:TEXT_SHOWN_CHARACTERS] + "…"
            return self.quoted(cut)
        if isinstance(value, (Date, DateTime)):
            return self._date(value)
        if isinstance(value, (DaysDuration, MonthsDuration)):
            return self._duration(value)
        if isinstance(value, (list, dict)) and depth >= DEPTH_SHOWN:
            return "…"
        if isinstance(value, list):
            items = cast("list[FeelValue]", value)
            return self._several((self.value(item, depth + 1) for item in items), len(items)) or "[]"
        if isinstance(value, dict):
            entries = cast("dict[str, FeelValue]", value)
            shown = (f"{name}: {self.value(item, depth + 1)}" for name, item in entries.items())
            return self._several(shown, len(entries)) or "{}"
        return self._range(value) if isinstance(value, Range) else written(value)

    def _several(self, texts: Iterable[str], count: int) -> str:
        shown = list(islice(texts, ITEMS_SHOWN))
        if count > ITEMS_SHOWN:
            shown.append(self.say("more", count=count - ITEMS_SHOWN))
        return ", ".join(shown)

    def enumerated(self, items: list[str]) -> str:
        """`1, 2 y 3`."""
        return self.say("and").join(filter(None, (", ".join(items[:-1]), *items[-1:])))

    def number(self, value: Decimal) -> str:
        """With the separators of the language."""
        if not value or -15 < value.adjusted() < 20:
            whole, _, fraction = written_number(value).partition(".")
            sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
            groups = f"{int(digits):,}"
            text = f"{sign}{groups}.{fraction}" if fraction else sign + groups
            return text.translate(str.maketrans(",.", ".,")) if self.language in COMMA else text
        return str(value)

    def _date(self, value: Date | DateTime) -> str:
        date = value.date if isinstance(value, DateTime) else value
        text = self.say("date", day=date.day, month=MONTHS[self.language][date.month - 1], year=date.year)
        return f"{text} {value.time}" if isinstance(value, DateTime) else text

    def _duration(self, value: DaysDuration | MonthsDuration) -> str:
        if isinstance(value, MonthsDuration):
            amount = abs(value.months)
            parts = [("years", amount // 12), ("months", amount % 12)]
            negative = value.months < 0
        else:
            seconds = abs(value.nanos) // NANOS
            parts = [("days", seconds // 86_400), ("hours", seconds // 3_600 % 24)]
            parts += [("minutes", seconds // 60 % 60), ("seconds", seconds % 60)]
            negative = value.nanos < 0
        shown = [self._counted(name, count) for name, count in parts if count] or [self._counted(parts[-1][0], 0)]
        return (self.say("minus") if negative else "") + self.say("and").join(shown)

    def _counted(self, name: str, count: int) -> str:
        many, one = LANGUAGES[self.language][name].split("|")
        return one if count == 1 else many.format(count=self.number(Decimal(count)))

    def _range(self, value: Range) -> str:
        return self._between(value.low, value.high, low_in=value.low_in, high_in=value.high_in)

    def _between(self, low: FeelValue, high: FeelValue, *, low_in: bool, high_in: bool) -> str:
        is_date = isinstance(low if low is not None else high, (Date, DateTime))
        said = ["" if end is None else self.value(end) for end in (low, high)]
        return self._within(*said, low_in=low_in, high_in=high_in, is_date=is_date)

    def _within(self, low: str, high: str, *, low_in: bool, high_in: bool, is_date: bool = False) -> str:
        """Between two ends in words; an empty one is no end."""
        if not low:
            key = ("until" if high_in else "before") if is_date else ("at_most" if high_in else "less")
            return self.say(key, value=high)
        if not high:
            key = ("since" if low_in else "after") if is_date else ("at_least" if low_in else "greater")
            return self.say(key, value=low)
        if low_in and high_in:
            return self.say("between", low=low, high=high)
        if low == high:
            return self.say("no_value")
        ends = self._within(low, "", low_in=low_in, high_in=False, is_date=is_date)
        return ends + self.say("and") + self._within("", high, low_in=False, high_in=high_in, is_date=is_date)

    def formula(self, text: str, root: Node) -> str:
        """An arithmetic text, its names as people know them; empty when it is anything else."""
        if len(text) > TEXT_SHOWN_CHARACTERS or not isinstance(root, nodes.Chain):
            return ""
        waiting: list[Node] = [root]
        names: dict[int, str] = {}
        while waiting:
            node = waiting.pop()
            if not isinstance(node, (nodes.Chain, nodes.Minus, nodes.Name, nodes.Literal)):
                return ""
            waiting.extend(children(node))
            if isinstance(node, nodes.Name) and text.startswith(node.name, node.position - 1):
                names[node.position - 1] = node.name
        for place in sorted(names, reverse=True):
            name = names[place]
            text = text[:place] + self.quoted(self.label(name)) + text[place + len(name) :]
        return tidy(text)

    def tests(self, text: str, name: str = "") -> str:
        """The tests of a cell of the column `name` in words, as far as they are of constants; a formula is quoted."""
        try:
            node = compile_tests(text).node
        except InvalidExpression:
            return self.say("formula", text=text)
        said = [self._test(test, name) for test in node.tests]
        if not said or any(test is None for test in said):
            return self.say("formula", text=text)
        joined = self.say("or").join(cast("list[str]", said))
        return self.say("not", tests=joined) if node.negated else joined

    def _test(self, node: Node, name: str) -> str | None:
        if isinstance(node, nodes.Interval):
            low, high = constant(node.low), constant(node.high)
            if (node.low and low is None) or (node.high and high is None):
                return self._of_names(node)
            if node.sign == "=":
                return self.value_of(name, low)
            return self._between(low, high, low_in=node.low_in, high_in=node.high_in)
        if isinstance(node, nodes.Unlike):
            value = constant(node.value)
            return None if value is None else self.say("not", tests=self.value_of(name, value))
        if isinstance(node, nodes.Literal):
            return self.value_of(name, node.value)
        value = constant(node)
        return None if value is None else self.value_of(name, value)

    def _of_names(self, node: nodes.Interval) -> str | None:
        """A range whose ends have names, or are constants; None when one is a formula."""
        said: list[str] = []
        for end in (node.low, node.high):
            value = constant(end)
            if end is not None and value is None and not isinstance(end, nodes.Name):
                return None
            name = self.quoted(self.label(end.name)) if isinstance(end, nodes.Name) else ""
            said.append(name or ("" if value is None else self.value(value)))
        if node.sign == "=":
            return said[0]
        return self._within(*said, low_in=node.low_in, high_in=node.high_in)


def constant(node: Node | None) -> FeelValue:
    """The value of a literal, of a negative one, or of a date or duration that is written as a call; else null."""
    if isinstance(node, nodes.Literal):
        return node.value
    if isinstance(node, nodes.Minus) and isinstance(node.operand, nodes.Literal):
        value = node.operand.value
        return -value if isinstance(value, Decimal) else None
    return constant_call(node)


def constant_call(node: Node | None) -> FeelValue:
    """`date("2026-03-01")` and the like, with one text; else null."""
    if not isinstance(node, nodes.Call) or not isinstance(node.function, nodes.Name) or len(node.arguments) != 1:
        return None
    (argument,) = node.arguments
    if node.function.name not in LITERAL_FUNCTIONS or not isinstance(argument, nodes.Literal):
        return None
    return BUILTINS[node.function.name].invoke(State(), [argument.value])
