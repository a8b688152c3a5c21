"""The one writer of the public log: numbers what is pending, grows the tree, signs the new head. Runs beside requests.

An entry is pending until it has its number, and that is all the sequencer looks at. So an entry whose transaction
ended late, after entries with higher ids were numbered, is taken in the next batch, once.
"""

from datetime import datetime

from django.db import connection, transaction

from ventanilla.kernel.ledger import notes, tree
from ventanilla.kernel.ledger.errors import LogDamaged, VerificationError
from ventanilla.kernel.ledger.keys import load_signer
from ventanilla.kernel.ledger.models import Checkpoint
from ventanilla.kernel.ledger.storage import read_tiles
from ventanilla.kernel.ledger.types import TreeHead

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


def sequence_pending(*, at: datetime, limit: int = 1000) -> int:
    """Number up to `limit` pending entries and publish them under one signed checkpoint; returns how many.

    In a transaction of its own. A second sequencer waits for the first. Raises LogDamaged, and then signs nothing,
    when the stored tree is not the one that the last checkpoint signed, or the key is not the one that signed it.
    Seven statements however many entries; the memory is that of the entries of the batch.
    """
    if not 0 < limit <= MAX_BATCH:
        raise ValueError(f"A batch has 1 to {MAX_BATCH} entries, and {limit} were asked for.")
    with transaction.atomic(durable=True):  # noqa: TID251  under outbox: the front door of a job, not of a person
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(PENDING, [limit])
            pending = cursor.fetchall()
        if pending:
            _publish([row[0] for row in pending], [bytes(row[1]) for row in pending], at)
    return len(pending)


def _publish(ids: list[int], bodies: list[bytes], at: datetime) -> None:
    signer = load_signer()
    size, edge = _last_tree(signer)
    growth = tree.grow(size, edge, [tree.leaf_hash(body) for body in bodies])
    head = TreeHead(origin=signer.name, size=growth.size, root=growth.root)
    note = notes.sign(text=notes.checkpoint_text(head), signer=signer)
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, [ids, list(range(size, growth.size))])
        if cursor.rowcount != len(ids):
            raise LogDamaged(f"{len(ids)} entries were to be numbered and {cursor.rowcount} were.")
        levels, indexes = [tile.level for tile in growth.tiles], [tile.index for tile in growth.tiles]
        cursor.execute(SAVE_TILES, [levels, indexes, list(growth.tiles.values())])
    Checkpoint.objects.create(size=growth.size, root=growth.root, note=note, at=at)


def _last_tree(signer: notes.Signer) -> tuple[int, dict[tree.TileId, bytes]]:
    """The size and the right edge of the tree that was signed last, checked against that signature."""
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return 0, {}
    try:
        head = notes.open_checkpoint(note=last.note, verifier_key=signer.verifier_key)
    except VerificationError as error:
        raise LogDamaged(
            f"The checkpoint of size {last.size} does not verify with the key of the log: {error}"
        ) from error
    widths = tree.edge_of(head.size)
    edge = read_tiles(widths)
    whole = all(len(edge.get(tile, b"")) == width * tree.HASH_BYTES for tile, width in widths.items())
    if not whole or head.size != last.size or tree.root_of(head.size, edge) != head.root:
        raise LogDamaged(f"The stored tree of size {last.size} does not have the root that was signed.")
    return head.size, edge
