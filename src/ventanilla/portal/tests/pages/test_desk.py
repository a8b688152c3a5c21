"""The desk of officials."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ventanilla.common import clock
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, SINCE, Commune, make_official
from ventanilla.portal.tests.filing.browsing import MONDAY, Browser, Page
from ventanilla.portal.tests.pages.people import browser_of, official, person, task_of


def codes(page: Page) -> list[str]:
    return [each.text_content() for each in page.tree.xpath("//tbody/tr/th/a")]


def counts(page: Page) -> list[str]:
    return [each.text_content() for each in page.tree.xpath("//*[@class='v-tabs__count']")]


def colleague_of(commune: Commune) -> Browser:
    """A second reviewer of works."""
    post = identity.create_post(
        institution_id=commune.institution.id,
        unit_id=commune.units["DOM"].id,
        code="DOM-2",
        title="Revisora de Obras",
        role_codes=["OBRAS"],
        actor=SETUP,
        at=SINCE,
    )
    return browser_of(make_official(post, "Irma", "Loncón Paz").actor(MONDAY), MONDAY)


class TestDesk:
    def test_with_nothing_taken_says_how_much_waits_in_the_unit(self, play: Play) -> None:
        play.file(SHOP)
        page = official(play.commune, "DOM-1", play.at).open("/mesa/")
        assert page.h1 == "Mis tareas"
        assert "En su unidad hay 1 tarea que nadie ha tomado." in page.text
        assert page.link("Ver las de mi unidad") == "/mesa/?ver=unidad"

    def test_a_task_shows_case_work_and_how_much_is_left_and_names_nobody(self, play: Play) -> None:
        play.file(SHOP)
        page = official(play.commune, "DOM-1", play.at).open("/mesa/?ver=unidad")
        (row,) = page.tree.xpath("//tbody/tr")
        text = " ".join(row.text_content().split())
        for words in (play.case.code, "Revisar la zonificación", "Patente comercial"):
            assert words in text
        assert "Rosa" not in text
        assert "Quedan 10 días hábiles" in text
        assert "16 de marzo de 2026" in text

    def test_a_late_task_says_so_also_on_a_saturday(self, play: Play) -> None:
        play.file(SHOP)
        desk = official(play.commune, "DOM-1", play.at)
        desk.at += timedelta(days=15)
        assert "Atrasado 1 día" in desk.open("/mesa/?ver=plazos").text
        play.at = play.at.replace(day=6)
        play.file(SHOP)  # expires on Friday the 20th
        desk.at = desk.at.replace(day=21)
        text = desk.open("/mesa/?ver=plazos").text
        assert "Atrasado 1 día" in text
        assert "Vence hoy" not in text

    def test_what_expires_first_is_on_top(self, play: Play) -> None:
        play.file(SHOP)
        first = play.case.code
        play.at += timedelta(days=3)
        play.file(SHOP)
        assert codes(official(play.commune, "DOM-1", play.at).open("/mesa/?ver=plazos")) == [first, play.case.code]

    def test_the_button_in_the_list_takes_the_task_and_stays_in_the_list(self, play: Play) -> None:
        play.file(SHOP)
        desk = official(play.commune, "DOM-1", play.at)
        before = desk.open("/mesa/?ver=unidad")
        assert counts(before) == ["0", "1", "1"]
        (button,) = before.tree.xpath("//tbody//button")
        after = desk.send(button.get("formaction"), {"next": before.value("next")})
        assert after.path == "/mesa/"
        assert "Usted tomó la tarea" in after.text
        assert counts(after) == ["1", "0", "1"]
        assert codes(desk.open("/mesa/")) == [play.case.code]

    def test_who_comes_second_reads_who_was_first(self, play: Play) -> None:
        play.file(SHOP)
        task = f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/tomar/"
        works = play.commune.officials["DOM-1"]
        colleague = colleague_of(play.commune)
        with clock.fixed(play.at):
            cases.claim_task(actor=works.actor(play.at), at=play.at, task_uuid=task_of(play, "DOM-1").task_uuid)
        page = colleague.send(task)
        assert "Pedro Álvarez Díaz ya tiene esta tarea." in page.text

    def test_another_place_to_go_back_to_is_not_taken(self, play: Play) -> None:
        play.file(SHOP)
        desk = official(play.commune, "DOM-1", play.at)
        response = desk.client.post(
            f"/mesa/tareas/{task_of(play, 'DOM-1').task_uuid}/tomar/", {"next": "https://example.org/"}
        )
        assert response["Location"] == "/mesa/"

    def test_officials_of_another_institution_see_nothing(self, play: Play, second: Commune) -> None:
        play.file(SHOP)
        for code in second.officials:
            assert codes(official(second, code, play.at).open("/mesa/?ver=plazos")) == []

    def test_an_officials_own_case_is_not_on_their_desk(self, play: Play) -> None:
        works = play.commune.officials["DOM-1"]
        own = Play(play.commune, identity.actor_of(account_id=works.account_id, at=play.at), play.at)
        own.file(SHOP)
        assert codes(official(play.commune, "DOM-1", own.at).open("/mesa/?ver=plazos")) == []

    def test_the_next_page_goes_on_where_this_one_ends(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ventanilla.kernel.cases.queries.tasks.PAGE_SIZE_ROWS", 3)
        seen = []
        for _number in range(5):
            play.file(SHOP)
            seen.append(play.case.code)
        desk = official(play.commune, "DOM-1", play.at)
        first = desk.open("/mesa/?ver=unidad")
        following = desk.open(f"/mesa/{first.link('Ver más')}")
        assert sorted(codes(first) + codes(following)) == sorted(seen)
        assert following.link("Volver al principio") == "/mesa/?ver=unidad"

    def test_a_longer_list_asks_the_database_no_more(self, play: Play) -> None:
        play.file(SHOP)
        desk = official(play.commune, "DOM-1", play.at)
        desk.open("/mesa/?ver=unidad")
        with CaptureQueriesContext(connection) as one:
            desk.open("/mesa/?ver=unidad")
        play.file(SHOP)
        play.file(SHOP)
        with CaptureQueriesContext(connection) as three:
            assert len(codes(desk.open("/mesa/?ver=unidad"))) == 3
        assert len(three) == len(one)

    def test_a_person_and_a_visitor_are_sent_to_the_officials_entrance(self, play: Play) -> None:
        for browser in (person(play), Browser()):
            assert browser.client.get("/mesa/")["Location"] == "/funcionarios/entrar/?next=%2Fmesa%2F"
