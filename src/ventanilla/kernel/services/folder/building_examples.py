"""Examples from their documents."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from ventanilla.kernel.services.types import Example, ExampleTask


def build_example(key: str, data: Mapping[str, Any]) -> Example:
    situation, expect = data["situation"], data["expect"]
    parameters = {name: Decimal(value) for name, value in situation.get("parameters", {}).items()}
    return Example(
        key=key,
        title=data["title"],
        filed_at=datetime.fromisoformat(situation["filed_at"]),
        comuna=situation["comuna"],
        facts=MappingProxyType(dict(situation.get("facts", {}))),
        parameters=MappingProxyType(parameters),
        answers=MappingProxyType(dict(situation["answers"])),
        tasks=tuple(_task(each) for each in data["tasks"]),
        path=tuple(expect["path"]),
        outcome=expect["outcome"],
        documents=tuple(expect["documents"]),
        deadlines=MappingProxyType({name: date.fromisoformat(on) for name, on in expect["deadlines"].items()}),
        fees=MappingProxyType(dict(expect["fees"])),
    )


def _task(data: Mapping[str, Any]) -> ExampleTask:
    return ExampleTask(
        task=data["task"],
        outcome=data.get("outcome", ""),
        fields=MappingProxyType(dict(data.get("fields", {}))),
        times_out=data.get("times_out", False),
    )
