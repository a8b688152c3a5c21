"""Evaluating a model: a decision or a decision service, with the inputs that are given.

model = load(content)  →  model.decide("Fee", {"capital": 5})  →  Outcome(value, remarks, trace)
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, cast

from ventanilla.common.dmn import model
from ventanilla.common.dmn.bundle import Bundle, bundled
from ventanilla.common.dmn.compiled import Compiler, Unit, ordered
from ventanilla.common.dmn.errors import InvalidModel, UnknownDecision
from ventanilla.common.dmn.problems import Problem
from ventanilla.common.dmn.reader import read
from ventanilla.common.dmn.session import FRAMES_OF_A_DECISION, Session, requirements_of
from ventanilla.common.dmn.trace import Source, Step, Trace
from ventanilla.common.feel.machine import Remark, State
from ventanilla.common.feel.temporal import from_datetime
from ventanilla.common.feel.types import ANY, FeelType
from ventanilla.common.feel.values import FeelValue, from_python


class Outcome(NamedTuple):
    """`remarks` say what became null and why; `steps` are there when the trace was wanted."""

    value: FeelValue
    remarks: tuple[Remark, ...] = ()
    steps: tuple[Step, ...] = ()


class Model:
    """A compiled model. Immutable; one may serve many threads."""

    def __init__(self, bundle: Bundle) -> None:
        compiler = Compiler(bundle)
        self.bundle = bundle
        self.units: dict[str, Unit] = compiler.units()
        self.unknown_types = tuple(name for types in bundle.types.values() for name in types.unknown)
        self.circular_types = tuple(name for types in bundle.types.values() for name in types.circular)
        self._of_types = tuple(problem for types in bundle.types.values() for problem in types.problems)
        self.requirements = requirements_of(self.units)
        self.frames_of_a_decision = FRAMES_OF_A_DECISION + max((unit.frames for unit in self.units.values()), default=0)
        self._direct = _direct(self.units)
        self._by_name = _by_name(bundle, self.units)
        self._orders: dict[str, list[str]] = {}

    @property
    def name(self) -> str:
        return self.bundle.main.name

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The texts that could not be read, of its types and of each element."""
        return (*self._of_types, *(problem for unit in self.units.values() for problem in unit.problems))

    def problems_of(self, name: str) -> tuple[Problem, ...]:
        """Those of what is asked for by a name, its own and its requirements', and of the types."""
        each = (problem for unit in self._behind(self._found(name)) for problem in unit.problems)
        return (*self._of_types, *each)

    def own_problems_of(self, name: str) -> tuple[Problem, ...]:
        return self._found(name).problems

    @property
    def labels(self) -> dict[str, str]:
        """What people call each element of the main file, by its name in expressions."""
        file = self.bundle.main
        elements = (*file.inputs, *file.decisions, *file.knowledge, *file.services)
        return {each.variable.name: each.label or each.name for each in elements if each.label or each.name}

    def decisions(self) -> tuple[str, ...]:
        """The names of the decisions of the main file."""
        return tuple(decision.variable.name for decision in self.bundle.main.decisions)

    def services(self) -> tuple[str, ...]:
        return tuple(service.variable.name for service in self.bundle.main.services)

    def inputs_of(self, name: str) -> tuple[str, ...]:
        """The names of the inputs that a decision needs, its own and those of what it requires."""
        return tuple(self.input_types(name))

    def input_types(self, name: str) -> dict[str, FeelType]:
        """The declared types of those inputs, by name."""
        unit = self._found(name)
        element = unit.element
        if isinstance(element, model.KnowledgeModel):
            types = self.bundle.types[self.bundle.elements[unit.id].file.namespace]
            parameters = element.function.parameters if element.function else ()
            return {each.name: types.table.get(each.type_ref or "", ANY) for each in parameters}
        own = [*element.inputs, *element.input_decisions] if isinstance(element, model.DecisionService) else []
        declared = [self.units[id_] for id_ in own if id_ in self.units]
        inputs = [each for each in self._behind(unit, frozenset(own)) if isinstance(each.element, model.InputData)]
        return {each.name: each.type for each in (*declared, *inputs)}

    def _behind(self, unit: Unit, stop: frozenset[str] = frozenset()) -> list[Unit]:
        """A unit and all that it requires, functions too, but for what `stop` gives."""
        service = unit.element if isinstance(unit.element, model.DecisionService) else None
        needs = {id_: tuple(need.id for need in each.needs) for id_, each in self.units.items()}
        order = ordered([*(service.outputs if service else ()), unit.id], needs, stop)
        return [self.units[id_] for id_ in order if id_ in self.units]

    def required_by(self, name: str) -> tuple[str, ...]:
        """The names of the decisions that a decision requires, and of those that they require, in order."""
        unit = self._found(name)
        before = (self.units[id_] for id_ in self._order(unit) if id_ in self.units and id_ != unit.id)
        return tuple(each.name for each in before if isinstance(each.element, model.Decision))

    def decide(
        self,
        name: str,
        inputs: Mapping[str, object],
        *,
        at: datetime | None = None,
        sources: Mapping[str, Source] | None = None,
        trace: bool = False,
    ) -> Outcome:
        """The value of a decision, a decision service or a knowledge model, by its name.

        `at` is what `now()` answers; `sources` say where inputs come from, for the explanation. Raises UnknownDecision,
        LimitReached when it takes too much, and TypeError when an input is no value of the language.
        """
        unit = self._by_name.get(name) or self._found(name)
        if unit.id in self._direct and not trace:
            return self._decide_directly(unit, inputs, at)
        session = self._session(inputs, at, unit, trace=trace)
        session.sources = dict(sources or {})
        if isinstance(unit.element, model.DecisionService):
            value = session.serve(unit)
        else:
            value = session.decide(unit, self._order(unit))
            if isinstance(unit.element, model.KnowledgeModel):
                value = session.call(unit)
        return self._outcome(session, value)

    def _decide_directly(self, unit: Unit, inputs: Mapping[str, object], at: datetime | None) -> Outcome:
        """A decision that needs nothing but inputs of any type: most are so, and nothing need be remembered."""
        assert unit.expression is not None
        state = State(from_datetime(at) if at else None)
        values: dict[str, FeelValue] = {}
        for name in self._direct[unit.id]:
            given = inputs.get(name)
            values[name] = given if type(given) is str or type(given) is bool else from_python(given)
        value = unit.expression.run(values, state)
        state.check_result(value)
        return Outcome(value, tuple(state.remarks)) if state.remarks else Outcome(value)

    def decide_all(
        self, names: Sequence[str], service: str, inputs: Mapping[str, object], *, at: datetime | None = None
    ) -> dict[str, FeelValue]:
        """The values of some outputs of one call of a decision service. Raises as `decide`."""
        unit = self._found(service)
        session = self._session(inputs, at, unit, trace=False)
        value = session.serve(unit)
        if len(cast("model.DecisionService", unit.element).outputs) == 1:
            return dict.fromkeys(names, value)
        results: dict[str, FeelValue] = value or {}
        return {name: results.get(name) for name in names}

    def _session(self, inputs: Mapping[str, object], at: datetime | None, unit: Unit, *, trace: bool) -> Session:
        state = State(from_datetime(at) if at else None)
        state.trace = Trace() if trace else None
        file = self.bundle.elements[unit.id].file
        return Session(self, inputs, state, tuple(name for name in self.bundle.ways[file.namespace][0] if name))

    def _outcome(self, session: Session, value: FeelValue) -> Outcome:
        session.state.check_result(value)
        steps = tuple(session.state.trace.steps) if session.state.trace else ()
        return Outcome(value, tuple(session.state.remarks), steps)

    def _found(self, name: str) -> Unit:
        unit = self._by_name.get(name)
        if unit is None:
            raise UnknownDecision(name=name[:100])
        return unit

    def _order(self, unit: Unit) -> list[str]:
        if unit.id not in self._orders:
            service = unit.element if isinstance(unit.element, model.DecisionService) else None
            self._orders[unit.id] = ordered(service.outputs if service else [unit.id], self.requirements)
        return self._orders[unit.id]


def _direct(units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    """The names of the inputs of each decision that needs nothing else, by id."""
    return {
        id_: tuple(need.name for need in unit.needs)
        for id_, unit in units.items()
        if isinstance(unit.element, model.Decision)
        and unit.expression is not None
        and all(need.id in units and units[need.id].is_plain_input for need in unit.needs)
    }


def _by_name(bundle: Bundle, units: Mapping[str, Unit]) -> dict[str, Unit]:
    """What can be asked for: by the name that expressions use, its own name, its label or its id.

    An imported one is asked by its name.
    """
    found: dict[str, Unit] = {}
    file = bundle.main
    for element in (*file.decisions, *file.services, *file.knowledge):
        found.setdefault(element.variable.name, units[element.id])
    for element in (*file.decisions, *file.services, *file.knowledge):
        found.setdefault(element.id.partition("#")[2], units[element.id])
    for element in (*file.decisions, *file.services, *file.knowledge):
        found.setdefault(element.name, units[element.id])
        found.setdefault(element.label, units[element.id])
    for unit in units.values():
        if isinstance(unit.element, (model.Decision, model.DecisionService)):
            found.setdefault(unit.name, unit)
    return found


def load(content: bytes, imports: Sequence[bytes] = ()) -> Model:
    """The model of a file, compiled, with those of `imports` that it imports. Raises InvalidModel (see `errors`).

    A file of `imports` that cannot be read is as if it were not there.
    """
    others: list[model.Definitions] = []
    for other in imports:
        with suppress(InvalidModel):
            others.append(read(other))
    return Model(bundled(read(content), others))
