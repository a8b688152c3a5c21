"""One town and one browser for all journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from tests.journeys.browser import find_chromium, launched
from tests.journeys.town import Town, running_town


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the run, committed to by every journey and emptied by the town.

    In place of the fixture of pytest-django, which would undo each test and in the thread where Playwright works.
    """
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="package")
def town(db: None) -> Iterator[Town]:
    """The two communes, served. Nothing is made when there is no browser to look at them."""
    find_chromium()
    with running_town() as served:
        yield served


@pytest.fixture(scope="package")
def browser(town: Town) -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium
