"""Who has seen my data."""

from datetime import timedelta

from ventanilla.kernel.cases.testing import Play
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import ANSWERS, RENTED, official, person, task_of


def lines(page: Page) -> list[str]:
    return [
        " ".join(each.text_content().split()) for each in page.tree.xpath("//*[contains(@class, 'v-timeline__item')]")
    ]


class TestMyReads:
    def test_when_nobody_looked_says_so(self, stranger: Browser) -> None:
        assert "Nadie ha visto sus datos" in stranger.open("/quien-vio-mis-datos/").text

    def test_each_look_says_who_what_for_and_what(self, play: Play) -> None:
        play.file(ANSWERS)
        official(play.commune, "DOM-1", play.at).open(f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/")
        page = person(play).open("/quien-vio-mis-datos/")
        (line,) = lines(page)
        assert "Pedro Álvarez Díaz, Revisor de Obras" in line
        assert "Para: Revisar la zonificación. Vio: Los datos de su solicitud que esa tarea necesita." in line
        assert "Ilustre Municipalidad de El Sauce" in line
        assert page.link(f"Trámite {play.case.code}") == f"/casos/{play.case_uuid}/"

    def test_a_document_is_named(self, play: Play) -> None:
        play.file(RENTED)
        (document,) = play.case.documents
        inspector = official(play.commune, "INSP-1", play.at)
        inspector.client.get(f"/mesa/tareas/{task_of(play, 'INSP-1').task_uuid}/documentos/{document.uuid}/")
        (line,) = lines(person(play).open("/quien-vio-mis-datos/"))
        assert f"El documento “{document.title}”." in line

    def test_the_same_look_again_is_one_line_with_its_number(self, play: Play) -> None:
        play.file(ANSWERS)
        browser = official(play.commune, "DOM-1", play.at)
        task = f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/"
        browser.open(task)
        browser.at += timedelta(minutes=5)
        browser.open(task)
        (line,) = lines(person(play).open("/quien-vio-mis-datos/"))
        assert line.startswith("2 veces, de ")

    def test_what_was_seen_of_one_person_is_not_told_to_another(self, play: Play, stranger: Browser) -> None:
        play.file(ANSWERS)
        official(play.commune, "DOM-1", play.at).open(f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/")
        assert lines(stranger.open("/quien-vio-mis-datos/")) == []

    def test_the_desk_alone_is_no_look_at_the_data(self, play: Play) -> None:
        play.file(ANSWERS)
        official(play.commune, "DOM-1", play.at).open("/mesa/?ver=unidad")
        assert lines(person(play).open("/quien-vio-mis-datos/")) == []
