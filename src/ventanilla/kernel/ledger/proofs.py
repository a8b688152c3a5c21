"""The verifiers. Pure: no database, no clock, no network, so that anybody can run them on what they were given.

Each raises VerificationError and nothing else, lists its steps in its docstring, and repeats the number at the step.
"""

from collections.abc import Sequence

from ventanilla.common.canonical import SALT_BYTES, Json, commitment
from ventanilla.kernel.ledger import form, notes
from ventanilla.kernel.ledger.errors import VerificationError, under
from ventanilla.kernel.ledger.tree import HASH_BYTES, leaf_hash, node_hash
from ventanilla.kernel.ledger.types import InclusionProof

MAX_SIZE = 2**63 - 1


def verify_inclusion(*, leaf: bytes, index: int, size: int, hashes: Sequence[bytes], root: bytes) -> None:
    """Refuse unless the hash `leaf` is number `index` of the tree of `size` leaves with `root` (RFC 9162 §2.1.3.2).

    1. Sizes are numbers, hashes are hashes.
    2. The index is inside the tree.
    3. The path has the length that this index and size ask for.
    4. Going up from the leaf gives the root.
    """
    # 1
    _check_sizes(index, size)
    _check_hashes([leaf, *hashes])
    # 2
    if index >= size:
        raise VerificationError(step=2, reason=f"leaf {index} is outside a tree of {size} leaves")
    # 3
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(hashes) != inner + border:
        raise VerificationError(step=3, reason=f"the path has {len(hashes)} hashes instead of {inner + border}")
    # 4
    computed = _climb(leaf, hashes, inner, index)
    if computed != root:
        raise VerificationError(step=4, reason="the path leads to another root")


def verify_consistency(
    *, old_size: int, new_size: int, hashes: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Refuse unless the old tree is a prefix of the new one (RFC 9162 §2.1.4.2).

    1. Sizes are numbers, hashes are hashes.
    2. The new tree is not smaller; equal sizes have equal roots and no hashes.
    3. Between different sizes the old tree is not empty: from nothing, anything follows and nothing is proved.
    4. The proof has the length that these sizes ask for.
    5. It leads to the old root.
    6. It leads to the new root.
    """
    # 1
    _check_sizes(old_size, new_size)
    _check_hashes(hashes)
    # 2
    if old_size > new_size:
        raise VerificationError(step=2, reason=f"the tree shrank from {old_size} to {new_size} leaves")
    if old_size == new_size:
        if hashes or old_root != new_root:
            raise VerificationError(
                step=2, reason="trees of one size have different roots, or a proof that is not empty"
            )
        return
    # 3
    if old_size == 0:
        raise VerificationError(step=3, reason="the old tree is empty")
    # 4
    start, path, inner, place = _consistency_path(old_size, new_size, hashes, old_root)
    # 5
    if _climb(start, path, inner, place, only_left=True) != old_root:
        raise VerificationError(step=5, reason="the proof leads to another old root")
    # 6
    if _climb(start, path, inner, place) != new_root:
        raise VerificationError(step=6, reason="the proof leads to another new root")


def verify_entry(*, proof: InclusionProof, verifier_key: str) -> None:
    """Refuse unless the log with `verifier_key` has published this entry.

    1. The checkpoint is signed by the log's key and names its origin.
    2. It speaks of the size of the proof.
    3. The entry has the entry form.
    4. The entry is in the tree at its index (the steps of `verify_inclusion`).
    """
    # 1
    with under(1):
        head = notes.open_checkpoint(note=proof.checkpoint, verifier_key=verifier_key)
    # 2
    if head.size != proof.size:
        raise VerificationError(step=2, reason=f"the checkpoint has {head.size} leaves and the proof {proof.size}")
    # 3
    with under(3):
        form.parse(proof.entry)
    # 4
    with under(4):
        leaf = leaf_hash(proof.entry)
        verify_inclusion(leaf=leaf, index=proof.index, size=proof.size, hashes=proof.hashes, root=head.root)


def verify_value(*, entry: bytes, name: str, value: Json, salt: bytes) -> None:
    """Refuse unless the entry commits to `value` under `name`, opened with `salt`.

    1. The entry has the entry form.
    2. It has a commitment of that name.
    3. Salt and value give that commitment.
    """
    # 1
    with under(1):
        commitments = form.parse(entry).commitments
    # 2
    if name not in commitments:
        raise VerificationError(step=2, reason=f"the entry commits to nothing named {name!r}")
    # 3
    if len(salt) != SALT_BYTES:
        raise VerificationError(step=3, reason=f"a salt has {SALT_BYTES} bytes")
    try:
        opened = commitment(value, salt)
    except (ValueError, TypeError, RecursionError) as error:
        raise VerificationError(step=3, reason="the value has no canonical form") from error
    if opened != commitments[name]:
        raise VerificationError(step=3, reason="another value was committed to")


def _consistency_path(
    old_size: int, new_size: int, hashes: Sequence[bytes], old_root: bytes
) -> tuple[bytes, Sequence[bytes], int, int]:
    """Step 4: where the way up starts, its hashes, how many of them are below the border, and the place of the start.

    The way starts at the last perfect subtree of the old tree. When the old tree is one perfect subtree, that is its
    root, which the verifier has and the proof leaves out.
    """
    height = (old_size & -old_size).bit_length() - 1
    place = (old_size - 1) >> height
    inner = (place ^ ((new_size - 1) >> height)).bit_length()
    border = (place >> inner).bit_count()
    whole = old_size == 1 << height
    if len(hashes) != inner + border + (not whole):
        raise VerificationError(step=4, reason=f"the proof has {len(hashes)} hashes, another number than its sizes ask")
    if whole:
        return old_root, hashes, inner, place
    return hashes[0], hashes[1:], inner, place


def _climb(start: bytes, path: Sequence[bytes], inner: int, place: int, *, only_left: bool = False) -> bytes:
    """Join the hashes of `path` from below: the first `inner` on the side that the bits of `place` say, the rest left.

    `only_left` skips those on the right, which belong to the new tree alone.
    """
    computed = start
    for height, sibling in enumerate(path):
        if height >= inner or place >> height & 1:
            computed = node_hash(sibling, computed)
        elif not only_left:
            computed = node_hash(computed, sibling)
    return computed


def _check_sizes(*sizes: int) -> None:
    if not all(type(size) is int and 0 <= size <= MAX_SIZE for size in sizes):
        raise VerificationError(step=1, reason="an index or a size is not a number from 0 to 2^63 - 1")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if not all(isinstance(value, bytes) and len(value) == HASH_BYTES for value in hashes):
        raise VerificationError(step=1, reason=f"a hash does not have {HASH_BYTES} bytes")
