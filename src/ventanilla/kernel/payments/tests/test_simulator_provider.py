"""The wire to the simulator: what is sent with the browser, which notices are taken, where it never runs."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from ventanilla.common.assertion import shared_key, sign, verify
from ventanilla.kernel.payments import api, errors
from ventanilla.kernel.payments.testing import BY_RULE
from ventanilla.kernel.payments.types import SIMULATOR_REQUEST, SIMULATOR_RESULT, AttemptState

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)
RETURN = "http://localhost:8000/pagos/vuelta/?lang=es"

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(simulators) -> bytes:
    return shared_key(simulators.VENTANILLA_HOME / "keys" / "payments-simulator.key")


def start(charge):
    return api.start_attempt(charge_uuid=charge, return_url=RETURN, actor=BY_RULE, at=AT)


def notice(of, key, **changes) -> bytes:
    fields = {"attempt": str(of.uuid), "outcome": "PAID", "amount_clp": 45_000, "authorisation": "654321"}
    purpose, at = changes.pop("purpose", SIMULATOR_RESULT), changes.pop("at", AT)
    return sign(fields | changes, purpose=purpose, key=key, at=at).encode()


def receive(body: bytes, slug: str = "simulador"):
    return api.receive_notice(notice_slug=slug, body=body, headers={}, at=AT)


class TestBegin:
    def test_the_browser_carries_a_signed_request_that_names_the_attempt(self, charge, key):
        attempt = start(charge)

        address = urlsplit(attempt.redirect_url)
        fields, at = verify(
            parse_qs(address.query)["solicitud"][0], purpose=SIMULATOR_REQUEST, key=key, at=AT, lifetime_seconds=1
        )
        assert (address.netloc, address.path, at) == ("127.0.0.1:8001", "/pago", AT)
        assert fields == {
            "attempt": str(attempt.uuid),
            "amount_clp": 45_000,
            "concept": "Patente comercial, primer semestre",
            "payee": "Ilustre Municipalidad de El Sauce",
            "return_url": f"{RETURN}&intento={attempt.uuid}",
        }

    @pytest.mark.parametrize(("name", "value"), [("SIMULATORS", False), ("PUBLIC_URL", "https://tramites.elsauce.cl")])
    def test_never_in_production(self, charge, simulators, name, value):
        setattr(simulators, name, value)

        with pytest.raises(errors.ProviderUnavailable):
            start(charge)


class TestReceiveNotice:
    def test_a_signed_notice_settles(self, charge, key):
        attempt = start(charge)

        assert receive(notice(attempt, key)).state is AttemptState.PAID
        assert api.get_charge(uuid=charge, at=AT).authorisation == "654321"

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"purpose": SIMULATOR_REQUEST}, id="a_request_is_no_result"),
            pytest.param({"at": AT - timedelta(hours=1)}, id="an_old_one"),
            pytest.param({"outcome": "MAYBE"}, id="an_outcome_that_there_is_not"),
            pytest.param({"attempt": "7"}, id="an_attempt_that_is_no_uuid"),
            pytest.param({"amount_clp": "mucho"}, id="an_amount_that_is_no_number"),
        ],
    )
    def test_refuses(self, charge, key, changes):
        attempt = start(charge)

        with pytest.raises(errors.NoticeRefused):
            receive(notice(attempt, key, **changes))
        assert api.get_attempt(uuid=attempt.uuid).state is AttemptState.WAITING

    @pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"a.b", b"{}"])
    def test_refuses_what_is_no_statement(self, charge, body):
        with pytest.raises(errors.NoticeRefused):
            receive(body)

    def test_refuses_another_key(self, charge, key):
        with pytest.raises(errors.NoticeRefused):
            receive(notice(start(charge), bytes(32)))

    def test_never_in_production_though_the_key_is_right(self, charge, key, simulators):
        body = notice(start(charge), key)
        simulators.SIMULATORS = False

        with pytest.raises(errors.NoticeRefused):
            receive(body)

    def test_refuses_a_provider_that_nobody_registered(self, charge, key):
        with pytest.raises(errors.ProviderUnknown):
            receive(notice(start(charge), key), slug="banco")

    def test_a_signed_notice_of_an_attempt_that_there_is_not_is_refused(self, key):
        class Nobody:
            uuid = uuid4()

        with pytest.raises(errors.AttemptUnknown):
            receive(notice(Nobody, key))
