"""The applicant answers a request to correct."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from ventanilla.kernel.cases.testing import SHOP, Play, small_pdf
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import MISSING, ask_to_correct, person


def address(play: Play) -> str:
    return f"/casos/{play.case_uuid}/corregir/"


def plan() -> SimpleUploadedFile:
    return SimpleUploadedFile("plano.pdf", small_pdf(), "application/pdf")


class TestCorrection:
    def test_says_what_is_missing_and_until_when(self, play: Play) -> None:
        ask_to_correct(play)
        page = person(play).open(address(play))
        assert page.h1 == "Completar la solicitud"
        assert MISSING in page.text
        assert "Tiene plazo hasta el jueves 12 de marzo de 2026." in page.text

    def test_what_is_sent_leads_to_its_receipt_and_the_review_goes_on(self, play: Play) -> None:
        ask_to_correct(play)
        page = person(play).send(address(play), {"correction_text": "Va el plano.", "correction_file": plan()})
        assert page.path == f"/casos/{play.case_uuid}/comprobante/"
        assert page.h1 == "Recibimos lo que faltaba"
        assert play.case.stage == "in_review"

    def test_an_empty_answer_comes_back_with_what_to_write(self, play: Play) -> None:
        ask_to_correct(play)
        page = person(play).send(address(play), {"correction_text": ""})
        assert page.status == 400
        assert page.title.startswith("Error:")
        assert page.errors == ["Escriba qué corrige o qué envía."]
        assert page.error_links == ["#f-correction_text"]
        assert play.case.stage == "to_correct"

    def test_a_file_that_was_received_is_not_asked_for_again(self, play: Play) -> None:
        ask_to_correct(play)
        browser = person(play)
        page = browser.send(address(play), {"correction_text": "", "correction_file": plan()})
        assert "plano.pdf" in page.text
        browser.send(address(play), {"correction_text": "Va el plano."})
        assert [line.kind for line in play.documents] == ["correction_file"]

    def test_who_comes_back_later_finds_what_was_sent(self, play: Play) -> None:
        ask_to_correct(play)
        person(play).send(address(play), {"correction_text": "", "correction_file": plan()})
        page = person(play).open(address(play))
        assert "plano.pdf" in page.text
        assert not page.tree.xpath("//button[@name='remove']")

    def test_a_refused_file_says_why_and_the_text_stays(self, play: Play) -> None:
        ask_to_correct(play)
        wrong = SimpleUploadedFile("virus.exe", b"MZ", "application/octet-stream")
        page = person(play).send(address(play), {"correction_text": "Va el plano.", "correction_file": wrong})
        assert page.status == 400
        assert "virus.exe" in page.errors[0]
        assert page.error_links == ["#f-correction_file"]
        assert page.tree.xpath("string(//textarea)").strip() == "Va el plano."

    def test_sent_twice_leads_to_the_same_receipt(self, play: Play) -> None:
        ask_to_correct(play)
        browser = person(play)
        first = browser.send(address(play), {"correction_text": "Va el plano."})
        again = browser.send(address(play), {"correction_text": "Va el plano."})
        assert (first.path, first.title) == (again.path, again.title)
        assert sum(line.kind == "case.correction_filed" for line in play.case.history) == 1

    def test_with_nothing_asked_leads_to_the_case(self, play: Play) -> None:
        play.file(SHOP)
        assert person(play).open(address(play)).path == f"/casos/{play.case_uuid}/"

    def test_after_the_last_day_says_that_it_is_over(self, play: Play) -> None:
        ask_to_correct(play)
        correction = play.case.correction
        assert correction is not None
        browser = person(play)
        browser.at = correction.due_at + timedelta(seconds=1)
        assert browser.open(address(play)).h1 == "El plazo para corregir ya terminó."
        assert browser.send(address(play), {"correction_text": "Tarde."}).status == 409

    def test_another_person_does_not_find_it(self, play: Play, stranger: Browser) -> None:
        ask_to_correct(play)
        assert stranger.open(address(play)).status == 404
        assert stranger.send(address(play), {"correction_text": "No es mío."}).status == 404
