"""One evaluation of a model: the values so far, each found once, in the order of the requirements."""

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from ventanilla.common.dmn import model
from ventanilla.common.dmn.compiled import Need, Unit, ordered
from ventanilla.common.dmn.trace import InputTrace, Source, Step
from ventanilla.common.feel.machine import Invocable, Remark, State, UserFunction
from ventanilla.common.feel.nodes import Node
from ventanilla.common.feel.types import FeelType, FunctionType, bare, coerced
from ventanilla.common.feel.values import FeelValue, from_python

FRAMES_OF_A_DECISION = 10


def requirements_of(units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    """What each unit needs of its own file to have a value. A service is a function: its decisions run when called."""
    return {
        id_: ()
        if isinstance(unit.element, model.DecisionService)
        else tuple(need.id for need in unit.needs if not need.prefix)
        for id_, unit in units.items()
    }


class Compiled(Protocol):
    """What a session reads of a model."""

    units: dict[str, Unit]
    requirements: dict[str, tuple[str, ...]]
    frames_of_a_decision: int


class Session:
    """`values` are by id; what is there is not evaluated again, so that a service can put its inputs there.

    Each import has a session of its own, by its name, with the inputs that are given for it: a model that is imported
    by two ways may have other inputs on each. `way` are the names of the imports that lead here.
    """

    def __init__(
        self, model_: "Compiled", given: Mapping[str, object], state: State, way: tuple[str, ...] = ()
    ) -> None:
        self.model = model_
        self.units = model_.units
        self.requirements = model_.requirements
        self.given = given
        self.state = state
        self.way = way
        self.imports: dict[str, Session] = {}
        self.values: dict[str, FeelValue] = {}
        self.sources: dict[str, Source] = {}
        self.refused: dict[str, Remark] = {}
        """By id: why an input that was given became null. Who reads it says so."""

    def decide(self, unit: Unit, order: Sequence[str]) -> FeelValue:
        """The value of a decision, after all that it requires, in `order`."""
        values, units, given = self.values, self.units, self.given
        self.state.spend(1 + len(order))
        for id_ in order:
            if id_ in values or id_ not in units:
                continue
            needed = units[id_]
            if needed.is_plain_input:
                values[id_] = from_python(given.get(needed.name))
            else:
                values[id_] = self._value(needed)
        return values.get(unit.id)

    def imported(self, prefix: str) -> "Session":
        """The session of an import of this file."""
        if prefix not in self.imports:
            self.imports[prefix] = Session(self.model, self.given, self.state, (*self.way, prefix))
        return self.imports[prefix]

    def _needed(self, need: Need) -> FeelValue:
        """What an expression reads: found already when it is of this file, else where it is imported."""
        if not need.prefix:
            return self.values.get(need.id)
        session = self.imported(need.prefix)
        if need.id not in session.values and need.id in self.units:
            session.decide(self.units[need.id], ordered([need.id], self.requirements))
        return session.values.get(need.id)

    def _value(self, unit: Unit) -> FeelValue:
        element = unit.element
        if isinstance(element, model.InputData):
            return self._input(unit)
        if isinstance(element, model.Decision):
            return self._decision(unit, element)
        if isinstance(element, model.KnowledgeModel):
            return self._knowledge(unit)
        return Service(unit, self)

    def _input(self, unit: Unit) -> FeelValue:
        """What was given for an input, as its type; what does not conform is null."""
        value = self._given(unit)
        result = coerced(value, unit.type, self.state.spend)
        if value is not None and result is None:
            self.refused[unit.id] = self.state.remark(1, "input_type", unit.name)
        return result

    def _given(self, unit: Unit) -> FeelValue:
        """By its name; an imported one also inside the contexts of its imports, or behind their names."""
        for start in range(len(self.way)):
            names = self.way[start:]
            found: object = self.given
            for name in (*names, unit.name):
                found = _entry(found, name)
            if found is not None:
                return from_python(found)
            if (dotted := ".".join((*names, unit.name))) in self.given:
                return from_python(self.given[dotted])
        return from_python(self.given.get(unit.name))

    def context(self, needs: Sequence[Need]) -> dict[str, FeelValue]:
        """The values that an expression reads, by the names that it uses."""
        values = self.values
        context: dict[str, FeelValue] = {need.name: values.get(need.id) for need in needs if not need.prefix}
        for need in needs:
            if need.prefix:
                context.setdefault(need.prefix, {})[need.name] = self._needed(need)
        return context

    def _decision(self, unit: Unit, element: model.Decision) -> FeelValue:
        if unit.expression is None:
            return None
        context = self.context(unit.needs)
        trace = self.state.trace
        if trace is None:
            return unit.expression.run(context, self.state)
        before = len(self.state.remarks)
        trace.enter(Step("decision", unit.name, self._told(unit), element.question, *_calculation(unit, element)))
        value = unit.expression.run(context, self.state)
        refused = (self.refused[need.id] for need in unit.needs if need.id in self.refused)
        trace.leave(value, tuple(dict.fromkeys((*refused, *self.state.remarks[before:]))))
        return value

    def _told(self, unit: Unit) -> tuple[InputTrace, ...]:
        """The values that a decision read, each with its source."""
        told: list[InputTrace] = []
        for need in unit.needs:
            required = self.units.get(need.id)
            if required and isinstance(required.element, (model.InputData, model.Decision)):
                name = f"{need.prefix}.{need.name}" if need.prefix else need.name
                told.append(InputTrace(name, self._needed(need), self.sources.get(name)))
        return tuple(told)

    def _knowledge(self, unit: Unit) -> FeelValue:
        if unit.expression is None:
            return None
        context = self.context(unit.needs)
        made = unit.expression.run(context, self.state)
        if not isinstance(made, UserFunction):
            return None
        for name, slot in unit.expression.roots:
            if name == unit.name and name not in context:
                made.frame[slot] = made
        return Knowledge(unit.name, made)

    def call(self, unit: Unit) -> FeelValue:
        """The value of a knowledge model whose arguments are given by their names."""
        function = self.values[unit.id]
        if not isinstance(function, Knowledge):
            return None
        return function.invoke(self.state, [from_python(self.given.get(name)) for name in function.parameters or ()])

    def serve(self, unit: Unit, arguments: Sequence[FeelValue] | None = None) -> FeelValue:
        """The value of a decision service: its inputs are given, or, where it is called as a function, `arguments`.

        A function sees its parameters and nothing else: an input that the service does not declare is null in it.
        """
        element = cast("model.DecisionService", unit.element)
        ids = [id_ for id_ in (*element.inputs, *element.input_decisions) if id_ in self.units]
        values = arguments if arguments is not None else [self._input(self.units[id_]) for id_ in ids]
        inner = self if arguments is None else Session(self.model, {}, self.state, self.way)
        inner.values.update(zip(ids, values, strict=True))
        order = ordered(element.outputs, self.requirements, frozenset(ids))
        for output in element.outputs:
            if output in self.units:
                inner.decide(self.units[output], order)
        results = {self.units[id_].name: inner.values.get(id_) for id_ in element.outputs if id_ in self.units}
        value = next(iter(results.values())) if len(results) == 1 else results
        result = coerced(value, result_type(unit.type), self.state.spend)
        if value is not None and result is None:
            self.state.remark(self.state.position, "type", unit.name)
        return result


def _calculation(unit: Unit, element: model.Decision) -> tuple[str, Node | None]:
    """What a decision calculates, when it is one text."""
    if isinstance(element.expression, model.LiteralExpression) and unit.texts:
        return element.expression.text, unit.texts[0].node
    return "", None


def _entry(value: object, name: str) -> object:
    return cast("Mapping[str, object]", value).get(name) if isinstance(value, Mapping) else None


def result_type(kind: FeelType) -> FeelType:
    """The type of the result of a function that a variable declares: a function type's result, or the type itself."""
    plain = bare(kind)
    return plain.result if isinstance(plain, FunctionType) else kind


class Knowledge(Invocable):
    """A knowledge model, called by its name."""

    __slots__ = ("function", "name", "parameter_types", "parameters", "result_type")

    def __init__(self, name: str, function: UserFunction) -> None:
        self.name = name
        self.function = function
        self.parameters = function.parameters
        self.parameter_types = function.parameter_types
        self.result_type = function.result_type

    def invoke(self, state: State, arguments: Sequence[FeelValue]) -> FeelValue:
        if state.trace is None:
            return self.function.invoke(state, arguments)
        pairs = zip(self.parameters or (), arguments, strict=False)
        state.trace.enter(Step("knowledge", self.name, tuple(InputTrace(name, value) for name, value in pairs)))
        value = self.function.invoke(state, arguments)
        state.trace.leave(value)
        return value


class Service(Invocable):
    """A decision service as a function: its inputs are first the input data, then the input decisions."""

    __slots__ = ("_session", "_unit", "name", "parameter_types", "parameters", "result_type")

    def __init__(self, unit: Unit, session: Session) -> None:
        element = cast("model.DecisionService", unit.element)
        taken = [session.units[id_] for id_ in (*element.inputs, *element.input_decisions) if id_ in session.units]
        self.name = unit.name
        self.parameters = tuple(item.name for item in taken)
        self.parameter_types = tuple(item.type for item in taken)
        self.result_type = result_type(unit.type)
        self._unit = unit
        self._session = session

    def invoke(self, state: State, arguments: Sequence[FeelValue]) -> FeelValue:
        kinds = self.parameter_types or ()
        if len(arguments) != len(kinds):
            state.remark(state.position, "arguments", self.name)
            return None
        taken = [coerced(value, kind, state.spend) for value, kind in zip(arguments, kinds, strict=True)]
        if any(value is None and given is not None for value, given in zip(taken, arguments, strict=True)):
            state.remark(state.position, "argument_type", self.name)
            return None
        if state.trace is not None:
            pairs = zip(self.parameters or (), arguments, strict=True)
            state.trace.enter(Step("service", self.name, tuple(InputTrace(name, value) for name, value in pairs)))
        value = state.inside(self._session.model.frames_of_a_decision, self._serve, taken)
        if state.trace is not None:
            state.trace.leave(value)
        return value

    def _serve(self, arguments: Sequence[FeelValue]) -> FeelValue:
        return self._session.serve(self._unit, arguments)
