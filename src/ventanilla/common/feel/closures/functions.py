"""Functions: making them, and calling them by position or by name."""

from decimal import Decimal

from ventanilla.common.feel import nodes
from ventanilla.common.feel.builtins.base import Builtin, Signature
from ventanilla.common.feel.closures.builder import Builder, makes
from ventanilla.common.feel.inference import inferred
from ventanilla.common.feel.machine import Frame, Invocable, Run, State, UserFunction
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.parser import frames_of
from ventanilla.common.feel.values import FeelValue

FRAMES_OF_A_CALL = 3


@makes(nodes.Function)
def function(builder: Builder, node: nodes.Function) -> Run:
    names = tuple(parameter.name for parameter in node.parameters)
    kinds = tuple(parameter.type for parameter in node.parameters)
    slots = tuple(builder.enter(names))
    body = builder.build(node.body)
    builder.leave()
    result = node.result_type or inferred(node.body, dict(zip(names, kinds, strict=True)))
    frames = frames_of(node.body) + FRAMES_OF_A_CALL
    return lambda frame: UserFunction(names, kinds, result, body, slots, frames, frame.copy())


@makes(nodes.Call)
def call(builder: Builder, node: nodes.Call) -> Run:
    arguments = [builder.build(argument) for argument in node.arguments]
    known = builder.builtin(node.function.name) if isinstance(node.function, nodes.Name) else None
    if known is not None:
        return _known(known, arguments, node)
    return _unknown(builder.build(node.function), arguments, node)


def _known(builtin: Builtin, arguments: list[Run], node: nodes.Call) -> Run:
    """A call of a built-in function, found when compiled."""
    position, names = node.position, node.names

    def run(frame: Frame) -> FeelValue:
        values = [argument(frame) for argument in arguments]
        state: State = frame[0]
        state.position = position
        return builtin.invoke_named(state, values, names) if names else builtin.invoke(state, values)

    signature = None if names else builtin.only_signature(len(arguments))
    if signature is not None and len(arguments) == 1 and signature.parameters[0].quick:
        return _with_one(builtin, signature, arguments[0], position)
    return run


def _with_one(builtin: Builtin, signature: Signature, argument: Run, position: int) -> Run:
    """A call with one argument of one class: taken as it is when it is of that class."""
    kind, compute, stateful = signature.parameters[0].quick, signature.run, signature.stateful

    def run(frame: Frame) -> FeelValue:
        value = argument(frame)
        state: State = frame[0]
        state.position = position
        if type(value) is not kind:
            return builtin.invoke(state, [value])
        if stateful:
            return compute(state, value)
        result = compute(value)
        return result if type(result) is Decimal else state.made(result)

    return run


def _unknown(function: Run, arguments: list[Run], node: nodes.Call) -> Run:
    """A call of whatever the expression gives. What cannot be called is null."""
    position, names, about = node.position, node.names, name_of(node.function)

    def run(frame: Frame) -> FeelValue:
        callee = function(frame)
        state: State = frame[0]
        if not isinstance(callee, Invocable):
            state.remark(position, "not_a_function", about)
            return None
        values: list[FeelValue] | None = [argument(frame) for argument in arguments]
        state.position = position
        if isinstance(callee, Builtin) and names:
            return callee.invoke_named(state, values, names)
        if names:
            values = callee.ordered(values, names)
            if values is None:
                state.remark(position, "arguments", about)
                return None
        return callee.invoke(state, values)

    return run


def name_of(node: Node) -> str:
    """The path that is called, as far as it is one."""
    parts: list[str] = []
    while isinstance(node, nodes.Path):
        parts.append(node.name)
        node = node.source
    if isinstance(node, nodes.Name):
        parts.append(node.name)
    return ".".join(reversed(parts))
