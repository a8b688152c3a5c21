"""The inbox of a person."""

from uuid import uuid4

from ventanilla.kernel.cases.testing import Play
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import MISSING, approve, ask_to_correct, person


def unread(page: Page) -> int:
    return len(page.tree.xpath("//*[@class='v-inbox__new']"))


class TestInbox:
    def test_without_notices_says_how_they_come(self, stranger: Browser) -> None:
        assert "Usted no tiene avisos" in stranger.open("/avisos/").text

    def test_a_notice_is_new_until_it_is_opened(self, play: Play) -> None:
        ask_to_correct(play)
        browser = person(play)
        before = browser.open("/avisos/")
        assert unread(before) == 1
        opened = browser.open(before.link(f"Falta algo en su solicitud {play.case.code}"))
        assert opened.h1 == f"Falta algo en su solicitud {play.case.code}"
        assert MISSING in opened.text
        assert unread(browser.open("/avisos/")) == 0

    def test_a_notice_leads_to_its_case_and_its_documents(self, play: Play) -> None:
        approve(play)
        decision = play.case.decision
        assert decision is not None
        browser = person(play)
        page = browser.open(browser.open("/avisos/").link("Su patente fue aprobada"))
        assert page.link("Ir a su trámite") == f"/casos/{play.case_uuid}/"
        assert f"/casos/{play.case_uuid}/documentos/{decision.document_uuid}/" in page.links()

    def test_a_notification_says_what_it_means_in_law(self, play: Play) -> None:
        approve(play)
        browser = person(play)
        page = browser.open(browser.open("/avisos/").link("Su patente fue aprobada"))
        assert "La ley la da por hecha el jueves 5 de marzo de 2026" in page.text

    def test_another_person_does_not_find_it_and_it_stays_new(self, play: Play, stranger: Browser) -> None:
        ask_to_correct(play)
        browser = person(play)
        address = browser.open("/avisos/").link(f"Falta algo en su solicitud {play.case.code}")
        assert stranger.open(address).status == 404
        assert stranger.open(f"/avisos/{uuid4()}/").status == 404
        assert unread(browser.open("/avisos/")) == 1
