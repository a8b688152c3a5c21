"""The providers by themselves: the page where one chooses who comes in, and what they refuse."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from ventanilla.project.simulators import people
from ventanilla.project.simulators.tests.browser import fetch

STATE = "x1" * 20
ROSA = people.TestPerson("12345678-5", "Rosa", "Ñancupil <Peña>", "dueña de una panadería")
CLAVEUNICA, NEIGHBOUR = "/claveunica/openid", "/vecina"


@pytest.fixture
def asked(platform) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": "ventanilla-demo",
        "redirect_uri": f"{platform.url}/entrar/claveunica/vuelta/",
        "scope": "openid run name",
        "state": STATE,
        "nonce": "n1" * 20,
        "code_challenge": "c1" * 20,
        "code_challenge_method": "S256",
    }


def open_page(simulators, asked, path=CLAVEUNICA):
    return fetch(f"{simulators}{path}/authorize?{urlencode(asked)}")


class TestSignIn:
    @pytest.mark.parametrize("path", [CLAVEUNICA, NEIGHBOUR])
    def test_a_person_of_the_file_with_one_click(self, simulators, asked, settings, path):
        people.write(settings.VENTANILLA_HOME, [ROSA])
        seen = open_page(simulators, asked, path)
        assert "Rosa Ñancupil &lt;Peña&gt;, 12.345.678-5" in seen.text
        assert "dueña de una panadería" in seen.text

        came_back = fetch(f"{simulators}{path}/authorize", {**seen.hidden, "run": ROSA.run})

        assert came_back.status == 303
        assert came_back.location.startswith(f"{asked['redirect_uri']}?")
        said = parse_qs(urlsplit(came_back.location).query)
        assert said["state"] == [STATE]
        assert said["code"]
        assert said.get("iss") == ([f"{simulators}{path}"] if path == NEIGHBOUR else None)
        assert ROSA.run not in came_back.location

    def test_a_run_however_it_is_written(self, simulators, asked):
        hidden = open_page(simulators, asked).hidden

        came_back = fetch(f"{simulators}{CLAVEUNICA}/authorize", {**hidden, "run": " 12.345.678-5 "})

        assert came_back.status == 303

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [("12.345.678-9", "El dígito final no corresponde"), ("hola", "Eso no parece un RUN"), ("", "Eso no parece")],
    )
    def test_a_run_that_is_none_is_said_beside_the_field(self, simulators, asked, typed, sentence):
        hidden = open_page(simulators, asked).hidden
        seen = fetch(f"{simulators}{CLAVEUNICA}/authorize", {**hidden, "run": typed})

        assert seen.status == 422
        assert "Error:" in seen.text.split("</title>")[0]
        assert sentence in seen.text
        assert 'aria-describedby="run-error"' in seen.text

    def test_what_was_typed_comes_back_escaped(self, simulators, asked):
        seen = fetch(f"{simulators}{CLAVEUNICA}/authorize", {**open_page(simulators, asked).hidden, "run": '"><b>'})

        assert '"><b>' not in seen.text
        assert "&quot;&gt;&lt;b&gt;" in seen.text

    def test_who_gives_up_comes_back_without_a_code(self, simulators, asked):
        assert f"{asked['redirect_uri']}?error=access_denied&amp;state={STATE}" in open_page(simulators, asked).text


class TestRefuses:
    @pytest.mark.parametrize("elsewhere", ["http://otro.cl/", "", "//otro.cl", "http://localhost:1/"])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_to_send_a_browser_elsewhere(self, simulators, asked, elsewhere, method):
        fields = {**asked, "redirect_uri": elsewhere, "run": ROSA.run}
        url = f"{simulators}{CLAVEUNICA}/authorize"

        seen = fetch(url, fields) if method == "POST" else fetch(f"{url}?{urlencode(fields)}")

        assert seen.status == 400
        assert seen.location == ""
        assert "otro.cl" not in seen.text

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("state", ""),
            ("state", "x" * 29),
            ("state", "x" * 201),
            ("client_id", "otro"),
            ("scope", "run name"),
            ("response_type", "token"),
            ("code_challenge_method", "plain"),
        ],
    )
    def test_a_request_that_is_not_as_agreed(self, simulators, asked, name, value):
        assert open_page(simulators, {**asked, name: value}).status == 400

    def test_a_code_without_the_client_and_a_userinfo_without_a_token(self, simulators):
        form = {"grant_type": "authorization_code", "code": "x"}
        assert fetch(f"{simulators}{CLAVEUNICA}/token", form).status == 401
        assert fetch(f"{simulators}{NEIGHBOUR}/token", form).status == 401
        assert fetch(f"{simulators}{NEIGHBOUR}/userinfo").status == 401
        assert fetch(f"{simulators}{CLAVEUNICA}/userinfo").status == 405

    def test_to_leave_for_elsewhere(self, simulators, platform):
        assert fetch(f"{simulators}{CLAVEUNICA}/logout?redirect=http://otro.cl/").status == 400
        assert fetch(f"{simulators}{CLAVEUNICA}/logout?redirect={platform.url}/").location == f"{platform.url}/"


class TestPeople:
    def test_without_a_file_there_are_none(self, tmp_path):
        assert people.read(tmp_path) == ()

    def test_the_file_gives_back_what_was_written(self, tmp_path):
        people.write(tmp_path, [ROSA])

        assert people.read(tmp_path) == (ROSA,)
        assert people.person_of(tmp_path, "123456785") == ROSA
