"""The one writer of the public log: numbers what is pending, grows the tree, signs the new head. Runs beside requests.

An entry is pending until it has its number, and that is all the sequencer looks at. So an entry whose transaction
ended late, after entries with higher ids were numbered, is taken in the next batch, once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from ventanilla.common.errors import Fault
from ventanilla.kernel.ledger import notes, tree, witness
from ventanilla.kernel.ledger.epochs import covering, held_epochs, list_epochs
from ventanilla.kernel.ledger.errors import LogDamaged, VerificationError
from ventanilla.kernel.ledger.keys import load_signer
from ventanilla.kernel.ledger.models import Checkpoint
from ventanilla.kernel.ledger.storage import read_tiles
from ventanilla.kernel.ledger.types import LogEpoch, TreeHead

LOCK = 0x7665_6E74_6C6F_6701  # "ventlog", 1: the advisory lock of the sequencer
MAX_BATCH = 10_000

PENDING = "SELECT id, body FROM ledger_entry WHERE leaf_index IS NULL ORDER BY id LIMIT %s"
NUMBER = """
UPDATE ledger_entry SET leaf_index = numbered.leaf_index
FROM unnest(%s::bigint[], %s::bigint[]) AS numbered (id, leaf_index)
WHERE ledger_entry.id = numbered.id AND ledger_entry.leaf_index IS NULL
"""
SAVE_TILES = """
INSERT INTO ledger_tile (level, index, hashes) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """The tree that was signed last: its size and its right edge, checked against that signature."""

    size: int
    edge: dict[tree.TileId, bytes]


def sequence_pending(*, at: datetime, limit: int = 1000) -> int:
    """Number up to `limit` pending entries and publish them under one signed checkpoint; returns how many.

    In a transaction of its own. A second sequencer waits for the first. After the commit the checkpoint is written to
    the home (see `witness`). Raises LogRewound when the database is behind what was published; LogDamaged when the
    stored tree is not the one that the last checkpoint signed, or the key is not the one of the epoch; then it signs
    nothing. Eight statements however many entries; the memory is that of the entries of the batch.
    """
    if not 0 < limit <= MAX_BATCH:
        raise ValueError(f"A batch has 1 to {MAX_BATCH} entries, and {limit} were asked for.")
    note = ""
    with alone():
        with connection.cursor() as cursor:
            cursor.execute(PENDING, [limit])
            pending = cursor.fetchall()
        if pending:
            epochs = held_epochs()
            stored = check_tree(epochs)
            note = publish(pending, stored, at=at, signers=[load_signer(epochs[-1])])
    if note:
        witness.write(note)
    return len(pending)


@contextmanager
def alone() -> Iterator[None]:
    """A durable transaction in which nobody else numbers entries or begins an epoch."""
    with transaction.atomic(durable=True):  # noqa: TID251  under outbox: the front door of a job, not of a person
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def publish(
    pending: Sequence[tuple[int, bytes]], stored: Stored, *, at: datetime, signers: Sequence[notes.Signer]
) -> str:
    """Make `pending` (id and body of entries) the next leaves of the `stored` tree; the signed note of the new head."""
    growth = tree.grow(stored.size, stored.edge, [tree.leaf_hash(bytes(body)) for _, body in pending])
    head = TreeHead(origin=signers[0].name, size=growth.size, root=growth.root)
    note = notes.sign(text=notes.checkpoint_text(head), signers=signers)
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, [[entry for entry, _ in pending], list(range(stored.size, growth.size))])
        if cursor.rowcount != len(pending):
            raise LogDamaged(f"{len(pending)} entries were to be numbered and {cursor.rowcount} were.")
        levels, indexes = [tile.level for tile in growth.tiles], [tile.index for tile in growth.tiles]
        cursor.execute(SAVE_TILES, [levels, indexes, list(growth.tiles.values())])
    Checkpoint.objects.create(size=growth.size, root=growth.root, note=note, at=at)
    return note


def check_tree(epochs: Sequence[LogEpoch]) -> Stored:
    """The tree that was signed last, after checking it against its signature and against what was published.

    Raises LogRewound, LogDamaged. Two statements when the home remembers that checkpoint.
    """
    last = Checkpoint.objects.order_by("-size").first()
    witness.check_against(last)
    return stored_tree(last, epochs)


def check_stored_tree() -> int:
    """The size of the tree that was signed last, 0 when none was. Raises LogDamaged when it is not that tree any more.

    What the home remembers is not looked at: for who restores a database.
    """
    return stored_tree(Checkpoint.objects.order_by("-size").first(), list_epochs()).size


def can_sign() -> bool:
    """Whether the key of the present epoch is in the home and can be used."""
    try:
        load_signer(list_epochs()[-1])
    except Fault:
        return False
    return True


def stored_tree(last: Checkpoint | None, epochs: Sequence[LogEpoch]) -> Stored:
    """The tree of `last`, checked against its signature with the key of its epoch. Raises LogDamaged."""
    if last is None:
        return Stored(0, {})
    try:
        head = notes.open_checkpoint(note=last.note, verifier_key=covering(epochs, size=last.size).verifier_key)
    except VerificationError as error:
        raise LogDamaged(
            f"The checkpoint of size {last.size} does not verify with the key of the log: {error}"
        ) from error
    widths = tree.edge_of(head.size)
    edge = read_tiles(widths)
    whole = all(len(edge.get(tile, b"")) == width * tree.HASH_BYTES for tile, width in widths.items())
    if not whole or head.size != last.size or tree.root_of(head.size, edge) != head.root:
        raise LogDamaged(f"The stored tree of size {last.size} does not have the root that was signed.")
    return Stored(head.size, edge)
