"""A procedure to walk through, and the language of the thread as it was."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils.translation import override

from tests.languages.walks import MONDAY
from ventanilla.kernel.cases.testing import Play, make_play


@pytest.fixture(autouse=True)
def spanish_again() -> Iterator[None]:
    """A request leaves its language behind in the thread, where other tests run after these."""
    with override("es"):
        yield


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        yield make_play(at=MONDAY)
