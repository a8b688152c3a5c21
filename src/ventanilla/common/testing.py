"""The form in which each package tells the simulation (tests/simulation) what may happen to it.

A package has `tests/simulation.py` with two names. `STEPS`: functions that choose, by the given source of chance, one
thing that somebody could do now, and answer it as a `Deed`, or None when there is nothing of the kind. `problems`: what
does not hold in its tables, in sentences; `at_rest` says that nothing is waiting any more.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random  # noqa: TID251  seeded by the simulation
from typing import TypeVar

T = TypeVar("T")

# What is done in words, and the doing of it at an instant. It may be done again, later, as a page that is sent twice.
Deed = tuple[str, Callable[[datetime], object]]
Step = Callable[[Random, datetime], Deed | None]


def pick(random: Random, rows: Sequence[T]) -> tuple[int, T] | None:
    """One of `rows` with its place, from 1, by which the words name it: the same in each replay. None of none."""
    if not rows:
        return None
    place = random.randrange(len(rows))
    return place + 1, rows[place]
