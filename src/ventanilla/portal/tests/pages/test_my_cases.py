"""My cases."""

from datetime import timedelta

import pytest

from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import ask_to_correct, official, person


class TestMyCases:
    def test_without_cases_leads_to_the_catalogue(self, stranger: Browser) -> None:
        page = stranger.open("/mis-tramites/")
        assert "Usted no tiene trámites" in page.text
        assert page.link("Ver los trámites") == "/tramites/"

    def test_a_case_shows_its_state_in_the_words_of_the_service(self, play: Play) -> None:
        play.file(SHOP)
        page = person(play).open("/mis-tramites/")
        assert page.link("Patente comercial") == f"/casos/{play.case_uuid}/"
        assert play.case.code in page.text
        assert "En revisión" in page.text
        assert "La institución tiene plazo hasta el 2 de septiembre de 2026." in page.text

    def test_a_case_that_waits_for_the_person_says_until_when(self, play: Play) -> None:
        ask_to_correct(play)
        text = person(play).open("/mis-tramites/").text
        assert "Falta algo de su parte" in text
        assert "Envíe lo que falta hasta el" in text

    def test_what_is_unfinished_can_be_continued_or_thrown_away(self, play: Play) -> None:
        draft = play.write(SHOP)
        page = person(play).open("/mis-tramites/")
        assert page.link("Seguir donde quedó") == f"/solicitudes/{draft}/"
        assert page.link("Borrar Patente comercial") == f"/solicitudes/{draft}/borrar/"

    def test_another_persons_cases_are_not_there(self, play: Play, stranger: Browser) -> None:
        play.file(SHOP)
        assert play.case.code not in stranger.open("/mis-tramites/").text

    def test_the_newest_are_on_the_first_page_and_the_rest_on_the_next(
        self, play: Play, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ventanilla.kernel.cases.queries.mine.PAGE_SIZE_ROWS", 3)
        codes = []
        for _number in range(4):
            play.file(SHOP)
            codes.append(play.case.code)
            play.at += timedelta(minutes=1)
        browser = person(play)
        first = browser.open("/mis-tramites/")
        assert codes[-1] in first.text
        assert codes[0] not in first.text
        following = browser.open(f"/mis-tramites/{first.link('Ver más')}")
        assert codes[0] in following.text
        assert codes[-1] not in following.text
        assert following.link("Volver al principio") == "/mis-tramites/"

    def test_a_visitor_signs_in_first(self, play: Play) -> None:
        response = Browser().client.get("/mis-tramites/")
        assert response["Location"] == "/entrar/?next=%2Fmis-tramites%2F"

    def test_an_official_at_a_post_is_not_a_person_here(self, play: Play) -> None:
        response = official(play.commune, "DOM-1", play.at).client.get("/mis-tramites/")
        assert response["Location"].startswith("/entrar/")

    def test_is_not_kept_by_browsers(self, play: Play) -> None:
        response = person(play).client.get("/mis-tramites/")
        assert "no-store" in response["Cache-Control"]
