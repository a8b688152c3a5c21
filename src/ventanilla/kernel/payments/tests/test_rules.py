"""How a charge stands and what a result does to it: examples and properties."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.payments.rules import Standing, attempt_state_of, disposition_of, state_of
from ventanilla.kernel.payments.types import AttemptState, ChargeState, Disposition, Outcome

LAST_DAY = date(2025, 3, 31)
OPEN = Standing(amount_clp=45_000, due_on=LAST_DAY)
SETTLED = Standing(amount_clp=45_000, due_on=LAST_DAY, settled=True)
CANCELLED = Standing(amount_clp=45_000, due_on=LAST_DAY, closing="CANCELLED")


class TestStateOf:
    def test_the_last_day_is_a_day_to_pay_and_the_next_one_is_not(self):
        assert state_of(OPEN, LAST_DAY) is ChargeState.PENDING
        assert state_of(OPEN, LAST_DAY + timedelta(days=1)) is ChargeState.EXPIRED

    def test_without_a_last_day_it_waits_for_ever(self):
        assert state_of(Standing(amount_clp=1, due_on=None), date(2199, 1, 1)) is ChargeState.PENDING

    def test_a_settled_charge_does_not_expire(self):
        assert state_of(SETTLED, LAST_DAY + timedelta(days=400)) is ChargeState.SETTLED

    def test_a_cancelled_charge_is_cancelled_before_and_after_its_last_day(self):
        days = (LAST_DAY, LAST_DAY + timedelta(days=1))

        assert {state_of(CANCELLED, day) for day in days} == {ChargeState.CANCELLED}


class TestDispositionOf:
    def test_the_exact_amount_settles_an_open_charge(self):
        assert disposition_of(OPEN, Outcome.PAID, 45_000) is Disposition.SETTLES

    def test_a_second_payment_is_a_surplus(self):
        assert disposition_of(SETTLED, Outcome.PAID, 45_000) is Disposition.SURPLUS

    def test_a_payment_of_a_cancelled_charge_is_a_surplus(self):
        assert disposition_of(CANCELLED, Outcome.PAID, 45_000) is Disposition.SURPLUS

    @given(st.booleans(), st.sampled_from(["", "EXPIRED", "CANCELLED"]), st.sampled_from(Outcome), st.integers(0, 99))
    def test_no_other_amount_ever_settles_and_paid_money_is_never_dropped(self, settled, closing, outcome, amount):
        charge = Standing(amount_clp=50, due_on=None, settled=settled, closing=closing)

        found = disposition_of(charge, outcome, amount)

        assert (found is Disposition.NONE) is (outcome is not Outcome.PAID)
        if found is Disposition.SETTLES:
            assert amount == 50
            assert not settled
            assert not closing


REJECTED = (Outcome.REJECTED, Disposition.NONE)
GAVE_UP = (Outcome.CANCELLED, Disposition.NONE)
PAID = (Outcome.PAID, Disposition.SETTLES)
EXTRA = (Outcome.PAID, Disposition.SURPLUS)
OTHER_AMOUNT = (Outcome.PAID, Disposition.MISMATCH)


class TestAttemptStateOf:
    def test_nothing_said_is_waiting(self):
        assert attempt_state_of([]) is AttemptState.WAITING

    def test_the_last_refusal_counts_when_no_money_came(self):
        assert attempt_state_of([REJECTED, GAVE_UP]) is AttemptState.CANCELLED

    def test_money_that_came_counts_whatever_else_was_said(self):
        assert attempt_state_of([REJECTED, PAID]) is AttemptState.PAID
        assert attempt_state_of([OTHER_AMOUNT, REJECTED]) is AttemptState.IN_REVIEW
        assert attempt_state_of([EXTRA]) is AttemptState.TO_REFUND
