"""How a charge stands, and what a provider's result does to it. Pure: values in, a value out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ventanilla.kernel.payments.types import AttemptState, ChargeState, Disposition, Outcome

_BY_MONEY = (
    (Disposition.SETTLES, AttemptState.PAID),
    (Disposition.SURPLUS, AttemptState.TO_REFUND),
    (Disposition.MISMATCH, AttemptState.IN_REVIEW),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need of a charge. `closing` is EXPIRED or CANCELLED, or "" while it is open."""

    amount_clp: int
    due_on: date | None
    settled: bool = False
    closing: str = ""


def state_of(charge: Standing, on: date) -> ChargeState:
    """The state on the local day `on`. A payment counts whatever the day; the last day is a day to pay."""
    if charge.settled:
        return ChargeState.SETTLED
    if charge.closing:
        return ChargeState(charge.closing)
    if charge.due_on is not None and on > charge.due_on:
        return ChargeState.EXPIRED
    return ChargeState.PENDING


def disposition_of(charge: Standing, outcome: Outcome, amount_clp: int) -> Disposition:
    """What a result does to the charge. Money that came is never dropped: it settles, or it is looked at.

    The last day is not asked: who paid a minute before midnight is not to blame for a notice after it.
    """
    if outcome is not Outcome.PAID:
        return Disposition.NONE
    if amount_clp != charge.amount_clp:
        return Disposition.MISMATCH
    return Disposition.SURPLUS if charge.settled or charge.closing else Disposition.SETTLES


def attempt_state_of(results: Sequence[tuple[Outcome, Disposition]]) -> AttemptState:
    """What the person is told of an attempt with these results, in the order in which they came.

    Money that came decides; a "rejected" before or after it does not take it back.
    """
    dispositions = [disposition for _, disposition in results]
    for disposition, state in _BY_MONEY:
        if disposition in dispositions:
            return state
    return AttemptState(results[-1][0].value) if results else AttemptState.WAITING
