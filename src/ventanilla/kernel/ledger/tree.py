"""The Merkle tree of RFC 6962 over tiles of height 8 (C2SP tlog-tiles): hashes, growth, and what a proof reads. Pure.

A *node* (level, index) is the root of the perfect subtree over leaves [index·2^level, (index+1)·2^level). A *tile*
(level, index) holds up to 256 consecutive nodes of tree level 8·level; the seven levels between are computed from it. A
proof is planned as nodes first, so that all the tiles that it needs, O(log n), are read at once.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
EMPTY_ROOT = hashlib.sha256(b"").digest()


class Node(NamedTuple):
    level: int
    index: int


class TileId(NamedTuple):
    level: int
    index: int


Plan = tuple[tuple[Node, ...], ...]
"""One group per hash of a proof: the perfect subtrees, from left to right, whose hashes are joined into it."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A tree after new leaves: its size and root, and each tile that changed, whole."""

    size: int
    root: bytes
    tiles: dict[TileId, bytes]


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def subtree_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of neighbouring nodes."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[place], hashes[place + 1]) for place in range(0, len(hashes), 2)]
    return hashes[0]


def join(hashes: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees of falling size, from left to right: the right edge folds up first."""
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def perfect_nodes(first: int, end: int) -> tuple[Node, ...]:
    """The fewest perfect subtrees that cover leaves [first, end). `first` is a multiple of the largest of them."""
    nodes = []
    while first < end:
        level = (end - first).bit_length() - 1
        nodes.append(Node(level, first >> level))
        first += 1 << level
    return tuple(nodes)


def plan_root(size: int) -> Plan:
    """What the root of the first `size` leaves is made of. The empty tree has the fixed root EMPTY_ROOT."""
    return (perfect_nodes(0, size),) if size else ()


def plan_inclusion(index: int, size: int) -> Plan:
    """The audit path of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1), from the leaf up."""
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size} leaves.")
    groups: list[tuple[Node, ...]] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _left_size(end - first)
        if index < middle:
            groups.append(perfect_nodes(middle, end))
            end = middle
        else:
            groups.append(perfect_nodes(first, middle))
            first = middle
    return tuple(reversed(groups))


def plan_consistency(old_size: int, new_size: int) -> Plan:
    """The proof that the first `old_size` leaves are a prefix of the first `new_size` (RFC 6962 §2.1.2)."""
    if not 0 < old_size <= new_size:
        raise ValueError(f"There is no consistency proof from {old_size} to {new_size} leaves.")
    groups: list[tuple[Node, ...]] = []
    first, end, whole = 0, new_size, True
    while end != old_size:
        middle = first + _left_size(end - first)
        if old_size <= middle:
            groups.append(perfect_nodes(middle, end))
            end = middle
        else:
            groups.append(perfect_nodes(first, middle))
            first, whole = middle, False
    if not whole:
        groups.append(perfect_nodes(first, end))
    return tuple(reversed(groups))


def tiles_of(plan: Plan) -> set[TileId]:
    """The tiles that a plan reads."""
    return {_slice(node)[0] for group in plan for node in group}


def evaluate(plan: Plan, tiles: Mapping[TileId, bytes]) -> tuple[bytes, ...]:
    """The hashes of a plan. Raises KeyError when a tile is missing and IndexError when it is too short."""
    return tuple(join([_read(node, tiles) for node in group]) for group in plan)


def root_of(size: int, tiles: Mapping[TileId, bytes]) -> bytes:
    """The root of the first `size` leaves. Raises as `evaluate`."""
    return evaluate(plan_root(size), tiles)[0] if size else EMPTY_ROOT


def edge_of(size: int) -> dict[TileId, int]:
    """The partial tiles at the right edge of a tree of `size` leaves, with their widths; at most one per level."""
    return {tile: width for tile, width in _edge(size) if width}


def grow(size: int, edge: Mapping[TileId, bytes], leaf_hashes: Sequence[bytes]) -> Growth:
    """Add leaves to a tree of `size` leaves, of which `edge` has the partial tiles. Costs O(1) hashes per leaf."""
    changed: dict[TileId, bytes] = {}
    level, start, fresh = 0, size, list(leaf_hashes)
    while fresh:
        tile_index, width = divmod(start, TILE_WIDTH)
        row = split(edge[TileId(level, tile_index)]) if width else []
        row += fresh
        fresh = []
        for place in range(0, len(row), TILE_WIDTH):
            part = row[place : place + TILE_WIDTH]
            changed[TileId(level, tile_index + place // TILE_WIDTH)] = b"".join(part)
            if len(part) == TILE_WIDTH:
                fresh.append(subtree_root(part))
        level, start = level + 1, tile_index
    new_size = size + len(leaf_hashes)
    return Growth(new_size, root_of(new_size, {**edge, **changed}), changed)


def split(hashes: bytes) -> list[bytes]:
    """The hashes that a tile holds one after another."""
    return [hashes[place : place + HASH_BYTES] for place in range(0, len(hashes), HASH_BYTES)]


def _edge(size: int) -> Iterator[tuple[TileId, int]]:
    level = 0
    while size:
        size, width = divmod(size, TILE_WIDTH)
        yield TileId(level, size), width
        level += 1


def _left_size(leaves: int) -> int:
    """The largest power of two smaller than `leaves`: where RFC 6962 splits."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _slice(node: Node) -> tuple[TileId, int, int]:
    """The tile that holds `node` or what it is computed from, and which of its hashes."""
    tile_level, height = divmod(node.level, TILE_HEIGHT)
    tile_index, place = divmod(node.index << height, TILE_WIDTH)
    return TileId(tile_level, tile_index), place, 1 << height


def _read(node: Node, tiles: Mapping[TileId, bytes]) -> bytes:
    tile, place, count = _slice(node)
    part = tiles[tile][place * HASH_BYTES : (place + count) * HASH_BYTES]
    if len(part) != count * HASH_BYTES:
        raise IndexError(f"Tile {tile.level}/{tile.index} has no hashes {place} to {place + count - 1}.")
    return subtree_root(split(part))
