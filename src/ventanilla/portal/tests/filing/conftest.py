"""A commune that offers the licence, a person, and her browser."""

import pytest

from ventanilla.kernel.cases.testing import offer_licence
from ventanilla.kernel.identity.testing import Commune, make_actor, make_commune, make_person, make_second
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.tests.filing.browsing import Browser


@pytest.fixture
def sauce(db: None) -> Commune:
    commune = make_commune()
    offer_licence(commune)
    return commune


@pytest.fixture
def roble(sauce: Commune) -> Commune:
    """A second commune that offers the same, at another rate."""
    commune = make_second()
    offer_licence(commune, rate="2.5")
    return commune


@pytest.fixture
def rosa(sauce: Commune) -> Actor:
    return make_actor(make_person("Rosa", "Millán Soto", email="rosa@correo.cl"))


@pytest.fixture
def browser(rosa: Actor) -> Browser:
    return Browser().sign_in(rosa)
