"""Where the simulators start, where they refuse to, and what every answer carries."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.project.simulators import SimulatorsRefused
from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.server import make_simulators
from ventanilla.project.simulators.testing import running
from ventanilla.project.simulators.tests.browser import fetch


class TestServe:
    @pytest.mark.parametrize(
        "public_url", ["https://tramites.elsauce.cl", "http://localhost.elsauce.cl", "http://10.0.0.1:8000"]
    )
    def test_never_where_the_public_address_is_not_on_this_machine(self, settings, public_url):
        settings.SIMULATORS, settings.PUBLIC_URL = True, public_url

        with pytest.raises(SimulatorsRefused, match="do not start"), running():
            pass

    def test_never_when_they_are_off(self, settings):
        settings.SIMULATORS = False

        with pytest.raises(SimulatorsRefused, match="VENTANILLA_SIMULATORS"), running():
            pass

    def test_a_busy_port_is_said_in_a_sentence(self, settings):
        settings.SIMULATORS, settings.PUBLIC_URL = True, "http://localhost:8000"
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()

            with pytest.raises(SimulatorsRefused, match="cannot use"), running(other.getsockname()[1]):
                pass

    def test_listens_on_this_machine_only(self, settings):
        settings.SIMULATORS, settings.PUBLIC_URL = True, "http://localhost:8000"

        with make_simulators(0) as server:
            assert server.server_address[0] == "127.0.0.1"


class TestEveryAnswer:
    @pytest.mark.parametrize(
        "path", ["/", "/claveunica/openid/authorize", "/vecina/jwks", "/pago", "/nada", "/estilo.css"]
    )
    def test_has_the_headers_that_keep_it_apart(self, simulators, path):
        seen = fetch(simulators + path)

        assert "default-src 'none'" in seen.headers["Content-Security-Policy"]
        assert seen.headers["Cache-Control"] == "no-store"
        assert seen.headers["Referrer-Policy"] == "no-referrer"

    @pytest.mark.parametrize("path", ["/", "/claveunica/openid/authorize", "/pago", "/nada"])
    def test_says_that_it_is_a_simulator(self, simulators, path):
        text = fetch(simulators + path).text

        assert "esto es una prueba y no un servicio real" in text
        assert '<html lang="es">' in text
        assert "<script" not in text
        assert " style=" not in text

    def test_a_request_for_another_host_is_refused(self, simulators):
        assert fetch(f"{simulators}/", headers={"Host": "tramites.elsauce.cl"}).status == 400

    def test_a_method_that_there_is_not_and_a_page_that_there_is_not(self, simulators):
        assert fetch(f"{simulators}/", method="DELETE").status == 405
        assert fetch(f"{simulators}/nada").status == 404

    def test_a_body_too_long_is_refused(self, simulators):
        assert fetch(f"{simulators}/pago", {"solicitud": "a" * 17_000}).status == 400


class TestAcceptsReturn:
    config = Config("http://localhost:8000", None)  # type: ignore[arg-type]

    @pytest.mark.parametrize("address", ["http://localhost:8000/entrar/vuelta/", "http://localhost:8000/a?b=c%20d"])
    def test_an_address_under_the_public_one(self, address):
        assert self.config.accepts_return(address)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "/entrar",
            "//otro.cl/",
            "http://otro.cl/",
            "https://localhost:8000/",
            "http://localhost:8001/",
            "http://localhost/",
            "http://localhost:8000",
            "http://localhost:8000.otro.cl/",
            "http://localhost:8000@otro.cl/",
            "http://yo@localhost:8000/",
            "http://otro.cl\\@localhost:8000/",
            "http://localhost:8000/\r\nX: y",
            " http://localhost:8000/",
            "http://localhost:x/",
            "http://[localhost:8000/",
            "javascript:alert(1)//localhost:8000/",
            "http://localhost:8000/a#b",
            "http://localhost:8000/" + "a" * 2000,
        ],
    )
    def test_no_other(self, address):
        assert not self.config.accepts_return(address)

    @given(st.text(max_size=60))
    def test_nothing_that_does_not_begin_with_the_public_address(self, address):
        assert not self.config.accepts_return(address) or address.casefold().startswith("http://localhost:8000/")

    def test_a_public_address_with_a_path_accepts_only_what_is_below(self):
        config = Config("http://localhost:8000/ventanilla", None)  # type: ignore[arg-type]

        assert config.accepts_return("http://localhost:8000/ventanilla/x")
        assert not config.accepts_return("http://localhost:8000/ventanillas/x")
