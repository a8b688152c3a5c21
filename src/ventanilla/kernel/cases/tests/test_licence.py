"""The business licence from filing to register, through the front door of cases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.operations.drafts import discard_stale_drafts
from ventanilla.kernel.cases.testing import Play, make_play
from ventanilla.kernel.documents import api as documents

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
ANSWERS = {
    "activity": "Almacén de barrio",
    "sii_activity": "Venta al por menor en almacenes pequeños",
    "premises_address": {"street": "Calle Los Aromos", "number": "145", "extra": ""},
    "tenure": "owned",
    "food_handling": False,
    "own_capital": 40_000_000,
    "contact_email": "rosa@correo.cl",
    "contact_phone": "+56987654321",
    "declaration": ["all_true"],
}


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        yield make_play(at=AT)


class TestLicence:
    def test_is_granted_with_decree_payment_and_register(self, play: Play) -> None:
        play.file(ANSWERS)
        assert play.case.stage == "in_review"
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {"visited_on": "2026-03-02"})
        play.do_task("decide", "approve", {})
        decided = play.case
        assert decided.stage == "to_pay"
        assert decided.decision is not None and decided.decision.number == 1
        assert decided.decision.document_uuid is not None
        assert [charge.amount.minor for charge in decided.charges] == [80_000]
        play.pay()
        closed = play.case
        assert (closed.state, closed.outcome) == ("CLOSED", "granted")
        found = api.find_verification(code=decided.decision.verification_code, at=play.at)
        assert found is not None and found.in_force == "IN_FORCE"

    def test_is_corrected_in_time_and_goes_on(self, play: Play) -> None:
        play.file({**ANSWERS, "tenure": "rented", "lease_contract": "file"})
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano del local."})
        play.do_task("inspection_review", "favorable", {})
        asked = play.case.correction
        assert asked is not None and asked.items == ("Falta el plano del local.",)
        assert asked.due_at == datetime(2026, 3, 13, 2, 59, 59, 999999, tzinfo=UTC)
        play.correct({"correction_text": "Envío el plano."}, files=["correction_file"])
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        play.do_task("decide", "approve", {})
        assert play.case.stage == "to_pay"
        assert [line.kind for line in play.case.documents] == ["lease_contract", "correction_file", "decree-grant"]

    def test_without_a_correction_it_is_deemed_withdrawn_by_rule(self, play: Play) -> None:
        play.file(ANSWERS)
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano del local."})
        play.do_task("inspection_review", "favorable", {})
        assert play.case.correction is not None
        assert api.fire_due_timers(at=play.case.correction.due_at - timedelta(seconds=1)) == 0
        play.at = play.case.correction.due_at
        assert api.fire_due_timers(at=play.at) == 1
        closed = play.case
        assert (closed.outcome, closed.correction and closed.correction.result) == ("withdrawn", "DEEMED_WITHDRAWN")
        assert any(line.kind == "case.deemed_withdrawn" for line in closed.history)

    def test_the_same_draft_filed_twice_is_one_case(self, play: Play) -> None:
        draft_uuid = play.write(ANSWERS)
        first = api.file_application(actor=play.person, at=play.tick(), draft_uuid=draft_uuid)
        again = api.file_application(actor=play.person, at=play.tick(), draft_uuid=draft_uuid)
        assert first == again
        assert len(api.list_my_cases(actor=play.person, at=play.at).rows) == 1


class TestDrafts:
    def test_a_draft_that_nobody_touched_for_ninety_days_is_erased_with_its_files(self, play: Play) -> None:
        draft = play.write({**ANSWERS, "tenure": "rented", "lease_contract": "file"})
        rule = ActorRef.by_rule("test")
        assert discard_stale_drafts(actor=rule, at=play.at + timedelta(days=89)) == 0
        assert discard_stale_drafts(actor=rule, at=play.at + timedelta(days=90)) == 1
        assert documents.list_of(dossier=draft) == ()

    def test_a_filed_draft_stays(self, play: Play) -> None:
        play.file(ANSWERS)
        assert discard_stale_drafts(actor=ActorRef.by_rule("test"), at=play.at + timedelta(days=400)) == 0
