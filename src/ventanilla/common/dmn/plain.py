"""Values as JSON has them: in, a text becomes the date or duration that its type asks for; out, they become texts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from ventanilla.common.dmn.engine import Model
from ventanilla.common.feel.types import (
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    MONTHS_DURATION,
    TIME,
    ContextType,
    FeelType,
    ListType,
    bare,
)
from ventanilla.common.feel.values import FeelValue, from_python
from ventanilla.common.feel.writing import at_literal, written

_WRITTEN = (DATE, TIME, DATE_AND_TIME, DAYS_DURATION, MONTHS_DURATION)


def from_plain(model: Model, decision: str, given: Mapping[str, object]) -> dict[str, FeelValue]:
    """The inputs of a decision from JSON. Raises UnknownDecision, and TypeError for what JSON does not have."""
    types = model.input_types(decision)
    return {
        name: _typed(from_python(value), types[name]) if name in types else from_python(value)
        for name, value in given.items()
    }


def _typed(value: FeelValue, kind: FeelType) -> FeelValue:
    """A text as what its type asks for, inside lists and contexts too."""
    kind = bare(kind)
    if isinstance(value, str):
        return at_literal(value) if kind in _WRITTEN else value
    if isinstance(value, list):
        items = cast("list[FeelValue]", value)
        return [_typed(item, kind.item if isinstance(kind, ListType) else kind) for item in items]
    if isinstance(value, dict) and isinstance(kind, ContextType):
        types = dict(kind.fields)
        entries = cast("dict[str, FeelValue]", value)
        return {name: _typed(item, types[name]) if name in types else item for name, item in entries.items()}
    return cast("FeelValue", value)


def to_plain(value: FeelValue) -> object:
    """A value that `json` can write: whole numbers as int, other numbers exact as far as a float, the rest as text."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and value.adjusted() < 40
        return int(value) if whole else float(value)
    if isinstance(value, list):
        return [to_plain(item) for item in cast("list[FeelValue]", value)]
    if isinstance(value, dict):
        return {name: to_plain(item) for name, item in cast("dict[str, FeelValue]", value).items()}
    return written(value)
