"""Filings over HTTP against a whole installation: as fast as it takes them, then at a pace that its workers keep.

A *burst* of eight clients, each pressing the button as soon as it has its receipt; then all that the filings left to do
is timed (events, receipts as PDF, the public log). That is the pace of the workers. Four fifths of it is then kept up
for five minutes, and the backlog is looked at each second: it must not grow.
"""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.urls import reverse

from bench import load
from bench.filer import CSRF, Filer
from bench.report import say
from ventanilla.project.database.api import Place

CLIENTS = 8
BURST_SECONDS, SUSTAINED_SECONDS = 30, 300
SHARE = 0.8
DRAIN_MOST_SECONDS = 600


@dataclass
class Sending:
    """What clients did together."""

    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.milliseconds) / self.seconds


def measure(filer: Filer, *, seconds: int = SUSTAINED_SECONDS) -> None:
    """Print what was measured. Takes some seven minutes."""
    with load.server("relay", "sequencer", "worker") as port:
        burst = _send(port, filer, _ready(filer, 6_000), seconds=BURST_SECONDS)
        start = time.monotonic()
        left = _backlog()
        _drain()
        pace = len(burst.milliseconds) / (burst.seconds + time.monotonic() - start)
        later = time.monotonic() - start
        _tell("burst, 8 clients", burst, f"{left:,} events, jobs and entries left, done {later:.0f} s later")
        with _sampled(_backlog, every_seconds=1) as backlog, _sampled(_memory_mb, every_seconds=5) as memory:
            drafts = _ready(filer, int(pace * SHARE * seconds) + 1)
            kept = _send(port, filer, drafts, seconds=seconds, rate=pace * SHARE)
            end = _backlog()
        name = f"{seconds} s at {SHARE:.0%} of the workers' pace"
        _tell(name, kept, f"backlog at most {max(backlog):.0f}, {end} at the end")
        say(f"memory: {max(memory):,.0f} MB at most, all processes with the database")


def _tell(name: str, sent: Sending, rest: str) -> None:
    times = load.Times(tuple(sent.milliseconds))
    say(
        f"{name}: {sent.rate:.1f} filings a second, {times.median:.0f} ms (95 of 100: {times.p95:.0f} ms), "
        f"{sent.failed} failed; {rest}"
    )


def _ready(filer: Filer, count: int) -> list[UUID]:
    """So many copies of the complete draft, each the person's own."""
    template = filer.copy()
    uuids = [uuid4() for _ in range(count)]
    from ventanilla.kernel.cases.models import Draft

    columns = [each.column for each in Draft._meta.concrete_fields if each.column not in ("id", "uuid")]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_draft (uuid, {names}) SELECT fresh, {names} FROM cases_draft, unnest(%s::uuid[]) fresh "  # noqa: S608
            "WHERE cases_draft.uuid = %s",
            [uuids, template],
        )
    return uuids


def _send(port: int, filer: Filer, drafts: list[UUID], *, seconds: float, rate: float | None = None) -> Sending:
    """Clients file the drafts until the time is over; with `rate`, each at its own instant."""
    sending, lock, turns = Sending(), threading.Lock(), iter(enumerate(drafts))
    start = time.monotonic()

    def client() -> None:
        asking = http.client.HTTPConnection(load.HOST, port, timeout=60)
        while True:
            with lock:
                number, draft = next(turns, (0, None))
            if draft is None:
                break
            begin = time.monotonic() if rate is None else start + number / rate
            if begin - start > seconds:
                break
            time.sleep(max(0.0, begin - time.monotonic()))
            filed = _file(asking, filer, draft)
            with lock:
                sending.milliseconds.append((time.monotonic() - begin) * 1e3)
                sending.failed += not filed
        asking.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sending.seconds = time.monotonic() - start
    return sending


def _file(asking: http.client.HTTPConnection, filer: Filer, draft: UUID) -> bool:
    headers = {
        "Host": "localhost:8000",
        "Cookie": filer.cookies,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    asking.request("POST", reverse("draft-file", args=[draft]), urlencode({"csrfmiddlewaretoken": CSRF}), headers)
    answer = asking.getresponse()
    answer.read()
    return answer.status == 302 and "comprobante" in (answer.headers["Location"] or "")


def _backlog() -> int:
    """Events that wait, jobs that wait or run, entries without a number. Periodic jobs are not counted."""
    from ventanilla.kernel.ledger import api as ledger
    from ventanilla.kernel.outbox import api as outbox

    status = outbox.get_status()
    return status.pending_count + status.jobs_waiting_count + status.jobs_running_count + ledger.pending_count()


def _drain() -> None:
    deadline = time.monotonic() + DRAIN_MOST_SECONDS
    while _backlog() > 2:
        if time.monotonic() > deadline:
            raise AssertionError(f"After {DRAIN_MOST_SECONDS} s, {_backlog()} are left.")
        time.sleep(0.25)


@contextmanager
def _sampled(take: Callable[[], float], *, every_seconds: float) -> Iterator[list[float]]:
    """What `take` gives again and again during the block."""
    seen, over = [take()], threading.Event()

    def sample() -> None:
        while not over.wait(every_seconds):
            seen.append(take())
        connection.close()

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield seen
    finally:
        over.set()
        sampler.join()


def _memory_mb() -> float:
    """Of what this program started and of the embedded database; a page that several share counts once."""
    children: dict[int, list[int]] = {}
    for process in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            status = Path(f"/proc/{process}/stat").read_text()
            children.setdefault(int(status.rpartition(")")[2].split()[1]), []).append(int(process))
    waiting, found = [*children.get(os.getpid(), []), *_postmaster()], set[int]()
    while waiting:
        found.add(process_id := waiting.pop())
        waiting += children.get(process_id, [])
    return sum(map(_pss_kb, found)) / 1024


def _postmaster() -> list[int]:
    """The head of the embedded database; none when the database is another."""
    with suppress(OSError):
        return [int((Place(settings.VENTANILLA_HOME).data / "postmaster.pid").read_text().split()[0])]
    return []


def _pss_kb(process_id: int) -> int:
    """The proportional set size; 0 of a process that has ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0
