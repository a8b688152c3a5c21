"""What an operation keeps, undoes and records."""

import threading
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault, NotVisible, Refusal
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox.models import CompletedOperation
from ventanilla.kernel.outbox.tests.world import ACTOR, AT, Closed, NoteTaken, refusals, write, written


@outbox.operation
def write_one(*, name: str, actor: ActorRef, at: datetime) -> str:
    """Writes one row."""
    write(name)
    return name


@outbox.operation
def write_then_refuse(*, name: str, actor: ActorRef, at: datetime) -> None:
    write(name)
    raise Closed


@outbox.operation
def call_the_refusing_one(*, actor: ActorRef, at: datetime) -> None:
    write("outer")
    write_then_refuse(name="inner", actor=actor, at=at)


class TestOutcome:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_what_returns_is_committed(self):
        assert write_one(name="a", actor=ACTOR, at=AT) == "a"
        assert written() == {"a"}
        assert refusals() == []

    def test_a_refusal_undoes_all_and_its_entry_appears_though_rolled_back(self):
        with pytest.raises(Closed):
            write_then_refuse(name="a", actor=ACTOR, at=AT)
        assert written() == set()
        assert refusals() == [{"code": "outbox_test.closed", "operation": "outbox.write_then_refuse"}]

    def test_a_foreign_error_leaves_as_a_fault_with_its_cause(self):
        write_one(name="a", actor=ACTOR, at=AT)
        with pytest.raises(Fault) as caught:
            write_one(name="a", actor=ACTOR, at=AT)
        assert isinstance(caught.value.__cause__, IntegrityError)
        assert refusals() == []

    def test_a_rule_that_fails_at_the_commit_leaves_as_a_fault(self):
        @outbox.operation
        def break_at_commit(*, actor: ActorRef, at: datetime) -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO outbox_delivery (event_id, subject, subscriber, state, next_at, attempts, last_error)"
                    " VALUES (-1, %s, 's', 'PENDING', %s, 0, '')",
                    [uuid4(), at],
                )

        with pytest.raises(Fault) as caught:
            break_at_commit(actor=ACTOR, at=AT)
        assert isinstance(caught.value.__cause__, IntegrityError)

    def test_a_refusal_that_cannot_be_recorded_leaves_as_a_fault(self):
        class Nameless(NotVisible):
            code = 3.5  # the ledger takes no floats

        @outbox.operation
        def refuse(*, actor: ActorRef, at: datetime) -> None:
            raise Nameless

        with pytest.raises(Fault, match="could not be recorded"):
            refuse(actor=ACTOR, at=AT)

    def test_it_costs_no_statement_but_its_transaction(self):
        with CaptureQueriesContext(connection) as statements:
            write_one(name="a", actor=ACTOR, at=AT)
        assert [each["sql"].split()[0] for each in statements] == ["BEGIN", "INSERT", "COMMIT"]

    def test_an_operation_inside_a_foreign_transaction_is_a_fault(self):
        from django.db.transaction import atomic  # noqa: TID251

        with atomic(), pytest.raises(Fault):
            write_one(name="a", actor=ACTOR, at=AT)


@pytest.mark.django_db(transaction=True)
class TestNested:
    def test_all_is_undone_and_one_refusal_is_recorded_for_the_outermost(self):
        with pytest.raises(Closed):
            call_the_refusing_one(actor=ACTOR, at=AT)
        assert written() == set()
        assert refusals() == [{"code": "outbox_test.closed", "operation": "outbox.call_the_refusing_one"}]

    def test_a_caller_that_catches_without_attempt_keeps_nothing(self):
        @outbox.operation
        def careless(*, actor: ActorRef, at: datetime) -> None:
            write("outer")
            try:
                write_then_refuse(name="inner", actor=actor, at=at)
            except Refusal:
                write("after")

        with pytest.raises(Fault) as caught:
            careless(actor=ACTOR, at=AT)
        assert isinstance(caught.value.__cause__, TransactionManagementError)
        assert written() == set()

    def test_a_caller_that_catches_around_attempt_keeps_its_own_work_only(self):
        @outbox.operation
        def careful(*, actor: ActorRef, at: datetime) -> None:
            write("outer")
            try:
                with outbox.attempt():
                    write_then_refuse(name="inner", actor=actor, at=at)
            except Refusal:
                write("after")

        careful(actor=ACTOR, at=AT)
        assert written() == {"outer", "after"}
        assert refusals() == []


class TestDeclaration:
    def test_an_operation_without_actor_or_at_is_refused_at_import(self):
        with pytest.raises(TypeError, match="`at`"):

            @outbox.operation
            def timeless(*, actor: ActorRef) -> None: ...

        with pytest.raises(TypeError, match="`actor`"):

            @outbox.operation
            def positional(actor: ActorRef, *, at: datetime) -> None: ...

    def test_it_keeps_name_and_docstring(self):
        assert write_one.__name__ == "write_one"
        assert write_one.__doc__ == "Writes one row."

    @pytest.mark.django_db
    def test_an_actor_that_gives_its_reference_is_recorded_by_it(self):
        class Somebody:
            def ref(self) -> ActorRef:
                return ActorRef.person(UUID(int=7))

        with pytest.raises(Closed):
            write_then_refuse(name="a", actor=Somebody(), at=AT)
        assert len(refusals()) == 1
        with pytest.raises(Fault, match="actor"):
            write_one(name="a", actor="Somebody", at=AT)

    @pytest.mark.django_db
    def test_an_instant_without_zone_is_a_fault(self):
        with pytest.raises(Fault, match="aware"):
            write_one(name="a", actor=ACTOR, at=AT.replace(tzinfo=None))

    @pytest.mark.django_db
    @pytest.mark.parametrize("call", [lambda: outbox.publish(NoteTaken(uuid4(), number=1)), lambda: outbox.defer("x")])
    def test_publish_and_defer_outside_an_operation_are_faults(self, call):
        with pytest.raises(Fault, match="inside an @operation"):
            call()


@outbox.operation(keyed=True)
def make(*, refuse: bool = False, actor: ActorRef, at: datetime) -> UUID:
    made = uuid4()
    write(str(made))
    if refuse:
        raise Closed
    return made


@pytest.mark.django_db(transaction=True)
class TestKeyed:
    def test_the_same_key_twice_gives_the_same_uuid_and_one_row(self):
        first, second = (make(key="k", actor=ACTOR, at=AT) for _ in range(2))
        assert first == second
        assert written() == {str(first)}

    def test_other_keys_and_no_key_do_it_again(self):
        made = {make(key="k", actor=ACTOR, at=AT), make(key="l", actor=ACTOR, at=AT), make(actor=ACTOR, at=AT)}
        assert len(made) == 3
        assert written() == {str(each) for each in made}

    def test_a_refused_call_leaves_its_key_free(self):
        with pytest.raises(Closed):
            make(key="k", refuse=True, actor=ACTOR, at=AT)
        assert not CompletedOperation.objects.exists()
        assert written() == set()
        assert make(key="k", actor=ACTOR, at=AT)

    def test_a_declared_key_reaches_the_function(self):
        @outbox.operation(keyed=True)
        def echo(*, key: str | None = None, actor: ActorRef, at: datetime) -> UUID:
            assert key == "k"
            return uuid4()

        assert echo(key="k", actor=ACTOR, at=AT) == echo(key="k", actor=ACTOR, at=AT)

    @pytest.mark.parametrize("key", ["", "x" * 201])
    def test_a_key_without_measure_is_a_fault(self, key):
        with pytest.raises(Fault):
            make(key=key, actor=ACTOR, at=AT)

    def test_a_keyed_operation_gives_a_uuid(self):
        @outbox.operation(keyed=True)
        def wrong(*, actor: ActorRef, at: datetime) -> str:
            return "no uuid"

        with pytest.raises(Fault):
            wrong(key="k", actor=ACTOR, at=AT)
        assert not CompletedOperation.objects.exists()

    def test_a_duplicate_in_a_parallel_thread_waits_and_gives_the_same(self):
        inside, go_on = threading.Event(), threading.Event()
        results: dict[str, UUID] = {}

        @outbox.operation(keyed=True)
        def slow(*, who: str, actor: ActorRef, at: datetime) -> UUID:
            made = uuid4()
            write(f"{who}-{made}")
            if who == "first":
                inside.set()
                go_on.wait(10)
            return made

        def run(who: str) -> None:
            try:
                results[who] = slow(key="k", who=who, actor=ACTOR, at=AT)
            finally:
                connection.close()

        first = threading.Thread(target=run, args=["first"])
        second = threading.Thread(target=run, args=["second"])
        first.start()
        assert inside.wait(10)
        second.start()
        wait_for_a_lock()
        go_on.set()
        first.join(10)
        second.join(10)
        assert results["first"] == results["second"]
        assert written() == {f"first-{results['first']}"}


def wait_for_a_lock() -> None:
    """Return when some connection to this database waits for a lock; each look is a statement, not a pause."""
    for _ in range(20_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waited.")
