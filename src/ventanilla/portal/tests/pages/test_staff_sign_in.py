"""Officials come in: password and code, recovery, passkey; locked out without telling who exists; out when it ends."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.test import override_settings

from ventanilla.common import clock
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, SINCE, shown_code
from ventanilla.kernel.identity.types import Capacity
from ventanilla.portal.tests.authenticator import PRESENT, Authenticator
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import official, task_of
from ventanilla.portal.web import limits

EMAIL, PASSWORD = "obras@elsauce.cl", "caballo batería grapa correcta"
ENTRY = "/funcionarios/entrar/"
HERE = "http://localhost:8000"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def real(settings, play: Play):
    """An installation whose persons are not simulated asks officials for a second factor."""
    settings.SIMULATORS, settings.PUBLIC_URL = False, HERE
    person_id = play.commune.officials["DOM-1"].person.id
    identity.set_official_password(person_id=person_id, email=EMAIL, password=PASSWORD, actor=SETUP, at=play.at)


class Official:
    """Who holds DOM-1, at a browser that was never here before, with a telephone."""

    def __init__(self, play: Play) -> None:
        self.play, self.browser, self.secret = play, Browser(at=play.at), ""

    @property
    def account(self) -> int:
        return self.play.commune.officials["DOM-1"].account_id

    def password(self, password: str = PASSWORD, email: str = EMAIL) -> Page:
        return self.browser.send(ENTRY, {"email": email, "password": password})

    def code(self, code: str = "") -> Page:
        self.browser.at += MINUTE
        return self.browser.send(f"{ENTRY}codigo/", {"code": code or shown_code(self.secret, self.browser.at)})

    def set_up(self, page: Page) -> Page:
        found = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.text)
        assert found is not None, page.text
        self.secret = found[0]
        sent = {"code": shown_code(self.secret, self.browser.at)}
        return self.browser.send("/funcionarios/acceso/aplicacion/", sent)

    def enter(self) -> Page:
        """The first time, all of it."""
        page = self.set_up(self.password())
        return self.browser.send(page.path, {"next": "/mesa/"})

    @property
    def is_in(self) -> bool:
        with clock.fixed(self.browser.at):
            return self.browser.client.get("/mesa/").status_code == 200


@pytest.fixture
def pedro(play: Play) -> Official:
    return Official(play)


class TestSecondFactor:
    def test_is_registered_the_first_time_and_asked_ever_after(self, pedro: Official) -> None:
        page = pedro.password()
        assert "Registre su aplicación de códigos" in page.h1
        assert page.tree.xpath("//*[@class='v-qr']//*[name()='svg' or name()='path']")
        assert not pedro.is_in

        codes = pedro.set_up(page)

        assert "Guarde sus códigos de recuperación" in codes.h1
        assert len(codes.tree.xpath("//main//code")) == 10
        assert pedro.browser.send(codes.path, {"next": "/mesa/"}).path == "/mesa/"
        assert "Guarde" not in pedro.browser.open("/funcionarios/acceso/codigos/").h1

        again = Official(pedro.play)
        again.secret = pedro.secret
        assert again.password().path == f"{ENTRY}codigo/"
        assert not again.is_in
        assert again.code().path == "/mesa/"
        assert again.is_in

    def test_a_wrong_code_and_a_used_one_open_nothing(self, pedro: Official) -> None:
        pedro.enter()
        used = shown_code(pedro.secret, pedro.browser.at)
        other = Official(pedro.play)
        other.password()
        for code in ("000000", used, "", "hola"):
            page = other.browser.send(f"{ENTRY}codigo/", {"code": code})
            assert page.status == 400
            assert "El código no corresponde o ya se usó" in page.errors[0]
        assert not other.is_in

    def test_without_the_password_there_is_no_page_of_codes(self, pedro: Official) -> None:
        pedro.enter()
        stranger = Official(pedro.play)
        for address in (f"{ENTRY}codigo/", f"{ENTRY}clave/", "/funcionarios/acceso/aplicacion/"):
            assert stranger.browser.open(address).path == ENTRY
            assert stranger.browser.send(address, {"code": "1", "password": PASSWORD}).path == ENTRY

    def test_who_has_one_does_not_register_another_by_the_password_alone(self, pedro: Official) -> None:
        pedro.enter()
        thief = Official(pedro.play)
        thief.password()
        page = thief.browser.open("/funcionarios/acceso/aplicacion/")
        assert page.path == f"{ENTRY}codigo/"
        assert not thief.is_in

    def test_a_recovery_code_opens_once(self, pedro: Official) -> None:
        codes = [each.text_content() for each in pedro.set_up(pedro.password()).tree.xpath("//main//code")]
        other = Official(pedro.play)
        other.password()
        assert other.code(codes[0]).status == 200
        assert other.is_in
        third = Official(pedro.play)
        third.password()
        assert third.code(codes[0]).status == 400

    def test_the_demonstration_asks_none_and_says_that_nothing_is_real(self, pedro: Official) -> None:
        with override_settings(SIMULATORS=True):
            assert pedro.password().path == "/mesa/"
            assert "Nada de esto es real" in pedro.browser.open("/mesa/").tree.text_content()

    def test_who_registered_one_is_asked_in_the_demonstration_too(self, pedro: Official) -> None:
        pedro.enter()
        with override_settings(SIMULATORS=True):
            assert Official(pedro.play).password().path == f"{ENTRY}codigo/"


class TestRenewedAccess:
    def test_leads_to_a_password_of_ones_own_and_a_new_authenticator(self, pedro: Official) -> None:
        pedro.enter()
        person, at = pedro.play.commune.officials["DOM-1"].person.id, pedro.browser.at
        admin = pedro.play.commune.officials["ADMIN-1"].actor(at).ref()
        given = identity.renew_access(person_id=person, actor=admin, at=at)
        assert not pedro.is_in

        assert pedro.password(given).path == f"{ENTRY}clave/"
        assert pedro.browser.send(f"{ENTRY}clave/", {"password": "corta"}).status == 400
        page = pedro.browser.send(f"{ENTRY}clave/", {"password": "otra clave que es bien larga"})
        assert "Registre su aplicación" in page.h1
        pedro.set_up(page)
        assert pedro.is_in
        assert Official(pedro.play).password(given).status == 400

    def test_opens_for_a_day(self, pedro: Official) -> None:
        person, at = pedro.play.commune.officials["DOM-1"].person.id, pedro.browser.at
        given = identity.renew_access(person_id=person, actor=SETUP, at=at)
        pedro.browser.at += timedelta(days=1)
        assert pedro.password(given).status == 400


class TestLockout:
    def test_an_account_is_locked_for_a_while_and_then_opens(self, pedro: Official) -> None:
        for _ in range(limits.STAFF_PASSWORD_BY_ACCOUNT.times):
            assert pedro.password("no es esta").status == 400
        page = pedro.password()
        assert page.status == 429
        assert "Demasiados intentos" in page.h1
        assert not pedro.is_in
        pedro.browser.at += timedelta(seconds=limits.STAFF_PASSWORD_BY_ACCOUNT.per_seconds)
        assert pedro.password().status == 200

    def test_the_same_whether_the_e_mail_exists_or_not(self, play: Play) -> None:
        seen = []
        for email in (EMAIL, "nadie@elsauce.cl"):
            answers = [Official(play).password("no es esta", email) for _ in range(12)]
            seen.append([(each.status, each.h1, each.errors) for each in answers])
        assert seen[0] == seen[1]
        assert {each[0] for each in seen[0]} == {400, 429}

    def test_codes_too(self, pedro: Official) -> None:
        pedro.enter()
        other = Official(pedro.play)
        other.secret = pedro.secret
        other.password()
        for _ in range(limits.STAFF_CODE.times):
            assert other.browser.send(f"{ENTRY}codigo/", {"code": "000000"}).status == 400
        assert other.code().status == 429

    def test_an_address_too(self, play: Play) -> None:
        for _ in range(limits.STAFF_PASSWORD_BY_ADDRESS.times):
            identity.take(
                kind=limits.STAFF_PASSWORD_BY_ADDRESS.kind, key="127.0.0.1", limit=1, per_seconds=900, at=play.at
            )
        assert Official(play).password().status == 429
        assert Official(play).browser.client.post(
            ENTRY, {"email": EMAIL, "password": PASSWORD}, headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.9"}
        ).status_code in {302}

    def test_who_comes_in_often_is_not_locked(self, play: Play) -> None:
        with override_settings(SIMULATORS=True):
            for _ in range(limits.STAFF_PASSWORD_BY_ACCOUNT.times + 2):
                assert Official(play).password().status == 200

    def test_one_hash_whether_the_e_mail_exists_or_not(self, play: Play, monkeypatch) -> None:
        counted, verify = [], hashers.Argon2PasswordHasher.verify
        encode = hashers.Argon2PasswordHasher.encode
        monkeypatch.setattr(hashers.Argon2PasswordHasher, "verify", lambda *a: counted.append("v") or verify(*a))
        monkeypatch.setattr(hashers.Argon2PasswordHasher, "encode", lambda *a: counted.append("e") or encode(*a))
        hashed = []
        for email in (EMAIL, "nadie@elsauce.cl"):
            counted.clear()
            Official(play).password("no es esta", email)
            hashed.append(len(counted))
        assert hashed == [1, 1]


class TestPasskeys:
    def add(self, pedro: Official, device: Authenticator) -> Page:
        page = pedro.browser.open("/funcionarios/acceso/")
        (form,) = page.tree.xpath("//form[@data-v-passkey='add']")
        sent = {
            "challenge": form.xpath("string(.//input[@name='challenge']/@value)"),
            "credential": device.make(form.get("data-v-options")),
        }
        return pedro.browser.send("/funcionarios/acceso/llaves/", sent)

    def asked(self, browser: Browser) -> tuple[str, str]:
        (form,) = browser.open(ENTRY).tree.xpath("//form[@data-v-passkey='enter']")
        return form.get("data-v-options"), form.xpath("string(.//input[@name='challenge']/@value)")

    def enter(self, browser: Browser, device: Authenticator) -> Page:
        options, challenge = self.asked(browser)
        return browser.send(f"{ENTRY}llave/", {"challenge": challenge, "credential": device.enter(options)})

    def test_one_opens_without_password_and_code(self, pedro: Official) -> None:
        pedro.enter()
        device = Authenticator(HERE)
        assert "La llave de acceso quedó registrada" in self.add(pedro, device).text
        other = Official(pedro.play)
        assert self.enter(other.browser, device).path == "/mesa/"
        assert other.is_in

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "https://otro.cl"},
            {"site": "otro.cl"},
            {"flags": PRESENT},
            {"id": b"x" * 32},
            {"key": Authenticator(HERE).key},
        ],
        ids=["another origin", "another site", "user not verified", "unknown", "another key"],
    )
    def test_one_that_does_not_hold_opens_nothing(self, pedro: Official, wrong: dict) -> None:
        pedro.enter()
        device = Authenticator(HERE)
        self.add(pedro, device)
        for name, value in wrong.items():
            setattr(device, name, value)
        other = Official(pedro.play)
        page = self.enter(other.browser, device)
        assert page.status == 422
        assert "No pudimos comprobar esa llave" in page.h1
        assert not other.is_in

    def test_an_answer_opens_once_and_only_to_its_own_question(self, pedro: Official) -> None:
        pedro.enter()
        device = Authenticator(HERE)
        self.add(pedro, device)
        other = Official(pedro.play)
        options, challenge = self.asked(other.browser)
        answer = device.enter(options)
        assert other.browser.send(f"{ENTRY}llave/", {"challenge": challenge, "credential": answer}).status == 200
        third = Official(pedro.play)
        assert third.browser.send(f"{ENTRY}llave/", {"challenge": challenge, "credential": answer}).status == 422
        _, another = self.asked(third.browser)
        assert third.browser.send(f"{ENTRY}llave/", {"challenge": another, "credential": answer}).status == 422
        for junk in ("", "x", "[]", "{}", '{"id": "é"}', "[" * 5000):
            _, fresh = self.asked(third.browser)
            assert third.browser.send(f"{ENTRY}llave/", {"challenge": fresh, "credential": junk}).status == 422
        assert not third.is_in

    def test_taken_away_it_opens_nothing(self, pedro: Official) -> None:
        pedro.enter()
        device = Authenticator(HERE)
        page = self.add(pedro, device)
        (address,) = [each for each in page.links() if each.endswith("/quitar/")]
        assert "¿Quitar esta llave" in pedro.browser.open(address).h1
        assert "Usted no tiene llaves" in pedro.browser.send(address).text
        assert self.enter(Official(pedro.play).browser, device).status == 422

    def test_what_one_enters_with_changes_only_soon_after_coming_in(self, pedro: Official) -> None:
        pedro.enter()
        pedro.browser.at += timedelta(seconds=limits.RECENT_SESSION_SECONDS)
        page = pedro.browser.open("/funcionarios/acceso/")
        assert "salga y entre otra vez" in page.text
        assert not page.tree.xpath("//form[@data-v-passkey='add']")
        assert pedro.browser.open("/funcionarios/acceso/aplicacion/").path == "/funcionarios/acceso/"
        left = identity.get_access(account_id=pedro.account).recovery_codes_left
        assert pedro.browser.send("/funcionarios/acceso/codigos/nuevos/").path == "/funcionarios/acceso/"
        assert identity.get_access(account_id=pedro.account).recovery_codes_left == left


class TestTheAppointmentEnds:
    def test_access_ends_at_the_next_request_also_of_an_open_page(self, play: Play) -> None:
        play.file(SHOP)
        browser = official(play.commune, "DOM-1", play.at)
        task = f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/"
        assert browser.open(task).status == 200
        held = play.commune.officials["DOM-1"]
        appointment = next(
            each
            for each in identity.list_appointments(institution_id=play.commune.institution.id, at=play.at)
            if each.person.id == held.person.id
        )
        identity.end_appointment(appointment_uuid=appointment.uuid, ends_at=play.at, actor=SETUP, at=play.at)

        for sent in (None, {}, {"outcome": "favorable", "zone": "ZU-2"}):
            with clock.fixed(browser.at):
                answer = browser.client.post(f"{task}tomar/", sent) if sent is not None else browser.client.get(task)
            assert answer.status_code == 302
            assert answer["Location"].startswith(ENTRY)
        assert Official(play).password().status == 400

    def test_with_another_post_one_goes_on_as_that(self, play: Play) -> None:
        held, other = play.commune.officials["DOM-1"], play.commune.officials["RENTAS-1"].post
        identity.appoint(
            post_id=other.id,
            person_id=held.person.id,
            capacity=Capacity.DEPUTY,
            starts_at=SINCE,
            actor=SETUP,
            at=play.at,
        )
        with override_settings(SIMULATORS=True):
            assert Official(play).password().path == "/funcionarios/cargo/"
