"""The front door of the outbox: operations, events, jobs, their loops and their upkeep."""

from ventanilla.kernel.outbox.dead_jobs import requeue_dead_jobs
from ventanilla.kernel.outbox.failed_jobs import (
    forget_ended_errors,
    get_failed_job,
    give_up_job,
    list_failed_jobs,
    retry_job,
)
from ventanilla.kernel.outbox.jobs import defer, register_job
from ventanilla.kernel.outbox.operation import attempt, operation
from ventanilla.kernel.outbox.periodic import defer_due_periodic, register_periodic
from ventanilla.kernel.outbox.publishing import publish, subscribe
from ventanilla.kernel.outbox.relay import relay_pending
from ventanilla.kernel.outbox.upkeep import (
    get_parked,
    get_status,
    list_parked,
    purge_delivered,
    retry_all,
    retry_parked,
    skip_parked,
)
from ventanilla.kernel.outbox.worker import run_relay, run_worker

__all__ = [
    "attempt",
    "defer",
    "defer_due_periodic",
    "forget_ended_errors",
    "get_failed_job",
    "get_parked",
    "get_status",
    "give_up_job",
    "list_failed_jobs",
    "list_parked",
    "operation",
    "publish",
    "purge_delivered",
    "register_job",
    "register_periodic",
    "relay_pending",
    "requeue_dead_jobs",
    "retry_all",
    "retry_job",
    "retry_parked",
    "run_relay",
    "run_worker",
    "skip_parked",
    "subscribe",
]
