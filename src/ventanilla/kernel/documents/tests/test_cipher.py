"""The cipher of a dossier: it opens what it closed, and nothing else."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.documents.errors import BlobFault, KeyFault
from ventanilla.kernel.documents.storing import cipher

MASTER = cipher.new_master_key()
DOSSIER = uuid4()
WRAPPED = cipher.new_wrapped_key(MASTER, DOSSIER)
CIPHER = cipher.open_cipher(MASTER, DOSSIER, WRAPPED)


@given(st.binary(max_size=2000))
def test_it_opens_what_it_closed(content: bytes) -> None:
    assert CIPHER.decrypt(CIPHER.encrypt(content)) == content


@given(st.binary(max_size=500))
def test_the_same_content_is_the_same_bytes_and_its_length_alone_is_seen(content: bytes) -> None:
    stored = CIPHER.encrypt(content)
    assert stored == CIPHER.encrypt(content)
    assert len(stored) == len(content) + 29


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_two_contents_never_share_a_nonce(one: bytes, other: bytes) -> None:
    same_nonce = CIPHER.encrypt(one)[1:13] == CIPHER.encrypt(other)[1:13]
    assert same_nonce == (one == other)


@given(st.data())
def test_any_changed_bit_is_found_out(data: st.DataObject) -> None:
    stored = bytearray(CIPHER.encrypt(b"contrato de arriendo"))
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BlobFault):
        CIPHER.decrypt(bytes(stored))


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_by_the_one_error(stored: bytes) -> None:
    with pytest.raises(BlobFault):
        CIPHER.decrypt(stored)


def test_another_dossier_with_the_same_key_does_not_open_it() -> None:
    other = cipher.DossierCipher(uuid4(), CIPHER._key)
    with pytest.raises(BlobFault):
        other.decrypt(CIPHER.encrypt(b"x"))


def test_a_wrapped_key_is_bound_to_its_dossier_and_master() -> None:
    with pytest.raises(KeyFault):
        cipher.open_cipher(MASTER, uuid4(), WRAPPED)
    with pytest.raises(KeyFault):
        cipher.open_cipher(cipher.new_master_key(), DOSSIER, WRAPPED)


def test_nobody_reads_the_key_in_a_log() -> None:
    assert CIPHER._key.hex() not in repr(CIPHER)
    assert repr(CIPHER._key) not in repr(CIPHER)
