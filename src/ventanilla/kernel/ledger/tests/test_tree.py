"""The tree against the plain definition of RFC 6962, and every proof against the verifiers."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventanilla.kernel.ledger import proofs, tree
from ventanilla.kernel.ledger.errors import VerificationError

ROOTS = json.loads((Path(__file__).parent / "vectors" / "roots.json").read_text())["roots"]
LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(70_000)]


def plain_root(leaves):
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + plain_root(leaves[:half]) + plain_root(leaves[half:])).digest()


def grown(size, batches=()):
    """All the tiles of the tree of the first `size` leaves, added in batches that end at these sizes."""
    tiles, done, root = {}, 0, tree.EMPTY_ROOT
    for end in [*sorted(batches), size]:
        edge = {tile: tiles[tile] for tile in tree.edge_of(done)}
        growth = tree.grow(done, edge, LEAVES[done:end])
        tiles |= growth.tiles
        done, root = growth.size, growth.root
    return tiles, root


def inclusion(tiles, index, size):
    return tree.evaluate(tree.plan_inclusion(index, size), tiles)


def consistency(tiles, old, new):
    return tree.evaluate(tree.plan_consistency(old, new), tiles)


class TestGrowth:
    @pytest.mark.parametrize("size", [int(size) for size in ROOTS])
    def test_the_root_is_the_one_of_the_vectors(self, size):
        tiles, root = grown(size)
        assert root.hex() == ROOTS[str(size)]
        assert tree.root_of(size, tiles).hex() == ROOTS[str(size)]

    @given(st.data(), st.integers(1, 1500))
    @settings(max_examples=40)
    def test_any_batches_give_the_same_tiles_and_root_as_one_batch(self, data, size):
        batches = data.draw(st.lists(st.integers(0, size), max_size=6))
        assert grown(size, batches) == grown(size)

    def test_a_tree_of_70000_leaves_has_the_tiles_that_the_specification_counts(self):
        tiles, _ = grown(70_000)
        widths = {}
        for tile, hashes in tiles.items():
            widths.setdefault(tile.level, []).append(len(hashes) // 32)
        assert {level: (row.count(256), sorted(row)[0]) for level, row in widths.items()} == {
            0: (273, 112), 1: (1, 17), 2: (0, 1),
        }  # fmt: skip
        assert tree.edge_of(70_000) == {(0, 273): 112, (1, 1): 17, (2, 0): 1}

    def test_a_tree_of_256_leaves_has_a_full_tile_and_one_hash_above(self):
        assert tree.edge_of(256) == {(1, 0): 1}
        assert set(grown(256)[0]) == {(0, 0), (1, 0)}


class TestInclusion:
    def test_every_leaf_of_every_small_tree_is_proved(self):
        tiles, _ = grown(70)
        for size in range(1, 71):
            root = plain_root(LEAVES[:size])
            for index in range(size):
                proof = inclusion(tiles, index, size)
                proofs.verify_inclusion(leaf=LEAVES[index], index=index, size=size, hashes=proof, root=root)

    @given(st.data())
    @settings(max_examples=60)
    def test_any_leaf_of_any_past_size_is_proved_from_the_tiles_of_a_later_tree(self, data):
        size = data.draw(st.integers(1, 70_000))
        index = data.draw(st.integers(0, size - 1))
        plan = tree.plan_inclusion(index, size)
        assert len(tree.tiles_of(plan)) <= 6
        root = tree.root_of(size, BIG)
        proofs.verify_inclusion(leaf=LEAVES[index], index=index, size=size, hashes=tree.evaluate(plan, BIG), root=root)

    @given(st.data(), st.integers(2, 600))
    @settings(max_examples=100)
    def test_any_flipped_bit_is_refused(self, data, size):
        index = data.draw(st.integers(0, size - 1))
        parts = [LEAVES[index], tree.root_of(size, BIG), *inclusion(BIG, index, size)]
        part, place = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
        parts[part] = (int.from_bytes(parts[part]) ^ 1 << place).to_bytes(32)
        leaf, root, *hashes = parts
        with pytest.raises(VerificationError):
            proofs.verify_inclusion(leaf=leaf, index=index, size=size, hashes=hashes, root=root)

    @given(st.data(), st.integers(2, 600))
    @settings(max_examples=100)
    def test_another_index_or_a_shorter_longer_or_turned_path_is_refused(self, data, size):
        index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size + 5))
        root, path = tree.root_of(size, BIG), list(inclusion(BIG, index, size))
        wrong = [(index, path[:-1]), (index, [*path, path[-1]]), (index, [LEAVES[index], *path])]
        wrong += [(other, path)] if other != index else []
        wrong += [(index, path[::-1])] if path != path[::-1] else []
        for at, hashes in wrong:
            with pytest.raises(VerificationError):
                proofs.verify_inclusion(leaf=LEAVES[index], index=at, size=size, hashes=hashes, root=root)

    @pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 2**63), (True, 3), (1.0, 3), ("1", 3)])
    def test_places_outside_the_tree_are_refused(self, index, size):
        with pytest.raises(VerificationError):
            proofs.verify_inclusion(leaf=LEAVES[0], index=index, size=size, hashes=[], root=LEAVES[0])

    def test_hashes_of_another_length_are_refused_even_when_their_bytes_join_the_same(self):
        tiles, root = grown(3)
        first, second = inclusion(tiles, 2, 3)[0], LEAVES[2]
        moved = [first + second[:1]]
        with pytest.raises(VerificationError):
            proofs.verify_inclusion(leaf=second[1:], index=1, size=2, hashes=moved, root=root)


class TestConsistency:
    def test_every_pair_of_sizes_to_70_is_proved_and_every_flipped_hash_refused(self):
        tiles, _ = grown(70)
        roots = [plain_root(LEAVES[:size]) for size in range(71)]
        for new in range(1, 71):
            for old in range(1, new + 1):
                proof = consistency(tiles, old, new)
                sizes = {"old_size": old, "new_size": new}
                proofs.verify_consistency(**sizes, hashes=proof, old_root=roots[old], new_root=roots[new])
                for place in range(len(proof)):
                    wrong = [*proof[:place], bytes([proof[place][0] ^ 1]) + proof[place][1:], *proof[place + 1 :]]
                    with pytest.raises(VerificationError):
                        proofs.verify_consistency(**sizes, hashes=wrong, old_root=roots[old], new_root=roots[new])

    @given(st.data())
    @settings(max_examples=60)
    def test_any_pair_of_sizes_is_proved_and_a_rewritten_past_is_refused(self, data):
        new = data.draw(st.integers(2, 70_000))
        old = data.draw(st.integers(1, new - 1))
        old_root, new_root = tree.root_of(old, BIG), tree.root_of(new, BIG)
        proof = consistency(BIG, old, new)
        sizes = {"old_size": old, "new_size": new}
        proofs.verify_consistency(**sizes, hashes=proof, old_root=old_root, new_root=new_root)
        for roots in ({"old_root": new_root, "new_root": new_root}, {"old_root": old_root, "new_root": old_root}):
            with pytest.raises(VerificationError):
                proofs.verify_consistency(**sizes, hashes=proof, **roots)

    def test_a_log_that_shrinks_is_refused(self):
        with pytest.raises(VerificationError, match="shrank"):
            proofs.verify_consistency(old_size=2, new_size=1, hashes=[], old_root=LEAVES[0], new_root=LEAVES[0])


BIG, _ = grown(70_000)
