import pytest

from ventanilla.kernel.outbox import testing


@pytest.fixture(autouse=True)
def empty_queue(request):
    marker = request.node.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if real:
        request.getfixturevalue("transactional_db")
    yield
    if real:
        testing.forget_all_jobs()
