"""The front door of the outbox: operations, events, jobs."""

from ventanilla.kernel.outbox.jobs import defer, register_job
from ventanilla.kernel.outbox.operation import attempt, operation
from ventanilla.kernel.outbox.publishing import publish, subscribe

__all__ = [
    "attempt",
    "defer",
    "operation",
    "publish",
    "register_job",
    "subscribe",
]
