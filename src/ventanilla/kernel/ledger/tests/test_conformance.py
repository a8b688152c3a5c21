"""Data of others: the proofs of transparency-dev/merkle and the log of transparency-dev/tessera."""

import base64
import json

import pytest

from ventanilla.kernel.ledger import bundles, notes, proofs, tree
from ventanilla.kernel.ledger.errors import VerificationError

TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def cases(folder):
    found = {path: json.loads(path.read_text()) for path in sorted(folder.rglob("*.json"))}
    assert found, f"no cases in {folder}"
    return found


def raw(text):
    return base64.b64decode(text)


def accepts(verify, **values):
    try:
        verify(**values)
    except VerificationError:
        return False
    return True


class TestMerkle:
    def test_inclusion_is_decided_as_the_suite_decides(self, conformance):
        wrong = [
            str(path)
            for path, case in cases(conformance / "merkle" / "inclusion").items()
            if accepts(
                proofs.verify_inclusion,
                leaf=raw(case["leafHash"]),
                index=case["leafIdx"],
                size=case["treeSize"],
                hashes=[raw(value) for value in case["proof"] or []],
                root=raw(case["root"]),
            )
            is case["wantErr"]
        ]
        assert wrong == []

    def test_consistency_is_decided_as_the_suite_decides(self, conformance):
        wrong = [
            str(path)
            for path, case in cases(conformance / "merkle" / "consistency").items()
            if accepts(
                proofs.verify_consistency,
                old_size=case["size1"],
                new_size=case["size2"],
                hashes=[raw(value) for value in case["proof"] or []],
                old_root=raw(case["root1"]),
                new_root=raw(case["root2"]),
            )
            is case["wantErr"]
        ]
        assert wrong == []


class TesseraLog:
    """Reads a log folder as a stranger would: the checkpoint first, then only what it covers."""

    def __init__(self, folder):
        self.folder = folder

    def head(self, name="checkpoint"):
        note = (self.folder / name).read_text(encoding="utf-8")
        return notes.open_checkpoint(note=note, verifier_key=TESSERA_KEY)

    def resource(self, kind, tile, width):
        assert tile.index < 1000
        place = f"{tile.index:03d}" + ("" if width == tree.TILE_WIDTH else f".p/{width}")
        return (self.folder / "tile" / kind / place).read_bytes()

    def tiles(self, size):
        return {tile: self.resource(str(tile.level), tile, width) for tile, width in tree.edge_of(size).items()}

    def leaf_hashes(self, size):
        entries = [
            entry
            for tile, width in tree.edge_of(size).items()
            if tile.level == 0
            for entry in bundles.unpack(self.resource("entries", tile, width))
        ]
        return [tree.leaf_hash(entry) for entry in entries]


class TestTessera:
    @pytest.fixture
    def log(self, conformance):
        return TesseraLog(conformance / "tessera-log")

    def test_every_checkpoint_verifies_and_has_the_root_of_its_tiles_and_of_its_entries(self, log):
        latest = log.head().size
        assert latest == 15
        for size in range(latest + 1):
            head = log.head(f"checkpoint.{size}")
            leaves = log.leaf_hashes(size)
            assert (head.size, len(leaves)) == (size, size)
            assert tree.root_of(size, log.tiles(size)) == head.root
            assert tree.grow(0, {}, leaves).root == head.root
            assert b"".join(leaves) == b"".join(log.tiles(size).values())

    def test_every_checkpoint_continues_the_one_before(self, log):
        for size in range(2, log.head().size + 1):
            old, new = log.head(f"checkpoint.{size - 1}"), log.head(f"checkpoint.{size}")
            hashes = tree.evaluate(tree.plan_consistency(old.size, new.size), log.tiles(new.size))
            proofs.verify_consistency(
                old_size=old.size, new_size=new.size, hashes=hashes, old_root=old.root, new_root=new.root
            )

    def test_every_entry_is_proved_under_every_checkpoint(self, log):
        for size in range(1, log.head().size + 1):
            head, tiles = log.head(f"checkpoint.{size}"), log.tiles(size)
            for index, leaf in enumerate(log.leaf_hashes(size)):
                hashes = tree.evaluate(tree.plan_inclusion(index, size), tiles)
                proofs.verify_inclusion(leaf=leaf, index=index, size=size, hashes=hashes, root=head.root)

    def test_our_tree_over_their_entries_has_their_bytes(self, log):
        assert tree.grow(0, {}, log.leaf_hashes(15)).tiles == log.tiles(15)
