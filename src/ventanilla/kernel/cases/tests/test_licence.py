"""The business licence from filing to register, through the front door of cases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import override_settings

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.operations.drafts import discard_stale_drafts
from ventanilla.kernel.cases.testing import SHOP, Play, make_play
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import make_actor, make_person
from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.outbox.testing import drain
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.errors import ChargeNotOpen
from ventanilla.kernel.payments.types import AttemptState, Outcome

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
LAPSED = datetime(2026, 4, 7, 4, tzinfo=UTC)  # the first instant after 6 April in Chile, an hour further back by then
REASONS = {"reasons": "Que los informes son favorables."}


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        yield make_play(at=AT)


def approve(play: Play) -> None:
    play.file(SHOP)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    play.do_task("decide", "approve", REASONS)


def start_to_pay(play: Play) -> UUID:
    (charge,) = play.case.charges
    address = "http://localhost:8000/pagos/vuelta/"
    return payments.start_attempt(
        charge_uuid=charge.uuid, return_url=address, actor=play.person.ref(), at=play.tick()
    ).uuid


def finish_to_pay(play: Play, attempt: UUID, *, relay: bool = True) -> AttemptState:
    """The provider says that the attempt was paid; `relay` tells the case."""
    (charge,) = play.case.charges
    payments.record_result(
        attempt_uuid=attempt,
        provider="simulator",
        result=Outcome.PAID,
        amount=charge.amount,
        authorisation="123456",
        at=play.tick(),
    )
    if relay:
        drain(at=play.at)
    return payments.get_attempt(uuid=attempt).state


class TestLicence:
    def test_is_granted_with_decree_payment_and_register(self, play: Play) -> None:
        play.file(SHOP)
        assert play.case.stage == "in_review"
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {"visited_on": "2026-03-02"})
        play.do_task("decide", "approve", REASONS)
        decided = play.case
        assert decided.stage == "to_pay"
        assert decided.decision is not None and decided.decision.number == 1
        assert decided.decision.document_uuid is not None
        assert [charge.amount.minor for charge in decided.charges] == [80_000]
        play.pay()
        closed = play.case
        assert (closed.state, closed.outcome) == ("CLOSED", "granted")
        found = api.find_verification(code=decided.decision.verification_code, at=play.at)
        assert found is not None and found.granted is not None and found.granted.state == "IN_FORCE"

    def test_is_corrected_in_time_and_goes_on(self, play: Play) -> None:
        play.file({**SHOP, "tenure": "rented", "lease_contract": "file"})
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano del local."})
        play.do_task("inspection_review", "favorable", {})
        asked = play.case.correction
        assert asked is not None and asked.items == ("Falta el plano del local.",)
        assert asked.due_at == datetime(2026, 3, 13, 2, 59, 59, 999999, tzinfo=UTC)
        play.correct({"correction_text": "Envío el plano."}, files=["correction_file"])
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        play.do_task("decide", "approve", REASONS)
        assert play.case.stage == "to_pay"
        assert [line.kind for line in play.documents] == ["lease_contract", "correction_file", "decree-grant"]

    def test_without_a_correction_it_is_deemed_withdrawn_by_rule(self, play: Play) -> None:
        play.file(SHOP)
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano del local."})
        play.do_task("inspection_review", "favorable", {})
        assert play.case.correction is not None
        assert api.fire_due_timers(at=play.case.correction.due_at - timedelta(seconds=1)) == 0
        play.at = play.case.correction.due_at
        assert api.fire_due_timers(at=play.at) == 1
        closed = play.case
        assert (closed.outcome, closed.correction and closed.correction.result) == ("withdrawn", "DEEMED_WITHDRAWN")
        assert any(line.kind == "case.deemed_withdrawn" for line in closed.history)

    def test_not_paid_in_time_it_lapses_and_its_charge_is_closed(self, play: Play) -> None:
        approve(play)
        (charge,) = play.case.charges
        # Notified on Monday 2 March, deemed made on Thursday 5; thirty days end on Saturday 4 April.
        assert charge.due_on == date(2026, 4, 6)
        assert api.fire_due_timers(at=LAPSED - timedelta(seconds=1)) == 0
        play.at = LAPSED
        assert api.fire_due_timers(at=play.at) == 1
        lapsed = play.case
        assert (lapsed.state, lapsed.outcome, lapsed.stage) == ("CLOSED", "expired", "expired")
        assert [each.state for each in lapsed.charges] == ["EXPIRED"]
        assert api.fire_due_timers(at=play.at) == 0
        with pytest.raises(ChargeNotOpen):
            play.pay()

    def test_paid_in_the_next_half_year_it_holds_until_the_end_of_that_one(self, play: Play) -> None:
        play.at = datetime(2026, 6, 22, 15, tzinfo=UTC)
        approve(play)
        (charge,) = play.case.charges
        assert charge.due_on == date(2026, 7, 27)
        play.at = datetime(2026, 7, 2, 15, tzinfo=UTC)
        play.pay()
        granted = play.case.granted
        assert granted is not None and (granted.state, granted.valid_until) == ("IN_FORCE", date(2026, 12, 31))

    def test_paid_at_the_end_of_a_half_year_and_heard_of_in_the_next_it_counts_from_its_payment(
        self, play: Play
    ) -> None:
        play.at = datetime(2026, 6, 22, 15, tzinfo=UTC)
        approve(play)
        attempt = start_to_pay(play)
        play.at = datetime(2026, 7, 1, 3, 59, tzinfo=UTC) - timedelta(minutes=1)  # 30 June in Chile
        finish_to_pay(play, attempt, relay=False)
        play.at = datetime(2026, 7, 1, 4, 1, tzinfo=UTC)
        drain(at=play.at)
        granted = play.case.granted
        assert play.case.outcome == "granted"
        assert granted is not None and (granted.state, granted.valid_until) == ("EXPIRED", date(2026, 6, 30))

    def test_a_payment_that_comes_after_it_lapsed_is_a_surplus(self, play: Play) -> None:
        approve(play)
        attempt = start_to_pay(play)
        play.at = LAPSED
        api.fire_due_timers(at=play.at)
        assert finish_to_pay(play, attempt) is AttemptState.TO_REFUND
        assert play.case.outcome == "expired"

    def test_a_payment_of_the_last_minute_wins_over_the_timer(self, play: Play) -> None:
        approve(play)
        attempt = start_to_pay(play)
        play.at = LAPSED
        assert finish_to_pay(play, attempt, relay=False) is AttemptState.PAID
        api.fire_due_timers(at=play.at)  # before the case has heard of the payment
        assert play.case.outcome == ""
        drain(at=play.at)
        assert play.case.outcome == "granted"

    def test_the_same_draft_filed_twice_is_one_case(self, play: Play) -> None:
        draft_uuid = play.write(SHOP)
        first = api.file_application(actor=play.person, at=play.tick(), draft_uuid=draft_uuid)
        again = api.file_application(actor=play.person, at=play.tick(), draft_uuid=draft_uuid)
        assert first == again
        assert len(api.list_my_cases(actor=play.person, at=play.at).rows) == 1


class TestContact:
    def test_the_address_of_the_form_is_where_the_person_is_told(self, play: Play) -> None:
        play.person = make_actor(make_person("Nueva", "Persona"))
        play.file({**SHOP, "contact_email": "nueva@correo.cl"})
        assert identity.get_person(id=play.person.person_id).email == "nueva@correo.cl"
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano."})
        play.do_task("inspection_review", "favorable", {})
        assert [message.to for message in mail.outbox] == [["nueva@correo.cl"]]

    def test_the_same_address_again_changes_nothing(self, play: Play) -> None:
        before = len(entries("identity.contact_changed"))
        play.file(SHOP)
        assert len(entries("identity.contact_changed")) == before


class TestLeftovers:
    def test_a_file_whose_question_was_hidden_afterwards_is_not_kept(self, play: Play) -> None:
        draft = play.write({**SHOP, "tenure": "rented", "lease_contract": "file"})
        owned = api.save_page(
            actor=play.person, at=play.tick(), draft_uuid=draft, page="tenure", raw={"tenure": ["owned"]}, files={}
        )
        assert not owned.errors
        assert len(documents.list_of(dossier=draft)) == 1
        play.case_uuid = api.file_application(actor=play.person, at=play.tick(), draft_uuid=draft)
        drain(at=play.at)
        assert play.documents == ()
        assert [each.kind for each in documents.list_of(dossier=draft)] == [api.RECEIPT_KIND]

    def test_a_file_that_was_filed_is_kept(self, play: Play) -> None:
        play.file({**SHOP, "tenure": "rented", "lease_contract": "file"})
        assert [each.kind for each in play.documents] == ["lease_contract"]


class TestDrafts:
    def test_a_draft_that_nobody_touched_for_ninety_days_is_erased_with_its_files(self, play: Play) -> None:
        draft = play.write({**SHOP, "tenure": "rented", "lease_contract": "file"})
        rule = ActorRef.by_rule("test")
        assert discard_stale_drafts(actor=rule, at=play.at + timedelta(days=89)) == 0
        assert discard_stale_drafts(actor=rule, at=play.at + timedelta(days=90)) == 1
        assert documents.list_of(dossier=draft) == ()

    def test_a_filed_draft_stays(self, play: Play) -> None:
        play.file(SHOP)
        assert discard_stale_drafts(actor=ActorRef.by_rule("test"), at=play.at + timedelta(days=400)) == 0
