"""Who reaches what: two institutions, parties, representatives, officials of the unit and others, own cases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from ventanilla.kernel.cases import api, errors
from ventanilla.kernel.cases.models import Case
from ventanilla.kernel.cases.queries import tasks
from ventanilla.kernel.cases.situation import latest_reports
from ventanilla.kernel.cases.testing import SHOP, Play, act_for, make_play, offer_licence
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, make_actor, make_official, make_person, make_second
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.workflow.errors import TaskHeld

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        play = make_play(at=AT)
        play.file(SHOP)
        yield play


def desk(actor: Actor, at: datetime, tab: api.Tab = api.Tab.URGENT) -> list[UUID]:
    return [row.task_uuid for row in api.list_desk(actor=actor, at=at, tab=tab).rows]


class TestDesk:
    def test_each_unit_sees_its_own_tasks_and_nothing_else(self, play: Play) -> None:
        officials = play.commune.officials
        seen = {
            code: [row.key for row in api.list_desk(actor=each.actor(play.at), at=play.at, tab=api.Tab.URGENT).rows]
            for code, each in officials.items()
        }
        assert seen["DOM-1"] == ["works_review"]
        assert seen["INSP-1"] == ["inspection_review"]
        assert seen["JEFE-RENTAS"] == seen["RENTAS-1"] == seen["ADMIN-1"] == []

    def test_another_institution_sees_nothing(self, play: Play) -> None:
        second = make_second()
        offer_licence(second)
        task = desk(play.commune.officials["DOM-1"].actor(play.at), play.at)[0]
        stranger = second.officials["DOM-1"].actor(play.at)
        assert desk(stranger, play.at) == []
        with pytest.raises(errors.TaskNotFound):
            api.access_task(actor=stranger, at=play.at, task_uuid=task)
        with pytest.raises(errors.TaskNotFound):
            api.claim_task(actor=stranger, at=play.at, task_uuid=task)

    def test_when_the_appointment_ends_the_desk_is_empty(self, play: Play) -> None:
        official = play.commune.officials["DOM-1"]
        actor = official.actor(play.at)
        held = identity.posts_of(person_id=official.person.id, at=play.at)[0]
        identity.end_appointment(appointment_uuid=held.appointment_uuid, ends_at=play.at, actor=SETUP, at=play.at)
        assert desk(actor, play.at + timedelta(seconds=1)) == []

    def test_an_official_does_not_work_on_their_own_case(self, play: Play) -> None:
        official = play.commune.officials["DOM-1"]
        own = Play(play.commune, make_actor(official.person), play.at)
        own.file(SHOP)
        actor = official.actor(own.at)
        shown = desk(actor, own.at)
        task = next(each.uuid for each in own.case.tasks if each.key == "works_review")
        assert task not in shown and len(shown) == 1
        with pytest.raises(errors.OwnCase):
            api.claim_task(actor=actor, at=own.at, task_uuid=task)

    def test_nor_on_the_case_of_whom_they_represent(self, play: Play) -> None:
        act_for(play, "Panadería La Espiga SpA")
        play.file(SHOP)
        official = play.commune.officials["DOM-1"]
        represent(make_actor(official.person), play)
        task = next(each.uuid for each in play.case.tasks if each.key == "works_review")
        actor = official.actor(play.tick())
        assert task not in desk(actor, play.at)
        with pytest.raises(errors.OwnCase):
            api.access_task(actor=actor, at=play.at, task_uuid=task)

    def test_the_same_outcome_again_by_the_same_official_changes_nothing(self, play: Play) -> None:
        actor = play.commune.officials["DOM-1"].actor(play.at)
        task = desk(actor, play.at)[0]
        api.claim_task(actor=actor, at=play.at, task_uuid=task)
        finish = partial(api.complete_task, actor=actor, at=play.at, task_uuid=task, outcome="favorable")
        assert finish(raw={"zone": ["ZU-2"]}) == ()
        assert finish(raw={"zone": ["ZU-3"]}) == ()
        assert [row["works_review"]["zone"] for row in [latest_reports(Case.objects.get(uuid=play.case_uuid))]] == [
            "ZU-2"
        ]
        with pytest.raises(errors.TaskDone):
            finish(outcome="missing", raw={"missing_text": ["El plano"]})

    def test_a_task_is_held_by_one(self, play: Play) -> None:
        actor = play.commune.officials["DOM-1"].actor(play.at)
        task = desk(actor, play.at)[0]
        api.claim_task(actor=actor, at=play.at, task_uuid=task)
        assert desk(actor, play.at, api.Tab.MINE) == [task]
        assert desk(actor, play.at, api.Tab.UNIT) == []
        counts = api.list_desk(actor=actor, at=play.at, tab=api.Tab.MINE).counts
        assert counts == {"mine": 1, "unit": 0, "urgent": 1}

    def test_a_page_costs_the_same_with_one_task_and_with_many(self, play: Play) -> None:
        actor = play.commune.officials["DOM-1"].actor(play.at)
        with CaptureQueriesContext(connection) as one:
            desk(actor, play.at)
        for _ in range(3):
            Play(play.commune, play.person, play.at).file(SHOP)
        with CaptureQueriesContext(connection) as many:
            assert len(desk(actor, play.at)) == 4
        assert len(one) == len(many) == 4

    def test_pages_follow_each_other_without_a_hole(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tasks, "PAGE_SIZE_ROWS", 2)
        for _ in range(4):
            Play(play.commune, play.person, play.at).file(SHOP)
        actor, seen, after = play.commune.officials["DOM-1"].actor(play.at), list[UUID](), ""
        while after is not None:
            page = api.list_desk(actor=actor, at=play.at, tab=api.Tab.URGENT, after=after)
            seen += [row.task_uuid for row in page.rows]
            after = page.next_after
        assert len(seen) == len(set(seen)) == 5

    @pytest.mark.parametrize("token", ["x", "_", "2026_3", "2026-03-02_", "2026-03-02T10:00:00_1"])
    def test_a_foreign_token_gives_the_first_page(self, play: Play, token: str) -> None:
        actor = play.commune.officials["DOM-1"].actor(play.at)
        assert len(api.list_desk(actor=actor, at=play.at, tab=api.Tab.URGENT, after=token).rows) == 1
        assert len(api.list_my_cases(actor=play.person, at=play.at, after=token).rows) == 1


class TestParties:
    def test_a_stranger_is_told_that_there_is_no_such_case(self, play: Play) -> None:
        stranger = make_actor(make_person("Juan", "Otro"))
        assert play.case_uuid is not None
        with pytest.raises(errors.CaseNotFound):
            api.access_case(actor=stranger, at=play.at, case_uuid=play.case_uuid)
        with pytest.raises(errors.CaseNotFound):
            api.access_receipt(actor=stranger, at=play.at, case_uuid=play.case_uuid)
        with pytest.raises(errors.DraftNotFound):
            api.access_draft(actor=stranger, draft_uuid=play.case_uuid)

    def test_an_official_sees_no_own_cases_through_the_post(self, play: Play) -> None:
        assert play.case_uuid is not None
        with pytest.raises(errors.CaseNotFound):
            api.access_case(actor=play.commune.officials["DOM-1"].actor(play.at), at=play.at, case_uuid=play.case_uuid)

    def test_a_representative_files_and_sees_while_the_mandate_lasts(self, play: Play) -> None:
        act_for(play, "Panadería La Espiga SpA")
        case_uuid = play.file(SHOP)
        assert play.case.applicant_name == "Panadería La Espiga SpA"
        end_mandate(play)
        with pytest.raises(errors.CaseNotFound):
            api.access_case(actor=play.person, at=play.tick(), case_uuid=case_uuid)
        assert case_uuid not in [row.uuid for row in api.list_my_cases(actor=play.person, at=play.at).rows]

    def test_when_the_mandate_has_ended_notices_go_to_who_represents_then(self, play: Play) -> None:
        act_for(play, "Panadería La Espiga SpA")
        play.file(SHOP)
        first, second = play.person, make_actor(make_person("Ana", "Segunda", email="ana@correo.cl"))
        end_mandate(play)
        represent(second, play)
        play.person = second
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano."})
        play.do_task("inspection_review", "favorable", {})
        assert notices.list_for(person_id=first.person_id).rows == ()
        assert [row.legal for row in notices.list_for(person_id=second.person_id).rows] == [True]

    def test_without_a_mandate_nobody_files_for_an_organisation(self, play: Play) -> None:
        act_for(play, "Panadería La Espiga SpA")
        other = Play(play.commune, make_actor(make_person("Juan", "Otro")), play.at)
        other.organisation_id = play.organisation_id
        with pytest.raises(errors.MandateNeeded):
            other.file(SHOP)


def end_mandate(play: Play) -> None:
    (mandate,) = identity.mandates_of(person_id=play.person.person_id, at=play.at)
    identity.revoke_mandate(mandate_uuid=mandate.uuid, actor=SETUP, at=play.tick())


def represent(actor: Actor, play: Play) -> None:
    identity.grant_mandate(
        person_id=actor.person_id, organisation_id=play.organisation_id, starts_at=play.at, actor=SETUP, at=play.at
    )


class TestReads:
    def test_an_official_who_opens_a_task_is_seen_by_the_person(self, play: Play) -> None:
        actor = play.commune.officials["DOM-1"].actor(play.at)
        assert api.list_my_reads(actor=play.person).rows == ()
        api.access_task(actor=actor, at=play.at, task_uuid=desk(actor, play.at)[0])
        (read,) = api.list_my_reads(actor=play.person).rows
        assert (read.reader, read.post, read.case_code) == (actor.name, "Revisor de Obras", play.case.code)

    def test_a_refusal_is_in_the_ledger_though_nothing_else_is(self, play: Play) -> None:
        actor = play.commune.officials["RENTAS-1"].actor(play.at)
        task = next(each.uuid for each in play.case.tasks if each.key == "works_review")
        with pytest.raises(errors.TaskNotFound):
            api.claim_task(actor=actor, at=play.at, task_uuid=task)
        assert [each.public["code"] for each in entries("refusal")] == ["cases.task_not_found"]


def test_a_task_that_a_colleague_holds_is_refused_with_their_name(play: Play) -> None:
    first = play.commune.officials["DOM-1"]
    second_post = identity.create_post(
        institution_id=play.commune.institution.id,
        unit_id=play.commune.units["DOM"].id,
        code="DOM-2",
        title="Revisora de Obras",
        role_codes=("OBRAS",),
        actor=SETUP,
        at=play.at,
    )
    second = make_official(second_post, "Julia", "Paredes", at=play.at)
    task = desk(first.actor(play.at), play.at)[0]
    api.claim_task(actor=first.actor(play.at), at=play.at, task_uuid=task)
    with pytest.raises(TaskHeld, match="Pedro"):
        api.claim_task(actor=second.actor(play.at), at=play.at, task_uuid=task)


class TestTaskPage:
    def test_a_file_that_another_task_asked_for_is_shown_only_where_tasks_yaml_says(self, play: Play) -> None:
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "missing", {"missing_text": "Falta una firma."})
        play.correct({"correction_text": "Va firmada."}, files=["correction_file"])
        seen = {}
        for code in ("DOM-1", "INSP-1"):
            actor = play.commune.officials[code].actor(play.at)
            task = api.access_task(actor=actor, at=play.at, task_uuid=desk(actor, play.at)[0])
            seen[code] = ([line.kind for line in task.documents], task.applicant_name)
        assert seen == {"DOM-1": ([], ""), "INSP-1": (["correction_file"], "Rosa Elena Painemal Soto")}

    def test_a_finished_task_shows_nothing_of_the_file_and_records_no_read(self, play: Play) -> None:
        actor = play.commune.officials["INSP-1"].actor(play.at)
        task = desk(actor, play.at)[0]
        play.do_task("inspection_review", "favorable", {})
        before = len(api.list_my_reads(actor=play.person).rows)
        page = api.access_task(actor=actor, at=play.at, task_uuid=task)
        assert (page.rows, page.documents, page.reports, page.applicant_name) == ((), (), (), "")
        assert len(api.list_my_reads(actor=play.person).rows) == before


def test_a_timer_that_fails_does_not_hold_the_others(play: Play) -> None:
    second = make_second()
    offer_licence(second)
    other = Play(second, play.person, play.at)
    other.file(SHOP)
    for each in (play, other):
        each.do_task("works_review", "missing", {"missing_text": "Falta el plano."})
        each.do_task("inspection_review", "favorable", {})
    correction = other.case.correction
    assert correction is not None
    broken = Case.objects.get(uuid=play.case_uuid).institution
    broken.comuna_code = "99999"
    broken.save(update_fields=["comuna_code"])
    assert api.fire_due_timers(at=correction.due_at + timedelta(days=1)) == 1
    assert other.case.outcome == "withdrawn"
