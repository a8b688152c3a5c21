"""The page of a task: what it shows, its form, the two steps of a decision."""

from uuid import uuid4

from ventanilla.common import clock
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.outbox.testing import drain
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import RENTED, official, person, task_of


def address(play: Play, code: str) -> str:
    return f"/mesa/tareas/{task_of(play, code).task_uuid}/"


def taken(play: Play, code: str) -> tuple[Browser, str]:
    """An official who took the task, and its address."""
    browser, task = official(play.commune, code, play.at), address(play, code)
    browser.send(f"{task}tomar/")
    return browser, task


def ready_to_decide(play: Play) -> tuple[Browser, str]:
    play.file(RENTED)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    return taken(play, "JEFE-RENTAS")


def rows(page: Page) -> dict[str, str]:
    """Names and values of the summary lists."""
    pairs = zip(page.tree.xpath("//main//dt"), page.tree.xpath("//main//dd[1]"), strict=True)
    return {" ".join(key.text_content().split()): " ".join(value.text_content().split()) for key, value in pairs}


class TestWhatIsShown:
    def test_only_what_the_task_allows(self, play: Play) -> None:
        play.file(RENTED)
        page = official(play.commune, "DOM-1", play.at).open(address(play, "DOM-1"))
        assert page.h1 == "Revisar la zonificación"
        assert rows(page)["Dirección del local"] == "Calle Los Aromos 145"
        for hidden in ("Capital propio", "rosa@correo.cl", "+56987654321", "Contrato de arriendo", play.person.run):
            assert hidden not in page.text

    def test_documents_open_for_the_task_that_shows_them_and_no_other(self, play: Play) -> None:
        play.file(RENTED)
        (document,) = play.documents
        inspector = official(play.commune, "INSP-1", play.at)
        shown = f"{address(play, 'INSP-1')}documentos/{document.uuid}/"
        assert shown in inspector.open(address(play, "INSP-1")).links()
        response = inspector.client.get(shown)
        assert response.content.startswith(b"%PDF")
        assert "no-store" in response["Cache-Control"]
        works = official(play.commune, "DOM-1", play.at)
        assert works.open(f"{address(play, 'DOM-1')}documentos/{document.uuid}/").status == 404

    def test_who_decides_reads_the_reports_and_what_it_would_cost(self, play: Play) -> None:
        browser, task = ready_to_decide(play)
        page = browser.open(task)
        assert rows(page)["Zona del plan regulador"] == "ZU-2"
        assert rows(page)["Patente comercial, primer semestre"].startswith("$ 80.000")
        assert "Pedro Álvarez Díaz, Revisor de Obras, 2 de marzo de 2026" in page.text

    def test_another_institutions_official_does_not_find_it(self, play: Play, second: Commune) -> None:
        play.file(SHOP)
        task = address(play, "DOM-1")
        for code in ("DOM-1", "JEFE-RENTAS", "ADMIN-1"):
            other = official(second, code, play.at)
            assert other.open(task).status == 404
            assert other.send(f"{task}tomar/").status == 404
            assert other.send(f"{task}terminar/", {"outcome": "favorable"}).status == 404

    def test_another_unit_and_an_unknown_task_are_not_found(self, play: Play) -> None:
        play.file(SHOP)
        assert official(play.commune, "INSP-1", play.at).open(address(play, "DOM-1")).status == 404
        assert official(play.commune, "DOM-1", play.at).open(f"/mesa/tareas/{uuid4()}/").status == 404

    def test_nobody_works_on_their_own_case(self, play: Play) -> None:
        inspector = play.commune.officials["INSP-1"]
        own = Play(play.commune, identity.actor_of(account_id=inspector.account_id, at=play.at), play.at)
        own.file(SHOP)
        (task,) = (each for each in own.case.tasks if each.key == "inspection_review")
        page = official(play.commune, "INSP-1", own.at).open(f"/mesa/tareas/{task.uuid}/")
        assert page.status == 403
        assert page.h1 == "Usted participa en este trámite y no puede resolverlo."

    def test_a_person_is_sent_to_the_officials_entrance(self, play: Play) -> None:
        play.file(SHOP)
        response = person(play).client.get(address(play, "DOM-1"))
        assert response["Location"].startswith("/funcionarios/entrar/")


class TestTakingAndLettingGo:
    def test_the_form_is_there_once_the_task_is_taken(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = official(play.commune, "DOM-1", play.at), address(play, "DOM-1")
        assert not browser.open(task).button("Terminar la tarea")
        page = browser.send(f"{task}tomar/", {"next": task})
        assert page.path == task
        assert page.button("Terminar la tarea")

    def test_a_task_that_is_let_go_is_on_the_desk_of_the_unit_again(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        page = browser.send(f"{task}soltar/")
        assert "Usted soltó la tarea" in page.text
        assert task in browser.open("/mesa/?ver=unidad").links()

    def test_what_is_over_cannot_be_let_go(self, play: Play) -> None:
        play.file(SHOP)
        task = address(play, "DOM-1")
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        page = official(play.commune, "DOM-1", play.at).send(f"{task}soltar/")
        assert "Esta tarea ya terminó." in page.text


class TestReport:
    def test_each_question_says_for_which_outcome_it_is(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        text = browser.open(task).text
        assert "Solo si elige “Se permite” o “No se permite”." in text
        assert "Solo si elige “Falta algo”." in text

    def test_finished_leads_to_the_desk_with_a_word(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        page = browser.send(f"{task}terminar/", {"outcome": "favorable", "zone": "ZU-2"})
        assert page.path == "/mesa/"
        assert "Tarea terminada" in page.text
        assert "Tarea terminada" not in browser.open("/mesa/").text
        assert any(line.kind == "case.task_done" for line in play.case.history)

    def test_without_an_outcome_what_was_typed_stays(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        page = browser.send(f"{task}terminar/", {"zone": "ZU-9"})
        assert page.status == 400
        assert page.title.startswith("Error:")
        assert page.error_links == ["#f-outcome"]
        assert page.value("zone") == "ZU-9"

    def test_a_missing_answer_is_asked_for_and_the_rest_stays(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        page = browser.send(f"{task}terminar/", {"outcome": "unfavorable", "zone": "ZU-9"})
        assert page.error_links == ["#f-opinion"]
        assert page.checked("outcome") == ["unfavorable"]
        assert page.value("zone") == "ZU-9"

    def test_who_does_not_have_the_task_cannot_finish_it(self, play: Play) -> None:
        play.file(SHOP)
        browser = official(play.commune, "DOM-1", play.at)
        page = browser.send(f"{address(play, 'DOM-1')}terminar/", {"outcome": "favorable", "zone": "ZU-2"})
        assert page.status == 403
        assert not any(line.kind == "case.task_done" for line in play.case.history)

    def test_a_finished_task_says_that_it_is_over(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        browser.send(f"{task}terminar/", {"outcome": "favorable", "zone": "ZU-2"})
        page = browser.open(task)
        assert "Esta tarea ya terminó" in page.text
        assert not page.tree.xpath("//main//form")
        assert browser.send(f"{task}terminar/", {"outcome": "favorable", "zone": "ZU-2"}).h1 == "Mis tareas"
        assert browser.send(f"{task}terminar/", {"outcome": "missing", "missing_text": "El plano"}).status == 409

    def test_opening_the_address_of_the_form_leads_to_the_task(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        assert browser.open(f"{task}terminar/").path == task

    def test_with_scripts_only_the_questions_of_the_outcome_come(self, play: Play) -> None:
        play.file(SHOP)
        browser, task = taken(play, "DOM-1")
        (piece,) = browser.open(task).tree.xpath("//@hx-post")
        asked = browser.client.post(piece, {"outcome": "missing", "missing_text": "El plano", "zone": "ZU-2"})
        content = asked.content.decode()
        assert "El plano" in content
        assert 'name="zone"' not in content
        assert "Elija cómo termina" in browser.client.post(piece, {}).content.decode()

    def test_the_questions_of_a_task_are_for_who_may_work_on_it(self, play: Play) -> None:
        play.file(SHOP)
        questions = f"{address(play, 'DOM-1')}preguntas/"
        inspector = official(play.commune, "INSP-1", play.at)
        assert inspector.client.post(questions, {"outcome": "favorable"}).status_code == 404


class TestDecision:
    def test_is_reviewed_before_it_is_signed(self, play: Play) -> None:
        browser, task = ready_to_decide(play)
        page = browser.send(f"{task}terminar/", {"outcome": "reject", "reasons": "No procede.", "act": "review"})
        assert page.h1 == "Revise y firme"
        assert rows(page) == {"Resultado": "Rechazar", "Fundamento de la decisión": "No procede."}
        assert "Firma Carolina Muñoz Vera, Jefa de Rentas y Patentes." in page.text
        assert page.value("reasons") == "No procede."
        assert play.case.decision is None

    def test_without_reasons_it_does_not_come_to_signing(self, play: Play) -> None:
        browser, task = ready_to_decide(play)
        page = browser.send(f"{task}terminar/", {"outcome": "reject", "act": "review"})
        assert page.status == 400
        assert page.errors == ["Escriba las razones. Una decisión sin razones no vale."]

    def test_the_draft_is_a_pdf_that_is_not_kept_and_leaves_no_decision(self, play: Play) -> None:
        browser, task = ready_to_decide(play)
        with clock.fixed(play.at):
            response = browser.client.post(f"{task}borrador/", {"outcome": "approve", "reasons": "Cumple."})
        assert response.content.startswith(b"%PDF")
        assert response["Content-Disposition"] == f'inline; filename="borrador-{play.case.code}.pdf"'
        assert "no-store" in response["Cache-Control"]
        assert play.case.decision is None
        assert "El borrador de la decisión." in person(play).open("/quien-vio-mis-datos/").text

    def test_changing_something_brings_back_what_was_typed(self, play: Play) -> None:
        browser, task = ready_to_decide(play)
        page = browser.send(f"{task}terminar/", {"outcome": "approve", "reasons": "Con horario.", "act": "change"})
        assert page.checked("outcome") == ["approve"]
        assert "Con horario." in page.tree.xpath("//textarea[@name='reasons']")[0].text_content()

    def test_signed_it_is_decided(self, play: Play) -> None:
        browser, task = ready_to_decide(play)
        page = browser.send(f"{task}terminar/", {"outcome": "approve", "reasons": "Cumple con la ley."})
        assert page.path == "/mesa/"
        drain(at=play.at)
        assert play.case.stage == "to_pay"
        assert play.case.decision is not None and play.case.decision.number == 1

    def test_who_did_not_take_it_does_not_come_to_signing(self, play: Play) -> None:
        browser, task = ready_to_decide(play)
        browser.send(f"{task}soltar/")
        assert browser.send(f"{task}terminar/", {"outcome": "approve", "act": "review"}).status == 403
