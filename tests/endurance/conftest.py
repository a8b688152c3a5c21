"""One served installation for each module of tests that does not ask for one of its own."""

from collections.abc import Iterator

import pytest

from tests.endurance.installation import Installation, installation


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("endurance") / "home") as made:
        yield made
