"""Eight persons and officials at work, and each process of the installation killed again and again."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random  # noqa: TID251  seeded

import pytest

from tests.endurance.acknowledged import Acknowledged
from tests.endurance.clients import Client
from tests.endurance.installation import Installation, installation
from tests.endurance.killer import Killer
from tests.endurance.officials import Official
from tests.endurance.persons import Person
from ventanilla.project.demo import people, world
from ventanilla.project.settings import environment

SEED = environment.SIMULATION_SEED.read() or secrets.token_hex(4)
# Who files where. The officials are all those of both municipalities who work on cases.
PERSONS = ((1, "SAUCE"), (3, "SAUCE"), (4, "ROBLE"))
ANSWERS_AFTER_A_RESTORE = 40
ACTIONS = {"REVISION", "JEFATURA"}


@pytest.fixture
def served(home: Path) -> Iterator[Installation]:
    with installation(home) as made:
        yield made


def clients_of(served: Installation, seen: Acknowledged, random: Random) -> list[Client]:
    """Three persons and five officials, signed in."""
    clients: list[Client] = []
    for number, institution in PERSONS:
        someone = people.person(number)
        person = Person(someone.name, served.url, seen, Random(random.random()))
        person.sign_in(someone, institution)
        clients.append(person)
    for institution in world.institutions():
        for post in institution.posts:
            if ACTIONS & set(post.roles):
                official = Official(post.title, served.url, seen, Random(random.random()))
                official.sign_in(post)
                clients.append(official)
    return clients


def live_through(served: Installation, cycles: int) -> None:
    """Work, killing, rest, inspection, so many times; at last the machine is lost, and all goes on from a backup.

    Once in three cycles everything is killed at once.
    """
    random, seen = Random(SEED), Acknowledged()
    clients = clients_of(served, seen, random)
    killer = Killer(served, seen, random)
    for number in range(1, cycles + 1):
        with at_work(clients):
            killer.cycle(everything=number % 3 == 0)
        problems = [*seen.surprises, *served.inspect(seen.facts())]
        assert problems == [], f"SIMULATION_SEED={SEED}, cycle {number}: {killer.told}"
    did = {
        "filings": seen.filings,
        "reports": seen.reports,
        "decisions": seen.decisions,
        "checkpoints": seen.checkpoints,
    }
    assert all(did.values()), f"nobody did: {[what for what, found in did.items() if not found]}"
    served.lose_the_machine(served.home.with_name("restored"), last_checkpoint=seen.last_checkpoint())
    with at_work(clients):
        seen.wait_for_answers(ANSWERS_AFTER_A_RESTORE)
    problems = [*seen.surprises, *served.inspect(seen.facts())]
    assert problems == [], f"SIMULATION_SEED={SEED}, restored: {killer.told}"


@contextmanager
def at_work(clients: list[Client]) -> Iterator[None]:
    """All of them work inside the block, and have come to rest after it."""
    for client in clients:
        client.begin()
    yield
    for client in clients:
        client.let_rest()
    for client in clients:
        client.wait_for_rest()


def test_nothing_that_was_acknowledged_is_lost(served: Installation) -> None:
    live_through(served, 3)


@pytest.mark.long
def test_nothing_that_was_acknowledged_is_lost_in_twenty_cycles(served: Installation) -> None:
    live_through(served, 20)
