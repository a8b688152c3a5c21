"""A town lives through what its seeds draw; and a mistake that is put in on purpose is found, twice."""

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random  # noqa: TID251  seeded
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import override_settings

from tests.simulation.harness import Broken, Package, Simulation
from tests.simulation.town import BEGINS_AT, PACKAGES, empty, found_town
from ventanilla.common.actor import ActorRef
from ventanilla.common.testing import Deed
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox.testing import registered_job, subscribed
from ventanilla.kernel.outbox.types import Event
from ventanilla.project.settings import environment

SEED = environment.SIMULATION_SEED.read()
BACKGROUND = tuple(package for package in PACKAGES if package.name in {"outbox", "ledger"})
ACTOR = ActorRef.by_rule("tests.simulation")


@pytest.fixture
def database(transactional_db: None) -> Iterator[None]:
    """Empty before and after, and with the simulated payments on."""
    with override_settings(SIMULATORS=True):
        empty()
        yield
        empty()


def play(seed: str, steps: int, packages: tuple[Package, ...] = PACKAGES) -> Simulation:
    """Found the town and let it live."""
    found_town()
    simulation = Simulation(seed, packages, BEGINS_AT)
    simulation.run(steps)
    return simulation


@pytest.mark.skipif(bool(SEED), reason="SIMULATION_SEED names another town.")
def test_a_town_lives_through_crashes(database: None) -> None:
    play("El Sauce", 250)


@pytest.mark.long
@pytest.mark.parametrize("number", range(20))
def test_twenty_towns_live_through_crashes(database: None, number: int) -> None:
    play(secrets.token_hex(4), 1000)


@pytest.mark.skipif(not SEED, reason="It plays the town that SIMULATION_SEED names.")
def test_the_town_of_the_seed_lives_through_crashes(database: None) -> None:
    play(SEED, 1000)


def test_a_seed_tells_the_same_story_each_time(database: None) -> None:
    first, second = (play("El Roble", 60) for _ in range(2))
    assert first.told == second.told
    assert play("El Boldo", 60).told != first.told


@dataclass(frozen=True, slots=True)
class Rang(Event):
    name: ClassVar[str] = "simulation_test.rang"


@outbox.operation(keyed=True)
def ring(*, subject: UUID, actor: ActorRef, at: datetime, key: str) -> UUID:
    outbox.publish(Rang(subject))
    outbox.defer("simulation_test.ring", subject=subject)
    return subject


class Bell:
    """A package whose handlers count what they hear where no rollback reaches, as in a file or at another's service.

    Each bell should be heard once, by a subscriber and by a job. Those who are `careful` look whether they heard it.
    """

    def __init__(self, by: str, *, careful: bool) -> None:
        self.package = Package("bell", (self.ring,) * 3, self.problems)
        self._by = by
        self._careful = careful
        self._heard: Counter[tuple[str, UUID]] = Counter()

    def ring(self, _random: Random, _at: datetime) -> Deed:
        subject = uuid4()
        return "a bell rings", lambda at: ring(subject=subject, actor=ACTOR, at=at, key=str(subject))

    def subscriber(self, event: Rang, _at: datetime) -> None:
        self._hear("subscriber", event.subject)

    def job(self, subject: UUID) -> None:
        self._hear("job", subject)

    def _hear(self, by: str, subject: UUID) -> None:
        self._heard[by, subject] = 1 if self._careful else self._heard[by, subject] + 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'what it writes besides, where it may die'")

    def problems(self, *, at_rest: bool) -> Iterator[str]:
        found = [many for (by, _), many in self._heard.items() if by == self._by and many > 1]
        yield from (f"a bell was heard {many} times" for many in found)


def play_with(bell: Bell, seed: str) -> str:
    """What is told of the mistake; "" when it is not found."""
    try:
        with (
            subscribed(Rang, bell.subscriber, name="simulation_test.hear"),  # type: ignore[arg-type]
            registered_job("simulation_test.ring", bell.job),
        ):
            play(seed, 150, (*BACKGROUND, bell.package))
    except Broken as found:
        return str(found)
    return ""


@pytest.mark.parametrize("by", ["subscriber", "job"])
def test_a_handler_without_idempotency_is_found_and_its_seed_finds_it_again(database: None, by: str) -> None:
    towns = ((seed, play_with(Bell(by, careful=False), seed)) for seed in map(str, range(30)))
    seed, told = next((seed, told) for seed, told in towns if told)
    assert told.startswith("bell: a bell was heard 2 times\n")
    assert f"SIMULATION_SEED={seed} " in told
    assert play_with(Bell(by, careful=False), seed) == told
    assert play_with(Bell(by, careful=True), seed) == ""
