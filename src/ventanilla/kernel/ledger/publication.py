"""What the public log serves: its checkpoint, tiles and entries (C2SP tlog-tiles), and proofs made from them.

Only what a signed checkpoint covers is served: a pending entry is nobody's business yet.
"""

import re
from uuid import UUID

from ventanilla.kernel.ledger import proofs, tree
from ventanilla.kernel.ledger.bundles import pack
from ventanilla.kernel.ledger.epochs import epochs_as_json
from ventanilla.kernel.ledger.errors import LogDamaged, NotPublished, VerificationError
from ventanilla.kernel.ledger.models import Checkpoint, Entry
from ventanilla.kernel.ledger.storage import read_tiles
from ventanilla.kernel.ledger.types import InclusionProof

MAX_LEVEL = 7  # 2^63 leaves
MAX_INDEX = 2**55
RESOURCE = re.compile(r"tile/(entries|[0-7])/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


def get_checkpoint() -> str:
    """The latest signed checkpoint, a note. Raises NotPublished before the first batch."""
    return _last().note


def get_tile(*, level: int, index: int, width: int = tree.TILE_WIDTH) -> bytes:
    """The first `width` hashes of a tile; 256 is the whole tile. Raises NotPublished."""
    _check_place(level, index, width)
    hashes = read_tiles([tree.TileId(level, index)]).get(tree.TileId(level, index), b"")
    part = hashes[: width * tree.HASH_BYTES]
    if len(part) != width * tree.HASH_BYTES:
        raise NotPublished
    return part


def get_entry_bundle(*, index: int, width: int = tree.TILE_WIDTH) -> bytes:
    """The first `width` entries of a bundle, each after its length in two bytes. Raises NotPublished."""
    _check_place(0, index, width)
    first = index * tree.TILE_WIDTH
    found = Entry.objects.filter(leaf_index__gte=first, leaf_index__lt=first + width).order_by("leaf_index")
    bodies = [bytes(body) for body in found.values_list("body", flat=True)]
    if len(bodies) != width:
        raise NotPublished
    return pack(bodies)


def get_resource(*, path: str) -> bytes:
    """What is at a path of the log: `checkpoint`, `epochs`, `tile/0/x001/234.p/8`, `tile/entries/000`.

    Raises NotPublished.
    """
    if path == "checkpoint":
        return get_checkpoint().encode()
    if path == "epochs":
        return epochs_as_json()
    match = RESOURCE.fullmatch(path)
    if match is None or len(path) > 60:
        raise NotPublished
    kind, place, partial = match.groups()
    index, width = int(place.replace("/", "").replace("x", "")), int(partial or tree.TILE_WIDTH)
    if place.startswith("x000/") or (partial and width == tree.TILE_WIDTH):
        raise NotPublished
    if kind == "entries":
        return get_entry_bundle(index=index, width=width)
    return get_tile(level=int(kind), index=index, width=width)


def find_inclusion(*, act: UUID) -> InclusionProof | None:
    """The proof that the entry of `act` is under the latest checkpoint; None while it is pending or unknown.

    Three queries. The proof is verified before it is handed out; raises LogDamaged when it fails.
    """
    # By act alone: with `leaf_index` in the question the planner can walk the index of all leaves instead.
    entry = Entry.objects.filter(act=act).first()
    if entry is None or entry.leaf_index is None:
        return None
    last = _last()
    body, index = bytes(entry.body), entry.leaf_index
    hashes = _hashes(tree.plan_inclusion(index, last.size))
    try:
        proofs.verify_inclusion(
            leaf=tree.leaf_hash(body), index=index, size=last.size, hashes=hashes, root=bytes(last.root)
        )
    except VerificationError as error:
        raise LogDamaged(f"Entry {index} is not in the tree of size {last.size}: {error}") from error
    return InclusionProof(entry=body, index=index, size=last.size, hashes=hashes, checkpoint=last.note)


def get_inclusion(*, index: int, size: int) -> tuple[bytes, ...]:
    """The audit path of leaf `index` in the tree of `size` leaves, of any past size. Raises NotPublished."""
    if not 0 <= index < size <= _last().size:
        raise NotPublished
    return _hashes(tree.plan_inclusion(index, size))


def get_consistency(*, old_size: int, new_size: int) -> tuple[bytes, ...]:
    """The proof that the tree of `old_size` leaves is a prefix of that of `new_size`. Raises NotPublished."""
    if not 0 < old_size <= new_size <= _last().size:
        raise NotPublished
    return _hashes(tree.plan_consistency(old_size, new_size))


def _last() -> Checkpoint:
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        raise NotPublished
    return last


def _hashes(plan: tree.Plan) -> tuple[bytes, ...]:
    try:
        return tree.evaluate(plan, read_tiles(tree.tiles_of(plan)))
    except (KeyError, IndexError) as error:
        raise LogDamaged(f"A tile of the log is missing or short: {error}") from error


def _check_place(level: int, index: int, width: int) -> None:
    if not (0 <= level <= MAX_LEVEL and 0 <= index < MAX_INDEX and 0 < width <= tree.TILE_WIDTH):
        raise NotPublished
