"""An official looks for a case and tells how it goes."""

from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.portal.tests.pages.people import official, person


class TestSearch:
    def test_the_empty_box_says_what_it_searches(self, play: Play) -> None:
        page = official(play.commune, "RENTAS-1", play.at).open("/expedientes/")
        assert page.h1 == "Buscar un expediente"
        assert "Busca en los trámites de sus unidades" in page.text
        assert page.link("Buscar") == "/expedientes/"

    def test_a_name_finds_the_case_with_its_state(self, play: Play) -> None:
        play.file(SHOP)
        page = official(play.commune, "RENTAS-1", play.at).open(f"/expedientes/?q={play.person.name}")
        (row,) = page.tree.xpath("//tbody/tr")
        text = " ".join(row.text_content().split())
        for words in (play.case.code, play.person.name, "Patente comercial", "En revisión", "2 de marzo de 2026"):
            assert words in text

    def test_what_is_not_found_is_said_with_what_to_try(self, play: Play) -> None:
        page = official(play.commune, "RENTAS-1", play.at).open("/expedientes/?q=<b>nadie</b>")
        assert "No encontramos “<b>nadie</b>”" in page.text
        assert "Pruebe con menos palabras" in page.text

    def test_the_case_says_who_has_it_and_neither_answers_nor_documents(self, play: Play) -> None:
        play.file(SHOP)
        browser = official(play.commune, "RENTAS-1", play.at)
        page = browser.open(browser.open(f"/expedientes/?q={play.case.code}").link(play.case.code))
        assert page.h1 == "En qué va este trámite"
        assert "Dirección de Obras Municipales" in page.text
        assert play.person.name in page.text
        for hidden in ("Los Aromos", "40.000.000", "rosa@correo.cl"):
            assert hidden not in page.text

    def test_the_person_reads_that_it_was_looked_for(self, play: Play) -> None:
        play.file(SHOP)
        browser = official(play.commune, "RENTAS-1", play.at)
        browser.open(browser.open(f"/expedientes/?q={play.case.code}").link(play.case.code))
        page = person(play).open("/quien-vio-mis-datos/")
        assert "Encontrar su trámite" in page.text
        assert "En qué va su trámite, sin sus respuestas ni documentos." in page.text

    def test_a_person_and_another_unit_do_not_get_in(self, play: Play) -> None:
        play.file(SHOP)
        address = f"/expedientes/{play.case.uuid}/"
        assert official(play.commune, "DOM-1", play.at).client.get(address).status_code == 404
        assert person(play).client.get(address).status_code == 302
