"""The front door of the ledger: the append-only record of acts, refusals and reads, published as a verifiable log."""

from ventanilla.kernel.ledger.bundles import unpack as unpack_entry_bundle
from ventanilla.kernel.ledger.form import parse as parse_entry
from ventanilla.kernel.ledger.keys import ensure_log_key, log_verifier_key, verifier_keys_on_disk
from ventanilla.kernel.ledger.notes import open_checkpoint, open_note, parse_checkpoint, parse_verifier_key
from ventanilla.kernel.ledger.operations import append, record_read
from ventanilla.kernel.ledger.proofs import verify_consistency, verify_entry, verify_inclusion, verify_value
from ventanilla.kernel.ledger.publication import (
    find_inclusion,
    get_checkpoint,
    get_consistency,
    get_entry_bundle,
    get_inclusion,
    get_resource,
    get_tile,
)
from ventanilla.kernel.ledger.queries import list_reads, pending_count
from ventanilla.kernel.ledger.sequencer import sequence_pending

__all__ = [
    "append",
    "ensure_log_key",
    "find_inclusion",
    "get_checkpoint",
    "get_consistency",
    "get_entry_bundle",
    "get_inclusion",
    "get_resource",
    "get_tile",
    "list_reads",
    "log_verifier_key",
    "open_checkpoint",
    "open_note",
    "parse_checkpoint",
    "parse_entry",
    "parse_verifier_key",
    "pending_count",
    "record_read",
    "sequence_pending",
    "unpack_entry_bundle",
    "verifier_keys_on_disk",
    "verify_consistency",
    "verify_entry",
    "verify_inclusion",
    "verify_value",
]
