"""The file of public keys: what is published is what is read, and anything else is refused with its reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.common.public_keys import InstitutionKeys, LogKey, PublicKeys, read_public_keys

texts = st.lists(st.text(), max_size=3).map(tuple)
institutions = st.builds(
    InstitutionKeys, uuid=st.text(), name=st.text(), rut=st.text(), receipt_keys=texts, certificates=texts
)
log_keys = st.builds(LogKey, verifier_key=st.text(), first_size=st.integers(0, 2**63))
all_keys = st.builds(
    PublicKeys,
    institutions=st.lists(institutions, max_size=3).map(tuple),
    roots=texts,
    log=st.lists(log_keys, max_size=3).map(tuple),
)


@given(all_keys)
def test_what_is_written_is_what_is_read(keys: PublicKeys) -> None:
    assert read_public_keys(keys.to_json()) == keys


def test_what_a_later_version_adds_is_passed_over() -> None:
    grown = json.loads(PublicKeys(roots=("x",)).to_json()) | {"witnesses": ["y"]}
    assert read_public_keys(json.dumps(grown).encode()) == PublicKeys(roots=("x",))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"null", "`v` is missing"),
        (b'{"v": "1"}', "of version 1"),
        (b'{"v": 1}', "`institutions` is missing"),
        (b'{"v": 1, "institutions": {}}', "`institutions` is no list"),
        (b'{"v": 1, "institutions": [7]}', "`uuid` is missing"),
        (b'{"v": 1, "institutions": [], "roots": [7], "log": []}', "`roots` is no text"),
        (b'{"v": 1, "institutions": [], "roots": [], "log": [{"verifier_key": "x", "first_size": true}]}', "whole"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_public_keys(content)


def test_the_origin_of_a_key_of_the_log_is_its_name() -> None:
    assert LogKey("tramites.example.cl/log+0a1b2c3d+AQ==").origin == "tramites.example.cl/log"
