"""Jobs that failed for good: why is known, a person tries again or gives up, and the ledger says which."""

import threading

import pytest
from procrastinate.contrib.django import app

from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox import testing
from ventanilla.kernel.outbox.errors import JobNotFailed
from ventanilla.kernel.outbox.models import JobError
from ventanilla.kernel.outbox.periodic import PERIODIC
from ventanilla.kernel.outbox.tests.test_jobs import queue
from ventanilla.kernel.outbox.tests.world import ACTOR, AT, later
from ventanilla.kernel.outbox.types import FailedJob

NAME = "outbox_test.job"


class Work:
    """A job that fails as long as `broken` says so."""

    def __init__(self) -> None:
        self.broken, self.done = True, 0

    def do(self, text: str = "") -> None:
        if self.broken:
            raise LookupError("RUN 12345678-5 is secret")
        self.done += 1


@pytest.fixture
def work():
    work = Work()
    with testing.registered_job(NAME, work.do, max_attempts=1):
        yield work


def fail(**ids: object) -> FailedJob:
    queue(actor=ACTOR, at=AT, **ids)
    with pytest.raises(LookupError):
        testing.drain(at=AT)
    return outbox.list_failed_jobs()[-1]


def public(kind: str) -> list[dict[str, object]]:
    return [{key: value for key, value in entry.public.items() if key != "act"} for entry in entries(kind)]


@pytest.mark.django_db
class TestFailedJobs:
    def test_it_says_which_job_with_what_and_why_without_the_message(self, work):
        job = fail(text="a")
        assert (job.name, job.ids) == (NAME, {"text": "a"})
        assert job.error.startswith("LookupError at test_failed_jobs.py:")
        assert "secret" not in job.error
        assert job.failed_at is not None

    def test_tried_again_it_is_done_and_the_ledger_says_so_once(self, work):
        job = fail()
        work.broken = False
        for _ in range(2):
            outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(5))
        assert testing.drain(at=later(5)) == 1
        outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(6))
        assert (work.done, outbox.list_failed_jobs()) == (1, ())
        assert public("outbox.job_retried") == [{"job": NAME, "number": job.id, "reason": ""}]

    def test_tried_again_in_vain_it_fails_again(self, work):
        job = fail()
        outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(5))
        with pytest.raises(LookupError):
            testing.drain(at=later(5))
        assert [each.id for each in outbox.list_failed_jobs()] == [job.id]

    def test_given_up_it_is_done_never_and_the_reason_is_public(self, work):
        job = fail()
        for _ in range(2):
            outbox.give_up_job(job_id=job.id, reason="La plantilla ya no existe.", actor=ACTOR, at=later(5))
        assert (outbox.list_failed_jobs(), testing.drain(at=later(5))) == ((), 0)
        assert public("outbox.job_given_up") == [
            {"job": NAME, "number": job.id, "reason": "La plantilla ya no existe."}
        ]
        with pytest.raises(JobNotFailed):
            outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(6))

    def test_one_is_found_as_long_as_it_failed(self, work):
        job = fail(text="a")
        assert outbox.get_failed_job(job_id=job.id) == job
        outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(seconds=1))
        with pytest.raises(JobNotFailed):
            outbox.get_failed_job(job_id=job.id)

    def test_all_are_tried_again_the_oldest_first_each_with_its_entry(self, work):
        jobs = [fail(text=text) for text in "abc"]
        for limit, left in ((2, jobs[2:]), (2, []), (2, [])):
            outbox.retry_all(actor=ACTOR, at=later(seconds=1), limit=limit)
            assert outbox.list_failed_jobs() == tuple(left)
        assert [entry["number"] for entry in public("outbox.job_retried")] == [job.id for job in jobs]

    def test_what_waits_or_does_not_exist_cannot_be_given_up(self, work):
        job = fail()
        outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(5))
        for number in (job.id, job.id + 1000):
            with pytest.raises(JobNotFailed):
                outbox.give_up_job(job_id=number, reason="x", actor=ACTOR, at=later(5))

    def test_what_repeats_is_one_failure_however_often_it_failed(self, work):
        PERIODIC[NAME] = 20
        for times in range(3):
            outbox.defer_due_periodic(at=later(20 * times))
            with pytest.raises(LookupError):
                testing.drain(at=later(20 * times))
        assert len(outbox.list_failed_jobs()) == 1

    def test_what_repeats_can_be_tried_again_while_its_next_start_waits(self, work):
        PERIODIC[NAME] = 20
        outbox.defer_due_periodic(at=AT)
        with pytest.raises(LookupError):
            testing.drain(at=AT)
        (job,) = outbox.list_failed_jobs()
        queue_again()
        outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(5))
        work.broken = False
        assert testing.drain(at=later(5)) == 2

    def test_the_error_of_a_job_that_ended_is_forgotten(self, work):
        job = fail()
        assert outbox.forget_ended_errors() == 0
        work.broken = False
        outbox.retry_job(job_id=job.id, actor=ACTOR, at=later(5))
        testing.drain(at=later(5))
        assert outbox.forget_ended_errors() == 1
        assert not JobError.objects.exists()

    def test_the_status_tells_what_fails_and_will_be_tried_again(self, work):
        with testing.registered_job("outbox_test.other", work.do, max_attempts=3):
            queue_named("outbox_test.other")
            (job,) = testing.due_jobs(at=AT)
            with pytest.raises(LookupError):
                testing.run_job(job, at=AT)
            status = outbox.get_status()
            assert (status.jobs_waiting_count, status.jobs_again_count, status.jobs_failed_count) == (1, 1, 0)


@outbox.operation
def queue_name(*, name: str, actor, at) -> None:
    outbox.defer(name)


def queue_named(name: str) -> None:
    queue_name(name=name, actor=ACTOR, at=AT)


def queue_again() -> None:
    """Its next start, with the lock that keeps a second one out of the queue."""
    app.configure_task(NAME, queueing_lock=NAME, lock=NAME).defer()


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_keeps_why_a_job_failed_and_is_counted_while_it_lives():
    failed, stop = threading.Event(), threading.Event()

    def job() -> None:
        failed.set()
        raise LookupError("RUN 12345678-5 is secret")

    with testing.registered_job(NAME, job, max_attempts=1):
        queue_named(NAME)
        worker = threading.Thread(target=outbox.run_worker, args=(stop,))
        worker.start()
        try:
            assert failed.wait(20)
            assert outbox.get_status().workers_count == 1
        finally:
            stop.set()
            worker.join()
    (found,) = outbox.list_failed_jobs()
    assert found.error.startswith("LookupError at test_failed_jobs.py:")
    testing.forget_all_jobs()
