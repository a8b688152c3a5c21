"""A new epoch of the log, which says in its first entry why it begins.

*Rotated key*: the same origin and a new key. The entry `log.key_rotated` names both keys, and the checkpoint that
covers it is signed by both, so that who pinned the old key learns the new one from a note that the old one signed.

*Restored*: the database is behind what was published, and what came after is lost. The same key may not sign another
tree of a size that it signed before, so the log goes on under the origin `<LOG_ORIGIN>/<number>` with a key of its
own. The entry `log.epoch_begun` cites the lost checkpoint. The tree that was kept is a prefix of both.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.ledger import epochs, keys, notes, witness
from ventanilla.kernel.ledger.errors import ForeignCheckpoint, VerificationError
from ventanilla.kernel.ledger.models import Checkpoint, Entry
from ventanilla.kernel.ledger.operations import append
from ventanilla.kernel.ledger.sequencer import alone, check_tree, publish, stored_tree
from ventanilla.kernel.ledger.types import EpochReason, LogEpoch, TreeHead

ROTATED = "log.key_rotated"
BEGUN = "log.epoch_begun"


def rotate_log_key(*, actor: ActorRef, at: datetime) -> LogEpoch:
    """Begin an epoch with a new key under the same origin. The file of the old key goes: it signs no more.

    In a transaction of its own, with its entry and the checkpoint that both keys sign. Raises LogRewound, LogDamaged.
    """
    with alone():
        known = epochs.held_epochs()
        stored, before = check_tree(known), known[-1]
        number = _next_number(known)
        signer = keys.make_key(number, before.origin)
        epoch = LogEpoch(number, before.origin, signer.verifier_key, stored.size, at, EpochReason.KEY_ROTATED)
        said: dict[str, Json] = {"old_verifier_key": before.verifier_key, "new_verifier_key": epoch.verifier_key}
        entry = _first_entry(epoch, ROTATED, said, actor)
        note = publish([entry], stored, at=at, signers=[signer, keys.load_signer(before)])
    witness.write(note)
    keys.key_path(before.number).unlink(missing_ok=True)
    return epoch


def begin_epoch(*, actor: ActorRef, at: datetime, lost_note: str = "") -> LogEpoch:
    """Go on after a restore: a new origin, a new key, and an entry that cites the checkpoint that was lost.

    Cited is `lost_note`, or what the home remembers when that is larger; nothing when neither is there. In a
    transaction of its own, with its entry and its checkpoint. Raises ForeignCheckpoint; LogDamaged when the tree that
    was kept is not the one that was signed.
    """
    lost_note = _larger(lost_note, witness.remembered_checkpoint())
    lost = witness.head_of(lost_note) if lost_note else None
    with alone():
        known = epochs.held_epochs()
        stored = stored_tree(Checkpoint.objects.order_by("-size").first(), known)
        number = _next_number(known, lost.origin if lost else "")
        signer = keys.make_key(number, f"{settings.LOG_ORIGIN}/{number}")
        epoch = LogEpoch(
            number, signer.name, signer.verifier_key, stored.size, at, EpochReason.RESTORED, cited_note=lost_note
        )
        said: dict[str, Json] = {
            "origin": epoch.origin,
            "verifier_key": epoch.verifier_key,
            "kept_size": stored.size,
            "lost": _citation(lost, lost_note) if lost else None,
        }
        note = publish([_first_entry(epoch, BEGUN, said, actor)], stored, at=at, signers=[signer])
    witness.write(note)
    return epoch


def is_behind(*, note: str) -> bool:
    """Whether this database lacks what the checkpoint `note`, which an operator gives, says. Raises ForeignCheckpoint.

    The keys are those of the epochs that the database knows and those of the home: after a restore the database may
    not know the last ones.
    """
    known = [*(epoch.verifier_key for epoch in epochs.list_epochs()), *keys.verifier_keys_on_disk()]
    try:
        head = notes.parse_checkpoint(notes.open_note(note=note, verifier_keys=known))
    except VerificationError as error:
        raise ForeignCheckpoint(
            f"The checkpoint that was given is not one of this log ({error.reason}): give it as it was published at"
            " /log/checkpoint."
        ) from error
    return not witness.is_published(head)


def _larger(given: str, remembered: str) -> str:
    if given:
        is_behind(note=given)  # it is of this log
    return max(given, remembered, key=lambda note: witness.head_of(note).size if note else -1)


def _next_number(known: Sequence[LogEpoch], lost_origin: str = "") -> int:
    """One that was never used: not by an epoch, nor by a key file, nor by the origin that was lost."""
    last = lost_origin.removeprefix(f"{settings.LOG_ORIGIN}/")
    used = [*(epoch.number for epoch in known), *keys.numbers_on_disk(), int(last) if last.isdecimal() else 0]
    return max(used) + 1


def _first_entry(epoch: LogEpoch, kind: str, said: dict[str, Json], actor: ActorRef) -> tuple[int, bytes]:
    """Write the epoch and the entry that it begins with; the entry's id and body."""
    epochs.write(epoch)
    appended = append(kind=kind, actor=actor, at=epoch.begun_at, public={"epoch": epoch.number, **said})
    return Entry.objects.values_list("id", "body").get(act=appended.act)


def _citation(lost: TreeHead, note: str) -> dict[str, Json]:
    """What identifies a checkpoint: with the note in hand, anybody sees that it is this one."""
    return {
        "origin": lost.origin,
        "size": lost.size,
        "root": lost.root.hex(),
        "note_sha256": hashlib.sha256(note.encode()).hexdigest(),
    }
