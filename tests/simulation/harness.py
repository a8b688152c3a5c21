"""One simulation: a seed chooses who does what, when, and where it is cut short.

All that happens is sequential and drawn from one seed, so that the same seed tells the same story. A crash is a
BaseException raised at a statement, which nobody catches, after which the connection is closed as that of a process
that was killed: what was not committed is gone, and who asked does not know what became of it.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251  seeded
from typing import Any, Protocol

from django.db import connection

from ventanilla.common import clock
from ventanilla.common.errors import Refusal
from ventanilla.common.testing import Deed, Step
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox.testing import live_at

# Of a hundred steps, so many do again what was done before, are cut short, or are asked again at once.
AGAIN, CRASHES, LOST_ANSWERS = 12, 15, 8
# Most things that are done take some statements, a few take many.
DEEPEST_CRASH_STATEMENTS = (6, 20, 60)
REMEMBERED_DEEDS = 60
CHECKED_EVERY_STEPS = 50
# Numbers of the law that the simulated service needs are published until here.
LAST_DAY = datetime.fromisoformat("2026-12-15T12:00+00:00")
ROUNDS_TO_REST = 12


class Problems(Protocol):
    def __call__(self, *, at_rest: bool) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Package:
    """What one package contributes."""

    name: str
    steps: Sequence[Step]
    problems: Problems


class Crash(BaseException):
    """The process dies here."""


class Broken(AssertionError):
    """Something does not hold. It says what, with which seed, and all that was done before."""


class Simulation:
    """`run` plays; `told` is the story so far."""

    def __init__(self, seed: str, packages: Sequence[Package], at: datetime) -> None:
        self.seed = seed
        self.at = at
        self.told: list[str] = []
        self._packages = packages
        self._steps = [(package.name, step) for package in packages for step in package.steps]
        self._random = Random(seed)
        self._past: deque[Deed] = deque(maxlen=REMEMBERED_DEEDS)

    def run(self, steps: int) -> None:
        """Play so many steps, and let everything come to rest. Raises Broken."""
        for number in range(1, steps + 1):
            self._step()
            if number % CHECKED_EVERY_STEPS == 0:
                self._check(at_rest=False)
        self._rest()
        self._check(at_rest=True)

    def _step(self) -> None:
        self._pass_time()
        deed = self._choose()
        if deed is None:
            return
        deepest = self._random.choice(DEEPEST_CRASH_STATEMENTS)
        self._do(deed, self._random.randint(1, deepest) if self._happens(CRASHES) else 0)
        if self._happens(LOST_ANSWERS):
            self._do((f"{deed[0]}, asked again", deed[1]), 0)

    def _happens(self, of_a_hundred: int) -> bool:
        return self._random.randrange(100) < of_a_hundred

    def _pass_time(self) -> None:
        """Minutes, mostly; hours; some days; and now and then the clock is put back by an hour."""
        chance = self._random.randrange(100)
        if chance < 2:
            passed = timedelta(hours=-1)
        elif chance < 4:
            passed = timedelta(days=self._random.uniform(0, 6))
        else:
            passed = timedelta(minutes=self._random.uniform(0, 300 if chance < 20 else 15))
        if self.at + passed < LAST_DAY:
            self.at += passed

    def _choose(self) -> Deed | None:
        """A step of a package; or what was done before, as a page that is sent again or a notice that comes late."""
        if self._past and self._happens(AGAIN):
            words, do = self._random.choice(list(self._past))
            return f"again: {words}", do
        name, step = self._random.choice(self._steps)
        with clock.fixed(self.at):
            chosen = step(self._random, self.at)
        if chosen is None:
            return None
        self._past.append((f"{name}: {chosen[0]}", chosen[1]))
        return self._past[-1]

    def _do(self, deed: Deed, crash_at: int) -> None:
        words, do = deed
        told = f"{self.at:%d-%m %H:%M} {words}"
        try:
            with clock.fixed(self.at), _crashing(crash_at):
                do(self.at)
        except Crash:
            connection.close()
            told = f"{told} † at statement {crash_at}"
        except Refusal as refusal:
            told = f"{told} (refused: {refusal.code})"
        except Exception as error:
            self.told.append(told)
            raise self._broken([f"{type(error).__name__}: {error}"]) from error
        self.told.append(told)

    def _rest(self) -> None:
        """What waits is done, minute by minute, until what waited longest had its time."""
        for _ in range(ROUNDS_TO_REST):
            self.at += timedelta(minutes=1)
            self._do(("relay and workers", live_at), 0)
            self._do(("the sequencer", _sequence_all), 0)

    def _check(self, *, at_rest: bool) -> None:
        with clock.fixed(self.at):
            found = [f"{each.name}: {problem}" for each in self._packages for problem in each.problems(at_rest=at_rest)]
        if found:
            raise self._broken(found)

    def _broken(self, problems: list[str]) -> Broken:
        story = "\n".join(f"{number:4}  {told}" for number, told in enumerate(self.told, 1))
        said = "\n".join(problems)
        return Broken(f"{said}\n\nPlay it again: SIMULATION_SEED={self.seed} pytest tests/simulation\n\n{story}")


def _sequence_all(at: datetime) -> None:
    while ledger.sequence_pending(at=at):
        pass


@contextmanager
def _crashing(at_statement: int) -> Iterator[None]:
    """Inside the block, the statement of that number is the last thing that is not done; 0: none."""
    if not at_statement:
        yield
        return
    count = 0

    def wrapper(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        nonlocal count
        count += 1
        if count == at_statement:
            raise Crash
        return execute(sql, *args)

    with connection.execute_wrapper(wrapper):
        yield
