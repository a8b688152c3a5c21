"""A commune, somebody who pays, and the simulator allowed in a home of its own."""

from datetime import UTC, datetime

import pytest

from ventanilla.kernel.identity.testing import make_commune, make_person
from ventanilla.kernel.payments.testing import make_charge

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)


@pytest.fixture
def simulators(settings, tmp_path):
    settings.VENTANILLA_HOME = tmp_path
    settings.SIMULATORS = True
    settings.SIMULATORS_URL = "http://127.0.0.1:8001"
    settings.PUBLIC_URL = "http://localhost:8000"
    settings.PAYMENT_PROVIDER = "simulator"
    return settings


@pytest.fixture
def commune(db):
    return make_commune()


@pytest.fixture
def charge(commune, simulators):
    return make_charge(institution_id=commune.institution.id, person_id=make_person().id, at=AT)
