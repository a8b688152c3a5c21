"""Numbering and publishing: each entry once, one root however it is batched, nothing signed over a damaged tree."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ventanilla.kernel.ledger import api, keys, notes, tree
from ventanilla.kernel.ledger.errors import LogDamaged
from ventanilla.kernel.ledger.models import Checkpoint, Entry, Tile
from ventanilla.kernel.ledger.tests.world import AT, append, head, leaves
from ventanilla.kernel.ledger.types import Backlog

pytestmark = pytest.mark.django_db


def guards(state):
    """Stand in for somebody with the rights of the owner of the tables."""
    with connection.cursor() as cursor:
        for table in ("entry", "tile", "checkpoint", "epoch"):
            cursor.execute(f"ALTER TABLE ledger_{table} {state} TRIGGER USER")


class TestSequencePending:
    def test_numbers_all_in_order_and_signs_their_root(self):
        acts = append(5)
        assert api.sequence_pending(at=AT) == 5
        numbered = Entry.objects.order_by("leaf_index").values_list("act", "leaf_index")
        assert list(numbered) == [(act, place) for place, act in enumerate(acts)]
        assert (head().size, head().root) == (5, tree.grow(0, {}, leaves()).root)

    def test_what_waits_is_counted_with_the_instant_of_the_oldest(self):
        assert api.get_backlog() == Backlog(0, None)
        append(2)
        assert api.get_backlog() == Backlog(2, AT)
        api.sequence_pending(at=AT)
        assert api.get_backlog() == Backlog(0, None)

    def test_nothing_pending_signs_nothing(self):
        assert api.sequence_pending(at=AT) == 0
        append()
        assert [api.sequence_pending(at=AT), api.sequence_pending(at=AT)] == [1, 0]
        assert Checkpoint.objects.count() == 1

    def test_several_batches_give_the_root_of_one(self):
        append(700)
        sizes = []
        while count := api.sequence_pending(at=AT, limit=190):
            sizes.append(count)
        assert sizes == [190, 190, 190, 130]
        assert head().root == tree.grow(0, {}, leaves()).root
        assert {(tile.level, tile.index): len(tile.hashes) // 32 for tile in Tile.objects.all()} == {
            (0, 0): 256, (0, 1): 256, (0, 2): 188, (1, 0): 2,
        }  # fmt: skip

    def test_each_checkpoint_continues_the_one_before(self):
        for count in (1, 2, 300, 7):
            append(count)
            api.sequence_pending(at=AT)
        heads = [
            notes.parse_checkpoint(row.note.split("\n\n")[0] + "\n") for row in Checkpoint.objects.order_by("size")
        ]
        assert [head.size for head in heads] == [1, 3, 303, 310]
        for old, new in pairwise(heads):
            hashes = api.get_consistency(old_size=old.size, new_size=new.size)
            api.verify_consistency(
                old_size=old.size, new_size=new.size, hashes=hashes, old_root=old.root, new_root=new.root
            )

    def test_a_batch_costs_the_same_statements_whatever_its_size(self):
        append()
        api.sequence_pending(at=AT)
        counts = []
        for count in (1, 600):
            append(count)
            with CaptureQueriesContext(connection) as statements:
                api.sequence_pending(at=AT)
            counts.append(len([s for s in statements if "SAVEPOINT" not in s["sql"]]))
        assert counts == [8, 8]

    @pytest.mark.parametrize("limit", [0, -1, 10_001])
    def test_a_batch_has_a_limit(self, limit):
        with pytest.raises(ValueError, match="batch"):
            api.sequence_pending(at=AT, limit=limit)


class TestDamage:
    @pytest.fixture(autouse=True)
    def published(self):
        append(300)
        api.sequence_pending(at=AT)
        append()
        guards("DISABLE")
        yield
        assert api.pending_count() == 1
        assert Checkpoint.objects.count() == 1

    @pytest.mark.parametrize(
        "damage",
        [
            "UPDATE ledger_tile SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE index = 1",
            "UPDATE ledger_tile SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE level = 1",
            "UPDATE ledger_tile SET hashes = substr(hashes, 33) WHERE level = 0 AND index = 1",
            "DELETE FROM ledger_tile WHERE level = 1",
            "UPDATE ledger_checkpoint SET note = replace(note, '300', '301')",
            "UPDATE ledger_checkpoint SET size = 299",
        ],
    )
    def test_nothing_is_signed_over_a_tree_that_is_not_the_signed_one(self, damage):
        with connection.cursor() as cursor:
            cursor.execute(damage)
        guards("ENABLE")
        with pytest.raises(LogDamaged):
            api.sequence_pending(at=AT)

    def test_nothing_is_signed_with_another_key(self):
        guards("ENABLE")
        keys.key_path(1).write_text(notes.new_signer("log.example.cl/test").signer_key)
        with pytest.raises(LogDamaged, match="not the key that epoch 1 of the log began with"):
            api.sequence_pending(at=AT)

    def test_nothing_is_signed_over_a_checkpoint_of_another_key(self):
        other = notes.new_signer("log.example.cl/test").verifier_key
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_epoch SET verifier_key = %s", [other])
        guards("ENABLE")
        with pytest.raises(LogDamaged, match="does not verify"):
            api.sequence_pending(at=AT)

    def test_an_entry_changed_after_it_was_published_has_no_proof(self):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_entry SET body = body || ' ' WHERE leaf_index = 7")
        guards("ENABLE")
        with pytest.raises(LogDamaged):
            api.find_inclusion(act=Entry.objects.get(leaf_index=7).act)
