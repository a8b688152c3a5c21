"""Slow work after the commit, carried by procrastinate. Nothing else in the house imports it.

A job runs at least once: a killed worker's jobs are requeued. It loads nothing but ids and makes one domain call.
"""

import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import procrastinate
from procrastinate.contrib.django import app

from ventanilla.kernel.outbox.errors import JobFailed, describe_error
from ventanilla.kernel.outbox.operation import require_operation
from ventanilla.kernel.outbox.types import read_value

F = TypeVar("F", bound=Callable[..., None])

JOB_MAX_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Job:
    """A registered job: its function and how procrastinate retries it."""

    name: str
    function: Callable[..., None]


JOBS: dict[str, Job] = {}


def register_job(name: str, *, max_attempts: int = JOB_MAX_ATTEMPTS) -> Callable[[F], F]:
    """Register the function that does the job `name`; in `ready()`.

    Its parameters are keyword ids (UUID, str, int). What it raises is tried again after 2, 4, 8… seconds, at most
    `max_attempts` times in all; then the job stays as failed. The log says which error and where, never its message.
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

        # It counts repetitions, and takes zero for "no limit".
        repetitions = max_attempts - 1
        retry = procrastinate.RetryStrategy(max_attempts=repetitions, exponential_wait=2) if repetitions else False
        app.task(name=name, retry=retry)(run)
        JOBS[name] = Job(name, function)
        return function

    return register


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
