"""Signed statements: what is accepted, and everything that is not."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.common.assertion import (
    StatementError,
    shared_key,
    sign,
    verify,
)
from ventanilla.common.errors import Fault

AT = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))


FIELDS = {"attempt": "a1", "amount_clp": 80_000}


class TestSign:
    def test_the_other_side_reads_what_was_signed(self):
        text = sign(FIELDS, purpose="x", key=KEY, at=AT)

        assert verify(text, purpose="x", key=KEY, at=AT + timedelta(seconds=30), lifetime_seconds=60) == (FIELDS, AT)

    def test_the_bytes_are_those_of_openssl_and_do_not_change(self):
        assert sign({"run": "1-9"}, purpose="x", key=KEY, at=AT) == (
            "eyJhdCI6IjIwMjUtMDMtMTBUMTI6MDA6MDArMDA6MDAiLCJydW4iOiIxLTkifQ.-rrgYtG2WR6xKZtNW43cRtgYbSvQCUkDFQJ4s_YdUuc"
        )

    @pytest.mark.parametrize(
        ("key", "purpose", "seconds"),
        [
            pytest.param(bytes(32), "x", 0, id="another_key"),
            pytest.param(KEY, "y", 0, id="another_purpose"),
            pytest.param(KEY, "x", 61, id="too_old"),
            pytest.param(KEY, "x", -60, id="from_the_future"),
        ],
    )
    def test_is_refused_with(self, key, purpose, seconds):
        text = sign(FIELDS, purpose="x", key=KEY, at=AT)

        with pytest.raises(StatementError):
            verify(text, purpose=purpose, key=key, at=AT + timedelta(seconds=seconds), lifetime_seconds=60)

    @given(st.text(max_size=300))
    def test_any_text_is_answered_by_the_one_error(self, text):
        with pytest.raises(StatementError):
            verify(text, purpose="x", key=KEY, at=AT, lifetime_seconds=60)

    @given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
    def test_one_changed_byte_is_found(self, place, difference):
        text = bytearray(sign(FIELDS, purpose="x", key=KEY, at=AT).encode())
        text[place % len(text)] ^= difference

        with pytest.raises(StatementError):
            verify(text.decode("latin-1"), purpose="x", key=KEY, at=AT, lifetime_seconds=60)

    def test_the_spare_bits_of_the_last_letter_are_refused(self):
        text = sign({}, purpose="x", key=KEY, at=AT)
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        other = text[:-1] + alphabet[alphabet.index(text[-1]) | 1]

        assert other != text
        with pytest.raises(StatementError, match="one form"):
            verify(other, purpose="x", key=KEY, at=AT, lifetime_seconds=1)

    @given(st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=40) | st.integers(0, 2**40)))
    def test_fields_come_back_as_they_were(self, fields):
        text = sign(fields, purpose="x", key=KEY, at=AT)

        assert verify(text, purpose="x", key=KEY, at=AT, lifetime_seconds=1) == (fields, AT)


class TestSharedKey:
    def test_is_made_once_and_only_the_owner_reads_it(self, tmp_path):
        path = tmp_path / "keys" / "x.key"

        first = shared_key(path)

        assert shared_key(path) == first
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700

    def test_several_makers_at_once_agree(self, tmp_path):
        path, found, gate = tmp_path / "x.key", [], threading.Barrier(8)

        def make() -> None:
            gate.wait()
            found.append(shared_key(path))

        threads = [threading.Thread(target=make) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(found) == 8
        assert len(set(found)) == 1
        assert [each.name for each in tmp_path.iterdir()] == ["x.key"]

    def test_one_that_others_may_read_is_refused(self, tmp_path):
        path = tmp_path / "x.key"
        shared_key(path)
        path.chmod(0o644)

        with pytest.raises(Fault, match="open to others"):
            shared_key(path)

    @pytest.mark.parametrize("content", ["", "zz", "00"])
    def test_a_file_without_a_key_is_refused(self, tmp_path, content):
        path = tmp_path / "x.key"
        shared_key(path)
        path.write_text(content)

        with pytest.raises(Fault):
            shared_key(path)
