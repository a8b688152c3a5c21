"""Slow work after the commit, carried by procrastinate. Nothing else in the house imports it.

A job runs at least once: a killed worker's jobs are requeued. It loads nothing but ids and makes one domain call.
"""

import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import procrastinate
import structlog
from procrastinate.contrib.django import app

from ventanilla.kernel.outbox.errors import JobFailed, describe_error
from ventanilla.kernel.outbox.operation import require_operation
from ventanilla.kernel.outbox.types import read_value

F = TypeVar("F", bound=Callable[..., None])

# A little less than a day: what fails because of a full disk goes on by itself when somebody has slept.
JOB_MAX_ATTEMPTS = 32
LONGEST_WAIT_SECONDS = 3600
# After some four minutes the operator hears of it.
ALERT_AT_ATTEMPT = 8

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A registered job: its function and how procrastinate retries it."""

    name: str
    function: Callable[..., None]


JOBS: dict[str, Job] = {}


def register_job(name: str, *, max_attempts: int = JOB_MAX_ATTEMPTS) -> Callable[[F], F]:
    """Register the function that does the job `name`; in `ready()`.

    Its parameters are keyword ids (UUID, str, int). What it raises is tried again after 2, 4, 8… seconds and then each
    hour, at most `max_attempts` times in all; then the job stays as failed. The operator is told at the eighth failure
    and at the last. The log says which error and where, never its message.
    Raises ValueError when the name is taken.
    """

    def register(function: F) -> F:
        if name in JOBS:
            raise ValueError(f"The job {name!r} is registered already.")
        hints = typing.get_type_hints(function)

        def run(**stored: str | int) -> None:
            try:
                function(**{key: read_value(value, hints.get(key, str)) for key, value in stored.items()})
            except Exception as error:
                failure = JobFailed(describe_error(error))
                failure.error = error
            else:
                return
            # Outside of the handler, so that the log shows neither the message nor the values of the first error.
            raise failure

        app.task(name=name, retry=_Patience(max_attempts))(run)
        JOBS[name] = Job(name, function)
        return function

    return register


class _Patience(procrastinate.BaseRetryStrategy):
    """When a job that raised is tried again, and when the operator hears of it."""

    def __init__(self, max_attempts: int) -> None:
        self._max_attempts = max_attempts

    def get_retry_decision(
        self, *, exception: BaseException, job: procrastinate.jobs.Job
    ) -> procrastinate.RetryDecision | None:
        attempts = job.attempts + 1
        if attempts >= self._max_attempts:
            return None  # procrastinate logs it, and project/alerting knows that line
        if attempts == ALERT_AT_ATTEMPT:
            _log.error("alert.job_failing", job=job.task_name, attempts=attempts, error=str(exception))
        return procrastinate.RetryDecision(retry_in={"seconds": wait_after(attempts)})


def wait_after(attempts: int) -> int:
    """How many seconds a job waits after so many failures."""
    return min(2**attempts, LONGEST_WAIT_SECONDS)


def defer(name: str, **ids: UUID | str | int) -> None:
    """Queue the job in the caller's transaction: it exists when, and only when, the operation commits.

    Raises Fault outside of an operation, KeyError when no job has this name.
    """
    require_operation("defer")
    if name not in JOBS:
        raise KeyError(f"No job is registered as {name!r}.")
    app.configure_task(name).defer(
        **{key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
    )
