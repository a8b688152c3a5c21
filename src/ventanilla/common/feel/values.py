"""The values of FEEL and how they are compared: null stands for "not known", and comparing different kinds is null."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Context, Decimal
from typing import TypeAlias, cast
from uuid import UUID

FeelValue: TypeAlias = bool | Decimal | str | date | Sequence["FeelValue"] | Mapping[str, "FeelValue"] | None

NUMBERS = Context(prec=34, traps=[])
"""Decimal128, as FEEL counts. Nothing raises: what has no result is not finite, and becomes null."""


def from_python(value: object) -> FeelValue:
    """The FEEL value of what Python stores: int and float become Decimal, UUID its text. Raises TypeError."""
    if value is None or isinstance(value, (bool, Decimal, str)):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return cast("Mapping[str, FeelValue]", value)
    if isinstance(value, Sequence):
        return [from_python(item) for item in cast("Sequence[object]", value)]
    raise TypeError(f"A condition cannot use a {type(value).__name__}: give a number, text, date, list or mapping.")


def number(value: Decimal) -> Decimal | None:
    """`value`, or null when it has no result (overflow, not a number)."""
    return value if value.is_finite() else None


def kind(value: FeelValue) -> str:
    """The kind that two values must share to be compared."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Decimal):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, date):
        return "date"
    if isinstance(value, Mapping):
        return "context"
    return "list"


def equal(left: FeelValue, right: FeelValue) -> bool | None:
    """Equality of three values: null equals only null; different kinds compare to null."""
    if left is None or right is None:
        return left is right
    if kind(left) != kind(right):
        return None
    return left == right


def less(left: FeelValue, right: FeelValue) -> bool | None:
    """`left < right` for two numbers, texts or dates; null for the rest."""
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left < right
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    if isinstance(left, date) and isinstance(right, date):
        return left < right
    return None


def negate(value: FeelValue) -> bool | None:
    return not value if isinstance(value, bool) else None


def both(left: FeelValue, right: FeelValue) -> bool | None:
    """`and`: false when one is false, whatever the other."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: FeelValue, right: FeelValue) -> bool | None:
    """`or`: true when one is true, whatever the other."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def as_list(value: FeelValue) -> Sequence[FeelValue]:
    """A list as it is; another value as the list of it; null as the empty list."""
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value
    return (value,)
