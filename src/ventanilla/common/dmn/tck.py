"""The cases of the DMN Technology Compatibility Kit: reading, running, comparing the results."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

from ventanilla.common import clock
from ventanilla.common.dmn.engine import Model, load
from ventanilla.common.dmn.errors import InvalidModel
from ventanilla.common.dmn.explain import reason
from ventanilla.common.dmn.xml import Element, attribute, child, children, root_of
from ventanilla.common.feel.errors import InvalidExpression
from ventanilla.common.feel.machine import Remark
from ventanilla.common.feel.values import NUMBERS, FeelValue, equal
from ventanilla.common.feel.writing import (
    read_date,
    read_date_and_time,
    read_duration,
    read_time,
    written,
)

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
TOLERANCE = Decimal("1E-8")
"""The cases write numbers with fewer digits than decimal128 has."""


@dataclass(frozen=True, slots=True)
class Case:
    """One expected result of one case. `service` is the decision service that is called, if one is."""

    group: str
    id: str
    decision: str
    service: str
    inputs: dict[str, FeelValue]
    expected: FeelValue
    error_expected: bool

    @property
    def title(self) -> str:
        return f"{self.group} {self.id} {self.decision}"


@dataclass(frozen=True, slots=True)
class Result:
    case: Case
    passed: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file below the folder that may hold cases and cannot be read."""

    path: Path
    error: InvalidModel


def run_folder(
    folder: Path, unread: Callable[[Unread], None] = lambda _unread: None, language: str = "en"
) -> Iterator[Result]:
    """Every case below a folder, in order. A model that cannot be read fails all its cases.

    `unread` is told each file of XML that cannot be read: it may be of something else. Reasons are in `language`.
    """
    for path in sorted(folder.rglob("*.xml")):
        try:
            root = root_of(path.read_bytes())
        except InvalidModel as error:
            unread(Unread(path, error))
            continue
        if root.name != "testCases":
            continue
        name = child(root, "modelName")
        file = path.parent / (name.text.strip() if name is not None else "")
        cases = list(_cases(root, path.parent.name))
        try:
            model = load(file.read_bytes(), [other.read_bytes() for other in _others(file)])
        except (InvalidModel, OSError) as error:
            yield from (Result(case, passed=False, reason=str(error)) for case in cases)
            continue
        yield from run_cases(model, cases, language)


def _others(file: Path) -> list[Path]:
    return [other for other in sorted(file.parent.glob("*.dmn")) if other != file]


def run_cases(model: Model, cases: Sequence[Case], language: str = "en") -> Iterator[Result]:
    for case in cases:
        try:
            value, remarks = _value(model, case)
        except (InvalidModel, InvalidExpression) as error:
            yield Result(case, passed=case.error_expected, reason=str(error))
            continue
        if same(value, case.expected):
            yield Result(case, passed=True)
        else:
            why = "; ".join(dict.fromkeys(reason(remark, language) for remark in remarks[:3]))
            difference = f"{_short(value)} ≠ {_short(case.expected)}"
            yield Result(case, passed=False, reason=f"{difference}: {why}" if why else difference)


def _short(value: FeelValue) -> str:
    return written(value, inside=True)[:200]


def _value(model: Model, case: Case) -> tuple[FeelValue, tuple[Remark, ...]]:
    if case.service:
        return model.decide_all([case.decision], case.service, case.inputs, at=clock.now())[case.decision], ()
    outcome = model.decide(case.decision, case.inputs, at=clock.now())
    return outcome.value, outcome.remarks


def same(value: FeelValue, expected: FeelValue) -> bool:
    """Whether a result is the expected one: numbers within a tolerance, all else exactly."""
    if isinstance(value, Decimal) and isinstance(expected, Decimal):
        difference = NUMBERS.abs(NUMBERS.subtract(value, expected))
        return difference <= NUMBERS.multiply(TOLERANCE, max(abs(expected), Decimal(1)))
    if isinstance(value, list) and isinstance(expected, list):
        items, wanted = cast("list[FeelValue]", value), cast("list[FeelValue]", expected)
        return len(items) == len(wanted) and all(map(same, items, wanted))
    if isinstance(value, dict) and isinstance(expected, dict):
        entries, parts = cast("dict[str, FeelValue]", value), cast("dict[str, FeelValue]", expected)
        return entries.keys() == parts.keys() and all(same(entries[name], parts[name]) for name in entries)
    return equal(value, expected) is True


def _cases(root: Element, group: str) -> Iterator[Case]:
    for element in children(root, "testCase"):
        service = attribute(element, "invocableName") if attribute(element, "type") == "decisionService" else ""
        called = attribute(element, "invocableName") if attribute(element, "type") == "bkm" else ""
        inputs = {attribute(item, "name"): _read(item) for item in children(element, "inputNode")}
        for result in children(element, "resultNode"):
            expected = child(result, "expected")
            yield Case(
                group=group,
                id=attribute(element, "id"),
                decision=called or attribute(result, "name"),
                service=service,
                inputs=inputs,
                expected=None if expected is None else _read(expected),
                error_expected=attribute(result, "errorResult") == "true",
            )


def _read(element: Element) -> FeelValue:
    """A value, a list of values, or the components of a context."""
    components = children(element, "component")
    if components:
        return {attribute(item, "name"): _read(item) for item in components}
    value = child(element, "list", "value")
    if value is None or value.attributes.get(f"{_XSI}nil") in ("true", "1"):
        return None
    if value.name == "list":
        return [_read(item) for item in children(value, "item")]
    return _simple(value.text, value.attributes.get(f"{_XSI}type", "").rpartition(":")[2])


def _simple(text: str, kind: str) -> FeelValue:
    match kind:
        case "string" | "":
            return text
        case "boolean":
            return text.strip() in ("true", "1")
        case "date":
            return read_date(text.strip())
        case "time":
            return read_time(text.strip())
        case "dateTime":
            return read_date_and_time(text.strip())
        case "duration" | "dayTimeDuration" | "yearMonthDuration":
            return read_duration(text.strip())
        case "anySimpleType":
            return text
        case _:
            return NUMBERS.create_decimal(text.strip())
