"""Terms that a notification starts: they count from its sending, and without one nobody loses anything."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import override_settings

from ventanilla.common.money import Money
from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.testing import SHOP, Play, make_play
from ventanilla.kernel.cases.types import ChargeLine, CorrectionData
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.notices.testing import MailServer
from ventanilla.kernel.outbox.testing import drain
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.errors import AmountMismatch
from ventanilla.kernel.payments.types import Outcome

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MISSING = {"missing_text": "Falta el plano del local."}
FOUR_DAYS = timedelta(days=4)


@pytest.fixture
def post_office(db: None) -> Iterator[MailServer]:
    """A mail server that answers nobody until a test enters it."""
    server = MailServer()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port, SIMULATORS=True):
        yield server


@pytest.fixture
def play(post_office: MailServer) -> Play:
    return make_play(at=AT)


def ask_to_correct(play: Play) -> CorrectionData:
    play.file(SHOP)
    play.do_task("works_review", "missing", MISSING)
    play.do_task("inspection_review", "favorable", {})
    return correction_of(play)


def approve(play: Play) -> ChargeLine:
    play.file(SHOP)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    play.do_task("decide", "approve", {"reasons": "Que los informes son favorables."})
    (charge,) = play.case.charges
    return charge


def correction_of(play: Play) -> CorrectionData:
    found = play.case.correction
    assert found is not None
    return found


def clocks_of(play: Play) -> dict[str, date]:
    return {clock.kind: clock.due_on for clock in play.case.clocks}


def send_mail(play: Play, server: MailServer) -> None:
    """The server is back, and the next sweep of the installation finds what waits."""
    with server:
        notices.send_due(at=play.at)
        drain(at=play.at)


class TestCorrection:
    def test_a_request_that_was_never_sent_does_not_end_the_case(self, play: Play) -> None:
        asked = ask_to_correct(play)
        play.at = asked.due_at
        api.fire_due_timers(at=play.at)
        waiting = correction_of(play)
        assert (play.case.outcome, waiting.result) == ("", "OPEN")
        assert waiting.due_at > play.at + timedelta(days=5)
        assert clocks_of(play)["correction"] == waiting.due_at.date() - timedelta(days=1)  # midnight in Chile is UTC−3

    def test_one_that_was_sent_late_counts_from_its_sending(self, play: Play, post_office: MailServer) -> None:
        asked = ask_to_correct(play)
        assert asked.due_at.date() == date(2026, 3, 13)  # foreseen: the end of Thursday 12 in Chile
        play.at = AT + FOUR_DAYS
        send_mail(play, post_office)
        moved = correction_of(play)
        # Sent on Friday 6 March, deemed made on Wednesday 11; five business days more.
        assert moved.due_at == asked.due_at + timedelta(days=6)
        play.at = moved.due_at
        assert api.fire_due_timers(at=play.at - timedelta(seconds=1)) == 0
        api.fire_due_timers(at=play.at)
        assert play.case.outcome == "withdrawn"

    def test_the_person_can_answer_while_it_waits(self, play: Play) -> None:
        asked = ask_to_correct(play)
        play.at = asked.due_at
        api.fire_due_timers(at=play.at)
        play.correct({"correction_text": "Envío el plano."})
        assert correction_of(play).result == "ANSWERED"


class TestAppeal:
    def test_the_window_opens_when_the_decision_was_sent(self, play: Play, post_office: MailServer) -> None:
        play.file(SHOP)
        play.do_task("works_review", "unfavorable", {"zone": "ZH-1", "opinion": "No admite comercio."})
        play.do_task("inspection_review", "favorable", {})
        play.do_task("decide", "reject", {"reasons": "Que la zona no admite comercio."})
        assert play.case.outcome == "rejected"
        assert "appeal" not in clocks_of(play)
        play.at = AT + FOUR_DAYS
        send_mail(play, post_office)
        decision = play.case.decision
        # Sent on Friday 6 March, deemed made on Wednesday 11; five business days more.
        assert clocks_of(play)["appeal"] == date(2026, 3, 18)
        assert decision is not None and decision.appeal_until == date(2026, 3, 18)


class TestPayment:
    def test_a_charge_of_which_nobody_was_notified_does_not_lapse(self, play: Play) -> None:
        due = approve(play).due_on
        assert due is not None
        play.at = datetime(due.year, due.month, due.day, 15, tzinfo=UTC) + timedelta(days=1)
        assert api.fire_due_timers(at=play.at) == 1
        (later,) = play.case.charges
        assert (play.case.outcome, later.state) == ("", "PENDING")
        assert later.due_on is not None and later.due_on > play.at.date() + timedelta(days=30)
        play.pay()
        assert play.case.outcome == "granted"

    def test_one_that_was_notified_late_counts_from_there(self, play: Play, post_office: MailServer) -> None:
        assert approve(play).due_on == date(2026, 4, 6)
        play.at = AT + FOUR_DAYS
        send_mail(play, post_office)
        (charge,) = play.case.charges
        assert charge.due_on == date(2026, 4, 10)  # thirty days from Wednesday 11 March
        assert api.fire_due_timers(at=datetime(2026, 4, 11, 3, tzinfo=UTC)) == 0
        assert api.fire_due_timers(at=datetime(2026, 4, 11, 4, tzinfo=UTC)) == 1
        assert play.case.outcome == "expired"


class TestPaymentThatIsLookedAt:
    def test_the_term_waits_a_day_at_a_time(self, play: Play, post_office: MailServer) -> None:
        charge = approve(play)
        attempt = payments.start_attempt(
            charge_uuid=charge.uuid, return_url="http://localhost/", actor=play.person.ref(), at=play.tick()
        )
        with pytest.raises(AmountMismatch):
            payments.record_result(
                attempt_uuid=attempt.uuid,
                provider="simulator",
                result=Outcome.PAID,
                amount=Money(charge.amount.minor - 1),
                authorisation="1",
                at=play.tick(),
            )
        send_mail(play, post_office)
        over = datetime(2026, 4, 7, 4, tzinfo=UTC)
        assert api.fire_due_timers(at=over) == 1
        assert (play.case.outcome, play.case.stage) == ("", "to_pay")
        assert api.fire_due_timers(at=over + timedelta(hours=23)) == 0
        assert api.fire_due_timers(at=over + timedelta(hours=24)) == 1
