"""A commune that offers the licence and a person who asks for one, on a Monday; somebody else; another commune."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from ventanilla.kernel.cases.testing import Play, make_play
from ventanilla.kernel.identity.testing import Commune, make_actor, make_person, make_second
from ventanilla.portal.tests.filing.browsing import MONDAY, Browser
from ventanilla.portal.tests.pages.people import browser_of


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        yield make_play(at=MONDAY)


@pytest.fixture
def stranger(play: Play) -> Browser:
    """Another person, who has nothing to do with the case."""
    return browser_of(make_actor(make_person("Luisa", "Catrileo Paz")), MONDAY)


@pytest.fixture
def second(play: Play) -> Commune:
    """Another institution of the same installation."""
    return make_second()
