"""Paying a charge: to the provider, back, and what the provider says."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import override_settings

from ventanilla.common import clock
from ventanilla.common.assertion import shared_key, sign
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.cases.types import ChargeLine
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.types import SIMULATOR_KEY_FILE, SIMULATOR_RESULT, ChargeState
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import approve, person

NOTICE = "/pagos/aviso/simulador/"


@pytest.fixture
def charge(play: Play) -> ChargeLine:
    approve(play)
    (found,) = play.case.charges
    return found


def address(play: Play, charge: ChargeLine) -> str:
    return f"/casos/{play.case_uuid}/pagar/{charge.uuid}/"


def begin(play: Play, charge: ChargeLine) -> str:
    """Press the button; the uuid of the try, as the browser will bring it back."""
    attempt = payments.start_attempt(
        charge_uuid=charge.uuid,
        return_url=f"{settings.PUBLIC_URL}/pagos/vuelta/",
        actor=play.person.ref(),
        at=play.tick(),
    )
    return str(attempt.uuid)


def said(play: Play, attempt: str, outcome: str, amount: int = 80_000) -> bytes:
    """What the provider posts, signed."""
    key = shared_key(settings.VENTANILLA_HOME / "keys" / SIMULATOR_KEY_FILE)
    fields = {"attempt": attempt, "outcome": outcome, "amount_clp": amount, "authorisation": "123456"}
    return sign(fields, purpose=SIMULATOR_RESULT, key=key, at=play.at).encode()


def tell(play: Play, body: bytes, to: str = NOTICE) -> tuple[int, str]:
    """The provider's own connection: no session and no cookie."""
    browser = Browser(at=play.at)
    with clock.fixed(play.at):
        response = browser.client.post(to, body, content_type="text/plain")
    return response.status_code, response.content.decode().strip()


class TestPay:
    def test_shows_the_amount_and_where_it_is_explained(self, play: Play, charge: ChargeLine) -> None:
        page = person(play).open(address(play, charge))
        decision = play.case.decision
        assert decision is not None
        assert page.h1 == "Pagar $ 80.000"
        assert "Patente comercial, primer semestre" in page.text
        document = f"/casos/{play.case_uuid}/documentos/{decision.document_uuid}/"
        assert page.link("Lo explica el documento firmado (PDF)") == document

    def test_the_button_goes_to_the_provider_with_the_way_back(self, play: Play, charge: ChargeLine) -> None:
        with clock.fixed(play.at):
            response = person(play).client.post(address(play, charge))
        target = urlsplit(response["Location"])
        assert f"{target.scheme}://{target.netloc}" == settings.SIMULATORS_URL
        assert "solicitud" in parse_qs(target.query)

    def test_when_the_provider_is_away_nothing_was_charged(self, play: Play, charge: ChargeLine) -> None:
        with override_settings(SIMULATORS=False):
            page = person(play).send(address(play, charge))
        assert page.status == 503
        assert "El medio de pago no responde" in page.text
        assert page.button("Pagar $\u00a080.000")

    def test_a_paid_charge_has_no_button(self, play: Play, charge: ChargeLine) -> None:
        play.pay()
        page = person(play).open(address(play, charge))
        assert page.h1 == "Este cobro ya está pagado"
        assert not page.tree.xpath("//main//form")

    def test_another_person_or_another_case_does_not_find_it(
        self, play: Play, charge: ChargeLine, stranger: Browser
    ) -> None:
        mine = address(play, charge)
        assert stranger.open(mine).status == 404
        assert stranger.send(mine).status == 404
        play.file(SHOP)
        assert person(play).open(address(play, charge)).status == 404
        assert person(play).open(f"/casos/{play.case_uuid}/pagar/{uuid4()}/").status == 404


class TestReturn:
    def test_before_the_provider_spoke_it_waits_and_offers_no_second_payment(
        self, play: Play, charge: ChargeLine
    ) -> None:
        attempt = begin(play, charge)
        page = person(play).open(f"/pagos/vuelta/?intento={attempt}")
        assert page.h1 == "Todavía no sabemos si pagó"
        assert page.link("Ver si ya llegó") == f"/pagos/vuelta/?intento={attempt}"
        assert address(play, charge) not in page.links()

    def test_says_what_the_provider_said(self, play: Play, charge: ChargeLine) -> None:
        endings = (
            ("REJECTED", "El pago fue rechazado", True),
            ("CANCELLED", "Usted anuló el pago", True),
            ("PAID", "Recibimos su pago", False),
        )
        for outcome, heading, again in endings:
            attempt = begin(play, charge)
            assert tell(play, said(play, attempt, outcome)) == (200, "ok")
            page = person(play).open(f"/pagos/vuelta/?intento={attempt}")
            assert page.h1 == heading
            assert (address(play, charge) in page.links()) is again

    def test_after_the_last_day_no_try_is_begun(self, play: Play, charge: ChargeLine) -> None:
        browser = person(play)
        browser.at += timedelta(days=40)
        assert browser.open(address(play, charge)).h1 == "Este cobro ya no se puede pagar aquí"
        assert browser.send(address(play, charge)).status == 409

    def test_a_rejected_try_after_a_paid_one_asks_for_no_money(self, play: Play, charge: ChargeLine) -> None:
        first = begin(play, charge)
        play.at += timedelta(minutes=30)
        second = begin(play, charge)
        tell(play, said(play, second, "REJECTED"))
        tell(play, said(play, first, "PAID"))
        page = person(play).open(f"/pagos/vuelta/?intento={second}")
        assert page.h1 == "Recibimos su pago"

    def test_another_persons_try_or_none_is_not_found(self, play: Play, charge: ChargeLine, stranger: Browser) -> None:
        attempt = begin(play, charge)
        assert stranger.open(f"/pagos/vuelta/?intento={attempt}").status == 404
        assert person(play).open("/pagos/vuelta/?intento=x").status == 404
        assert person(play).open(f"/pagos/vuelta/?intento={uuid4()}").status == 404


class TestNotice:
    def test_settles_once_however_often_it_comes(self, play: Play, charge: ChargeLine) -> None:
        body = said(play, begin(play, charge), "PAID")
        assert [tell(play, body), tell(play, body)] == [(200, "ok"), (200, "ok")]
        assert payments.get_charge(uuid=charge.uuid, at=play.at).state is ChargeState.SETTLED

    def test_a_forged_one_changes_nothing(self, play: Play, charge: ChargeLine) -> None:
        body = said(play, begin(play, charge), "PAID")
        assert tell(play, body[:-4] + b"AAAA") == (403, "payments.notice_refused")
        assert payments.get_charge(uuid=charge.uuid, at=play.at).state is ChargeState.PENDING

    def test_another_amount_is_recorded_and_settles_nothing(self, play: Play, charge: ChargeLine) -> None:
        attempt = begin(play, charge)
        assert tell(play, said(play, attempt, "PAID", amount=79_999)) == (202, "payments.amount_mismatch")
        assert payments.get_charge(uuid=charge.uuid, at=play.at).state is ChargeState.PENDING
        page = person(play).open(f"/pagos/vuelta/?intento={attempt}")
        assert page.h1 == "Estamos revisando su pago"

    def test_an_unknown_provider_or_try_is_not_found(self, play: Play, charge: ChargeLine) -> None:
        assert tell(play, b"x", to="/pagos/aviso/nadie/") == (404, "payments.provider_unknown")
        unknown = said(play, str(UUID(int=7)), "PAID")
        assert tell(play, unknown) == (404, "payments.attempt_unknown")

    def test_a_long_one_is_not_read(self, play: Play, charge: ChargeLine) -> None:
        assert tell(play, b"x" * 20_000) == (413, "payments.notice_too_large")

    def test_a_browser_that_looks_is_told_to_post(self, play: Play) -> None:
        assert Browser().client.get(NOTICE).status_code == 405
