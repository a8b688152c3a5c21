"""Delivery: in order per subject, each subscriber once, at a cost that does not grow."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ventanilla.common.errors import Fault
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox import relay, testing
from ventanilla.kernel.outbox.models import Delivery, OutboxEvent
from ventanilla.kernel.outbox.tests.world import ACTOR, AT, Closed, NoteTaken, Recorder, S, T, later, refusals, take


@pytest.mark.django_db
class TestDelivery:
    def test_each_subscriber_gets_each_event_in_the_order_of_its_subject(self, subscribe):
        one, two = Recorder(), Recorder()
        subscribe("one", one), subscribe("two", two)
        take(S, 1, 2), take(T, 3), take(S, 4)
        assert outbox.relay_pending(at=AT) == 8
        assert one.numbers(S) == two.numbers(S) == [1, 2, 4]
        assert one.numbers(T) == [3]
        assert outbox.relay_pending(at=AT) == 0

    def test_the_event_arrives_as_it_was_published(self, subscribe):
        got = []
        subscribe("one", lambda event, at: got.append((event, at)))
        event = NoteTaken(S, number=7, author=uuid4(), taken_at=AT, urgent=True)

        @outbox.operation
        def publish_it(*, actor, at) -> None:
            outbox.publish(event)

        publish_it(actor=ACTOR, at=AT)
        outbox.relay_pending(at=later(1))
        assert got == [(event, later(1))]

    def test_an_event_published_by_a_refused_operation_does_not_exist(self, subscribe):
        @outbox.operation
        def publish_and_refuse(*, actor, at) -> None:
            outbox.publish(NoteTaken(S, number=1))
            raise Closed

        with pytest.raises(Closed):
            publish_and_refuse(actor=ACTOR, at=AT)
        assert not OutboxEvent.objects.exists()

    def test_an_event_without_subscribers_is_done_at_once(self):
        take(S, 1)
        assert outbox.relay_pending(at=AT) == 0
        assert outbox.get_status().pending_count == 0

    def test_the_limit_leaves_the_rest_for_the_next_batch_in_order(self, subscribe):
        one = Recorder()
        subscribe("one", one)
        take(S, *range(5))
        assert [outbox.relay_pending(at=AT, limit=2) for _ in range(3)] == [2, 2, 1]
        assert one.numbers(S) == list(range(5))

    def test_a_handler_calls_operations_as_nested_ones_and_their_refusal_is_a_failure(self, subscribe):
        @outbox.operation
        def refuse(*, actor, at) -> None:
            raise Closed

        subscribe("one", lambda event, at: refuse(actor=ACTOR, at=at))
        take(S, 1)
        outbox.relay_pending(at=AT)
        assert Delivery.objects.get().last_error == "Closed outbox_test.closed"
        assert refusals() == []

    def test_what_a_handler_publishes_and_defers_follows(self, subscribe):
        done = []

        def chain(event, at):
            if event.number < 3:
                outbox.publish(NoteTaken(event.subject, number=event.number + 1))
            outbox.defer("outbox_test.job", subject=event.subject, number=event.number)

        subscribe("one", chain)

        def job(subject: UUID, number: int) -> None:
            done.append((subject, number))

        with testing.registered_job("outbox_test.job", job):
            take(S, 1)
            assert testing.drain(at=AT) == 6
        assert done == [(S, 1), (S, 2), (S, 3)]


@pytest.mark.django_db
class TestCost:
    def test_an_idle_batch_is_two_statements_and_a_delivery_adds_one(self, subscribe):
        subscribe("one", lambda event, at: None)
        with CaptureQueriesContext(connection) as idle:
            outbox.relay_pending(at=AT)
        take(S, *range(10))
        with CaptureQueriesContext(connection) as busy:
            assert outbox.relay_pending(at=AT) == 10
        assert len(own(idle)) == 2
        assert len(own(busy)) == 2 + 10

    def test_the_plan_reads_only_what_is_pending(self, subscribe):
        subscribe("one", lambda event, at: None)
        events = OutboxEvent.objects.bulk_create(
            OutboxEvent(name="x", subject=S, payload={}, published_at=AT, relayed_at=AT) for _ in range(5000)
        )
        Delivery.objects.bulk_create(
            Delivery(event=event, subject=S, subscriber="one", state="DELIVERED", next_at=AT) for event in events
        )
        take(S, 1)
        parameters = {"at": AT, "limit": 100, "names": [NoteTaken.name], "subscribers": ["one"]}
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE outbox_outboxevent")
            cursor.execute("ANALYZE outbox_delivery")
            for statement in (relay.MAKE_OUT, relay.PICK):
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement, parameters)
                plan = cursor.fetchone()[0][0]
                assert sum(rows_read(plan["Plan"])) < 100, plan


def rows_read(node: dict) -> list[float]:
    """How many rows each node of a plan touched: those that it gave and those that it threw away.

    What a bitmap collects from an index includes rows that other tests undid. The scan above it counts those that are.
    """
    thrown_away = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    here = (node["Actual Rows"] + thrown_away) * node["Actual Loops"] * (node["Node Type"] != "Bitmap Index Scan")
    return [here, *(many for child in node.get("Plans", ()) for many in rows_read(child))]


def own(statements: CaptureQueriesContext) -> list[str]:
    return [each["sql"] for each in statements if "SAVEPOINT" not in each["sql"]]


@pytest.mark.django_db
class TestPurge:
    def test_old_events_that_owe_nothing_go_and_the_others_stay(self, subscribe):
        subscribe("failing", Recorder(2))
        take(S, 1), take(T, 2)
        outbox.relay_pending(at=AT)
        OutboxEvent.objects.update(published_at=AT)
        assert outbox.purge_delivered(at=AT + timedelta(days=90)) == 0
        assert outbox.purge_delivered(at=AT + timedelta(days=91)) == 1
        assert [event.payload["number"] for event in OutboxEvent.objects.all()] == [2]
        assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_relays_at_once_deliver_each_event_once_and_in_order(subscribe):
    first_inside, go_on = threading.Event(), threading.Event()
    got: list[tuple[str, int]] = []

    def handler(event, at):
        name = threading.current_thread().name
        if name == "slow" and not first_inside.is_set():
            first_inside.set()
            go_on.wait(10)
        got.append((name, event.number))

    subscribe("one", handler)
    take(S, 1, 2), take(T, 3)

    def run() -> None:
        try:
            outbox.relay_pending(at=AT)
        finally:
            connection.close()

    slow = threading.Thread(target=run, name="slow")
    slow.start()
    assert first_inside.wait(10)
    quick = threading.Thread(target=run, name="quick")
    quick.start()
    quick.join(10)
    assert got == [("quick", 3)]
    go_on.set()
    slow.join(10)
    assert got == [("quick", 3), ("slow", 1), ("slow", 2)]


@pytest.mark.django_db(transaction=True)
def test_the_loop_delivers_and_ends_when_it_is_told(subscribe):
    delivered, stop = threading.Event(), threading.Event()
    subscribe("one", lambda event, at: delivered.set())
    loop = threading.Thread(target=outbox.run_relay, args=[stop])
    loop.start()
    take(S, 1)
    assert delivered.wait(10)
    stop.set()
    loop.join(10)
    assert not loop.is_alive()
    assert outbox.get_status().pending_count == 0


def test_a_subscriber_name_is_taken_once(subscribe):
    subscribe("one", Recorder())
    with pytest.raises(ValueError, match="registered already"):
        outbox.subscribe(NoteTaken, name="one")(Recorder())


@pytest.mark.django_db
def test_an_event_with_a_field_that_is_no_id_is_a_fault():
    @outbox.operation
    def publish_it(*, actor, at) -> None:
        outbox.publish(NoteTaken(S, number=[1]))

    with pytest.raises(Fault):
        publish_it(actor=ACTOR, at=AT)
