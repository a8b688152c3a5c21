"""The key of the log: made once, private, never silently replaced."""

import pytest

from ventanilla.common.keyfiles import KeyFault
from ventanilla.kernel.ledger import api, keys, notes
from ventanilla.kernel.ledger.errors import LogDamaged
from ventanilla.kernel.ledger.tests.world import AT, PERSON

pytestmark = pytest.mark.django_db


class TestLogKey:
    def test_is_made_once_for_its_owner_only(self, home):
        path = api.ensure_log_key()
        assert path == home / "keys" / "log.key"
        assert [oct(p.stat().st_mode)[-3:] for p in (path, path.parent, home)] == ["600", "700", "700"]
        before = path.read_text()
        assert api.ensure_log_key().read_text() == before
        assert list(path.parent.iterdir()) == [path]

    def test_the_verifier_key_opens_what_the_key_signs(self):
        key = api.log_verifier_key()
        note = notes.sign(text="a\n", signers=[keys.first_signer()])
        assert api.open_note(note=note, verifier_keys=[key]) == "a\n"
        assert key.startswith("log.example.cl/test+")

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
    def test_a_key_that_others_can_read_is_not_used(self, mode):
        api.ensure_log_key().chmod(mode)
        with pytest.raises(KeyFault, match="open to others"):
            api.log_verifier_key()

    def test_a_file_that_is_no_key_is_not_used_and_not_shown(self):
        path = api.ensure_log_key()
        path.write_text("PRIVATE+KEY+secreto")
        with pytest.raises(LogDamaged) as raised:
            api.log_verifier_key()
        assert "secreto" not in str(raised.value)
        assert raised.value.__cause__ is None

    def test_another_origin_does_not_sign_with_this_key(self, settings):
        api.ensure_log_key()
        settings.LOG_ORIGIN = "otro.example.cl/log"
        with pytest.raises(LogDamaged, match=r"otro\.example\.cl"):
            api.log_verifier_key()

    def test_a_lost_key_is_not_replaced_once_the_log_has_signed(self):
        api.append(kind="case.filed", actor=PERSON, at=AT)
        api.sequence_pending(at=AT)
        api.ensure_log_key().unlink()
        with pytest.raises(LogDamaged, match="backup"):
            api.ensure_log_key()
        api.append(kind="case.filed", actor=PERSON, at=AT)
        with pytest.raises(LogDamaged):
            api.sequence_pending(at=AT)
        assert api.pending_count() == 1
