"""Sessions: listed, ended from elsewhere, over by themselves; and sure enough for what is asked."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as StoredSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ventanilla.common import clock
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP
from ventanilla.kernel.identity.types import Assurance, session_digest
from ventanilla.portal.testing import sign_in, sign_in_actor
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import official, person
from ventanilla.portal.web import limits

HOUR = timedelta(hours=1)


def phone(play: Play) -> Browser:
    """The same person on another device."""
    browser = Browser(at=play.at)
    sign_in(browser.client, account_id=play.person.account_id, at=play.at, device="Chrome, Android")
    return browser


def is_in(browser: Browser) -> bool:
    with clock.fixed(browser.at):
        return browser.client.get("/mis-tramites/").status_code == 200


class TestMySessions:
    def test_says_where_since_when_and_which_is_this_one(self, play: Play) -> None:
        phone(play)
        page = person(play).open("/mis-sesiones/")
        assert "Chrome, Android" in page.text
        assert "ClaveÚnica (simulada)" in page.text
        assert page.text.count("Esta sesión") == 1
        assert len([each for each in page.links() if each.endswith("/cerrar/")]) == 1

    def test_one_is_ended_from_another_at_once(self, play: Play) -> None:
        lost, mine = phone(play), person(play)
        assert is_in(lost)
        (address,) = [each for each in mine.open("/mis-sesiones/").links() if each.endswith("/cerrar/")]
        assert "Chrome, Android" in mine.open(address).text

        page = mine.send(address)

        assert "La sesión quedó cerrada" in page.text
        assert "Chrome, Android" not in page.text
        assert not is_in(lost)
        assert is_in(mine)

    def test_all_others_at_once(self, play: Play) -> None:
        others, mine = [phone(play) for _ in range(3)], person(play)
        mine.send("/mis-sesiones/cerrar-las-demas/")
        assert [is_in(each) for each in others] == [False] * 3
        assert is_in(mine)

    def test_nobody_ends_or_sees_that_of_another(self, play: Play, stranger: Browser) -> None:
        mine = person(play)
        kept = mine.client.session["kept"]
        assert stranger.open(f"/mis-sesiones/{kept['uuid']}/cerrar/").status == 404
        assert stranger.send(f"/mis-sesiones/{kept['uuid']}/cerrar/").status == 404
        assert is_in(mine)

    def test_officials_have_them_too(self, play: Play) -> None:
        page = official(play.commune, "DOM-1", play.at).open("/mis-sesiones/")
        assert "la entrada de funcionarios" in page.text

    def test_leaving_ends_it(self, play: Play) -> None:
        mine = person(play)
        mine.send("/salir/")
        assert identity.list_sessions(account_id=play.person.account_id, at=play.at) == ()
        assert not is_in(mine)


class TestOver:
    def begin(self, play: Play) -> Browser:
        """As a real sign-in makes it, but for the provider."""
        browser = Browser(at=play.at)
        sign_in(browser.client, account_id=play.person.account_id, at=play.at)
        session = browser.client.session
        kept = session["kept"]
        kept["idle_seconds"], kept["ends_at"] = 2 * 3600, int((play.at + 12 * HOUR).timestamp())
        session["kept"] = kept
        session.save()
        return browser

    def test_when_nobody_uses_it(self, play: Play) -> None:
        browser = self.begin(play)
        browser.at = play.at + 2 * HOUR - timedelta(seconds=1)
        assert is_in(browser)
        browser.at += 2 * HOUR
        assert not is_in(browser)

    def test_when_it_lasts_too_long_however_it_is_used(self, play: Play) -> None:
        browser = self.begin(play)
        for _ in range(11):
            browser.at += HOUR
            assert is_in(browser)
        browser.at += HOUR
        assert not is_in(browser)

    def test_the_list_knows_it_too(self, play: Play) -> None:
        sign_in(Client(), account_id=play.person.account_id, at=play.at, lasts=2 * HOUR)
        listed = [
            len(identity.list_sessions(account_id=play.person.account_id, at=play.at + hours * HOUR))
            for hours in (1, 2)
        ]
        assert listed == [1, 0]

    def test_a_session_that_says_nothing_of_itself_is_nobodys(self, play: Play) -> None:
        browser = person(play)
        session = browser.client.session
        del session["kept"]
        session.save()
        assert not is_in(browser)

    def test_of_a_closed_account(self, play: Play) -> None:
        browser = person(play)
        identity.close_account(person_id=play.person.person_id, actor=SETUP, at=play.at)
        assert not is_in(browser)
        assert identity.list_sessions(account_id=play.person.account_id, at=play.at) == ()


class TestCost:
    def test_a_request_asks_nothing_of_the_list_of_sessions(self, play: Play) -> None:
        browser = person(play)
        is_in(browser)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert is_in(browser)
        assert not [each["sql"] for each in queries if "identity_session" in each["sql"]]

    def test_its_use_is_written_now_and_then(self, play: Play) -> None:
        browser = person(play)
        seen = []
        for _ in range(3):
            browser.at += timedelta(seconds=limits.SESSION_SEEN_EVERY_SECONDS // 2)
            assert is_in(browser)
            (session,) = identity.list_sessions(account_id=play.person.account_id, at=browser.at)
            seen.append(session.seen_at)
        assert seen == [play.at, play.at + timedelta(seconds=limits.SESSION_SEEN_EVERY_SECONDS), seen[1]]

    def test_the_database_holds_no_key_that_opens_a_session(self, play: Play) -> None:
        key = person(play).client.session.session_key
        assert not StoredSession.objects.filter(session_key=key).exists()
        assert StoredSession.objects.filter(session_key=session_digest(key)).exists()


class TestAssurance:
    @pytest.fixture
    def unsure(self, play: Play) -> Browser:
        browser = Browser(at=play.at)
        sign_in(browser.client, account_id=play.person.account_id, at=play.at, assurance=Assurance.LOW)
        return browser

    def test_a_service_that_asks_more_sends_to_a_safer_entry(self, play: Play, unsure: Browser) -> None:
        page = unsure.send("/tramites/patente-comercial/", {"applicant": "person"})
        assert page.path == "/entrar/"
        assert "Entre de una manera más segura" in page.h1
        assert "Lo que escribió está guardado" in page.text
        assert "ClaveÚnica" in page.text
        assert "Vecina" not in page.text

    def test_what_was_written_is_there_afterwards(self, play: Play, unsure: Browser) -> None:
        draft = play.write(SHOP)
        review = f"/solicitudes/{draft}/revisar/"
        assert unsure.open(review).status == 200

        page = unsure.send(f"/solicitudes/{draft}/enviar/")

        assert page.path == "/entrar/"
        assert any(f"next={review.replace('/', '%2F')}" in each for each in page.links())
        sign_in_actor(unsure.client, play.person, at=play.at)
        assert unsure.send(f"/solicitudes/{draft}/enviar/").path == f"/casos/{draft}/comprobante/"

    def test_where_no_provider_is_sure_enough_it_is_said(self, play: Play, unsure: Browser) -> None:
        page = unsure.open("/entrar/?nivel=HIGH&next=/mis-tramites/")
        assert page.status == 503
        assert "no la ofrece" in page.text

    def test_a_level_that_there_is_not_asks_nothing(self, play: Play) -> None:
        assert "Vecina" in Browser(at=play.at).open("/entrar/?nivel=x").text
