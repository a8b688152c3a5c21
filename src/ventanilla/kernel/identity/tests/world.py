"""Instants and actors that the tests of identity share, and a look into the ledger."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.ledger.testing import entries

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SETUP = ActorRef.by_rule("setup")


def days(many: int) -> datetime:
    return NOW + timedelta(days=many)


def last_entry() -> dict:
    """The newest ledger entry, field by field."""
    return asdict(entries()[-1])
