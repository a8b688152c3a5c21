"""What the outbox refuses. Its faults are plain `Fault`: wrong use of it, or a database that failed.

Refusal
├── NotVisible
│   └── DeliveryNotParked
└── JobNotFailed
Fault
└── JobFailed
"""

import traceback

from django.utils.translation import gettext_noop

from ventanilla.common.errors import Fault, NotVisible, Refusal


class DeliveryNotParked(NotVisible):
    """The delivery does not exist or does not wait for a person."""

    code = "outbox.delivery_not_parked"
    text = gettext_noop("Esa entrega no está detenida.")
    next_step = gettext_noop("Vea la lista de entregas detenidas.")


class JobNotFailed(Refusal):
    """The job waits, runs, is done, or was given up."""

    code = "outbox.job_not_failed"
    text = gettext_noop("Ese trabajo ya no está entre los que fallaron.")
    next_step = gettext_noop("Vea la lista de trabajos que fallaron.")


class JobFailed(Fault):
    """What procrastinate sees and logs of a job that raised: `describe_error`, without messages of others.

    `error` is the error itself, for tests.
    """

    error: Exception


def describe_error(error: BaseException) -> str:
    """Which error and where, without the message of a foreign one: it could carry personal data."""
    if isinstance(error, Refusal):
        return f"{type(error).__name__} {error.code}"
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    cause = f", from {describe_error(error.__cause__)}" if error.__cause__ else ""
    return f"{type(error).__name__}{where}{cause}"
