"""Who has seen my data."""

from datetime import timedelta

from django.conf import settings

from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, SINCE, make_actor, make_person
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import RENTED, browser_of, official, person, task_of


def lines(page: Page) -> list[str]:
    return [
        " ".join(each.text_content().split()) for each in page.tree.xpath("//*[contains(@class, 'v-timeline__item')]")
    ]


class TestMyReads:
    def test_when_nobody_looked_says_so(self, stranger: Browser) -> None:
        assert "Nadie ha visto sus datos" in stranger.open("/quien-vio-mis-datos/").text

    def test_each_look_says_who_what_for_and_what(self, play: Play) -> None:
        play.file(SHOP)
        official(play.commune, "DOM-1", play.at).open(f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/")
        page = person(play).open("/quien-vio-mis-datos/")
        (line,) = lines(page)
        assert "Pedro Álvarez Díaz, Revisor de Obras" in line
        assert "Para: Revisar la zonificación. Vio: Los datos de su solicitud que esa tarea necesita." in line
        assert "Ilustre Municipalidad de El Sauce" in line
        assert page.link(f"Trámite {play.case.code}") == f"/casos/{play.case_uuid}/"

    def test_in_english_the_purpose_is_english_too(self, play: Play) -> None:
        play.file(SHOP)
        official(play.commune, "DOM-1", play.at).open(f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/")
        browser = person(play)
        browser.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        (line,) = lines(browser.open("/quien-vio-mis-datos/"))
        assert "For: Review the zoning" in line

    def test_who_acts_by_a_mandate_is_named_too(self, play: Play, stranger: Browser) -> None:
        play.file(RENTED)
        neighbour = make_person("Berta", "Lemu Cid")
        identity.grant_mandate(
            person_id=neighbour.id, principal_id=play.person.person_id, starts_at=SINCE, actor=SETUP, at=SINCE
        )
        browser = browser_of(make_actor(neighbour), play.at)
        (document,) = play.documents
        browser.open(f"/casos/{play.case_uuid}/")
        browser.client.get(f"/casos/{play.case_uuid}/documentos/{document.uuid}/")
        seen = lines(person(play).open("/quien-vio-mis-datos/"))
        assert all("Berta Lemu Cid" in line and "Para: Actuar con un mandato." in line for line in seen)
        assert f"El documento “{document.title}”." in seen[0]
        assert "La página de su trámite." in seen[1]

    def test_ones_own_looks_are_no_lines(self, play: Play) -> None:
        play.file(SHOP)
        browser = person(play)
        browser.open(f"/casos/{play.case_uuid}/")
        assert lines(browser.open("/quien-vio-mis-datos/")) == []

    def test_a_document_is_named(self, play: Play) -> None:
        play.file(RENTED)
        (document,) = play.documents
        inspector = official(play.commune, "INSP-1", play.at)
        inspector.client.get(f"/mesa/tareas/{task_of(play, 'INSP-1').task_uuid}/documentos/{document.uuid}/")
        (line,) = lines(person(play).open("/quien-vio-mis-datos/"))
        assert f"El documento “{document.title}”." in line

    def test_the_same_look_again_is_one_line_with_its_number(self, play: Play) -> None:
        play.file(SHOP)
        browser = official(play.commune, "DOM-1", play.at)
        task = f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/"
        browser.open(task)
        browser.at += timedelta(minutes=5)
        browser.open(task)
        (line,) = lines(person(play).open("/quien-vio-mis-datos/"))
        assert line.startswith("2 veces, de ")

    def test_what_was_seen_of_one_person_is_not_told_to_another(self, play: Play, stranger: Browser) -> None:
        play.file(SHOP)
        official(play.commune, "DOM-1", play.at).open(f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/")
        assert lines(stranger.open("/quien-vio-mis-datos/")) == []

    def test_the_desk_alone_is_no_look_at_the_data(self, play: Play) -> None:
        play.file(SHOP)
        official(play.commune, "DOM-1", play.at).open("/mesa/?ver=unidad")
        assert lines(person(play).open("/quien-vio-mis-datos/")) == []
