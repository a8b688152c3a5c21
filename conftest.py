"""What every test may ask for. The home and the database of the run are in `ventanilla.project.testing`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings as hypothesis

from ventanilla.project.settings import environment
from ventanilla.project.testing import start_database

BESIDE = Path(__file__).parent.parent / "shared" / "conformance"
if BESIDE.is_dir():
    os.environ.setdefault(environment.CONFORMANCE.name, str(BESIDE))


# No test is timed: a busy machine would fail it.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")


@pytest.fixture(autouse=True)
def language_of_the_installation() -> Iterator[None]:
    """A page that a test opened in another language leaves that language active: the next test begins without it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def log_without_a_past() -> None:
    """The log that an earlier test published went with its transaction: the home must not remember it."""
    from ventanilla.kernel.ledger.testing import forget_published

    forget_published()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Called by pytest-django before it makes the test database."""
    start_database()


@pytest.fixture(scope="session")
def conformance() -> Path:
    """The folder of public conformance data. Without it the test is skipped, and fails when CI=true."""
    folder = environment.CONFORMANCE.read()
    if folder and Path(folder).is_dir():
        return Path(folder)
    reason = f"There is no conformance data: set {environment.CONFORMANCE.name} to its folder (now {folder!r})."
    if environment.CI.read():
        pytest.fail(reason)
    pytest.skip(reason)
