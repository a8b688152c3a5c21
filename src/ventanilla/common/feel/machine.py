"""What one evaluation carries along: its budget, its clock, what it remarks, and the functions that it may call.

A frame is a flat list. Slot 0 is the `State`; every variable of an expression has a slot of its own, found when the
expression is compiled. A function keeps a copy of the frame in which it was made: that copy is its closure.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from ventanilla.common.feel.errors import TooLarge, TooManyCalls, TooManySteps, TooSlow
from ventanilla.common.feel.limits import (
    FRAMES_MAX,
    FRAMES_OF_A_STACK,
    LIST_MAX_ITEMS,
    SECONDS_MAX,
    STEPS_BETWEEN_LOOKS,
    STEPS_MAX,
    STEPS_OF_A_STACK,
    TEXT_MAX_CHARACTERS,
    VALUE_DEPTH_MAX,
)
from ventanilla.common.feel.stacks import on_new_stack
from ventanilla.common.feel.temporal import DateTime
from ventanilla.common.feel.types import FeelType, coerced
from ventanilla.common.feel.values import Callee, FeelValue

Frame: TypeAlias = list[FeelValue]
Run: TypeAlias = Callable[[Frame], FeelValue]
Matcher: TypeAlias = Callable[[FeelValue, Frame], bool | None]

REMARKS_MAX = 100


@dataclass(frozen=True, slots=True)
class Remark:
    """Why something became null. `what` is a stable code, `about` a name or a kind of value."""

    position: int
    what: str
    about: str = ""


class State:
    """Of one evaluation. `position` is the place of the call that runs now, for the limits it may reach.

    `trace` is what the DMN engine tells while it runs; None when nobody asked. What an evaluation begins with stands on
    the class, because most of them change none of it, and making a State is a tenth of a small one.
    """

    steps = STEPS_MAX
    next_look = STEPS_MAX - STEPS_BETWEEN_LOOKS
    ends = 0.0
    frames = 0
    stack_ends = FRAMES_OF_A_STACK
    position = 1
    trace: Any = None

    def __init__(self, at: DateTime | None = None) -> None:
        self.at = at
        self.remarks: list[Remark] = []

    def spend(self, steps: int) -> None:
        """Count work. Raises TooManySteps and TooSlow."""
        self.steps -= steps
        if self.steps < self.next_look:
            self._look()

    def _look(self) -> None:
        if self.steps < 0:
            raise TooManySteps(position=self.position)
        self.look()
        self.next_look = self.steps - STEPS_BETWEEN_LOOKS

    def look(self) -> None:
        """Look at the clock, before work whose time the steps do not tell. Raises TooSlow."""
        now = time.monotonic()
        self.ends = self.ends or now + SECONDS_MAX  # counted from the first look, a millisecond after the start
        if now > self.ends:
            raise TooSlow(position=self.position)

    def inside(self, frames: int, run: "Callable[[Any], FeelValue]", given: Any) -> FeelValue:
        """`run(given)`, a call inside a call that takes so many frames of the interpreter. Raises TooManyCalls.

        Where they do not fit the stack of this thread, it goes on in another one, so that the depth of a recursion is
        bounded by `FRAMES_MAX` and not by who calls.
        """
        self.frames += frames
        if self.frames <= self.stack_ends:
            value = run(given)
        else:
            if self.frames > FRAMES_MAX:
                raise TooManyCalls(position=self.position)
            self.spend(STEPS_OF_A_STACK)
            before, self.stack_ends = self.stack_ends, self.frames + FRAMES_OF_A_STACK
            value = on_new_stack(run, given)
            self.stack_ends = before
        self.frames -= frames
        return value

    def need_text(self, characters: int) -> None:
        """Before making a text of so many characters. Raises TooLarge."""
        if characters > TEXT_MAX_CHARACTERS:
            raise TooLarge(position=self.position)
        self.spend(1 + characters // 64)

    def need_list(self, items: int) -> None:
        """Before making a list of so many items. Raises TooLarge."""
        if items > LIST_MAX_ITEMS:
            raise TooLarge(position=self.position)
        self.spend(1 + items)

    def made(self, value: FeelValue) -> FeelValue:
        """Count the size of what a function made, and give it back."""
        kind = value.__class__
        if kind is str:
            self.need_text(len(value))
        elif kind is list:
            self.need_list(len(value))
        return value

    def check_result(self, value: FeelValue) -> None:
        """Before a value leaves the evaluation. Raises TooLarge when it is too deep to be written."""
        kind = value.__class__
        for item in value.values() if kind is dict else value if kind is list else ():
            kind = item.__class__
            if kind is list or kind is dict:
                break
        else:
            return  # no part has parts: most results, and each evaluation ends here
        level: list[FeelValue] = [value]
        for _ in range(VALUE_DEPTH_MAX):
            if not level:
                return
            self.spend(sum(len(outer) for outer in level))
            level = [item for outer in level for item in parts_of(outer) if type(item) is list or type(item) is dict]
        raise TooLarge(position=self.position)

    def remark(self, position: int, what: str, about: str = "") -> Remark:
        """Say why a value became null. Only the first ones are kept."""
        remark = Remark(position, what, about)
        if len(self.remarks) < REMARKS_MAX:
            self.remarks.append(remark)
        return remark


def parts_of(value: FeelValue) -> Iterable[FeelValue]:
    """The values directly inside a list or a context."""
    if isinstance(value, list):
        return cast("list[FeelValue]", value)
    return cast("dict[str, FeelValue]", value).values() if isinstance(value, dict) else ()


class Invocable(Callee):
    """A function that an evaluation can call."""

    __slots__ = ()

    def invoke(self, state: State, arguments: Sequence[FeelValue]) -> FeelValue:
        """Its value, or null when the arguments are wrong."""
        raise NotImplementedError

    def ordered(self, arguments: Sequence[FeelValue], names: Sequence[str]) -> list[FeelValue] | None:
        """Named arguments in the order of the parameters; None when a name is not there."""
        if self.parameters is None or sorted(self.parameters) != sorted(names):
            return None
        given = dict(zip(names, arguments, strict=True))
        return [given[name] for name in self.parameters]


class UserFunction(Invocable):
    """A function that an expression or a model defines. `frames` is what a call of it may take."""

    __slots__ = ("body", "frame", "frames", "kinds", "name", "parameter_types", "parameters", "result_type", "slots")

    def __init__(
        self,
        parameters: tuple[str, ...],
        parameter_types: tuple[FeelType, ...],
        result_type: FeelType | None,
        body: Run,
        slots: tuple[int, ...],
        frames: int,
        frame: Frame,
    ) -> None:
        self.name = "function"
        self.parameters = parameters
        self.parameter_types = self.kinds = parameter_types
        self.result_type = result_type
        self.body = body
        self.slots = slots
        self.frames = frames
        self.frame = frame

    def invoke(self, state: State, arguments: Sequence[FeelValue]) -> FeelValue:
        if len(arguments) != len(self.slots):
            state.remark(state.position, "arguments", self.name)
            return None
        frame = self.frame.copy()
        frame[0] = state
        for slot, kind, value in zip(self.slots, self.kinds, arguments, strict=True):
            taken = coerced(value, kind, state.spend)
            if taken is None and value is not None:
                state.remark(state.position, "argument_type", kind.name)
                return None
            frame[slot] = taken
        state.spend(1)
        return state.inside(self.frames, self.body, frame)
