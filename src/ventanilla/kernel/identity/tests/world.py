"""Instants and actors that the tests of identity share, and a look into the ledger."""

import json
from datetime import UTC, datetime, timedelta

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.ledger.models import Entry

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SETUP = ActorRef.by_rule("setup")


def days(many: int) -> datetime:
    return NOW + timedelta(days=many)


def last_entry() -> dict:
    """The body of the newest ledger entry."""
    return json.loads(bytes(Entry.objects.latest("id").body))
