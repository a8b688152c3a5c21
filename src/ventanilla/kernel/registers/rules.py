"""Whether an entry is authentic and whether it is in force on a day. Pure: events and a date, no database.

Being in force follows from what was recorded, so that nothing needs to run at midnight and the answer for a past
day can be repeated. What an act decides for a later day does not count before that day.
"""

from collections.abc import Iterable
from datetime import date

from ventanilla.kernel.registers.types import EventKind, Period, RegisterState, Standing, StatusEvent

GRANTING = (EventKind.GRANTED, EventKind.RENEWED)


def state_of(events: Iterable[StatusEvent], on: date) -> RegisterState:
    """The state on the day `on`. When several hold, the first in the order of `RegisterState` is the answer."""
    return standing_of(events, on).state


def standing_of(events: Iterable[StatusEvent], on: date) -> Standing:
    """Both answers for the day `on`. The order of `events` does not matter."""
    ordered = sorted(events, key=lambda event: (event.effective_on, event.order))
    periods = periods_of(ordered)
    current = next((period for period in periods if on in period), None)
    last = current or (periods[-1] if periods else None)
    return Standing(
        authentic=any(event.kind is EventKind.GRANTED for event in ordered),
        state=_state(ordered, periods, current, on),
        on=on,
        valid_until=last.valid_until if last else None,
    )


def periods_of(events: Iterable[StatusEvent]) -> tuple[Period, ...]:
    """The periods of validity that were granted, from the earliest. They do not overlap (constraint of the table)."""
    periods = [event.period for event in events if event.kind in GRANTING and event.period]
    return tuple(sorted(periods, key=lambda period: period.valid_from))


def is_revoked(events: Iterable[StatusEvent]) -> bool:
    """Whether a revocation is recorded, even one for a later day: nothing more may be decided on the entry."""
    return any(event.kind is EventKind.REVOKED for event in events)


def is_suspended(events: Iterable[StatusEvent]) -> bool:
    """Whether the last suspension recorded still waits for its reinstatement."""
    halts = [event for event in events if event.kind in (EventKind.SUSPENDED, EventKind.REINSTATED)]
    return bool(halts) and max(halts, key=_moment).kind is EventKind.SUSPENDED


def last_change_on(events: Iterable[StatusEvent]) -> date | None:
    """The day of the last suspension, reinstatement or revocation: a later act does not take effect before it."""
    days = [event.effective_on for event in events if event.kind not in GRANTING]
    return max(days, default=None)


def problem_of_period(events: Iterable[StatusEvent], period: Period) -> str | None:
    """Why `period` cannot be added: "reversed", "overlaps", or None when it can."""
    if period.valid_until is not None and period.valid_until < period.valid_from:
        return "reversed"
    return "overlaps" if any(period.overlaps(other) for other in periods_of(events)) else None


def worst(standings: Iterable[Standing]) -> Standing | None:
    """The least favourable of several, so that one act that granted three things is in force only when all are."""
    order = list(RegisterState)
    return min(standings, key=lambda standing: order.index(standing.state), default=None)


def _state(ordered: list[StatusEvent], periods: tuple[Period, ...], current: Period | None, on: date) -> RegisterState:
    in_effect = [event for event in ordered if event.effective_on <= on]
    if is_revoked(in_effect):
        return RegisterState.REVOKED
    if current is None:
        before_all = not periods or on < periods[0].valid_from
        return RegisterState.NOT_YET_IN_FORCE if before_all else RegisterState.EXPIRED
    return RegisterState.SUSPENDED if is_suspended(in_effect) else RegisterState.IN_FORCE


def _moment(event: StatusEvent) -> tuple[date, int]:
    return (event.effective_on, event.order)
