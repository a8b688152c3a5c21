"""Home, catalogue and service page, for anybody."""

import pytest

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, SINCE, Commune, new_rut
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.tests.filing.browsing import Browser

SERVICE = "/tramites/patente-comercial/"


class TestHome:
    def test_leads_to_search_services_verification_and_the_read_log(self, sauce: Commune) -> None:
        page = Browser().open("/")
        assert page.status == 200
        assert SERVICE in page.links()
        assert "/tramites/?momento=emprender" in page.links()
        assert page.tree.xpath("//form[@role='search']/@action") == ["/tramites/"]
        assert page.link("Verificar un documento con su código")
        assert page.link("Ver quién ha visto mis datos")

    def test_without_services_says_where_to_ask(self, db: None) -> None:
        assert "Todavía no hay trámites en línea" in Browser().open("/").text


class TestCatalogue:
    @pytest.mark.parametrize("typed", ["patente", "almacén", "almacen", "NEGOCIO", "patent"])
    def test_search_ignores_accents_and_capitals(self, sauce: Commune, typed: str) -> None:
        page = Browser().open(f"/tramites/?q={typed}")
        assert SERVICE in page.links()
        assert page.title.startswith(f"1 trámite para “{typed}” – Trámites")

    def test_search_keeps_what_was_typed_and_shows_it_as_text(self, sauce: Commune) -> None:
        page = Browser().open("/tramites/?q=%3Cscript%3E")
        assert page.value("q") == "<script>"

    def test_nothing_found_says_what_to_do(self, sauce: Commune) -> None:
        page = Browser().open("/tramites/?q=zzzz")
        assert "No encontramos “zzzz”" in page.text
        assert page.link("Ver todos los trámites") == "/tramites/"

    def test_a_moment_of_life_lists_its_services(self, sauce: Commune) -> None:
        page = Browser().open("/tramites/?momento=emprender")
        assert page.h1 == "Empezar un negocio"
        assert SERVICE in page.links()

    def test_an_unknown_moment_lists_everything(self, sauce: Commune) -> None:
        page = Browser().open("/tramites/?momento=nada")
        assert page.h1 == "Trámites"
        assert SERVICE in page.links()


class TestServicePage:
    def test_says_documents_price_terms_and_law(self, sauce: Commune) -> None:
        page = Browser().open(SERVICE)
        assert page.h1 == "Patente comercial"
        for words in (
            "Contrato de arriendo",
            "20 días hábiles, con todo completo",
            "no puede pasar de 6 meses",
            "Ley 19.880, art. 24",
            "DL 3.063",
            "4 por mil",
        ):
            assert words in page.text

    def test_every_datum_has_purpose_and_time(self, sauce: Commune) -> None:
        page = Browser().open(SERVICE)
        assert "Hablar con usted sobre este trámite." in page.text
        assert "1 año después del final" in page.text

    def test_a_visitor_signs_in_first_and_comes_back(self, sauce: Commune) -> None:
        page = Browser().open(SERVICE)
        assert page.link("Entrar y comenzar") == "/entrar/?next=%2Ftramites%2Fpatente-comercial%2F&nivel=SUBSTANTIAL"
        assert not page.button("Comenzar")

    def test_a_visitor_who_posts_is_sent_to_sign_in(self, sauce: Commune) -> None:
        response = Browser().client.post(SERVICE)
        assert response.status_code == 302
        assert response["Location"] == "/entrar/?next=%2Ftramites%2Fpatente-comercial%2F"

    def test_with_several_institutions_the_person_chooses(self, roble: Commune) -> None:
        page = Browser().open(SERVICE)
        assert "¿En qué comuna lo pide?" in page.text
        assert "por mil" not in page.text
        assert f"{SERVICE}?en=ROBLE" in page.links()

    def test_the_chosen_institution_brings_its_numbers(self, roble: Commune) -> None:
        page = Browser().open(f"{SERVICE}?en=ROBLE")
        assert "2,5 por mil" in page.text
        assert page.link("Entrar y comenzar").endswith("%3Fen%3DROBLE&nivel=SUBSTANTIAL")

    def test_an_unknown_service_is_not_found(self, sauce: Commune) -> None:
        assert Browser().open("/tramites/nada/").status == 404

    def test_in_english_speaks_english(self, sauce: Commune) -> None:
        browser = Browser()
        browser.client.cookies["ventanilla-language"] = "en"
        assert browser.open(SERVICE).h1 == "Business licence"


class TestStart:
    def test_begins_at_the_first_page(self, browser: Browser) -> None:
        page = browser.send(SERVICE)
        assert page.path.endswith("/applicant/")
        assert page.h1 == "Quién pide la patente"

    def test_for_an_unknown_institution_is_refused(self, browser: Browser, roble: Commune) -> None:
        assert browser.send(SERVICE, {"en": "NADIE"}).status == 404

    def test_goes_to_the_chosen_institution(self, browser: Browser, roble: Commune) -> None:
        page = browser.send(SERVICE, {"en": "ROBLE"})
        review = browser.open(page.path.replace("/paso/applicant/", "/revisar/"))
        assert page.status == 200
        assert review.h1 == "Revise y envíe"

    def test_with_a_mandate_asks_for_whom(self, browser: Browser, rosa: Actor) -> None:
        organisation = identity.register_organisation(rut=new_rut(), name="Panadería La Espiga", actor=SETUP, at=SINCE)
        identity.grant_mandate(
            person_id=rosa.person_id, organisation_id=organisation.id, starts_at=SINCE, actor=SETUP, at=SINCE
        )
        unanswered = browser.send(SERVICE)
        assert unanswered.status == 400
        assert unanswered.errors == ["Diga para quién es la solicitud."]
        page = browser.send(SERVICE, {"applicant": str(organisation.uuid)})
        assert "Panadería La Espiga" in page.text
        assert "Panadería La Espiga" not in browser.send(SERVICE, {"applicant": "person"}).text


class TestStatements:
    @pytest.mark.parametrize(("address", "h1"), [("/accesibilidad/", "Accesibilidad"), ("/privacidad/", "Privacidad")])
    def test_is_open_to_anybody(self, db: None, address: str, h1: str) -> None:
        page = Browser().open(address)
        assert (page.status, page.h1) == (200, h1)
