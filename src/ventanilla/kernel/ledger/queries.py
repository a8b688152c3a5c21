"""The reads: a person's read log, what waits for its number."""

import base64
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from ventanilla.common.actor import ActorRef
from ventanilla.common.paging import PAGE_SIZE_ROWS, Page
from ventanilla.kernel.ledger.models import Entry, Read, ReadSubject
from ventanilla.kernel.ledger.types import Backlog, ReadRecord


def list_reads(*, subject: UUID, after: str | None = None) -> Page[ReadRecord]:
    """Who has looked at the data of `subject`, newest first; one statement at the cost of a page.

    For that person alone: the caller has checked that they are the one who asks. An `after` that is not ours gives the
    first page.
    """
    looks = ReadSubject.objects.filter(subject=subject).select_related("read").order_by("-at", "-read_id")
    place = _place(after)
    if place is not None:
        at, read_id = place
        looks = looks.filter(at__lte=at).filter(Q(at__lt=at) | Q(read_id__lt=read_id))
    found = list(looks[: PAGE_SIZE_ROWS + 1])
    rows = found[:PAGE_SIZE_ROWS]
    more = len(found) > PAGE_SIZE_ROWS
    return Page(tuple(_record(look.read) for look in rows), _token(rows[-1]) if more else None)


def get_backlog() -> Backlog:
    """How many entries wait for their number in the log, and since when the oldest. One query."""
    waiting = Entry.objects.filter(leaf_index__isnull=True).aggregate(many=Count("id"), oldest=Min("recorded_at"))
    return Backlog(waiting["many"], waiting["oldest"])


def pending_count() -> int:
    """How many entries wait for their number in the log."""
    return Entry.objects.filter(leaf_index__isnull=True).count()


def _record(read: Read) -> ReadRecord:
    return ReadRecord(
        at=read.at,
        actor=ActorRef.from_json(read.actor),
        institution=read.institution,
        purpose=read.purpose,
        what=read.what,
        service=read.service,
        dossier=read.dossier,
        act=read.act,
    )


def _token(look: ReadSubject) -> str:
    return base64.urlsafe_b64encode(f"{look.at.isoformat()} {look.read_id}".encode()).decode().rstrip("=")


def _place(after: str | None) -> tuple[datetime, int] | None:
    if not after or len(after) > 100:
        return None
    try:
        at, read_id = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode("ascii").split(" ")
        place = datetime.fromisoformat(at), int(read_id)
    except ValueError:
        return None
    return place if place[0].utcoffset() is not None and 0 <= place[1] < 2**63 else None
