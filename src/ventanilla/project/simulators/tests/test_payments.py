"""Paying without JavaScript, from the charge to the settlement: the kernel on one side, the simulator on the other."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from ventanilla.common import clock
from ventanilla.kernel.identity.testing import make_commune, make_person
from ventanilla.kernel.payments import api
from ventanilla.kernel.payments.errors import AmountMismatch
from ventanilla.kernel.payments.testing import BY_RULE, make_charge
from ventanilla.kernel.payments.types import AttemptState, ChargeState
from ventanilla.project.simulators.tests.browser import fetch

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge(db) -> UUID:
    commune = make_commune()
    return make_charge(institution_id=commune.institution.id, person_id=make_person().id, at=clock.now())


@pytest.fixture
def started(charge, simulators, platform):
    return api.start_attempt(
        charge_uuid=charge, return_url=f"{platform.url}/pagos/vuelta/", actor=BY_RULE, at=clock.now()
    )


def press(simulators, seen, button: str, conduct: str = "normal"):
    return fetch(f"{simulators}/pago", {**seen.hidden, "accion": button, "conduct": conduct})


def hear(platform):
    """Give the kernel the notices that the platform got, as the portal will."""
    return [
        api.receive_notice(notice_slug="simulador", body=body, headers={}, at=clock.now())
        for _, body in platform.notices
    ]


class TestPay:
    def test_shows_amount_concept_and_who_receives(self, started):
        text = fetch(started.redirect_url).text

        assert "$\u00a045.000" in text
        assert "Patente comercial, primer semestre" in text
        assert "Ilustre Municipalidad de El Sauce" in text

    def test_pays_tells_the_platform_and_comes_back(self, started, simulators, platform, charge):
        came_back = press(simulators, fetch(started.redirect_url), "pagar")

        assert (came_back.status, came_back.location) == (
            303,
            f"{platform.url}/pagos/vuelta/?intento={started.uuid}",
        )
        assert [path for path, _ in platform.notices] == ["/pagos/aviso/simulador/"]
        assert [found.state for found in hear(platform)] == [AttemptState.PAID]
        assert api.get_charge(uuid=charge, at=clock.now()).state is ChargeState.SETTLED

    @pytest.mark.parametrize(("button", "state"), [("rechazar", "REJECTED"), ("anular", "CANCELLED")])
    def test_what_is_not_paid_is_told_too(self, started, simulators, platform, button, state):
        assert press(simulators, fetch(started.redirect_url), button).status == 303

        assert [found.state for found in hear(platform)] == [state]

    def test_paying_twice_says_the_same_twice_and_settles_once(self, started, simulators, platform, charge):
        seen = fetch(started.redirect_url)
        for _ in range(2):
            press(simulators, seen, "pagar")

        assert [found.state for found in hear(platform)] == [AttemptState.PAID] * 2
        assert len(api.get_charge(uuid=charge, at=clock.now()).authorisation) == 6

    def test_when_the_platform_does_not_take_the_notice_the_person_may_try_again(self, started, simulators, platform):
        platform.status = 503
        seen = press(simulators, fetch(started.redirect_url), "pagar")
        assert (seen.status, seen.location) == (502, "")
        assert "no recibió el aviso" in seen.text

        platform.status = 200
        assert press(simulators, seen, "pagar").status == 303

    def test_without_a_button_nothing_is_told(self, started, simulators, platform):
        assert press(simulators, fetch(started.redirect_url), "regalar").status == 422
        assert platform.notices == []


class TestMisbehaves:
    def test_two_notices_at_once(self, started, simulators, platform):
        assert press(simulators, fetch(started.redirect_url), "pagar", "doble").status == 303

        assert len(platform.notices) == 2
        assert [found.state for found in hear(platform)] == [AttemptState.PAID] * 2

    def test_another_amount(self, started, simulators, platform, charge):
        platform.status = 500
        assert press(simulators, fetch(started.redirect_url), "pagar", "otro-monto").status == 303

        with pytest.raises(AmountMismatch):
            hear(platform)
        assert api.get_charge(uuid=charge, at=clock.now()).state is ChargeState.PENDING

    def test_no_notice(self, started, simulators, platform):
        assert press(simulators, fetch(started.redirect_url), "pagar", "callado").status == 303

        assert platform.notices == []
        assert api.get_attempt(uuid=started.uuid).state is AttemptState.WAITING


class TestRefuses:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_request_that_the_platform_did_not_sign(self, simulators, platform, method):
        form = {"solicitud": "e30.e30", "accion": "pagar"} if method == "POST" else None
        seen = fetch(f"{simulators}/pago?solicitud=e30.e30" if form is None else f"{simulators}/pago", form)

        assert seen.status == 400
        assert platform.notices == []

    def test_a_request_of_an_hour_ago(self, charge, simulators, platform):
        before = clock.now() - timedelta(hours=1)
        started = api.start_attempt(
            charge_uuid=charge, return_url=f"{platform.url}/pagos/vuelta/", actor=BY_RULE, at=before
        )

        assert fetch(started.redirect_url).status == 400

    def test_to_send_a_browser_elsewhere_though_the_request_is_signed(self, charge, simulators):
        started = api.start_attempt(charge_uuid=charge, return_url="http://otro.cl/", actor=BY_RULE, at=clock.now())

        assert fetch(started.redirect_url).status == 400

    def test_a_request_at_the_address_of_another_simulator(self, started, simulators):
        query = urlsplit(started.redirect_url).query

        assert fetch(f"{simulators}/vecina/authorize?{query}").status == 400
