"""Who acts for another says so on each act: before signing, on the decree, in the case, in the read log."""

from dataclasses import replace

import pytest

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.documents.testing import text_of
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, make_official
from ventanilla.kernel.identity.types import Capacity
from ventanilla.portal.tests.pages.people import official, person, task_of

WORDS = [
    (Capacity.SUBSTITUTE, "subrogante"),
    (Capacity.DEPUTY, "suplente"),
    (Capacity.DELEGATE, "por orden de la autoridad"),
]
POST = "Jefa de Rentas y Patentes"
REASONS = {"outcome": "approve", "reasons": "Cumple con lo que pide la ley."}


def replaced(play: Play, code: str, capacity: Capacity) -> None:
    """From now on somebody else holds the post, in this capacity, and its holder does not."""
    holder = play.commune.officials[code]
    held = identity.list_appointments(institution_id=play.commune.institution.id, at=play.at)
    appointment = next(each.uuid for each in held if each.post.id == holder.post.id)
    identity.end_appointment(appointment_uuid=appointment, ends_at=play.at, actor=SETUP, at=play.at)
    other = make_official(holder.post, "Gabriela", "Huenul Díaz", capacity=capacity, at=play.at)
    play.commune = replace(play.commune, officials={**play.commune.officials, code: other})


@pytest.mark.parametrize(("capacity", "word"), WORDS)
class TestAnActForAnother:
    def test_a_decision_says_it_everywhere(self, play: Play, capacity: Capacity, word: str) -> None:
        play.file(SHOP)
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        replaced(play, "JEFE-RENTAS", capacity)
        browser = official(play.commune, "JEFE-RENTAS", play.at)
        task = f"/mesa/tareas/{task_of(play, 'JEFE-RENTAS').task_uuid}/"
        browser.send(f"{task}tomar/")
        signing = browser.send(f"{task}terminar/", {**REASONS, "act": "review"})
        assert f"Gabriela Huenul Díaz, {POST}, {word}" in signing.text

        play.do_task("decide", "approve", {"reasons": REASONS["reasons"]})

        said = f"Gabriela Huenul Díaz, {POST}, {word}"
        assert play.case.decision is not None
        assert play.case.decision.decided_by == said
        assert said in person(play).open(f"/casos/{play.case_uuid}/").text
        assert any(line.actor == said for line in play.case.history)
        printed = " ".join(text_of(decree_of(play)).split())
        assert f"{POST} {word}" in printed.replace(",", "") or f"{POST}, {word}" in printed
        assert "Gabriela Huenul Díaz" in printed

    def test_a_report_and_a_reading_say_it(self, play: Play, capacity: Capacity, word: str) -> None:
        play.file(SHOP)
        replaced(play, "DOM-1", capacity)
        works, task = official(play.commune, "DOM-1", play.at), task_of(play, "DOM-1").task_uuid
        assert works.open(f"/mesa/tareas/{task}/").status == 200
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        said = f"Gabriela Huenul Díaz, Revisor de Obras, {word}"
        assert any(line.actor == said for line in play.case.history)

        head = official(play.commune, "JEFE-RENTAS", play.at)
        task = f"/mesa/tareas/{task_of(play, 'JEFE-RENTAS').task_uuid}/"
        head.send(f"{task}tomar/")
        assert said in head.open(task).text

        assert f"Revisor de Obras, {word}" in person(play).open("/quien-vio-mis-datos/").text


def test_who_holds_the_post_says_nothing_more(play: Play) -> None:
    play.file(SHOP)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    assert any(line.actor.endswith(", Revisor de Obras") for line in play.case.history)


def decree_of(play: Play) -> bytes:
    """The file of the decision."""
    assert play.case.decision is not None and play.case.decision.document_uuid is not None
    _name, _kind, content = cases.open_own_document(
        actor=play.person, at=play.at, case_uuid=play.case.uuid, document_uuid=play.case.decision.document_uuid
    )
    return content
