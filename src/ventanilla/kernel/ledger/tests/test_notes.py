"""Signed notes, keys and checkpoints: the frozen vector, and what is refused."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.ledger import notes
from ventanilla.kernel.ledger.errors import VerificationError
from ventanilla.kernel.ledger.types import TreeHead

VECTOR = json.loads((Path(__file__).parent / "vectors" / "note.json").read_text(encoding="utf-8"))
NOTE, KEY = VECTOR["note"], VECTOR["verifier_key"]
TEXT, SIGNATURE = NOTE.split("\n\n")
OTHER = notes.new_signer("other.example")


class TestVector:
    def test_signing_gives_these_bytes_for_ever(self):
        signer = notes.parse_signer_key(VECTOR["signer_key"])
        head = TreeHead(VECTOR["head"]["origin"], VECTOR["head"]["size"], bytes.fromhex(VECTOR["head"]["root"]))
        assert notes.sign(text=notes.checkpoint_text(head), signers=[signer]) == NOTE
        assert (signer.verifier_key, signer.signer_key) == (KEY, VECTOR["signer_key"])

    def test_opening_gives_the_head_back(self):
        head = notes.open_checkpoint(note=NOTE, verifier_key=KEY)
        assert (head.origin, head.size, head.root.hex()) == tuple(VECTOR["head"].values())

    def test_a_signer_does_not_show_its_key(self):
        signer = notes.parse_signer_key(VECTOR["signer_key"])
        assert VECTOR["signer_key"].rsplit("+", 1)[1] not in repr(signer)


class TestOpenNote:
    @given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
    def test_a_changed_character_is_refused(self, place, character):
        changed = NOTE[:place] + character + NOTE[place + 1 :]
        if changed == NOTE:
            return
        with pytest.raises(VerificationError):
            notes.open_note(note=changed, verifier_keys=[KEY])

    @given(st.text())
    def test_any_text_at_all_is_refused_with_the_one_error(self, text):
        for note in (text, text + "\n\n" + SIGNATURE, TEXT + "\n\n" + text):
            with pytest.raises(VerificationError):
                notes.open_note(note=note, verifier_keys=[KEY])

    def test_signatures_of_others_are_skipped_and_one_known_is_enough(self):
        other = notes.sign(text=TEXT + "\n", signers=[OTHER]).split("\n\n")[1]
        assert notes.open_note(note=NOTE + other, verifier_keys=[KEY]) == TEXT + "\n"
        assert notes.open_note(note=NOTE + other, verifier_keys=[OTHER.verifier_key]) == TEXT + "\n"

    def test_no_known_signature_is_refused(self):
        for keys in ([], [OTHER.verifier_key]):
            with pytest.raises(VerificationError, match="no known key") as raised:
                notes.open_note(note=NOTE, verifier_keys=keys)
            assert raised.value.step == "5"

    def test_a_bad_signature_of_a_known_key_spoils_the_note_even_beside_a_good_one(self):
        key_id = notes.parse_verifier_key(KEY).key_id
        bad = f"— {VECTOR['head']['origin']} {base64.b64encode(key_id + bytes(64)).decode()}\n"
        with pytest.raises(VerificationError, match="not valid"):
            notes.open_note(note=NOTE + bad, verifier_keys=[KEY])

    def test_too_many_signatures_or_too_much_text_are_refused(self):
        for note in (NOTE + SIGNATURE * 100, "x" * notes.MAX_NOTE_CHARACTERS + NOTE):
            with pytest.raises(VerificationError) as raised:
                notes.open_note(note=note, verifier_keys=[KEY])
            assert raised.value.step == "2"

    def test_a_text_may_have_empty_lines_of_its_own(self):
        note = notes.sign(text="one\n\ntwo\n", signers=[OTHER])
        assert notes.open_note(note=note, verifier_keys=[OTHER.verifier_key]) == "one\n\ntwo\n"


class TestKeys:
    @pytest.mark.parametrize(
        "key",
        ["", "a+b", KEY[:-1], KEY.replace("+", " "), "other" + KEY, KEY + "=", "x y+00000000+AAAA", "é\ud800" + KEY],
    )
    def test_what_is_no_verifier_key_is_refused(self, key):
        with pytest.raises(VerificationError):
            notes.open_note(note=NOTE, verifier_keys=[key])

    @pytest.mark.parametrize("key", ["", KEY, VECTOR["signer_key"] + "A", VECTOR["signer_key"].replace("log.", "lag.")])
    def test_what_is_no_signer_key_is_refused_without_repeating_it(self, key):
        with pytest.raises(VerificationError) as raised:
            notes.parse_signer_key(key)
        assert key == "" or key.rsplit("+", 1)[1] not in str(raised.value)

    @pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2003b"])
    def test_a_name_with_spaces_or_plus_names_no_key(self, name):
        with pytest.raises(VerificationError):
            notes.new_signer(name)


class TestCheckpoint:
    ROOT = base64.b64encode(bytes(32)).decode()

    @pytest.mark.parametrize(
        "text",
        [
            "", "\n", "o\n1\n", f"o\n1\n{ROOT}", f"\n1\n{ROOT}\n", f"o\n01\n{ROOT}\n",
            f"o\n-1\n{ROOT}\n", "o\n1\nAAAA\n",
            f"o\n+1\n{ROOT}\n", f"o\n1 \n{ROOT}\n", f"o\n١\n{ROOT}\n", f"o\n{2**63}\n{ROOT}\n", f"o\n1\n{ROOT[:-1]}\n",
            f"o\n1\n{ROOT}\n\n", f"o\n1\n{ROOT[:-2]}B=\n",
        ],
    )  # fmt: skip
    def test_a_text_of_another_form_is_refused(self, text):
        with pytest.raises(VerificationError):
            notes.parse_checkpoint(text)

    def test_extension_lines_are_allowed(self):
        assert notes.parse_checkpoint(f"o\n0\n{self.ROOT}\nmore\n") == TreeHead("o", 0, bytes(32))

    def test_a_checkpoint_of_another_log_is_refused_although_the_key_is_right(self):
        note = notes.sign(text=f"log.example\n1\n{self.ROOT}\n", signers=[OTHER])
        with pytest.raises(VerificationError, match="another log"):
            notes.open_checkpoint(note=note, verifier_key=OTHER.verifier_key)
