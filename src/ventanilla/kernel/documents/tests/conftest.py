"""Each test has a home of its own, so that keys and blobs of one are not those of another."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from ventanilla.kernel.identity.testing import Commune, make_commune, make_second


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.VENTANILLA_HOME = tmp_path
    settings.PUBLIC_URL = "https://ventanilla.example"
    return tmp_path


@pytest.fixture
def commune(db: None) -> Commune:
    return make_commune()


@pytest.fixture
def second(db: None) -> Commune:
    return make_second()
