"""Terms, parameters and fees from their documents."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ventanilla.common.legal_time import TermUnit
from ventanilla.kernel.services.folder.texts import Texts
from ventanilla.kernel.services.types import DatedValue, Fee, Parameter, SetBy, Term


def build_term(key: str, data: Mapping[str, Any], texts: Texts) -> Term:
    return Term(
        key=key,
        label=texts.get(f"terms.{key}"),
        length=data["length"],
        unit=TermUnit[data["calendar"].upper()],
        norm=data["norm"],
        may_shorten=data.get("may_shorten", False),
    )


def build_parameter(data: Mapping[str, Any], texts: Texts) -> Parameter:
    """The values come out in the order of their dates."""
    values = sorted((_value(each) for each in data.get("values", ())), key=lambda value: value.starts_on)
    return Parameter(
        key=data["key"],
        label=texts.get(f"parameters.{data['key']}"),
        unit=data["unit"],
        set_by=SetBy(data["set_by"]),
        monthly=data.get("monthly", False),
        minimum=_decimal(data.get("minimum")),
        maximum=_decimal(data.get("maximum")),
        norm=data["norm"],
        values=tuple(values),
    )


def _value(data: Mapping[str, Any]) -> DatedValue:
    return DatedValue(
        starts_on=date.fromisoformat(data["from"]),
        value=Decimal(data["value"]),
        norm=data["norm"],
        source=data.get("source", ""),
        provisional=data.get("provisional", False),
    )


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def build_fee(key: str, data: Mapping[str, Any], texts: Texts) -> Fee:
    return Fee(
        key=key,
        concept=texts.get(f"fees.{key}.concept"),
        norm=data["norm"],
        decision=data["decision"],
        due_term=data["due_term"],
        explanation=texts.get(f"fees.{key}.explanation"),
    )
