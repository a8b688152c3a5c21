"""A town lives through its seeds."""

import os
import secrets
from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.simulation.harness import Simulation
from tests.simulation.town import BEGINS_AT, PACKAGES, empty, found_town

SEED = os.environ.get("SIMULATION_SEED", "")


@pytest.fixture
def town(transactional_db: None) -> Iterator[None]:
    with override_settings(SIMULATORS=True):
        found_town()
        yield
        empty()


def play(seed: str, steps: int) -> Simulation:
    simulation = Simulation(seed, PACKAGES, BEGINS_AT)
    simulation.run(steps)
    return simulation


def test_a_town_lives_through_crashes(town: None) -> None:
    simulation = play(SEED or secrets.token_hex(4), int(os.environ.get("N", "300")))
    print(*simulation.told, sep="\n")
    from ventanilla.kernel.cases.models import Case
    from collections import Counter

    print(Counter(Case.objects.values_list("state", "outcome")))
