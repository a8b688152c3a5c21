"""A cluster per test, ended afterwards whatever the test did to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ventanilla.project.database.api import Place, stop


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "home")
    yield place
    stop(place)
