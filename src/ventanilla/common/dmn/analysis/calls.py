"""Calls that can have no value: of built-in functions, of knowledge, of services, and of what is no function."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ventanilla.common.dmn.analysis.apart import are_apart, item_of
from ventanilla.common.dmn.analysis.findings import Finding
from ventanilla.common.dmn.analysis.places import Place, each_place
from ventanilla.common.dmn.boxed import Text
from ventanilla.common.dmn.wording import LITERAL_FUNCTIONS, constant_call
from ventanilla.common.feel import nodes
from ventanilla.common.feel.builtins import BUILTINS
from ventanilla.common.feel.builtins.base import Signature, Taken
from ventanilla.common.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    MONTHS_DURATION,
    NULL,
    NUMBER_TYPE,
    STRING,
    TIME,
    ContextType,
    FeelType,
    FunctionType,
    RangeType,
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """A function of the model: the names of its parameters and their types."""

    names: tuple[str, ...]
    types: tuple[FeelType, ...]


_KINDS: Mapping[str, Callable[[FeelType], bool]] = {
    "number": lambda kind: kind == NUMBER_TYPE,
    "string": lambda kind: kind == STRING,
    "boolean": lambda kind: kind == BOOLEAN,
    "context": lambda kind: isinstance(kind, ContextType),
    "function": lambda kind: isinstance(kind, FunctionType),
    "date": lambda kind: kind == DATE,
    "time": lambda kind: kind == TIME,
    "day": lambda kind: kind in (DATE, DATE_AND_TIME),
    "instant": lambda kind: kind in (DATE, DATE_AND_TIME),
    "date and time": lambda kind: kind == DATE_AND_TIME,
    "days": lambda kind: kind == DAYS_DURATION,
    "duration": lambda kind: kind in (DAYS_DURATION, MONTHS_DURATION),
    "range": lambda kind: isinstance(kind, RangeType),
}
"""What the kinds of parameters take (`builtins.base.KINDS`); those that are not here take nearly anything."""


def findings_of_calls(
    text: Text, known: Mapping[str, FeelType], functions: Mapping[str, Parameters]
) -> Iterator[Finding]:
    """The calls of a text that are null whatever the values."""
    for place in each_place(text, known):
        yield from _findings(place, text, functions)


def findings_of_invocation(
    text: Text, known: Mapping[str, FeelType], functions: Mapping[str, Parameters]
) -> Iterator[Finding]:
    """The same of a boxed invocation, without what is inside it: those are texts of their own."""
    for place in islice(each_place(text, known), 1):
        yield from _findings(place, text, functions)


def _findings(place: Place, text: Text, functions: Mapping[str, Parameters]) -> Iterator[Finding]:
    node = place.node
    if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name):
        name = node.function.name
        for code, params in _wrong(node, name, place, None if name in text.local else functions.get(name)):
            yield Finding(code, text.where, {"name": name, **params, "position": node.position})


def _wrong(
    node: nodes.Call, name: str, place: Place, own: Parameters | None
) -> Iterator[tuple[str, Mapping[str, object]]]:
    kinds = [place.type_of(argument) for argument in node.arguments]
    if own is not None:
        yield from _of_own(node, own, kinds)
    elif name in place.names:
        kind = item_of(place.types.get(name, ANY))
        if kind not in (ANY, NULL) and not isinstance(kind, FunctionType):
            yield "not_callable", {"kind": kind.name}
    elif name in BUILTINS:
        yield from _of_builtin(node, name, kinds)


def _of_own(node: nodes.Call, own: Parameters, kinds: list[FeelType]) -> Iterator[tuple[str, Mapping[str, object]]]:
    if node.names and sorted(node.names) != sorted(own.names):
        yield "call_names", {"names": ", ".join(own.names)}
        return
    if not node.names and len(kinds) != len(own.names):
        yield "call_count", {"count": len(kinds)}
        return
    wanted = dict(zip(own.names, own.types, strict=True))
    for parameter, kind in zip(node.names or own.names, kinds, strict=True):
        if are_apart(kind, wanted[parameter]):
            yield "call_type", {"parameter": parameter, "kind": item_of(kind).name}


def _of_builtin(node: nodes.Call, name: str, kinds: list[FeelType]) -> Iterator[tuple[str, Mapping[str, object]]]:
    if name in LITERAL_FUNCTIONS and len(node.arguments) == 1 and _is_text(node.arguments[0]):
        if constant_call(node) is None:
            yield "no_literal", {}
        return
    ordered = [(signature, _ordered(signature, node, kinds)) for signature in BUILTINS[name].signatures]
    accepting = [(signature, given) for signature, given in ordered if given is not None]
    if not accepting:
        code = "call_names" if node.names else "call_count"
        names = " / ".join(", ".join(signature.names) for signature in BUILTINS[name].signatures)
        yield code, {"count": len(kinds), "names": names}
        return
    refused = [next((each for each in _pairs(*one) if _refuses(*each)), None) for one in accepting]
    first = refused[0]
    if first is not None and all(refused):
        yield "call_type", {"parameter": first[0].name, "kind": item_of(first[1]).name}


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Literal) and isinstance(node.value, str)


def _ordered(signature: Signature, node: nodes.Call, kinds: list[FeelType]) -> list[FeelType] | None:
    """The types of the arguments in the order of a signature; None when it does not take so many, or such names."""
    given = signature.ordered(kinds, node.names) if node.names else kinds
    return given if given is not None and signature.accepts(len(given)) else None


def _pairs(signature: Signature, given: list[FeelType]) -> list[tuple[Taken, FeelType]]:
    last = len(signature.parameters) - 1
    return [(signature.parameters[min(place, last)], kind) for place, kind in enumerate(given)]


def _refuses(parameter: Taken, kind: FeelType | None) -> bool:
    """Whether a parameter takes no value of the type. A list of one stands for its item; null may be meant."""
    takes = _KINDS.get(parameter.kind)
    plain = item_of(kind) if kind is not None else ANY
    return takes is not None and plain not in (ANY, NULL) and not takes(plain)
