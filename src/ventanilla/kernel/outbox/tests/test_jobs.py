"""Jobs: queued with their operation, retried, repeated by the clock, and requeued when their worker is killed."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from queue import Queue
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from ventanilla.common.errors import Fault
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox import dead_jobs, testing
from ventanilla.kernel.outbox.tests.world import ACTOR, AT, Closed, later

NAME = "outbox_test.job"


@outbox.operation
def queue(*, refuse: bool = False, actor, at, **ids) -> None:
    outbox.defer(NAME, **ids)
    if refuse:
        raise Closed


@pytest.mark.django_db
class TestDefer:
    def test_the_job_gets_its_ids_with_their_types(self):
        got = []
        subject = uuid4()

        def job(subject: UUID, number: int, text: str) -> None:
            got.append((subject, number, text))

        with testing.registered_job(NAME, job):
            queue(subject=subject, number=3, text="a", actor=ACTOR, at=AT)
            assert got == []
            assert testing.drain(at=AT) == 1
        assert got == [(subject, 3, "a")]

    def test_a_refused_operation_leaves_no_job(self):
        with testing.registered_job(NAME, lambda: None):
            with pytest.raises(Closed):
                queue(refuse=True, actor=ACTOR, at=AT)
            assert testing.drain(at=AT) == 0

    def test_an_unknown_name_is_a_fault_at_once(self):
        with pytest.raises(Fault):
            queue(actor=ACTOR, at=AT)

    def test_a_job_makes_its_own_operation(self):
        with testing.registered_job(NAME, lambda: queue_nothing(actor=ACTOR, at=AT)):
            queue(actor=ACTOR, at=AT)
            assert testing.drain(at=AT) == 1

    def test_drain_raises_what_a_job_raises(self):
        def fail() -> None:
            raise LookupError("no such file")

        with testing.registered_job(NAME, fail):
            queue(actor=ACTOR, at=AT)
            with pytest.raises(LookupError):
                testing.drain(at=AT)
        assert outbox.get_status().jobs_failed_count == 1

    def test_a_name_is_taken_once(self):
        with testing.registered_job(NAME, lambda: None), pytest.raises(ValueError, match="registered already"):
            outbox.register_job(NAME)(lambda: None)


@outbox.operation
def queue_nothing(*, actor, at) -> None: ...


@pytest.fixture
def periodic():
    """A job each minute, alone among the periodic ones."""
    ran = []
    outbox.register_periodic(NAME, seconds=60)(lambda: ran.append(1))
    yield ran
    testing.forget_job(NAME)


@pytest.mark.django_db
class TestPeriodic:
    def test_it_starts_once_for_each_period(self, periodic):
        starts = [bool(outbox.defer_due_periodic(at=later(seconds)) and testing.drain(at=AT)) for seconds in
                  (0, 1, 59, 60, 61, 120)]  # fmt: skip
        assert starts == [True, False, False, True, False, True]
        assert len(periodic) == 3

    def test_a_start_that_still_waits_is_not_queued_twice(self, periodic):
        assert outbox.defer_due_periodic(at=AT) == (NAME,)
        assert outbox.defer_due_periodic(at=later(60)) == ()
        assert testing.drain(at=AT) == 1

    def test_after_an_outage_it_starts_once(self, periodic):
        outbox.defer_due_periodic(at=AT)
        testing.drain(at=AT)
        after = AT + timedelta(days=3)
        assert outbox.defer_due_periodic(at=after) == (NAME,)
        testing.drain(at=AT)
        assert outbox.defer_due_periodic(at=after) == ()

    def test_it_goes_on_when_the_clock_is_put_back(self, periodic):
        outbox.defer_due_periodic(at=later(3600))
        testing.drain(at=AT)
        assert outbox.defer_due_periodic(at=AT) == (NAME,)
        testing.drain(at=AT)
        assert outbox.defer_due_periodic(at=later(59)) == ()
        assert outbox.defer_due_periodic(at=later(60)) == (NAME,)

    def test_one_that_died_while_its_next_start_waits_makes_room_for_it(self, periodic):
        outbox.defer_due_periodic(at=AT)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        assert outbox.defer_due_periodic(at=later(60)) == (NAME,)
        assert testing.due_jobs(at=later(60)) == [], "the dead one holds the lock"
        assert outbox.requeue_dead_jobs(at=later(61)) == 0
        assert testing.drain(at=later(61)) == 1
        assert not ProcrastinateJob.objects.exists()

    def test_less_than_a_second_is_refused(self):
        with pytest.raises(ValueError, match="1 second"):
            outbox.register_periodic("outbox_test.too_often", seconds=0)


@pytest.fixture
def killed_worker(transactional_db):
    """A real worker process, killed by SIGKILL while it runs job number 7 of `outbox_test.endless`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs"
        )  # a flush of Django leaves the tables of procrastinate as they are
    with testing.registered_job("outbox_test.endless", lambda number: None):
        queue_endless(actor=ACTOR, at=AT)
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("killed_worker.py"))],
        env={**os.environ, "DATABASE_URL": url_of_this_database(), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = next((line for line in process.stdout if line.startswith("running")), "")
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()
    assert line == "running 7\n"
    return process


@outbox.operation
def queue_endless(*, actor, at) -> None:
    outbox.defer("outbox_test.endless", number=7)


def url_of_this_database() -> str:
    """The database of the tests as DATABASE_URL says it; the host may be the folder of a socket."""
    settings_of_it = connection.settings_dict
    user, password, name = (quote(str(settings_of_it[each]), safe="") for each in ("USER", "PASSWORD", "NAME"))
    query = urlencode({"host": settings_of_it["HOST"], **settings_of_it["OPTIONS"]})
    return f"postgresql://{user}:{password}@localhost:{settings_of_it['PORT']}/{name}?{query}"


def silent_for(seconds: int) -> None:
    """Let the time pass for the heartbeats: PostgreSQL's clock cannot be moved, what it wrote can."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - %s * interval '1 second'", [seconds])


class TestKilledWorker:
    def test_its_job_is_requeued_when_its_heartbeat_is_gone_and_done_by_another(self, killed_worker):
        assert killed_worker.returncode == -9
        assert [(job.status, job.attempts) for job in ProcrastinateJob.objects.all()] == [("doing", 0)]
        assert outbox.requeue_dead_jobs(at=AT) == 0
        silent_for(int(dead_jobs.DEAD_AFTER_SECONDS) + 1)
        assert outbox.requeue_dead_jobs(at=AT) == 1
        assert outbox.requeue_dead_jobs(at=AT) == 0
        done = []

        def finish(number: int) -> None:
            done.append(number)

        with testing.registered_job("outbox_test.endless", finish):
            assert testing.drain(at=AT) == 1
        assert done == [7]
        assert not ProcrastinateJob.objects.exists()

    def test_a_worker_that_starts_later_and_forgets_the_dead_one_changes_nothing(self, killed_worker):
        silent_for(3600)
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_prune_stalled_workers_v1(30)")
        assert outbox.requeue_dead_jobs(at=AT) == 1

    def test_a_job_that_kills_each_of_its_workers_is_given_up(self, killed_worker):
        silent_for(3600)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET attempts = %s", [dead_jobs.MAX_JOB_DEATHS - 1])
        assert outbox.requeue_dead_jobs(at=AT) == 0
        assert ProcrastinateJob.objects.get().status == "failed"


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_jobs_and_ends_when_it_is_told():
    tries, done, stop = [], threading.Event(), threading.Event()

    def job() -> None:
        tries.append(1)
        done.set()

    with testing.registered_job(NAME, job):
        loop = threading.Thread(target=outbox.run_worker, args=[stop])
        loop.start()
        queue(actor=ACTOR, at=AT)
        assert done.wait(20)
        stop.set()
        loop.join(20)
    assert not loop.is_alive()
    assert tries == [1]
    assert not ProcrastinateJob.objects.filter(task_name=NAME).exists()


@pytest.mark.django_db(transaction=True)
def test_jobs_go_on_after_the_database_was_away_while_none_ran():
    served, used, stop = Queue[int](), [], threading.Event()

    def job() -> None:
        used.append(connections["default"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            served.put(cursor.fetchone()[0])

    with testing.registered_job(NAME, job, max_attempts=1):
        loop = threading.Thread(target=outbox.run_worker, args=[stop])
        loop.start()
        try:
            for _ in range(3):
                queue(actor=ACTOR, at=AT)
                end_session(served.get(timeout=20))
        finally:
            stop.set()
            loop.join(20)
            for left in used:  # what the threads of the worker keep would end with its process
                left.inc_thread_sharing()
                left.close()
    assert not ProcrastinateJob.objects.filter(task_name=NAME).exists()


def end_session(backend: int) -> None:
    """As the end of the server would, for this session alone; returns when it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [backend])


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_end_finishes_the_job_in_hand():
    inside, go_on, stop, finished = (threading.Event() for _ in range(4))

    def job() -> None:
        inside.set()
        go_on.wait(10)
        finished.set()

    with testing.registered_job(NAME, job):
        loop = threading.Thread(target=outbox.run_worker, args=[stop])
        loop.start()
        queue(actor=ACTOR, at=AT)
        assert inside.wait(20)
        stop.set()
        go_on.set()
        loop.join(20)
    assert finished.is_set()
    assert not ProcrastinateJob.objects.filter(task_name=NAME).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("max_attempts", "left"), [(2, ("todo", 1)), (1, ("failed", 1))])
def test_a_job_that_raises_waits_for_its_next_attempt_or_stays_as_failed(max_attempts, left, caplog):
    tried, stop = threading.Event(), threading.Event()

    def job() -> None:
        tried.set()
        raise RuntimeError("RUN 12345678-5 is secret")

    with testing.registered_job(NAME, job, max_attempts=max_attempts):
        loop = threading.Thread(target=outbox.run_worker, args=[stop])
        loop.start()
        queue(actor=ACTOR, at=AT)
        assert tried.wait(20)
        stop.set()
        loop.join(20)
    row = ProcrastinateJob.objects.get(task_name=NAME)
    assert (row.status, row.attempts) == left
    assert bool(row.scheduled_at) == (max_attempts == 2)
    assert "secret" not in caplog.text
    assert ("RuntimeError at test_jobs.py:" in caplog.text) == (max_attempts == 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_end_while_it_opens_its_connections_ends_soon():
    stop = threading.Event()
    loop = threading.Thread(target=outbox.run_worker, args=[stop])
    loop.start()
    stop.set()
    loop.join(10)
    assert not loop.is_alive()
