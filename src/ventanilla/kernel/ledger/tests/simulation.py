"""What the simulation does with the ledger, and what must hold in it whatever happens."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from random import Random  # noqa: TID251  seeded

from ventanilla.common.errors import Refusal
from ventanilla.common.testing import Deed, Step
from ventanilla.kernel.ledger import api, tree
from ventanilla.kernel.ledger.models import Checkpoint, Entry, Read


def sequence(random: Random, _at: datetime) -> Deed:
    """Number some of what waits."""
    limit = random.randint(1, 40)
    return f"the sequencer takes {limit}", lambda at: api.sequence_pending(at=at, limit=limit)


STEPS: tuple[Step, ...] = (sequence,)


def problems(*, at_rest: bool) -> Iterator[str]:
    """Every checkpoint is a prefix of the next; the last one is the root of what is stored; every read is an entry."""
    checkpoints = list(Checkpoint.objects.order_by("size"))
    key = api.log_verifier_key()
    heads = []
    for row in checkpoints:
        try:
            heads.append(api.open_checkpoint(note=row.note, verifier_key=key))
        except Refusal as error:
            yield f"the checkpoint of size {row.size} does not verify: {error}"
    for old, new in pairwise(heads):
        yield from not_consistent(old.size, old.root, new.size, new.root)
    if heads:
        yield from _another_tree(heads[-1].size, heads[-1].root)
    acts = Entry.objects.values("act")
    if lost := Read.objects.exclude(act__in=acts).count():
        yield f"{lost} reads have no entry"
    if at_rest and (pending := api.pending_count()):
        yield f"{pending} entries have no number"


def not_consistent(old_size: int, old_root: bytes, size: int, root: bytes) -> Iterator[str]:
    """That the log which had `old_root` is not the one with `root`, by the verifier that outsiders use."""
    try:
        api.verify_consistency(
            old_size=old_size,
            new_size=size,
            hashes=api.get_consistency(old_size=old_size, new_size=size) if old_size < size else (),
            old_root=old_root,
            new_root=root,
        )
    except Refusal as error:
        yield f"the tree of {old_size} is not the beginning of that of {size}: {error}"


def _another_tree(size: int, root: bytes) -> Iterator[str]:
    """Made again from the entries, from nothing."""
    numbered = Entry.objects.filter(leaf_index__isnull=False).order_by("leaf_index").values_list("leaf_index", "body")
    rows = list(numbered)
    if [index for index, _ in rows] != list(range(size)):
        yield f"the {size} leaves of the last checkpoint are not the entries that have a number ({len(rows)})"
    elif tree.grow(0, {}, [tree.leaf_hash(bytes(body)) for _, body in rows]).root != root:
        yield "the entries do not hash to the root of the last checkpoint"
