"""What a person reads when something does not work."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client

from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.filing.world import write
from ventanilla.ui.testing import problems_of


class TestFailures:
    def test_a_page_that_is_not_there_leads_on(self, db: None) -> None:
        page = Browser().open("/nada/")
        assert (page.status, page.h1) == (404, "No encontramos esta página")
        assert page.link("Buscar un trámite") == "/tramites/"

    @pytest.mark.parametrize("origin", [{}, {"Origin": "https://otro.example"}, {"Origin": "null"}])
    def test_what_no_page_of_ours_sent_leads_to_the_draft_as_saved(
        self, browser: Browser, rosa: Actor, origin: dict[str, str]
    ) -> None:
        draft = write(browser)
        strict = Browser(client=Client(enforce_csrf_checks=True, headers=origin)).sign_in(rosa)
        page = strict.send(f"{draft}paso/activity/", {"activity": "Otra cosa"})
        assert (page.status, page.h1) == (403, "No pudimos recibir lo que envió")
        assert page.link("Abrir la página otra vez") == f"{draft}paso/activity/"
        assert browser.open(f"{draft}paso/activity/").value("activity") == "Almacén de barrio"

    @pytest.mark.parametrize("name", ["400.html", "403.html", "500.html"])
    def test_is_a_whole_page_without_any_request(self, name: str) -> None:
        assert problems_of(render_to_string(name), whole_page=True) == []

    def test_an_error_of_ours_says_that_nothing_doubles(self) -> None:
        assert "No se enviará ni se cobrará dos veces." in render_to_string("500.html")

    def test_a_database_that_goes_away_while_the_session_is_saved_is_such_an_error(
        self, browser: Browser, rosa: Actor
    ) -> None:
        """What was asked for was done: a page that says that it was not understood would be wrong."""

        def away(execute: Callable[..., object], sql: str, *args: object) -> object:
            if sql.startswith('UPDATE "django_session"'):
                raise OperationalError("server closed the connection unexpectedly")
            return execute(sql, *args)

        draft = write(browser)
        browser.client.raise_request_exception = False
        with connection.execute_wrapper(away):
            page = browser.send(f"{draft}borrar/", {})
        assert (page.status, page.h1) == (500, "Algo falló de nuestro lado")
        assert "No se enviará ni se cobrará dos veces." in page.text
        assert browser.open(draft).status == 404


class TestNul:
    """No text of PostgreSQL holds a NUL: what has one is refused as wrong, and is no fault."""

    def test_in_the_address_of_an_official(self, db: None) -> None:
        page = Browser().send("/funcionarios/entrar/", {"email": "a\0b@elsauce.cl", "password": "clave"})
        assert page.status == 400

    def test_in_a_cookie(self, db: None) -> None:
        browser = Browser()
        browser.client.cookies[settings.SESSION_COOKIE_NAME] = "a\0bcdefghijklmnop"
        assert browser.open("/mis-tramites/").path == "/entrar/"
