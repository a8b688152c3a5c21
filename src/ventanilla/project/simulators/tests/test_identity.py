"""Signing in as a test person, without JavaScript, and coming back with an assertion that the portal accepts."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from ventanilla.common import clock
from ventanilla.common.assertion import StatementError, shared_key, verify_assertion
from ventanilla.project.simulators import people
from ventanilla.project.simulators.tests.browser import fetch

STATE = "x1" * 20
ROSA = people.TestPerson("12345678-5", "Rosa", "Ñancupil <Peña>", "dueña de una panadería")


@pytest.fixture
def back(platform) -> str:
    return f"{platform.url}/entrar/vuelta/"


def open_page(simulators, back, state=STATE):
    return fetch(f"{simulators}/identidad?{urlencode({'return': back, 'state': state})}")


def said_in(location: str, settings):
    """What the portal would read of the address that the browser comes back to."""
    query = parse_qs(urlsplit(location).query)
    key = shared_key(settings.VENTANILLA_HOME / "keys" / "identity-simulator.key")
    return verify_assertion(query["assertion"][0], key=key, state=query["state"][0], at=clock.now())


class TestSignIn:
    def test_a_person_of_the_file_with_one_click(self, simulators, back, settings):
        people.write(settings.VENTANILLA_HOME, [ROSA])
        seen = open_page(simulators, back)
        assert "Rosa Ñancupil &lt;Peña&gt;, 12.345.678-5" in seen.text
        assert "dueña de una panadería" in seen.text

        came_back = fetch(f"{simulators}/identidad", {**seen.hidden, "run": ROSA.run})

        assert came_back.status == 303
        assert came_back.location.startswith(f"{back}?")
        said = said_in(came_back.location, settings)
        assert (said.run, said.given_names, said.surnames) == (ROSA.run, ROSA.given_names, ROSA.surnames)

    def test_anybody_by_a_run_however_it_is_written(self, simulators, back, settings):
        hidden = open_page(simulators, back).hidden

        came_back = fetch(f"{simulators}/identidad", {**hidden, "run": " 12.345.678-5 "})

        assert said_in(came_back.location, settings).run == "12345678-5"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [("12.345.678-9", "El dígito final no corresponde"), ("hola", "Eso no parece un RUN"), ("", "Eso no parece")],
    )
    def test_a_run_that_is_none_is_said_beside_the_field(self, simulators, back, typed, sentence):
        seen = fetch(f"{simulators}/identidad", {**open_page(simulators, back).hidden, "run": typed})

        assert seen.status == 422
        assert "<title>" in seen.text
        assert "Error:" in seen.text.split("</title>")[0]
        assert sentence in seen.text
        assert 'aria-describedby="run-error"' in seen.text

    def test_what_was_typed_comes_back_escaped(self, simulators, back):
        seen = fetch(f"{simulators}/identidad", {**open_page(simulators, back).hidden, "run": '"><b>'})

        assert '"><b>' not in seen.text
        assert "&quot;&gt;&lt;b&gt;" in seen.text

    def test_who_gives_up_comes_back_without_an_assertion(self, simulators, back):
        give_up = f"{back}?error=access_denied&amp;state={STATE}"

        assert give_up in open_page(simulators, back).text


class TestRefuses:
    @pytest.mark.parametrize("elsewhere", ["http://otro.cl/", "", "//otro.cl", "http://localhost:1/"])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_to_send_a_browser_elsewhere(self, simulators, elsewhere, method):
        fields = {"return": elsewhere, "state": STATE, "run": ROSA.run}
        url = f"{simulators}/identidad"

        seen = fetch(url, fields) if method == "POST" else fetch(f"{url}?{urlencode(fields)}")

        assert seen.status == 400
        assert seen.location == ""
        assert "otro.cl" not in seen.text

    @pytest.mark.parametrize("state", ["", "x" * 29, "x" * 201])
    def test_a_state_that_can_be_guessed_or_is_endless(self, simulators, back, state):
        assert open_page(simulators, back, state).status == 400


class TestMisbehaves:
    @pytest.mark.parametrize("conduct", ["otro-estado", "vencida"])
    def test_on_request_and_the_portal_would_not_accept_it(self, simulators, back, settings, conduct):
        hidden = open_page(simulators, back).hidden

        came_back = fetch(f"{simulators}/identidad", {**hidden, "run": ROSA.run, "conduct": conduct})

        with pytest.raises(StatementError):
            said_in(came_back.location, settings)


class TestPeople:
    def test_without_a_file_there_are_none(self, tmp_path):
        assert people.read(tmp_path) == ()

    def test_the_file_gives_back_what_was_written(self, tmp_path):
        people.write(tmp_path, [ROSA])

        assert people.read(tmp_path) == (ROSA,)
        assert people.person_of(tmp_path, "123456785") == ROSA
