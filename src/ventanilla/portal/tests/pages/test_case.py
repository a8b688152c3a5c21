"""The page of a case for its parties."""

from uuid import uuid4

from ventanilla.kernel.cases.testing import SHOP, Play, small_pdf
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import MISSING, RENTED, approve, ask_to_correct, official, person


def address(play: Play) -> str:
    return f"/casos/{play.case_uuid}/"


class TestCasePage:
    def test_says_who_has_it_and_until_when(self, play: Play) -> None:
        play.file(SHOP)
        page = person(play).open(address(play))
        assert page.h1 == "Patente comercial"
        assert page.title == "Patente comercial: En revisión – Ventanilla"
        assert "Dirección de Obras Municipales: Revisar la zonificación." in page.text
        assert "Tiene plazo hasta el lunes 16 de marzo de 2026." in page.text
        assert "Ahora usted no tiene que hacer nada." in page.text

    def test_says_how_each_term_was_counted(self, play: Play) -> None:
        play.file(SHOP)
        text = person(play).open(address(play)).text
        assert "Cómo se contó este plazo" in text
        assert "Ley 19.880, art. 27" in text

    def test_names_the_official_once_the_task_is_taken(self, play: Play) -> None:
        play.file(SHOP)
        works = official(play.commune, "DOM-1", play.at)
        task = works.open("/mesa/?ver=unidad").link(play.case.code)
        works.client.post(f"{task}tomar/")
        assert "Lo tiene Pedro Álvarez Díaz." in person(play).open(address(play)).text

    def test_what_is_missing_stands_first_with_one_button(self, play: Play) -> None:
        ask_to_correct(play)
        page = person(play).open(address(play))
        banner = page.tree.xpath("//*[contains(@class, 'v-banner--warn')]")
        assert len(banner) == 1
        assert MISSING in banner[0].text_content()
        assert [link.get("href") for link in banner[0].xpath(".//a")] == [f"{address(play)}corregir/"]

    def test_what_is_to_pay_stands_first_with_one_button(self, play: Play) -> None:
        approve(play)
        (charge,) = play.case.charges
        page = person(play).open(address(play))
        banner = page.tree.xpath("//*[contains(@class, 'v-banner--warn')]")
        assert "Pague $\u00a080.000 hasta el" in banner[0].text_content()
        assert [link.get("href") for link in banner[0].xpath(".//a")] == [f"{address(play)}pagar/{charge.uuid}/"]

    def test_the_decision_has_number_document_code_and_the_last_day_to_appeal(self, play: Play) -> None:
        approve(play)
        decision = play.case.decision
        assert decision is not None
        page = person(play).open(address(play))
        assert "Decreto N.º 1 de 2026" in page.text
        assert "Lo firmó Carolina Muñoz Vera, Jefa de Rentas y Patentes el 2 de marzo de 2026." in page.text
        assert page.link("Abrir el documento firmado (PDF)") == f"{address(play)}documentos/{decision.document_uuid}/"
        assert page.link(decision.verification_code) == f"/verificar/{decision.verification_code}/"
        assert "Puede pedir que se revise hasta el jueves 12 de marzo de 2026." in page.text

    def test_a_rejection_says_why(self, play: Play) -> None:
        play.file(SHOP)
        play.do_task("works_review", "unfavorable", {"zone": "ZU-2", "opinion": "No se permite."})
        play.do_task("inspection_review", "favorable", {})
        play.do_task("decide", "reject", {"reasons": "El plan regulador no lo permite."})
        page = person(play).open(address(play))
        assert page.title == "Patente comercial: Rechazada – Ventanilla"
        assert "El plan regulador no lo permite." in page.text
        assert "Pago" not in page.text

    def test_once_paid_it_ends_and_asks_for_nothing(self, play: Play) -> None:
        approve(play)
        play.pay()
        page = person(play).open(address(play))
        assert page.title == "Patente comercial: Patente otorgada – Ventanilla"
        assert "Vigente Vale hasta el martes 30 de junio de 2026." in page.text
        assert "Pagado" in page.text
        assert not page.tree.xpath("//*[contains(@class, 'v-banner')]")

    def test_the_history_says_what_happened_in_words(self, play: Play) -> None:
        ask_to_correct(play)
        page = person(play).open(address(play))
        titles = [each.text_content() for each in page.tree.xpath("//*[@class='v-timeline__title']")]
        assert titles[0] == "Se pidió completar la solicitud"
        assert "Revisar la zonificación: Falta algo" in titles
        assert titles[-1] == "Se presentó la solicitud"
        assert page.tree.xpath("//*[@class='v-timeline__by']")[-1].text_content() == "Usted"

    def test_another_persons_case_is_not_found(self, play: Play, stranger: Browser) -> None:
        play.file(SHOP)
        assert stranger.open(address(play)).status == 404
        assert stranger.open(f"/casos/{uuid4()}/").status == 404

    def test_a_visitor_signs_in_and_comes_back(self, play: Play) -> None:
        play.file(SHOP)
        response = Browser().client.get(address(play))
        assert response["Location"] == f"/entrar/?next=%2Fcasos%2F{play.case_uuid}%2F"


class TestOwnDocument:
    def test_a_pdf_opens_in_the_browser_and_is_not_kept(self, play: Play) -> None:
        play.file(RENTED)
        (document,) = play.documents
        response = person(play).client.get(f"{address(play)}documentos/{document.uuid}/")
        assert response.content.startswith(b"%PDF")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="documento.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]

    def test_another_person_or_another_case_does_not_open_it(self, play: Play, stranger: Browser) -> None:
        play.file(RENTED)
        (document,) = play.documents
        first = address(play)
        play.file(SHOP)
        assert stranger.open(f"{first}documentos/{document.uuid}/").status == 404
        assert person(play).open(f"{address(play)}documentos/{document.uuid}/").status == 404
        assert person(play).open(f"{first}documentos/{uuid4()}/").status == 404

    def test_the_file_is_the_one_that_was_sent(self, play: Play) -> None:
        play.file(RENTED)
        (document,) = play.documents
        response = person(play).client.get(f"{address(play)}documentos/{document.uuid}/")
        assert len(response.content) == document.size_bytes == len(small_pdf())
