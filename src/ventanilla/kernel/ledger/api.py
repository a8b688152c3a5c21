"""The front door of the ledger: the append-only record of acts, refusals and reads, published as a verifiable log."""

from ventanilla.kernel.ledger.beginning import begin_epoch, is_behind, rotate_log_key
from ventanilla.kernel.ledger.bundles import unpack as unpack_entry_bundle
from ventanilla.kernel.ledger.epochs import list_epochs, list_keys, log_verifier_key
from ventanilla.kernel.ledger.form import parse as parse_entry
from ventanilla.kernel.ledger.keys import ensure_log_key, verifier_keys_on_disk
from ventanilla.kernel.ledger.notes import (
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_verifier_key,
    unverified_head,
)
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
from ventanilla.kernel.ledger.queries import get_backlog, list_reads, pending_count
from ventanilla.kernel.ledger.sequencer import can_sign, check_stored_tree, sequence_pending
from ventanilla.kernel.ledger.witness import check_not_rewound, remembered_checkpoint

__all__ = [
    "append",
    "begin_epoch",
    "can_sign",
    "check_not_rewound",
    "check_stored_tree",
    "ensure_log_key",
    "find_inclusion",
    "get_backlog",
    "get_checkpoint",
    "get_consistency",
    "get_entry_bundle",
    "get_inclusion",
    "get_resource",
    "get_tile",
    "is_behind",
    "list_epochs",
    "list_keys",
    "list_reads",
    "log_verifier_key",
    "open_checkpoint",
    "open_note",
    "parse_checkpoint",
    "parse_entry",
    "parse_verifier_key",
    "pending_count",
    "record_read",
    "remembered_checkpoint",
    "rotate_log_key",
    "sequence_pending",
    "unpack_entry_bundle",
    "unverified_head",
    "verifier_keys_on_disk",
    "verify_consistency",
    "verify_entry",
    "verify_inclusion",
    "verify_value",
]
