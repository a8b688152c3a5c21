"""What a provider says, in every order, twice and at once, and what the charge becomes."""

import itertools
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from structlog.testing import capture_logs

from ventanilla.common.errors import Fault, Refusal
from ventanilla.common.money import Money
from ventanilla.kernel.identity.testing import make_commune, make_person
from ventanilla.kernel.outbox.testing import drain, subscribed
from ventanilla.kernel.payments import api, errors, events
from ventanilla.kernel.payments.models import Result, Settlement
from ventanilla.kernel.payments.testing import BY_RULE, make_charge
from ventanilla.kernel.payments.types import AttemptState, ChargeState, Outcome

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)
# When an attempt of AT can be paid no more.
LATER = AT + timedelta(minutes=30)
RETURN = "http://localhost:8000/pagos/vuelta/"

pytestmark = pytest.mark.django_db


def start(charge: UUID, at: datetime = AT) -> UUID:
    return api.start_attempt(charge_uuid=charge, return_url=RETURN, actor=BY_RULE, at=at).uuid


def say(attempt: UUID, outcome: Outcome = Outcome.PAID, amount_clp: int = 45_000, authorisation: str = "111", at=AT):
    return api.record_result(
        attempt_uuid=attempt,
        provider="simulator",
        result=outcome,
        amount=Money(amount_clp),
        authorisation=authorisation,
        at=at,
    )


def in_parallel(works):
    """What each work returned or raised, all started together."""
    gate, outcomes = threading.Barrier(len(works)), []

    def run(work) -> None:
        gate.wait()
        try:
            outcomes.append(work())
        except (Refusal, Fault) as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


class TestSettling:
    def test_a_payment_settles_the_charge_and_tells_who_waits_for_it(self, charge):
        heard = []
        with subscribed(events.ChargeSettled, lambda event, at: heard.append(event), name="tests.settled"):
            assert say(start(charge)).state is AttemptState.PAID
            drain(at=AT, failures_allowed=True)  # cases, above, knows no case of these dossiers

        found = api.get_charge(uuid=charge, at=AT)
        assert (found.state, found.settled_at, found.authorisation) == (ChargeState.SETTLED, AT, "111")
        assert heard == [events.ChargeSettled(subject=found.dossier, charge=charge, token=found.token)]

    def test_the_same_notice_again_changes_nothing(self, charge):
        attempt = start(charge)

        assert [say(attempt).state for _ in range(3)] == [AttemptState.PAID] * 3
        assert (Result.objects.count(), Settlement.objects.count()) == (1, 1)

    def test_after_a_refusal_another_attempt_pays(self, charge):
        first = say(start(charge), Outcome.REJECTED)
        second = say(start(charge), Outcome.CANCELLED)
        third = say(start(charge))

        assert [first.state, second.state, third.state] == ["REJECTED", "CANCELLED", "PAID"]
        assert api.get_charge(uuid=charge, at=AT).state is ChargeState.SETTLED

    def test_while_an_attempt_can_be_paid_another_is_the_same(self, charge):
        first = start(charge)
        assert {start(charge, at=AT + timedelta(minutes=minutes)) for minutes in (0, 1, 29)} == {first}
        say(first, Outcome.CANCELLED)
        assert start(charge) != first

    def test_an_attempt_of_which_nobody_spoke_does_not_stop_another(self, charge):
        forgotten, paid = start(charge), start(charge, at=LATER)
        say(paid)

        assert api.get_attempt(uuid=forgotten).state is AttemptState.WAITING

    def test_money_of_a_second_attempt_is_a_surplus_that_the_operator_hears_of(self, charge):
        first, second = start(charge), start(charge, at=LATER)
        say(first)

        with capture_logs() as logs:
            found = say(second, authorisation="222")

        assert found.state is AttemptState.TO_REFUND
        assert Settlement.objects.count() == 1
        assert api.get_charge(uuid=charge, at=AT).authorisation == "111"
        assert [(line["event"], line["log_level"]) for line in logs] == [("alert.payment_surplus", "error")]

    def test_money_for_a_cancelled_charge_is_a_surplus(self, charge):
        attempt = start(charge)
        api.cancel(charge_uuid=charge, reason="Repetido", actor=BY_RULE, at=AT)

        assert say(attempt).state is AttemptState.TO_REFUND
        assert api.get_charge(uuid=charge, at=AT).state is ChargeState.CANCELLED

    def test_money_that_a_bank_first_refused_settles(self, charge):
        attempt = start(charge)
        say(attempt, Outcome.REJECTED)

        assert say(attempt).state is AttemptState.PAID

    def test_a_refusal_after_the_payment_takes_nothing_back(self, charge):
        attempt = start(charge)
        say(attempt)

        assert say(attempt, Outcome.REJECTED).state is AttemptState.PAID
        assert Result.objects.count() == 1

    def test_a_notice_after_the_last_day_counts_for_an_attempt_begun_in_time(self, commune, simulators):
        charge = make_charge(
            institution_id=commune.institution.id, person_id=make_person().id, due_on=date(2025, 3, 10), at=AT
        )
        attempt, next_day = start(charge), AT + timedelta(days=1)

        say(attempt, at=next_day)

        assert api.get_charge(uuid=charge, at=next_day).state is ChargeState.SETTLED

    @pytest.mark.parametrize("order", list(itertools.permutations([Outcome.PAID, Outcome.REJECTED, Outcome.CANCELLED])))
    def test_whatever_the_order_of_the_notices_the_money_counts_once(self, charge, order):
        attempt = start(charge)

        for outcome in (*order, *order):
            say(attempt, outcome)

        assert api.get_attempt(uuid=attempt).state is AttemptState.PAID
        assert Settlement.objects.count() == 1


class TestStartAttempt:
    def test_of_a_settled_charge_is_refused(self, charge):
        say(start(charge))

        with pytest.raises(errors.AlreadySettled):
            start(charge)

    def test_after_the_last_day_is_refused(self, commune, simulators):
        charge = make_charge(
            institution_id=commune.institution.id, person_id=make_person().id, due_on=date(2025, 3, 10), at=AT
        )

        with pytest.raises(errors.ChargeOverdue, match="10-03-2025"):
            start(charge, at=AT + timedelta(days=1))

    def test_of_an_unknown_charge_is_refused(self, db, simulators):
        with pytest.raises(errors.ChargeNotFound):
            start(uuid4())


class TestUnknownAndMismatch:
    def test_an_unknown_attempt_is_refused(self, db):
        with pytest.raises(errors.AttemptUnknown):
            say(uuid4())

    def test_an_attempt_with_another_provider_is_unknown(self, charge):
        attempt = start(charge)

        with pytest.raises(errors.AttemptUnknown):
            api.record_result(
                attempt_uuid=attempt,
                provider="another",
                result=Outcome.PAID,
                amount=Money(45_000),
                authorisation="1",
                at=AT,
            )

    def test_another_amount_is_a_fault_that_is_kept_and_told_and_settles_nothing(self, charge):
        attempt = start(charge)

        with capture_logs() as logs, pytest.raises(errors.AmountMismatch, match=r"\$\s44\.999"):
            say(attempt, amount_clp=44_999)

        assert Settlement.objects.count() == 0
        assert api.get_attempt(uuid=attempt).state is AttemptState.IN_REVIEW
        assert api.get_charge(uuid=charge, at=AT).in_review
        assert [line["event"] for line in logs] == ["alert.payment_mismatch"]

    def test_another_amount_said_twice_is_kept_once_and_is_a_fault_twice(self, charge):
        attempt = start(charge)

        for _ in range(2):
            with pytest.raises(errors.AmountMismatch):
                say(attempt, amount_clp=1)

        assert Result.objects.count() == 1

    def test_while_another_amount_is_looked_at_nobody_is_asked_to_pay_again(self, charge):
        with pytest.raises(errors.AmountMismatch):
            say(start(charge), amount_clp=1)

        with pytest.raises(errors.PaymentInReview):
            start(charge)

    def test_the_right_amount_after_a_wrong_one_settles(self, charge):
        attempt = start(charge)
        with pytest.raises(errors.AmountMismatch):
            say(attempt, amount_clp=1)

        assert say(attempt).state is AttemptState.PAID
        assert not api.get_charge(uuid=charge, at=AT).in_review


@pytest.mark.django_db(transaction=True)
class TestInParallel:
    def charge(self, simulators) -> UUID:
        commune = make_commune()
        return make_charge(institution_id=commune.institution.id, person_id=make_person().id, at=AT)

    def test_one_notice_eight_times_at_once_gives_one_settlement_and_one_event(self, simulators):
        attempt, heard = start(self.charge(simulators)), []

        with subscribed(events.ChargeSettled, lambda event, at: heard.append(event), name="tests.settled"):
            outcomes = in_parallel([lambda: say(attempt)] * 8)
            drain(at=AT, failures_allowed=True)  # cases, above, knows no case of these dossiers

        assert [outcome.state for outcome in outcomes] == [AttemptState.PAID] * 8
        assert (Result.objects.count(), Settlement.objects.count(), len(heard)) == (1, 1, 1)

    def test_attempts_begun_at_once_are_one(self, simulators):
        charge = self.charge(simulators)
        assert len(set(in_parallel([lambda: start(charge)] * 6))) == 1

    def test_payments_of_six_attempts_at_once_give_one_settlement_and_five_surpluses(self, simulators):
        charge = self.charge(simulators)
        attempts = [start(charge, at=AT + number * (LATER - AT)) for number in range(6)]

        outcomes = in_parallel([lambda attempt=attempt: say(attempt) for attempt in attempts])

        assert sorted(outcome.state for outcome in outcomes) == ["PAID"] + ["TO_REFUND"] * 5
        assert Settlement.objects.count() == 1

    def test_a_payment_and_a_cancellation_at_once_never_both_win(self, simulators):
        charge = self.charge(simulators)
        attempt = start(charge)

        in_parallel(
            [
                lambda: say(attempt),
                lambda: api.cancel(charge_uuid=charge, reason="Repetido", actor=BY_RULE, at=AT),
            ]
        )

        found, state = api.get_charge(uuid=charge, at=AT), api.get_attempt(uuid=attempt).state
        assert (found.state, state) in [("SETTLED", "PAID"), ("CANCELLED", "TO_REFUND")]

    def test_a_repeated_charge_at_once_is_one(self, simulators):
        commune, person, token, dossier = make_commune(), make_person(), uuid4(), uuid4()

        made = in_parallel(
            [
                lambda: make_charge(
                    institution_id=commune.institution.id, person_id=person.id, token=token, dossier=dossier, at=AT
                )
            ]
            * 6
        )

        assert len(made) == 6
        assert len(set(made)) == 1
