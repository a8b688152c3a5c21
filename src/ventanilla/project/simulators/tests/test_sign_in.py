"""Persons come in: the platform, both providers of the harness over real HTTP, and each way in which one misbehaves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import patience
from ventanilla.project.simulators.identity.conduct import Conduct
from ventanilla.project.simulators.testing import running
from ventanilla.project.simulators.tests.browser import fetch

RUN = "12345678-5"
BOTH = pytest.mark.parametrize("provider", ["claveunica", "vecina"])
UNCONFIRMED = "No pudimos comprobar la respuesta"
NOT_OURS = "no corresponde a esta visita"

pytestmark = pytest.mark.django_db


@dataclass
class Visitor:
    """Somebody with a browser who knows no address but that of the entry."""

    client: Client = field(default_factory=lambda: Client(headers={"Host": "localhost"}))

    def go(self, provider: str, *, target: str = "/avisos/") -> dict[str, str]:
        """To the page of the provider; its hidden fields, and the address of its form."""
        answer = self.client.get(f"/entrar/{provider}/?{urlencode({'next': target})}")
        assert answer.status_code == 302, answer.content.decode()
        return fetch(answer["Location"]).hidden | {"at": answer["Location"].partition("?")[0]}

    def choose(self, page: dict[str, str], conduct: Conduct = Conduct.NORMAL, run: str = RUN) -> str:
        """Choose who comes in; the address to which the provider sends the browser."""
        fields = {name: value for name, value in page.items() if name != "at"}
        came = fetch(page["at"], {**fields, "run": run, "conduct": conduct.value})
        assert came.status == 303
        return came.location.removeprefix("http://localhost")

    def enter(self, provider: str, conduct: Conduct = Conduct.NORMAL):
        return self.client.get(self.choose(self.go(provider), conduct))

    @property
    def is_in(self) -> bool:
        return self.client.get("/avisos/").status_code == 200


@pytest.fixture
def visitor(settings, tmp_path) -> Iterator[Visitor]:
    settings.PUBLIC_URL, settings.SIMULATORS, settings.VENTANILLA_HOME = "http://localhost", True, tmp_path
    with running() as url:
        settings.SIMULATORS_URL = url
        yield Visitor()


def problem(answer) -> str:
    """The words of a page of refusal."""
    assert "Set-Cookie" not in answer.headers or "session" in str(answer.cookies)
    return answer.content.decode()


class TestComingIn:
    @BOTH
    def test_leads_to_where_one_was_going_with_a_new_session(self, visitor, provider):
        page = visitor.go(provider)
        before = visitor.client.session.session_key

        answer = visitor.client.get(visitor.choose(page))

        assert (answer.status_code, answer["Location"]) == (302, "/avisos/")
        assert visitor.is_in
        assert visitor.client.session.session_key != before
        assert identity.find_person(run=RUN).name == "Persona De Prueba"

    def test_the_same_person_by_both_ways_is_one_person(self, visitor):
        for provider in ("claveunica", "vecina"):
            assert visitor.enter(provider).status_code == 302
        assert identity.find_person(run=RUN) is not None

    def test_the_page_of_entry_offers_both(self, visitor):
        text = visitor.client.get("/entrar/?next=/avisos/").content.decode()
        assert "/entrar/claveunica/?next=%2Favisos%2F" in text
        assert "/entrar/vecina/?next=%2Favisos%2F" in text

    def test_never_to_another_site(self, visitor):
        page = visitor.go("claveunica", target="https://otro.cl/")
        assert visitor.client.get(visitor.choose(page))["Location"] == "/mis-tramites/"

    def test_what_goes_to_the_provider_can_be_guessed_by_nobody(self, visitor):
        seen = [parse_qs(urlsplit(visitor.client.get("/entrar/claveunica/")["Location"]).query) for _ in range(2)]
        for name in ("state", "nonce", "code_challenge"):
            values = {each[name][0] for each in seen}
            assert len(values) == 2
            assert all(len(each) >= 30 for each in values)
        assert seen[0]["code_challenge_method"] == ["S256"]

    def test_two_windows_at_once(self, visitor):
        first, second = visitor.go("claveunica"), visitor.go("vecina")
        assert visitor.client.get(visitor.choose(first)).status_code == 302
        answer = visitor.client.get(visitor.choose(second))
        assert answer["Location"] == "/mis-tramites/"

    @BOTH
    def test_leaving_ends_the_session_at_the_provider_too(self, visitor, provider):
        visitor.enter(provider)
        answer = visitor.client.post("/salir/")
        address = answer["Refresh"].partition("url=")[2]
        assert not visitor.is_in
        assert f"/{provider}/" in address
        assert fetch(address).location == "http://localhost/"


REFUSED = {
    Conduct.OTHER_STATE: NOT_OURS,
    Conduct.REUSED_STATE: NOT_OURS,
    Conduct.REUSED_CODE: NOT_OURS,
    Conduct.MIXED_ISSUER: UNCONFIRMED,
    Conduct.MIXED_RETURN: NOT_OURS,
    Conduct.OTHER_ISSUER: UNCONFIRMED,
    Conduct.OTHER_AUDIENCE: UNCONFIRMED,
    Conduct.OTHER_PARTY: UNCONFIRMED,
    Conduct.OTHER_NONCE: UNCONFIRMED,
    Conduct.OTHER_HASH: UNCONFIRMED,
    Conduct.EXPIRED: UNCONFIRMED,
    Conduct.UNSIGNED: UNCONFIRMED,
    Conduct.PUBLIC_KEY_AS_SEAL: UNCONFIRMED,
    Conduct.OTHER_SIGNATURE: UNCONFIRMED,
    Conduct.UNKNOWN_KEY: UNCONFIRMED,
    Conduct.NOTHING_SIGNED: UNCONFIRMED,
    Conduct.OTHER_SUBJECT: UNCONFIRMED,
    Conduct.NO_RUN: "no nos dijo un RUN válido",
    Conduct.SLOW: "no responde",
    Conduct.DOWN: "no responde",
    Conduct.ENDLESS: "no responde",
}


class TestMisbehaviour:
    def test_each_has_a_row(self):
        assert set(REFUSED) == set(Conduct) - {Conduct.NORMAL}

    @BOTH
    @pytest.mark.parametrize("conduct", REFUSED)
    def test_is_refused_with_a_page(self, visitor, provider, conduct):
        if conduct in {Conduct.REUSED_STATE, Conduct.REUSED_CODE}:
            visitor.choose(visitor.go(provider))
            visitor.enter(provider)
            visitor.client.post("/salir/")

        with patience(seconds=1):
            answer = visitor.enter(provider, conduct)

        text = answer.content.decode()
        assert answer.status_code == (503 if REFUSED[conduct] == "no responde" else 400)
        assert REFUSED[conduct] in text
        assert "Entrar otra vez" in text
        assert "12.345.678" not in text and RUN not in text
        assert not visitor.is_in

    def test_the_reason_is_for_the_operator(self, visitor, caplog):
        visitor.enter("vecina", Conduct.OTHER_AUDIENCE)
        assert "sign_in_refused" in caplog.text
        assert "aud" in caplog.text
        assert RUN not in caplog.text


class TestUsedTwice:
    def test_the_same_way_back_again(self, visitor):
        """Whoever came in stays in; somebody else who has the address does not come in."""
        back = visitor.choose(visitor.go("claveunica"))
        assert visitor.client.get(back).status_code == 302
        assert visitor.client.get(back)["Location"] == "/mis-tramites/"

        other = Visitor()
        assert NOT_OURS in problem(other.client.get(back))

    def test_the_same_session_from_two_windows_at_once(self, visitor):
        """The state is still in the session of the second, and used up all the same."""
        back = visitor.choose(visitor.go("claveunica"))
        kept = dict(visitor.client.session["sign_in_attempts"])
        assert visitor.client.get(back).status_code == 302

        other = Visitor()
        other.client.get("/entrar/claveunica/")
        session = other.client.session
        session["sign_in_attempts"] = kept
        session.save()
        assert NOT_OURS in problem(other.client.get(back))

    def test_an_attempt_that_took_too_long(self, visitor):
        page = visitor.go("claveunica")
        session = visitor.client.session
        attempts = session["sign_in_attempts"]
        (kept,) = attempts.values()
        kept["attempt"]["began_at"] -= 11 * 60
        session["sign_in_attempts"] = attempts
        session.save()
        assert NOT_OURS in problem(visitor.client.get(visitor.choose(page)))

    def test_somebody_elses_way_back(self, visitor):
        """The attacker's code and state in the browser of a victim."""
        back = visitor.choose(visitor.go("vecina"))
        victim = Visitor()
        victim.go("vecina")
        assert NOT_OURS in problem(victim.client.get(back))
        assert not victim.is_in


class TestGivingUp:
    @BOTH
    def test_is_no_error_of_anybody(self, visitor, provider):
        page = visitor.go(provider)
        query = {"error": "access_denied", "state": page["state"]}
        if provider == "vecina":
            query["iss"] = page["at"].removesuffix("/authorize")
        answer = visitor.client.get(f"/entrar/{provider}/vuelta/?{urlencode(query)}")
        assert answer.status_code == 400
        assert "Usted no terminó de entrar" in answer.content.decode()

    def test_a_provider_that_must_name_itself_and_does_not(self, visitor):
        page = visitor.go("vecina")
        back = visitor.choose(page)
        answer = visitor.client.get(back.partition("&iss=")[0])
        assert UNCONFIRMED in answer.content.decode()


class TestAway:
    def test_no_provider_at_all(self, settings):
        settings.SIMULATORS = False
        assert Client(headers={"Host": "localhost"}).get("/entrar/").status_code == 503

    def test_one_that_there_is_not(self, visitor):
        assert visitor.client.get("/entrar/otra/").status_code == 404
        assert visitor.client.get("/entrar/otra/vuelta/").status_code == 404

    def test_nobody_answers_at_its_address(self, visitor, settings):
        settings.SIMULATORS_URL = "http://127.0.0.1:1"
        answer = visitor.client.get("/entrar/claveunica/")
        assert answer.status_code == 503
        assert "no responde" in answer.content.decode()
