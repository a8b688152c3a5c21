"""The open sessions of an account."""

from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Value

from ventanilla.kernel.identity.models import Session
from ventanilla.kernel.identity.types import Assurance, SessionData


def list_sessions(*, account_id: int, at: datetime) -> tuple[SessionData, ...]:
    """Those that are not over at `at`, newest first. One query."""
    idle = ExpressionWrapper(F("idle_seconds") * Value(timedelta(seconds=1)), output_field=DurationField())
    rows = Session.objects.filter(account_id=account_id, ended_at__isnull=True, ends_at__gt=at)
    rows = rows.annotate(idle_at=F("seen_at") + idle).filter(idle_at__gt=at).order_by("-began_at", "-id")
    return tuple(
        SessionData(
            uuid=row.uuid,
            provider=row.provider,
            assurance=Assurance(row.assurance),
            device=row.device,
            shared_computer=row.shared_computer,
            began_at=row.began_at,
            seen_at=row.seen_at,
        )
        for row in rows
    )
