"""Values as JSON has them: in, a text becomes the date or duration that its type asks for; out, they become texts."""

import json
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
from ventanilla.common.feel.writing import at_literal, written, written_number

DIGITS_WRITTEN = 40
"""Before or after the point; a number with more is written with an exponent."""

_WRITTEN = (DATE, TIME, DATE_AND_TIME, DAYS_DURATION, MONTHS_DURATION)


def from_plain(model: Model, decision: str, given: Mapping[str, object]) -> dict[str, FeelValue]:
    """The inputs of a decision from JSON. Raises UnknownDecision, and TypeError for what JSON does not have."""
    types = model.input_types(decision)
    return {
        name: _typed(from_python(value), types[name]) if name in types else from_python(value)
        for name, value in given.items()
    }


def _typed(value: FeelValue, kind: FeelType) -> FeelValue:
    """A text as what its type asks for, inside lists and contexts too. One that is none stays, to be refused."""
    kind = bare(kind)
    if isinstance(value, str):
        return (at_literal(value) or value) if kind in _WRITTEN else value
    if isinstance(value, list):
        items = cast("list[FeelValue]", value)
        return [_typed(item, kind.item if isinstance(kind, ListType) else kind) for item in items]
    if isinstance(value, dict) and isinstance(kind, ContextType):
        types = dict(kind.fields)
        entries = cast("dict[str, FeelValue]", value)
        return {name: _typed(item, types[name]) if name in types else item for name, item in entries.items()}
    return cast("FeelValue", value)


def to_json(value: FeelValue) -> str:
    """A value as JSON: numbers with all their digits, what JSON does not have as text."""
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal):
        return written_number(value) if not value or abs(value.adjusted()) < DIGITS_WRITTEN else str(value)
    if isinstance(value, list):
        return f"[{', '.join(to_json(item) for item in cast('list[FeelValue]', value))}]"
    if isinstance(value, dict):
        entries = cast("dict[str, FeelValue]", value).items()
        return "{" + ", ".join(f"{to_json(name)}: {to_json(item)}" for name, item in entries) + "}"
    return to_json(written(value))
