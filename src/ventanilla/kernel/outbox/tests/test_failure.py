"""A handler that fails: its work is undone, tried later, parked in the end, and nothing else waits for it."""

from datetime import timedelta

import pytest

from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox import testing
from ventanilla.kernel.outbox.errors import DeliveryNotParked
from ventanilla.kernel.outbox.models import Delivery
from ventanilla.kernel.outbox.relay import MAX_ATTEMPTS
from ventanilla.kernel.outbox.tests.world import ACTOR, AT, Recorder, S, T, later, take, write, written


@pytest.mark.django_db
class TestFailure:
    def test_the_work_of_a_failed_handler_is_undone_and_done_once_later(self, subscribe):
        crashes = [True]

        def work_then_crash(event, at):
            write(f"note-{event.number}")
            if crashes:
                raise RuntimeError(crashes.pop())

        subscribe("one", work_then_crash)
        take(S, 1)
        assert outbox.relay_pending(at=AT) == 0
        assert written() == set()
        assert outbox.relay_pending(at=later(2)) == 1
        assert outbox.relay_pending(at=later(4)) == 0
        assert written() == {"note-1"}

    def test_a_failing_subscriber_holds_its_subject_and_nothing_else(self, subscribe):
        failing, good = Recorder(1), Recorder()
        subscribe("failing", failing), subscribe("good", good)
        take(S, 1, 2), take(T, 3)
        outbox.relay_pending(at=AT)
        assert failing.got == [(T, 3)]
        assert good.numbers(S) == [1, 2]
        outbox.relay_pending(at=later(1))
        assert failing.numbers(S) == []
        failing.failing.clear()
        outbox.relay_pending(at=later(2))
        assert failing.numbers(S) == [1, 2]

    def test_it_is_tried_later_and_later(self, subscribe):
        subscribe("failing", Recorder(1))
        take(S, 1)
        waits, at = [], AT
        for _ in range(4):
            outbox.relay_pending(at=at)
            next_at = Delivery.objects.get().next_at
            waits.append((next_at - at).total_seconds())
            at = next_at
        assert waits == [2, 4, 8, 16]

    def test_what_was_made_out_before_the_clock_was_put_back_is_delivered_at_once(self, subscribe):
        got = Recorder()
        subscribe("good", got)
        take(S, 1)
        outbox.relay_pending(at=later(3600), limit=0)
        take(S, 2)
        assert outbox.relay_pending(at=AT) == 2
        assert got.numbers(S) == [1, 2]

    def test_after_ten_attempts_it_is_parked_where_it_is_seen_without_its_message(self, subscribe):
        subscribe("failing", Recorder(1))
        take(S, 1, 2, 3)
        fail_until_parked()
        (parked,) = outbox.list_parked()
        assert (parked.subject, parked.subscriber, parked.event_name) == (S, "failing", "outbox_test.note_taken")
        assert (parked.attempts, parked.held_behind_count) == (MAX_ATTEMPTS, 2)
        assert parked.last_error.startswith("RuntimeError at world.py:")
        assert "secret" not in parked.last_error
        status = outbox.get_status()
        assert (status.pending_count, status.parked_count, status.held_count) == (0, 1, 2)

    def test_what_comes_after_a_parked_one_is_held_and_a_retry_frees_all_in_order(self, subscribe):
        failing = Recorder(1)
        subscribe("failing", failing)
        take(S, 1, 2)
        at = fail_until_parked()
        take(S, 3)
        assert outbox.relay_pending(at=at + timedelta(days=1)) == 0
        failing.failing.clear()
        outbox.retry_parked(delivery_id=outbox.list_parked()[0].id, actor=ACTOR, at=at)
        assert outbox.relay_pending(at=at) == 3
        assert failing.numbers(S) == [1, 2, 3]

    def test_a_skipped_one_is_never_delivered_and_frees_the_others(self, subscribe):
        failing = Recorder(1)
        subscribe("failing", failing)
        take(S, 1, 2)
        at = fail_until_parked()
        parked = outbox.list_parked()[0].id
        outbox.skip_parked(delivery_id=parked, reason="duplicada", actor=ACTOR, at=at)
        failing.failing.clear()
        outbox.relay_pending(at=at)
        assert failing.numbers(S) == [2]
        outbox.skip_parked(delivery_id=parked, reason="otra vez", actor=ACTOR, at=at)
        assert [entry.public["reason"] for entry in entries("outbox.delivery_skipped")] == ["duplicada"]
        with pytest.raises(DeliveryNotParked):
            outbox.retry_parked(delivery_id=parked, actor=ACTOR, at=at)

    def test_one_that_was_ordered_again_is_ordered_once_and_cannot_be_skipped(self, subscribe):
        subscribe("failing", Recorder(1))
        take(S, 1)
        at = fail_until_parked()
        parked = outbox.list_parked()[0].id
        for _ in range(2):
            outbox.retry_parked(delivery_id=parked, actor=ACTOR, at=at)
        assert len(entries("outbox.delivery_retried")) == 1
        for delivery in (parked, parked + 1000):
            with pytest.raises(DeliveryNotParked):
                outbox.skip_parked(delivery_id=delivery, reason="x", actor=ACTOR, at=at)

    def test_drain_tells_which_subscriber_failed(self, subscribe):
        subscribe("failing", Recorder(1))
        take(S, 1)
        with pytest.raises(AssertionError, match="failing"):
            testing.drain(at=AT)
        assert testing.drain(at=AT, failures_allowed=True) == 0


def fail_until_parked():
    at = AT
    for _ in range(MAX_ATTEMPTS):
        outbox.relay_pending(at=at)
        at = max(at, *Delivery.objects.values_list("next_at", flat=True))
    assert outbox.get_status().parked_count == 1
    return at
