"""Sessions begin and end. The row of django_session goes with them, so that an end holds at the next request."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session as StoredSession

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity.errors import SessionNotFound
from ventanilla.kernel.identity.models import Session
from ventanilla.kernel.identity.types import Assurance, session_digest
from ventanilla.kernel.outbox import api as outbox

RETENTION_DAYS = 90


@outbox.operation
def open_session(
    *,
    account_id: int,
    session_key: str,
    provider: str,
    assurance: Assurance,
    device: str,
    ends_at: datetime,
    idle_seconds: int,
    shared_computer: bool = False,
    actor: ActorRef,
    at: datetime,
) -> UUID:
    """The session that has just begun with this new key. Writes its row; forgets those that ended long ago."""
    old = at - timedelta(days=RETENTION_DAYS)
    Session.objects.filter(account_id=account_id, ends_at__lt=old).delete()
    StoredSession.objects.filter(expire_date__lt=at - timedelta(days=1)).delete()
    row = Session.objects.create(
        account_id=account_id,
        stored_key=session_digest(session_key),
        provider=provider,
        assurance=assurance.value,
        device=device,
        shared_computer=shared_computer,
        began_at=at,
        seen_at=at,
        ends_at=ends_at,
        idle_seconds=idle_seconds,
    )
    return row.uuid


@outbox.operation
def see_session(*, session: UUID, actor: ActorRef, at: datetime) -> None:
    """It is in use. Writes the instant; an ended one stays as it is."""
    Session.objects.filter(uuid=session, ended_at__isnull=True).update(seen_at=at)


@outbox.operation
def end_session(*, account_id: int, session: UUID, actor: ActorRef, at: datetime) -> None:
    """End this session of the account; ended before, nothing changes. Raises SessionNotFound."""
    found = Session.objects.filter(account_id=account_id, uuid=session)
    if not found.exists():
        raise SessionNotFound
    _end(found.filter(ended_at__isnull=True), at)


@outbox.operation
def end_other_sessions(*, account_id: int, but: UUID | None = None, actor: ActorRef, at: datetime) -> int:
    """End the sessions of the account, all but one; how many were open."""
    rows = Session.objects.filter(account_id=account_id, ended_at__isnull=True)
    return _end(rows.exclude(uuid=but) if but else rows, at)


def _end(rows: Iterable[Session], at: datetime) -> int:
    found = list(rows)
    Session.objects.filter(id__in=[row.id for row in found]).update(ended_at=at)
    StoredSession.objects.filter(session_key__in=[row.stored_key for row in found]).delete()
    return len(found)
