"""Each test begins with an empty queue, and may subscribe for itself."""

from contextlib import ExitStack

import pytest

from ventanilla.kernel.outbox import testing
from ventanilla.kernel.outbox.periodic import PERIODIC
from ventanilla.kernel.outbox.tests.world import NoteTaken


@pytest.fixture(autouse=True)
def empty_queue(request):
    marker = request.node.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if real:
        request.getfixturevalue("transactional_db")
    elif marker:
        request.getfixturevalue("db")
    if real or marker:
        testing.forget_all_jobs()  # of other packages, whose tests committed theirs
    yield
    if real:
        testing.forget_all_jobs()


@pytest.fixture(autouse=True)
def nothing_repeats(monkeypatch):
    """A worker of a test runs the jobs of that test, and not what other packages repeat."""
    for name in list(PERIODIC):
        monkeypatch.delitem(PERIODIC, name)


@pytest.fixture
def subscribe():
    """Register a subscriber of NoteTaken, by name and handler, for this test."""
    with ExitStack() as stack:
        yield lambda name, handler: stack.enter_context(testing.subscribed(NoteTaken, handler, name=name))
