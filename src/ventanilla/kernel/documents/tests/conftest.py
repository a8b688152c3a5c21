"""Each test has a home of its own, so that keys and blobs of one are not those of another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from ventanilla.kernel.identity.testing import Commune, make_commune, make_second


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.VENTANILLA_HOME = tmp_path
    settings.PUBLIC_URL = "https://ventanilla.example"
    return tmp_path


@pytest.fixture
def entries(db: None) -> Callable[[str], list[bytes]]:
    """The bodies of the ledger's entries of one kind."""

    def of_kind(kind: str) -> list[bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM ledger_entry WHERE kind = %s ORDER BY id", [kind])
            return [bytes(body) for (body,) in cursor.fetchall()]

    return of_kind


@pytest.fixture
def commune(db: None) -> Commune:
    return make_commune()


@pytest.fixture
def second(db: None) -> Commune:
    return make_second()
