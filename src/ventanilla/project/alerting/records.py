"""Which lines of the log are alerts: those named so, pages that failed, and jobs that failed for the last time."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ventanilla.common import alerts
from ventanilla.kernel.outbox.errors import describe_error

PAGES = "django.request"
# What procrastinate calls a job that will not be tried again.
JOB_FAILED = "job_error"
# What structlog adds to every line.
_COMMON = frozenset({"event", "level", "logger", "timestamp", "exc_info", "exception"})


@dataclass(frozen=True, slots=True)
class Happened:
    """One occurrence of an alert. `fields` have no personal data, as no line of the log has."""

    code: str
    at: datetime
    fields: Mapping[str, str | int]


def alert_of(record: logging.LogRecord, *, at: datetime) -> Happened | None:
    """The alert that this line is, or None."""
    if isinstance(record.msg, dict):
        event = record.msg
        if event.get("event") not in alerts.TEXTS:
            return None
        fields = {name: _plain(value) for name, value in event.items() if name not in _COMMON}
        return Happened(str(event["event"]), at, fields)
    if record.name == PAGES and record.exc_info and (error := record.exc_info[1]) is not None:
        return Happened(alerts.code_of(error, "alert.page_failed"), at, {"error": describe_error(error)})
    if getattr(record, "action", "") == JOB_FAILED:
        return Happened("alert.job_failed", at, {"job": str(getattr(record, "job", {}).get("task_name", ""))})
    return None


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
