"""In force, on which day: the rule against examples and against properties."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.registers.rules import is_suspended, periods_of, standing_of, state_of, worst
from ventanilla.kernel.registers.types import EventKind, Period, RegisterState, StatusEvent

FIRST = date(2025, 1, 1)
GRANTED = StatusEvent(EventKind.GRANTED, FIRST, 1, Period(FIRST, date(2025, 6, 30)))


def day(text: str) -> date:
    return date.fromisoformat(text)


def event(kind: EventKind, on: str, order: int, until: str = "") -> StatusEvent:
    period = Period(day(on), day(until)) if until else None
    return StatusEvent(kind, day(on), order, period)


class TestStateOf:
    def test_is_in_force_on_its_first_and_last_day_and_not_around_them(self):
        found = [state_of([GRANTED], day(on)) for on in ("2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01")]

        assert found == ["NOT_YET_IN_FORCE", "IN_FORCE", "IN_FORCE", "EXPIRED"]

    def test_without_an_end_it_does_not_expire(self):
        endless = StatusEvent(EventKind.GRANTED, FIRST, 1, Period(FIRST, None))

        assert state_of([endless], day("2199-12-31")) is RegisterState.IN_FORCE

    def test_between_two_periods_it_is_expired_and_in_the_second_it_is_in_force(self):
        renewed = event(EventKind.RENEWED, "2025-08-01", 2, until="2025-12-31")

        assert state_of([GRANTED, renewed], day("2025-07-15")) is RegisterState.EXPIRED
        assert state_of([GRANTED, renewed], day("2025-08-01")) is RegisterState.IN_FORCE

    def test_a_renewal_recorded_before_the_end_leaves_no_gap(self):
        renewed = StatusEvent(EventKind.RENEWED, day("2025-06-01"), 2, Period(day("2025-07-01"), day("2025-12-31")))

        assert {state_of([GRANTED, renewed], FIRST + timedelta(days=n)) for n in range(365)} == {"IN_FORCE"}

    def test_a_suspension_for_next_week_does_not_count_today(self):
        suspended = event(EventKind.SUSPENDED, "2025-03-10", 2)

        assert state_of([GRANTED, suspended], day("2025-03-09")) is RegisterState.IN_FORCE
        assert state_of([GRANTED, suspended], day("2025-03-10")) is RegisterState.SUSPENDED

    def test_an_expired_entry_is_expired_although_it_was_suspended(self):
        suspended = event(EventKind.SUSPENDED, "2025-03-10", 2)

        assert state_of([GRANTED, suspended], day("2025-07-01")) is RegisterState.EXPIRED

    def test_a_renewal_does_not_lift_a_suspension(self):
        events = [
            GRANTED,
            event(EventKind.SUSPENDED, "2025-03-10", 2),
            event(EventKind.RENEWED, "2025-07-01", 3, until="2025-12-31"),
        ]

        assert state_of(events, day("2025-09-01")) is RegisterState.SUSPENDED

    def test_suspended_and_reinstated_on_one_day_counts_in_the_order_of_recording(self):
        events = [
            GRANTED,
            event(EventKind.REINSTATED, "2025-03-10", 3),
            event(EventKind.SUSPENDED, "2025-03-10", 2),
        ]

        assert state_of(events, day("2025-03-10")) is RegisterState.IN_FORCE
        assert not is_suspended(events)


class TestStandingOf:
    def test_a_revoked_entry_stays_authentic(self):
        found = standing_of([GRANTED, event(EventKind.REVOKED, "2025-02-01", 2)], day("2025-02-01"))

        assert (found.authentic, found.in_force, found.state) == (True, False, RegisterState.REVOKED)

    def test_what_no_act_granted_is_not_authentic(self):
        assert not standing_of([], FIRST).authentic

    def test_names_the_end_of_the_period_of_the_day(self):
        renewed = event(EventKind.RENEWED, "2025-08-01", 2, until="2025-12-31")

        assert standing_of([GRANTED, renewed], day("2025-02-01")).valid_until == day("2025-06-30")
        assert standing_of([GRANTED, renewed], day("2026-02-01")).valid_until == day("2025-12-31")

    def test_of_several_the_least_favourable_counts(self):
        in_force, expired = standing_of([GRANTED], FIRST), standing_of([GRANTED], day("2025-07-01"))

        assert worst([in_force, expired]) == expired
        assert worst([]) is None


days = st.dates(day("2024-06-01"), day("2026-06-01"))
changes = st.lists(
    st.tuples(st.sampled_from([EventKind.SUSPENDED, EventKind.REINSTATED, EventKind.REVOKED]), days), max_size=6
)


@st.composite
def histories(draw) -> list[StatusEvent]:
    """A grant, renewals one after the other with or without gaps, and any later changes."""
    events, start = [], FIRST
    for order in range(draw(st.integers(1, 4))):
        end = start + timedelta(days=draw(st.integers(0, 200)))
        kind = EventKind.RENEWED if order else EventKind.GRANTED
        events.append(StatusEvent(kind, start, order, Period(start, end)))
        start = end + timedelta(days=draw(st.integers(1, 40)))
    drawn = draw(changes)
    return events + [StatusEvent(kind, on, 10 + n) for n, (kind, on) in enumerate(drawn)]


class TestProperties:
    @given(histories(), days, st.randoms(use_true_random=False))
    def test_the_order_in_which_events_are_read_does_not_matter(self, history, on, shuffler):
        mixed = list(history)
        shuffler.shuffle(mixed)

        assert standing_of(mixed, on) == standing_of(history, on)

    @given(histories(), days, days)
    def test_from_its_revocation_on_it_is_revoked(self, history, revoked_on, later):
        history = [*history, StatusEvent(EventKind.REVOKED, revoked_on, 99)]

        if later >= revoked_on:
            assert state_of(history, later) is RegisterState.REVOKED

    @given(histories(), days, days)
    def test_what_takes_effect_later_changes_nothing_before(self, history, on, effective_on):
        later = StatusEvent(EventKind.SUSPENDED, max(effective_on, on + timedelta(days=1)), 99)

        assert state_of([*history, later], on) is state_of(history, on)

    @given(histories(), days)
    def test_lifting_a_suspension_on_its_day_undoes_it(self, history, on):
        before = is_suspended(each for each in history if each.effective_on <= on)
        pair = [StatusEvent(EventKind.SUSPENDED, on, 98), StatusEvent(EventKind.REINSTATED, on, 99)]

        if not before:
            assert state_of([*history, *pair], on) is state_of(history, on)

    @given(histories(), days)
    def test_in_force_is_inside_a_period_and_never_outside(self, history, on):
        inside = any(on in period for period in periods_of(history))

        assert inside or state_of(history, on) in ("REVOKED", "NOT_YET_IN_FORCE", "EXPIRED")


class TestPeriod:
    @given(days, days, days, days, st.booleans())
    def test_overlaps_exactly_when_a_day_is_in_both(self, a, b, c, d, endless):
        one = Period(min(a, b), max(a, b))
        other = Period(min(c, d), None if endless else max(c, d))
        shared = any(one.valid_from + timedelta(days=n) in other for n in range((max(a, b) - min(a, b)).days + 1))

        assert one.overlaps(other) is shared
        assert other.overlaps(one) is shared
