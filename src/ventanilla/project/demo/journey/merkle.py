"""Audit paths by the definition of RFC 6962 §2.1.1, from nothing but the hashes of the leaves.

Written apart from the ledger's own, so that what the ledger's verifier accepts was not made by the ledger.
"""

import hashlib
from collections.abc import Sequence

NODE = b"\x01"


def audit_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]): the hashes that lead from leaf `index` to the root, the nearest first."""
    if len(leaves) == 1:
        return []
    left = _left_size(leaves)
    if index < left:
        return [*audit_path(index, leaves[:left]), root_of(leaves[left:])]
    return [*audit_path(index - left, leaves[left:]), root_of(leaves[:left])]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]): the root of a tree of one leaf or more."""
    if len(leaves) == 1:
        return leaves[0]
    left = _left_size(leaves)
    return hashlib.sha256(NODE + root_of(leaves[:left]) + root_of(leaves[left:])).digest()


def _left_size(leaves: Sequence[bytes]) -> int:
    """The largest power of two below the number of leaves."""
    return 1 << ((len(leaves) - 1).bit_length() - 1)
