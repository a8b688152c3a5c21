"""Several connections at once: nothing is numbered twice, nothing is lost, nobody waits for a hash."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from ventanilla.kernel.ledger import api, tree
from ventanilla.kernel.ledger.models import Checkpoint, Entry
from ventanilla.kernel.ledger.sequencer import LOCK
from ventanilla.kernel.ledger.tests.world import AT, PERSON, append, head, leaves

pytestmark = pytest.mark.django_db(transaction=True)

WAIT_SECONDS = 20


def in_thread(pool, work):
    def closing():
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(closing)


def test_sequencers_at_once_number_each_entry_once():
    append(400)
    start = Barrier(4)

    def sequence():
        start.wait(WAIT_SECONDS)
        total = 0
        while count := api.sequence_pending(at=AT, limit=30):
            total += count
        return total

    with ThreadPoolExecutor(4) as pool:
        totals = [job.result(WAIT_SECONDS) for job in [in_thread(pool, sequence) for _ in range(4)]]
    assert sum(totals) == 400
    assert list(Entry.objects.order_by("leaf_index").values_list("leaf_index", flat=True)) == list(range(400))
    assert (head().size, head().root) == (400, tree.grow(0, {}, leaves()).root)
    assert Checkpoint.objects.count() == 14


def test_an_entry_committed_late_with_a_lower_id_is_numbered_once_in_the_next_batch():
    written, may_commit = Event(), Event()

    def late():
        with transaction.atomic():  # noqa: TID251
            act = api.append(kind="case.late", actor=PERSON, at=AT).act
            written.set()
            assert may_commit.wait(WAIT_SECONDS)
        return act

    with ThreadPoolExecutor(1) as pool:
        job = in_thread(pool, late)
        assert written.wait(WAIT_SECONDS)
        (early,) = append()
        assert api.sequence_pending(at=AT) == 1
        may_commit.set()
        act = job.result(WAIT_SECONDS)
    assert [api.sequence_pending(at=AT), api.sequence_pending(at=AT)] == [1, 0]
    assert Entry.objects.get(act=act).id < Entry.objects.get(act=early).id
    assert [Entry.objects.get(act=each).leaf_index for each in (early, act)] == [0, 1]
    for each in (early, act):
        api.verify_entry(proof=api.find_inclusion(act=each), verifier_key=api.log_verifier_key())


def test_an_append_does_not_wait_for_the_sequencer():
    append(3)
    sequenced, may_commit = Event(), Event()

    def sequence():
        with transaction.atomic():  # noqa: TID251
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                cursor.execute("UPDATE ledger_entry SET leaf_index = id WHERE leaf_index IS NULL")
            sequenced.set()
            assert may_commit.wait(WAIT_SECONDS)
            transaction.set_rollback(True)

    with ThreadPoolExecutor(1) as pool:
        job = in_thread(pool, sequence)
        assert sequenced.wait(WAIT_SECONDS)
        with transaction.atomic(), connection.cursor() as cursor:  # noqa: TID251
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            append()
        may_commit.set()
        job.result(WAIT_SECONDS)
    assert api.sequence_pending(at=AT) == 4
