"""What the log serves, read back as a stranger would: key, checkpoint, tiles, bundles, proofs."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ventanilla.kernel.ledger import api, tree
from ventanilla.kernel.ledger.errors import NotPublished, VerificationError
from ventanilla.kernel.ledger.models import Entry
from ventanilla.kernel.ledger.tests.world import AT, PERSON, append, head
from ventanilla.kernel.ledger.types import InclusionProof

pytestmark = pytest.mark.django_db


class TestFindInclusion:
    def test_a_published_act_is_proved_with_the_key_of_the_log_alone(self):
        for count in (3, 300, 20):
            acts = append(count)
            api.sequence_pending(at=AT)
        for act in (acts[0], acts[-1], Entry.objects.get(leaf_index=2).act):
            proof = api.find_inclusion(act=act)
            api.verify_entry(proof=proof, verifier_key=api.log_verifier_key())
            assert api.parse_entry(proof.entry).public["act"] == str(act)

    def test_a_proof_for_another_entry_index_size_or_key_is_refused(self):
        (act, other) = append(2)
        api.sequence_pending(at=AT)
        proof, another = api.find_inclusion(act=act), api.find_inclusion(act=other)
        key = api.log_verifier_key()
        fields = {"entry": proof.entry, "index": 0, "size": 2, "hashes": proof.hashes, "checkpoint": proof.checkpoint}
        changes = [{"entry": another.entry}, {"index": 1}, {"size": 3}, {"hashes": another.hashes}, {"entry": b"{}"}]
        steps = []
        for change in changes:
            with pytest.raises(VerificationError) as raised:
                api.verify_entry(proof=InclusionProof(**{**fields, **change}), verifier_key=key)
            steps.append(raised.value.step)
        assert steps == ["4.4", "4.4", "2", "4.4", "3.1"]

    def test_a_pending_or_unknown_act_has_no_proof_yet(self):
        (act,) = append()
        assert api.find_inclusion(act=act) is None
        assert api.find_inclusion(act=uuid4()) is None

    def test_a_proof_is_three_queries_in_a_large_tree_too(self):
        append(600)
        api.sequence_pending(at=AT)
        act = Entry.objects.get(leaf_index=5).act
        with CaptureQueriesContext(connection) as statements:
            api.find_inclusion(act=act)
        assert len(statements) == 3

    def test_past_sizes_have_proofs_too(self):
        append(300)
        api.sequence_pending(at=AT)
        hashes = [bytes(body) for body in Entry.objects.order_by("leaf_index").values_list("body", flat=True)]
        root = tree.grow(0, {}, [tree.leaf_hash(body) for body in hashes[:17]]).root
        path = api.get_inclusion(index=16, size=17)
        api.verify_inclusion(leaf=tree.leaf_hash(hashes[16]), index=16, size=17, hashes=path, root=root)


class TestResources:
    def test_a_stranger_rebuilds_the_signed_root_from_the_bundles(self):
        append(300)
        api.sequence_pending(at=AT)
        bundles = [api.get_resource(path="tile/entries/000"), api.get_resource(path="tile/entries/001.p/44")]
        entries = [entry for bundle in bundles for entry in api.unpack_entry_bundle(bundle)]
        assert tree.grow(0, {}, [tree.leaf_hash(entry) for entry in entries]).root == head().root
        hashes = b"".join(tree.leaf_hash(entry) for entry in entries)
        assert hashes == api.get_tile(level=0, index=0) + api.get_resource(path="tile/0/001.p/44")
        assert api.get_resource(path="tile/1/000.p/1") == tree.subtree_root(tree.split(hashes[: 256 * 32]))
        assert api.get_resource(path="checkpoint").decode() == api.get_checkpoint()

    def test_a_partial_tile_of_an_earlier_size_stays_available(self):
        append(3)
        api.sequence_pending(at=AT)
        before = api.get_tile(level=0, index=0, width=3), api.get_entry_bundle(index=0, width=3)
        append(400)
        api.sequence_pending(at=AT)
        assert (api.get_tile(level=0, index=0, width=3), api.get_entry_bundle(index=0, width=3)) == before

    def test_pending_entries_are_not_served(self):
        append(3)
        api.sequence_pending(at=AT)
        append(1)
        for path in ("tile/entries/000.p/4", "tile/0/000.p/4"):
            with pytest.raises(NotPublished):
                api.get_resource(path=path)

    @pytest.mark.parametrize(
        "path",
        [
            "", "/checkpoint", "checkpoint/", "tile/0/000", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256",
            "tile/0/000.p/4", "tile/00/000.p/1", "tile/8/000.p/1", "tile/-1/000.p/1", "tile/0/0.p/1",
            "tile/0/x000/000.p/1", "tile/0/000.p/1/", "tile/0/000.p/1\n", "tile/0/٠٠٠.p/1", "tile/entries/001.p/1",
            "tile/data/000.p/1", "tile/0/" + "x999/" * 7 + "999", "tile/0/" + "x999/" * 2000 + "999", "../log.key",
        ],
    )  # fmt: skip
    def test_what_the_log_does_not_have_is_not_published(self, path):
        append(3)
        api.sequence_pending(at=AT)
        with pytest.raises(NotPublished):
            api.get_resource(path=path)

    def test_an_index_over_999_has_a_path_of_several_parts(self):
        with pytest.raises(NotPublished):
            api.get_resource(path="tile/0/x001/x234/067")
        assert api.pending_count() == 0

    def test_before_the_first_batch_there_is_no_checkpoint(self):
        append()
        with pytest.raises(NotPublished):
            api.get_checkpoint()

    def test_a_bundle_that_ends_inside_an_entry_is_refused(self):
        append(2)
        api.sequence_pending(at=AT)
        bundle = api.get_entry_bundle(index=0, width=2)
        for cut in (1, len(bundle) - 1):
            with pytest.raises(VerificationError):
                api.unpack_entry_bundle(bundle[:cut])

    @pytest.mark.parametrize(("old", "new"), [(0, 3), (2, 1), (1, 4), (-1, 2)])
    def test_there_is_no_consistency_proof_for_sizes_that_never_were(self, old, new):
        append(3)
        api.sequence_pending(at=AT)
        with pytest.raises(NotPublished):
            api.get_consistency(old_size=old, new_size=new)


class TestReads:
    def test_a_read_is_in_the_log_like_any_act(self):
        subject = uuid4()
        act = api.record_read(
            actor=PERSON, at=AT, subjects=[subject], purpose="Resolver", what="Expediente", institution=None
        )
        api.sequence_pending(at=AT)
        proof = api.find_inclusion(act=act)
        api.verify_entry(proof=proof, verifier_key=api.log_verifier_key())
        assert str(subject).encode() not in proof.entry
