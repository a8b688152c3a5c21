"""The types of the language and of a model, and whether a value is of one. Frozen, so that they can be compared.

`is_of` answers `instance of`; `conforms_to` compares two types; `coerced` is what DMN does where a type is declared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ventanilla.common.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time, midnight
from ventanilla.common.feel.values import NUMBER, Callee, Range, Spend


@dataclass(frozen=True, slots=True)
class FeelType:
    """Any, Null, or one of the simple types, by `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    item: FeelType


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    item: FeelType


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    fields: tuple[tuple[str, FeelType], ...]


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    """`parameters` is None when any function will do."""

    parameters: tuple[FeelType, ...] | None
    result: FeelType


@dataclass(frozen=True, slots=True)
class Restricted(FeelType):
    """A type of a model with allowed values. `instance of` looks only at the `base`; inputs and results at both."""

    base: FeelType
    allows: Callable[[Any], bool] = field(compare=False)
    allowed_text: str = ""


@dataclass(frozen=True, slots=True)
class Declared(FeelType):
    """A type of a model by its name: types may be declared in any order, and may nest themselves."""

    table: Mapping[str, FeelType] = field(compare=False)

    @property
    def resolved(self) -> FeelType | None:
        return self.table.get(self.name)


ANY = FeelType("Any")
NULL = FeelType("Null")
NUMBER_TYPE = FeelType("number")
STRING = FeelType("string")
BOOLEAN = FeelType("boolean")
DATE = FeelType("date")
TIME = FeelType("time")
DATE_AND_TIME = FeelType("date and time")
DAYS_DURATION = FeelType("days and time duration")
MONTHS_DURATION = FeelType("years and months duration")
ANY_LIST = ListType("list", ANY)
ANY_CONTEXT = ContextType("context", ())
ANY_FUNCTION = FunctionType("function", None, ANY)
ANY_RANGE = RangeType("range", ANY)

SIMPLE: Mapping[str, FeelType] = {
    **{
        kind.name: kind
        for kind in (ANY, NULL, NUMBER_TYPE, STRING, BOOLEAN, DATE, TIME, DATE_AND_TIME, DAYS_DURATION, MONTHS_DURATION)
    },
    "dateTime": DATE_AND_TIME,
    "dayTimeDuration": DAYS_DURATION,
    "yearMonthDuration": MONTHS_DURATION,
    "list": ANY_LIST,
    "context": ANY_CONTEXT,
    "function": ANY_FUNCTION,
    "range": ANY_RANGE,
}
"""By their names in FEEL, also those of the first versions of DMN."""

_CLASSES: Mapping[str, type] = {
    "number": NUMBER,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "days and time duration": DaysDuration,
    "years and months duration": MonthsDuration,
}
_NAMES = {kind: name for name, kind in _CLASSES.items()}


def bare(kind: FeelType) -> FeelType:
    """`kind` without its allowed values, and known when it was only named."""
    for _ in range(64):
        if isinstance(kind, Restricted):
            kind = kind.base
        elif isinstance(kind, Declared):
            kind = kind.resolved or ANY
        else:
            return kind
    return ANY


def is_of(value: Any, kind: FeelType, spend: Spend | None = None) -> bool:
    """`value instance of kind`. Null is only of type Null; a context may have more entries than its type."""
    return kind is NULL if value is None else _fits(value, bare(kind), spend, restricted=False)


def _fits(value: Any, kind: FeelType, spend: Spend | None, *, restricted: bool) -> bool:
    if spend is not None:
        spend(1)
    if isinstance(kind, Restricted):
        return _fits(value, kind.base, spend, restricted=restricted) and (
            not restricted or value is None or kind.allows(value)
        )
    if isinstance(kind, Declared):
        return _fits(value, kind.resolved or ANY, spend, restricted=restricted)
    if kind is ANY or value is None:
        return True
    if isinstance(kind, ListType):
        return isinstance(value, list) and all(
            _fits(item, kind.item, spend, restricted=restricted) for item in cast("list[Any]", value)
        )
    if isinstance(kind, ContextType):
        return isinstance(value, dict) and all(
            name in value and _fits(value[name], part, spend, restricted=restricted) for name, part in kind.fields
        )
    if isinstance(kind, FunctionType):
        return isinstance(value, Callee) and conforms_to(type_of(value), kind)
    if isinstance(kind, RangeType):
        return isinstance(value, Range) and all(
            end is None or _fits(end, kind.item, spend, restricted=restricted) for end in (value.low, value.high)
        )
    return type(value) is _CLASSES.get(kind.name)


def type_of(value: Any) -> FeelType:
    """The most exact type of a value."""
    if value is None:
        return NULL
    if isinstance(value, Callee):
        parameters = value.parameter_types
        return FunctionType("function", parameters, value.result_type or ANY)
    if isinstance(value, list):
        kinds = {type_of(item) for item in cast("list[Any]", value)}
        return ListType("list", kinds.pop() if len(kinds) == 1 else ANY)
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return ContextType("context", tuple((name, type_of(item)) for name, item in entries.items()))
    if isinstance(value, Range):
        return RangeType("range", type_of(value.low if value.low is not None else value.high))
    return SIMPLE[_NAMES[type(value)]]


def conforms_to(one: FeelType, other: FeelType) -> bool:
    """Whether every value of `one` may stand where `other` is wanted (the standard's type conformance)."""
    one, other = bare(one), bare(other)
    if other is ANY or one is NULL or one == other:
        return True
    if isinstance(one, ListType) and isinstance(other, ListType):
        return conforms_to(one.item, other.item)
    if isinstance(one, RangeType) and isinstance(other, RangeType):
        return conforms_to(one.item, other.item)
    if isinstance(one, ContextType) and isinstance(other, ContextType):
        known = dict(one.fields)
        return all(name in known and conforms_to(known[name], part) for name, part in other.fields)
    if isinstance(one, FunctionType) and isinstance(other, FunctionType):
        return _functions_conform(one, other)
    return False


def _functions_conform(one: FunctionType, other: FunctionType) -> bool:
    """A function whose result cannot be known before it runs may stand for any."""
    result = one.result is ANY or conforms_to(one.result, other.result)
    if other.parameters is None:
        return result
    if one.parameters is None:
        return True
    return (
        len(one.parameters) == len(other.parameters)
        and all(conforms_to(wanted, own) for own, wanted in zip(one.parameters, other.parameters, strict=True))
        and result
    )


def fits(value: Any, kind: FeelType, spend: Spend | None = None) -> bool:
    """Whether it may stand where `kind` is declared: null may, and allowed values count."""
    return value is None or _fits(value, kind, spend, restricted=True)


def coerced(value: Any, kind: FeelType, spend: Spend | None = None) -> Any:
    """The value as `kind`: itself, the only item of its list, a list of it, or a date as its midnight; else null."""
    if value is None or kind is ANY or fits(value, kind, spend):
        return value
    wanted = bare(kind)
    items = cast("list[Any]", value) if isinstance(value, list) else None
    if isinstance(wanted, ListType):
        if items is None and fits([value], kind, spend):
            return [value]
    elif items is not None and len(items) == 1 and fits(items[0], kind, spend):
        return items[0]
    elif isinstance(value, Date) and wanted is DATE_AND_TIME and fits(midnight(value), kind):
        return midnight(value)
    return None
