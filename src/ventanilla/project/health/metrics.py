"""The installation in numbers, in the text format of Prometheus. Only sums: nothing of a person or of a case.

Eight queries however much there is to count, and none of another kind than `count` and `min`. With the database down,
`ventanilla_database_up` is 0 and what needs none is still told.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

from ventanilla.common import alerts, clock, vitals
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox import api as outbox

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
GAUGE, COUNTER = "gauge", "counter"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number with its name, or several that differ by the value of one label."""

    name: str
    help: str
    values: tuple[tuple[str, float], ...]
    label: str = ""
    kind: str = GAUGE

    def lines(self) -> Iterator[str]:
        yield f"# HELP {self.name} {self.help}"
        yield f"# TYPE {self.name} {self.kind}"
        for value_of_label, value in self.values:
            labels = f'{{{self.label}="{value_of_label}"}}' if self.label else ""
            yield f"{self.name}{labels} {value:.15g}"


def one(name: str, help_text: str, value: float, kind: str = GAUGE) -> Metric:
    return Metric(f"ventanilla_{name}", help_text, (("", value),), kind=kind)


def as_text() -> str:
    """Everything that is known now."""
    return "".join(f"{line}\n" for metric in (*_of_the_machine(), *_of_the_database()) for line in metric.lines())


def _of_the_machine() -> Iterator[Metric]:
    home, now = Path(settings.VENTANILLA_HOME), clock.now()
    yield one("disk_free_bytes", "Room where the home is.", vitals.room_of(home).free_bytes)
    backed_up_at = vitals.last_backup_at(home)
    if backed_up_at:
        yield one("backup_age_seconds", "Since the last good backup.", _age(backed_up_at, now))
    happened = tuple((each.code, float(each.count)) for each in alerts.list_alerts(home / "alerts"))
    help_text = "How often each alert happened that nobody has looked after."
    yield Metric("ventanilla_alerts", help_text, happened, label="code")


def _of_the_database() -> Iterator[Metric]:
    began = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        answer_seconds = time.perf_counter() - began
        found = [*_of_the_background(), *_of_the_log(), *_of_cases()]
    except Error:
        yield one("database_up", "1 when the database answers.", 0)
        return
    yield one("database_up", "1 when the database answers.", 1)
    yield one("database_answer_seconds", "How long it took to answer.", answer_seconds)
    yield from found


def _of_the_background() -> Iterator[Metric]:
    status, now = outbox.get_status(), clock.now()
    yield one("events_waiting", "Deliveries of events that are due or will be.", status.pending_count)
    yield one("events_oldest_seconds", "Since the oldest of them was published.", _age(status.oldest_pending_at, now))
    yield one("deliveries_parked", "Deliveries that failed ten times and wait for a person.", status.parked_count)
    yield one("deliveries_held", "Deliveries behind a parked one.", status.held_count)
    jobs = (
        ("waiting", float(status.jobs_waiting_count - status.jobs_again_count)),
        ("waiting_again", float(status.jobs_again_count)),
        ("running", float(status.jobs_running_count)),
        ("failed", float(status.jobs_failed_count)),
    )
    help_text = "Jobs by state; waiting_again failed before, failed ones wait for a person."
    yield Metric("ventanilla_jobs", help_text, jobs, label="state")
    yield one("job_workers", "Workers with a heartbeat.", status.workers_count)


def _of_the_log() -> Iterator[Metric]:
    backlog = ledger.get_backlog()
    yield one("log_entries_waiting", "Entries without a number in the public log.", backlog.count)
    yield one("log_entries_oldest_seconds", "Since the oldest of them.", _age(backlog.oldest_at, clock.now()))


def _of_cases() -> Iterator[Metric]:
    yield one("filings_total", "Filings received, corrections too.", cases.count_filings(), COUNTER)


def _age(since: datetime | None, now: datetime) -> float:
    """In seconds; 0 when there is nothing to be old."""
    return max((now - since).total_seconds(), 0.0) if since else 0.0
