import pytest

from ventanilla.kernel.identity import testing


@pytest.fixture
def sauce(db):
    return testing.make_commune()


@pytest.fixture
def roble(db):
    return testing.make_second()
