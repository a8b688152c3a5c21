"""The front door of the ledger: the append-only record of acts, refusals and reads, published as a verifiable log."""

from ventanilla.kernel.ledger.operations import append, record_read
from ventanilla.kernel.ledger.queries import list_reads, pending_count

__all__ = ["append", "list_reads", "pending_count", "record_read"]
