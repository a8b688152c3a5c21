"""How the built-in functions are declared: by their signatures, as the standard writes them.

    @function("substring", "string: string", "start position: number", "length: number?")

A value that a parameter does not take makes the call null; no built-in function raises, but for the limits. A `?` after
the kind is an optional parameter, `*` any number of them, `|null` one that takes null.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from ventanilla.common.feel.machine import Invocable, State
from ventanilla.common.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time, midnight
from ventanilla.common.feel.types import ANY, FeelType
from ventanilla.common.feel.values import Callee, FeelValue, Range

WRONG = object()
"""What a parameter makes of a value that it does not take."""


def _of_class(*classes: type) -> Callable[[FeelValue], Any]:
    def take(value: FeelValue) -> Any:
        if type(value) in classes:
            return value
        if isinstance(value, list):
            items = cast("list[FeelValue]", value)
            return items[0] if len(items) == 1 and type(items[0]) in classes else WRONG
        return WRONG

    return take


def _take_list(value: FeelValue) -> Any:
    if isinstance(value, list):
        return value  # type: ignore[reportUnknownVariableType]
    return WRONG if value is None else [value]


def _take_function(value: FeelValue) -> Any:
    return value if isinstance(value, Callee) else WRONG


def _take_instant(value: FeelValue) -> Any:
    return midnight(value) if isinstance(value, Date) else _of_class(DateTime)(value)


def _take_point_or_range(value: FeelValue) -> Any:
    return WRONG if value is None or isinstance(value, (list, dict, bool, Callee)) else value


KINDS: dict[str, Callable[[FeelValue], Any]] = {
    "any": lambda value: value,
    "some": lambda value: WRONG if value is None else value,
    "number": _of_class(Decimal),
    "string": _of_class(str),
    "boolean": _of_class(bool),
    "list": _take_list,
    "context": _of_class(dict),
    "function": _take_function,
    "date": _of_class(Date),
    "time": _of_class(Time),
    "day": _of_class(Date, DateTime),
    "instant": _take_instant,
    "date and time": _of_class(DateTime),
    "days": _of_class(DaysDuration),
    "duration": _of_class(DaysDuration, MonthsDuration),
    "range": _of_class(Range),
    "point or range": _take_point_or_range,
}


_QUICK: dict[str, type[object]] = {"number": Decimal, "string": str, "boolean": bool, "list": list, "context": dict}


@dataclass(frozen=True, slots=True)
class Taken:
    """A parameter."""

    name: str
    kind: str
    take: Callable[[FeelValue], Any]
    optional: bool
    many: bool
    nullable: bool
    quick: type[object] | None
    """The class of the values that are taken as they are, when it is one."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function. `run` takes the state first when `stateful`."""

    parameters: tuple[Taken, ...]
    run: Callable[..., FeelValue]
    stateful: bool
    least: int
    most: int | None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.parameters)

    def accepts(self, count: int) -> bool:
        return count >= self.least and (self.most is None or count <= self.most)

    def taken(self, arguments: Sequence[FeelValue]) -> list[Any] | None:
        """The arguments as the function wants them, or None when it does not take one of them."""
        given: list[Any] = []
        for place, value in enumerate(arguments):
            parameter = self.parameters[min(place, len(self.parameters) - 1)]
            if value is None and parameter.nullable:
                given.append(None)
                continue
            taken = parameter.take(value)
            if taken is WRONG:
                return None
            given.append(taken)
        return given

    def ordered(self, arguments: Sequence[FeelValue], names: Sequence[str]) -> list[FeelValue] | None:
        """Named arguments in order. A gap before a given optional parameter is null."""
        known = self.names
        if len(set(names)) != len(names) or not set(names) <= set(known):
            return None
        given = dict(zip(names, arguments, strict=True))
        if any(
            parameter.name not in given and not (parameter.optional or parameter.many) for parameter in self.parameters
        ):
            return None
        values = [given.get(name) for name in known]
        last = max((place for place, name in enumerate(known) if name in given), default=-1)
        return values[: last + 1]


class Builtin(Invocable):
    """A built-in function."""

    __slots__ = ("name", "parameter_types", "parameters", "result_type", "signatures")

    def __init__(self, name: str) -> None:
        self.name = name
        self.signatures: list[Signature] = []
        self.parameters: tuple[str, ...] | None = None
        self.parameter_types: tuple[FeelType, ...] | None = None
        self.result_type: FeelType | None = ANY

    def accepts(self, count: int) -> bool:
        return any(signature.accepts(count) for signature in self.signatures)

    def only_signature(self, count: int) -> Signature | None:
        """The signature of a call with so many arguments, when there is only one."""
        found = [signature for signature in self.signatures if signature.accepts(count)]
        return found[0] if len(found) == 1 else None

    def invoke(self, state: State, arguments: Sequence[FeelValue]) -> FeelValue:
        count = len(arguments)
        for signature in self.signatures:
            if signature.accepts(count):
                given = signature.taken(arguments)
                if given is not None:
                    return signature.run(state, *given) if signature.stateful else state.made(signature.run(*given))
        state.remark(state.position, "arguments", self.name)
        return None

    def invoke_named(self, state: State, arguments: Sequence[FeelValue], names: Sequence[str]) -> FeelValue:
        """By names. Of two signatures with the same names, the one that has them in the order that is given."""
        given_so = tuple(names)
        for signature in sorted(self.signatures, key=lambda each: each.names[: len(given_so)] != given_so):
            ordered = signature.ordered(arguments, names)
            if ordered is not None and signature.accepts(len(ordered)):
                given = signature.taken(ordered)
                if given is not None:
                    return signature.run(state, *given) if signature.stateful else state.made(signature.run(*given))
        state.remark(state.position, "arguments", self.name)
        return None


BUILTINS: dict[str, Builtin] = {}
"""By name. Filled by the modules of this package."""


def function(name: str, *parameters: str, stateful: bool = False) -> Callable[[Any], Any]:
    """Declare a signature of a built-in function."""

    def declare(run: Callable[..., FeelValue]) -> Callable[..., FeelValue]:
        taken = tuple(_parameter(text) for text in parameters)
        least = sum(not parameter.optional and not parameter.many for parameter in taken)
        many = bool(taken) and taken[-1].many
        most = None if many else len(taken)
        signature = Signature(taken, run, stateful, least + (1 if many and least == 0 else 0), most)
        BUILTINS.setdefault(name, Builtin(name)).signatures.append(signature)
        return run

    return declare


def _parameter(text: str) -> Taken:
    name, _, kind = text.partition(": ")
    optional, many = kind.endswith("?"), kind.endswith("*")
    kind = kind.rstrip("?*")
    nullable = kind.endswith("|null")
    kind = kind.removesuffix("|null")
    return Taken(name, kind, KINDS[kind], optional, many, nullable, _QUICK.get(kind))
