"""Epochs, as who pinned an old key and kept an old checkpoint sees them: by the pure functions alone."""

import hashlib
import json

import pytest

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.ledger import api, keys, notes, witness
from ventanilla.kernel.ledger.errors import ForeignCheckpoint, LogDamaged, LogRewound, VerificationError
from ventanilla.kernel.ledger.models import Checkpoint, Entry
from ventanilla.kernel.ledger.tests.world import AT, append, forgotten
from ventanilla.kernel.ledger.types import EpochReason, InclusionProof

pytestmark = pytest.mark.django_db
OPERATOR = ActorRef.by_rule("ventanilla")
ORIGIN = "log.example.cl/test"


def published(count):
    acts = append(count)
    api.sequence_pending(at=AT)
    return acts


def lose(count):
    """Publish `count` entries that the database then forgets; the checkpoint that the world keeps."""
    with forgotten():
        published(count)
        lost = api.get_checkpoint()
    return lost


def leaf(index):
    """Entry number `index` with its proof, from what the public log serves."""
    note = api.get_resource(path="checkpoint").decode()
    size = notes.unverified_head(note).size
    entry = api.unpack_entry_bundle(api.get_resource(path=f"tile/entries/000.p/{size}"))[index]
    return InclusionProof(entry, index, size, api.get_inclusion(index=index, size=size), note)


def consistent(old_note, new_note):
    """That the tree of one checkpoint is a prefix of that of another, by the verifier alone."""
    old, new = notes.unverified_head(old_note), notes.unverified_head(new_note)
    hashes = api.get_consistency(old_size=old.size, new_size=new.size)
    api.verify_consistency(old_size=old.size, new_size=new.size, hashes=hashes, old_root=old.root, new_root=new.root)


class TestFirst:
    def test_is_there_from_the_beginning_and_is_written_with_the_first_batch(self):
        before = api.list_epochs()
        published(2)
        (epoch,) = api.list_epochs()
        assert [each.verifier_key for each in before] == [epoch.verifier_key] == [api.log_verifier_key()]
        assert (epoch.number, epoch.origin, epoch.first_size) == (1, ORIGIN, 0)
        assert (epoch.reason, epoch.cited_note) == (EpochReason.CREATED, "")


class TestRotated:
    @pytest.fixture
    def rotation(self):
        published(3)
        old, before = api.log_verifier_key(), api.get_checkpoint()
        epoch = api.rotate_log_key(actor=OPERATOR, at=AT)
        return old, before, epoch, api.get_checkpoint()

    def test_who_pinned_the_old_key_learns_the_new_one_from_a_note_that_both_signed(self, rotation):
        old, before, epoch, covering = rotation
        head = api.open_checkpoint(note=covering, verifier_key=old)
        assert api.open_checkpoint(note=covering, verifier_key=epoch.verifier_key) == head
        assert (head.origin, head.size) == (ORIGIN, 4)
        consistent(before, covering)
        api.verify_entry(proof=leaf(3), verifier_key=old)
        entry = api.parse_entry(leaf(3).entry)
        assert entry.kind == "log.key_rotated"
        assert entry.public["old_verifier_key"] == old
        assert entry.public["new_verifier_key"] == epoch.verifier_key != old

    def test_later_checkpoints_are_of_the_new_key_alone(self, rotation):
        old, _, epoch, covering = rotation
        published(2)
        note = api.get_checkpoint()
        assert api.open_checkpoint(note=note, verifier_key=api.log_verifier_key()).size == 6
        assert api.log_verifier_key() == epoch.verifier_key
        consistent(covering, note)
        with pytest.raises(VerificationError):
            api.open_checkpoint(note=note, verifier_key=old)

    def test_entries_that_wait_are_numbered_after_it(self):
        published(2)
        append(3)
        api.rotate_log_key(actor=OPERATOR, at=AT)
        assert (api.list_epochs()[-1].first_size, api.pending_count()) == (2, 3)
        assert Entry.objects.get(leaf_index=2).kind == "log.key_rotated"
        assert api.sequence_pending(at=AT) == 3

    def test_the_old_key_leaves_the_disk_and_its_public_half_stays(self, rotation):
        old, _, epoch, _ = rotation
        assert not keys.key_path(1).exists()
        assert keys.key_path(epoch.number).name == "log-2.key"
        assert [each.verifier_key for each in api.list_epochs()] == [old, epoch.verifier_key]

    def test_a_log_without_entries_can_rotate_too(self):
        old = api.log_verifier_key()
        api.rotate_log_key(actor=OPERATOR, at=AT)
        assert api.open_checkpoint(note=api.get_checkpoint(), verifier_key=old).size == 1

    def test_a_proof_that_was_given_before_still_verifies(self):
        (act,) = published(1)
        old, proof = api.log_verifier_key(), api.find_inclusion(act=act)
        api.rotate_log_key(actor=OPERATOR, at=AT)
        api.verify_entry(proof=proof, verifier_key=old)
        api.verify_entry(proof=api.find_inclusion(act=act), verifier_key=api.log_verifier_key())

    def test_a_lost_new_key_is_not_replaced(self, rotation):
        keys.key_path(2).unlink()
        append()
        with pytest.raises(LogDamaged, match="gone"):
            api.sequence_pending(at=AT)


class TestRestored:
    @pytest.fixture
    def restored(self):
        published(3)
        old, kept = api.log_verifier_key(), api.get_checkpoint()
        lost = lose(4)
        epoch = api.begin_epoch(actor=OPERATOR, at=AT)
        return old, kept, lost, epoch

    def test_the_first_entry_cites_what_was_lost(self, restored):
        old, _, lost, epoch = restored
        assert (epoch.number, epoch.origin, epoch.first_size) == (2, f"{ORIGIN}/2", 3)
        proof = leaf(epoch.first_size)
        api.verify_entry(proof=proof, verifier_key=epoch.verifier_key)
        entry = api.parse_entry(proof.entry)
        head = api.open_checkpoint(note=lost, verifier_key=old)
        assert (entry.kind, entry.public["kept_size"], entry.public["verifier_key"]) == (
            "log.epoch_begun",
            3,
            epoch.verifier_key,
        )
        assert entry.public["lost"] == {
            "origin": head.origin,
            "size": 7,
            "root": head.root.hex(),
            "note_sha256": hashlib.sha256(lost.encode()).hexdigest(),
        }

    def test_what_was_kept_is_the_same_tree_and_what_was_lost_is_another(self, restored):
        _, kept, lost, _ = restored
        published(10)
        note = api.get_checkpoint()
        consistent(kept, note)
        with pytest.raises(VerificationError):
            consistent(lost, note)

    def test_old_proofs_verify_with_the_old_key_and_new_ones_with_the_new(self):
        (act,) = published(1)
        old, proof = api.log_verifier_key(), api.find_inclusion(act=act)
        lose(1)
        api.begin_epoch(actor=OPERATOR, at=AT)
        api.verify_entry(proof=proof, verifier_key=old)
        again = api.find_inclusion(act=act)
        api.verify_entry(proof=again, verifier_key=api.log_verifier_key())
        with pytest.raises(VerificationError):
            api.verify_entry(proof=again, verifier_key=old)

    def test_the_log_goes_on_and_is_not_rewound_any_more(self, restored):
        api.check_not_rewound()
        published(2)
        assert notes.unverified_head(witness.remembered_checkpoint()).origin == f"{ORIGIN}/2"

    def test_a_kill_before_the_file_is_written_is_no_alarm_and_no_second_epoch_is_needed(self, restored):
        _, _, lost, _ = restored
        witness.write(lost)
        api.check_not_rewound()
        published(1)
        assert len(api.list_epochs()) == 2

    def test_the_old_key_is_not_needed(self):
        published(1)
        lose(1)
        keys.key_path(1).unlink()
        api.begin_epoch(actor=OPERATOR, at=AT)
        assert published(1)

    def test_a_number_whose_key_was_made_before_is_not_used_again(self):
        """Otherwise two histories of one origin would be signed by one key."""
        published(1)
        with forgotten():
            api.rotate_log_key(actor=OPERATOR, at=AT)
        epoch = api.begin_epoch(actor=OPERATOR, at=AT)
        assert (epoch.number, epoch.origin) == (3, f"{ORIGIN}/3")

    def test_a_second_restore_cites_the_second_epoch(self, restored):
        lost = lose(2)
        epoch = api.begin_epoch(actor=OPERATOR, at=AT)
        assert (epoch.number, epoch.cited_note) == (3, lost)
        assert api.parse_entry(leaf(4).entry).public["lost"]["origin"] == f"{ORIGIN}/2"
        api.check_not_rewound()

    def test_a_restore_to_before_the_first_batch_is_an_epoch_from_nothing(self):
        lost = lose(2)
        epoch = api.begin_epoch(actor=OPERATOR, at=AT)
        assert (epoch.first_size, epoch.cited_note) == (0, lost)
        published(1)
        assert api.open_checkpoint(note=api.get_checkpoint(), verifier_key=epoch.verifier_key).size == 2


class TestWhatIsKnown:
    def test_a_checkpoint_that_somebody_kept_is_cited_when_it_is_larger(self):
        published(1)
        smaller = lose(2)
        witness.witness_path().unlink()
        larger = lose(5)
        witness.write(smaller)
        assert api.begin_epoch(lost_note=larger, actor=OPERATOR, at=AT).cited_note == larger

    def test_what_the_home_remembers_is_cited_when_it_is_larger(self):
        published(1)
        smaller = lose(2)
        witness.witness_path().unlink()
        larger = lose(5)
        assert api.begin_epoch(lost_note=smaller, actor=OPERATOR, at=AT).cited_note == larger

    def test_when_nothing_is_known_the_entry_says_so(self):
        published(2)
        witness.witness_path().unlink()
        assert api.begin_epoch(actor=OPERATOR, at=AT).cited_note == ""
        assert api.parse_entry(leaf(2).entry).public["lost"] is None

    def test_a_checkpoint_of_another_log_is_not_cited(self):
        published(1)
        other = notes.new_signer(ORIGIN)
        text = api.get_checkpoint().split("\n\n")[0] + "\n"
        for note in (notes.sign(text=text, signers=[other]), "a text", ""):
            with pytest.raises(ForeignCheckpoint, match="not one of this log"):
                api.is_behind(note=note)
        with pytest.raises(ForeignCheckpoint):
            api.begin_epoch(lost_note=notes.sign(text=text, signers=[other]), actor=OPERATOR, at=AT)
        assert len(api.list_epochs()) == 1

    def test_behind_is_what_the_database_lacks(self):
        published(1)
        first = api.get_checkpoint()
        published(1)
        lost = lose(1)
        assert [api.is_behind(note=note) for note in (first, api.get_checkpoint(), lost)] == [False, False, True]

    def test_a_checkpoint_of_a_key_that_only_the_home_knows_is_of_this_log(self):
        published(1)
        with forgotten():
            api.rotate_log_key(actor=OPERATOR, at=AT)
            published(1)
            lost = api.get_checkpoint()
        witness.witness_path().unlink()
        assert api.is_behind(note=lost)
        assert api.begin_epoch(lost_note=lost, actor=OPERATOR, at=AT).number == 3


class TestPublished:
    def test_the_log_serves_every_verifier_key_with_what_it_signed(self):
        published(1)
        api.rotate_log_key(actor=OPERATOR, at=AT)
        lost = lose(1)
        api.begin_epoch(actor=OPERATOR, at=AT)
        listed = json.loads(api.get_resource(path="epochs"))
        assert [(each["number"], each["first_size"], each["reason"]) for each in listed] == [
            (1, 0, "CREATED"), (2, 1, "KEY_ROTATED"), (3, 2, "RESTORED"),
        ]  # fmt: skip
        assert [each["cited_note"] for each in listed] == ["", "", lost]
        for row in Checkpoint.objects.order_by("size"):
            key = [each for each in listed if each["first_size"] < row.size][-1]["verifier_key"]
            assert api.open_checkpoint(note=row.note, verifier_key=key).size == row.size

    def test_the_setting_of_the_origin_may_not_change_under_a_later_epoch(self, settings):
        published(1)
        lose(1)
        api.begin_epoch(actor=OPERATOR, at=AT)
        settings.LOG_ORIGIN = "otro.example.cl/log"
        append()
        with pytest.raises(LogDamaged, match=r"otro\.example\.cl"):
            api.sequence_pending(at=AT)

    def test_a_rotation_is_refused_while_the_database_is_rewound(self):
        published(1)
        lose(1)
        with pytest.raises(LogRewound):
            api.rotate_log_key(actor=OPERATOR, at=AT)
        assert keys.numbers_on_disk() == [1]
