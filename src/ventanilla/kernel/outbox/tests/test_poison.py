"""A job that kills its worker each time, a job that raises each time, a subscriber that raises each time: each is given
up after the attempts that are stated, all others go on, and the operator hears of it.
"""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Min
from procrastinate.contrib.django.models import ProcrastinateJob
from structlog.testing import capture_logs

from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox import testing
from ventanilla.kernel.outbox.dead_jobs import MAX_JOB_DEATHS
from ventanilla.kernel.outbox.jobs import ALERT_AT_ATTEMPT, JOB_MAX_ATTEMPTS
from ventanilla.kernel.outbox.relay import MAX_ATTEMPTS
from ventanilla.kernel.outbox.tests.test_jobs import silent_for, url_of_this_database
from ventanilla.kernel.outbox.tests.world import ACTOR, AT, Recorder, S, T, take

POISON, HARMLESS = "outbox_test.poison", "outbox_test.harmless"


@outbox.operation
def queue(*, actor, at) -> None:
    outbox.defer(POISON)
    for number in range(3):
        outbox.defer(HARMLESS, number=number)


def live_and_die() -> None:
    """One worker, until its job kills it."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("poisoned_worker.py"))],
        env={**os.environ, "DATABASE_URL": url_of_this_database(), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -9, done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_job_that_kills_each_of_its_workers_is_given_up_and_the_others_are_done():
    testing.forget_all_jobs()
    with testing.registered_job(POISON, lambda: None), testing.registered_job(HARMLESS, lambda number: None):
        queue(actor=ACTOR, at=AT)
    deaths = 0
    with capture_logs() as logs:
        while ProcrastinateJob.objects.filter(status="todo", task_name=POISON).exists():
            live_and_die()
            deaths += 1
            silent_for(3600)
            outbox.requeue_dead_jobs(at=AT)
    assert deaths == MAX_JOB_DEATHS
    assert [(job.task_name, job.status) for job in ProcrastinateJob.objects.filter(task_name=POISON)] == [
        (POISON, "failed")
    ]
    assert [line["job"] for line in logs if line["event"] == "alert.job_failed"] == [POISON]
    with testing.registered_job(HARMLESS, lambda number: None):
        testing.drain(at=AT)
    assert not ProcrastinateJob.objects.filter(task_name=HARMLESS).exists()
    assert outbox.get_status().jobs_failed_count == 1


@pytest.mark.django_db
def test_a_job_that_raises_each_time_is_tried_for_a_day_and_the_operator_hears_of_it_in_minutes():
    done, tried, at = [], [], AT

    def poison() -> None:
        tried.append(at)
        raise RuntimeError("RUN 12345678-5 is secret")

    with (
        capture_logs() as logs,
        testing.registered_job(POISON, poison, max_attempts=JOB_MAX_ATTEMPTS),
        testing.registered_job(HARMLESS, lambda number: done.append(number)),
    ):
        queue(actor=ACTOR, at=AT)
        while waiting := ProcrastinateJob.objects.filter(status="todo"):
            at = waiting.aggregate(first=Min("scheduled_at"))["first"] or at
            for job in testing.due_jobs(at=at):
                with suppress(RuntimeError):
                    testing.run_job(job, at=at)
    assert done == [0, 1, 2]
    assert len(tried) == JOB_MAX_ATTEMPTS
    assert timedelta(hours=20) < tried[-1] - tried[0] < timedelta(hours=24)
    (alert,) = [line for line in logs if line["event"] == "alert.job_failing"]
    assert (alert["job"], alert["attempts"]) == (POISON, ALERT_AT_ATTEMPT)
    assert "secret" not in str(alert)
    assert tried[ALERT_AT_ATTEMPT - 1] - tried[0] < timedelta(minutes=5)
    assert outbox.get_status().jobs_failed_count == 1


@pytest.mark.django_db
def test_a_subscriber_that_raises_each_time_is_parked_and_other_subjects_go_on(subscribe):
    poisoned, good = Recorder(1), Recorder()
    subscribe("poisoned", poisoned), subscribe("good", good)
    take(S, 1, 2), take(T, 3)
    at = AT
    with capture_logs() as logs:
        for attempt in range(MAX_ATTEMPTS):
            outbox.relay_pending(at=at)
            at += timedelta(seconds=2 ** (attempt + 1))
    assert poisoned.got == [(T, 3)]
    assert good.got == [(S, 1), (S, 2), (T, 3)]
    (alert,) = [line for line in logs if line["event"] == "alert.delivery_parked"]
    assert (alert["subscriber"], alert["attempts"]) == ("poisoned", MAX_ATTEMPTS)
    assert [each.subscriber for each in outbox.list_parked()] == ["poisoned"]
