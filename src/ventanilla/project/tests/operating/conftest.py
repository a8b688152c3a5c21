"""Installations for backups and restores: one with a day of work, and fresh ones to restore into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from ventanilla.kernel.identity.testing import Commune
from ventanilla.project.home import prepare, secret_file
from ventanilla.project.tests.operating.installations import (
    Installation,
    administer,
    copied_database,
    empty_database,
    live,
)

Fresh = Callable[[str], Installation]


@pytest.fixture
def fresh(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Fresh]:
    """Make an installation with an empty database and a home without anything."""
    made: list[str] = []
    own = connection.settings_dict["NAME"]

    def make(name: str, create: Callable[[str, str], None] = empty_database) -> Installation:
        made.append(f"operating_{name}_of_{own}")
        create(made[-1], own)
        home = tmp_path / name / "home"
        prepare(home)
        secret_file(home, "secret.key", lambda: f"secret of {name}")  # as the settings do
        return Installation(made[-1], home, settings)

    yield make
    connection.close()
    for each in made:
        administer(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


@pytest.fixture
def source(fresh: Fresh) -> Installation:
    """An installation with the tables of this version, and nothing in them."""
    return fresh("source", copied_database)


@pytest.fixture
def commune(source: Installation) -> Iterator[Commune]:
    """A day of work in the source, which stays open."""
    with source.opened():
        yield live()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "backups"


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """Where keys are exported to."""
    return tmp_path / "exported"
