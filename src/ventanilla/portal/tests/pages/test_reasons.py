"""Why a case was decided so: for its parties, and for who decides."""

from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import RENTED, approve, official, person, task_of


def address(play: Play) -> str:
    return f"/casos/{play.case_uuid}/por-que/"


class TestReasons:
    def test_tells_each_rule_with_what_it_considered(self, play: Play) -> None:
        approve(play)
        page = person(play).open(f"/casos/{play.case_uuid}/")
        page = person(play).open(page.link("Qué reglas se aplicaron y con qué números"))
        assert page.h1 == "Por qué se decidió así"
        for said in (
            "Se puede aprobar: sí",
            "Obras informó a favor, como pide la ley (LGUC, art. 58)",
            "Valor de un semestre: $ 80.000",
            "Se consideró «Capital propio, en pesos»: $ 40.000.000.",
            "Se cumple la regla 2: «Valor según el capital» es $ 160.000",
            "La regla 1 no se cumple",
            "Documentos que se piden: ninguno",
        ):
            assert said in page.text.replace("\u00a0", " "), said

    def test_parameters_say_since_when_and_by_which_law(self, play: Play) -> None:
        approve(play)
        text = person(play).open(address(play)).text
        assert "4 por mil, vigente desde el" in text
        assert "DL 3.063, art. 24" in text

    def test_in_english(self, play: Play) -> None:
        approve(play)
        browser = person(play)
        browser.client.cookies["ventanilla-language"] = "en"
        text = browser.open(address(play)).text
        assert "It may be approved: yes" in text
        assert "Rule 1 is not met" in text

    def test_before_the_decision_there_is_none(self, play: Play) -> None:
        play.file(RENTED)
        assert person(play).open(address(play)).status == 404

    def test_another_person_does_not_find_it(self, play: Play, stranger: Browser) -> None:
        approve(play)
        assert stranger.open(address(play)).status == 404


class TestForWhoDecides:
    def test_the_rules_stand_with_the_file(self, play: Play) -> None:
        play.file(SHOP)
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        task = f"/mesa/tareas/{task_of(play, 'JEFE-RENTAS').task_uuid}/"
        page = official(play.commune, "JEFE-RENTAS", play.at).open(task)
        assert "Lo que dicen las reglas" in page.text
        assert "Se puede aprobar: sí" in page.text

    def test_without_a_favourable_report_of_works_approving_is_no_option(self, play: Play) -> None:
        play.file(SHOP)
        play.do_task("works_review", "unfavorable", {"zone": "ZH-1", "opinion": "No admite comercio."})
        play.do_task("inspection_review", "favorable", {})
        browser = official(play.commune, "JEFE-RENTAS", play.at)
        task = f"/mesa/tareas/{task_of(play, 'JEFE-RENTAS').task_uuid}/"
        browser.send(f"{task}tomar/")
        page = browser.open(task)
        assert page.tree.xpath("//input[@name='outcome']/@value") == ["reject"]
        assert "No se puede aprobar. La ley pide que Obras informe a favor" in page.text
        sent = browser.send(f"{task}terminar/", {"outcome": "approve", "reasons": "Igual."})
        assert sent.status == 400
        assert play.case.decision is None
