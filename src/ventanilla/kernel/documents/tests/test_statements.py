"""Signed statements: what they prove, and what a forger cannot do."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from ventanilla.common.canonical import canonical
from ventanilla.kernel.documents import api
from ventanilla.kernel.documents.errors import KeyFault, StatementNotVerified

RECEIPT = {"file": "SAUCE-2026-7F3K9Q", "at": "2026-11-23T14:30:00Z", "documents": ["ñ", "contrato.pdf"], "n": 6}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
reuse = effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def verify(statement: str, institution_id: int = 1) -> object:
    key = api.receipt_public_key(institution_id=institution_id)
    return api.verify_statement(public_key_pem=key, statement=statement)


@reuse
@given(json_values)
def test_what_was_signed_is_what_is_read(value: object) -> None:
    try:
        canonical(value)
    except ValueError:
        return
    assert verify(api.sign_statement(institution_id=1, statement=value)) == value


def test_the_same_statement_is_the_same_text_whatever_its_order() -> None:
    backwards = dict(reversed(RECEIPT.items()))
    assert api.sign_statement(institution_id=1, statement=RECEIPT) == api.sign_statement(
        institution_id=1, statement=backwards
    )


def test_it_is_a_json_web_signature_that_others_can_read() -> None:
    header, payload, _signature = api.sign_statement(institution_id=1, statement=RECEIPT).split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==="))["alg"] == "EdDSA"
    assert json.loads(base64.urlsafe_b64decode(payload + "===")) == RECEIPT


def test_it_names_its_key_before_anybody_verified_it() -> None:
    mine, theirs = (api.sign_statement(institution_id=each, statement=RECEIPT) for each in (1, 2))
    assert api.statement_key_id(mine) != api.statement_key_id(theirs)
    assert api.statement_key_id(mine) == api.statement_key_id(api.sign_statement(institution_id=1, statement=None))


@pytest.mark.parametrize("statement", ["", "x", "e30.e30.", "W10.a.b", encode(b'{"kid":7}'), "[" * 2000])
def test_what_names_no_key_is_refused(statement: str) -> None:
    with pytest.raises(StatementNotVerified):
        api.statement_key_id(statement)


def test_the_key_of_another_institution_does_not_verify_it() -> None:
    with pytest.raises(StatementNotVerified, match="auténtico"):
        verify(api.sign_statement(institution_id=1, statement=RECEIPT), institution_id=2)


@reuse
@given(st.data())
def test_any_changed_letter_is_found_out(data: st.DataObject) -> None:
    text = api.sign_statement(institution_id=1, statement=RECEIPT)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("ABCabc019-_.= \n"))
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(StatementNotVerified):
            verify(changed)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES256", "Ed25519"])
def test_another_algorithm_is_never_taken(algorithm: str) -> None:
    header, payload, signature = api.sign_statement(institution_id=1, statement=RECEIPT).split(".")
    named = json.loads(base64.urlsafe_b64decode(header + "==="))
    other = encode(canonical({**named, "alg": algorithm}))
    for last in (signature, ""):
        with pytest.raises(StatementNotVerified):
            verify(f"{other}.{payload}.{last}")


@reuse
@given(st.text(max_size=200))
def test_any_text_is_refused_by_the_one_error(text: str) -> None:
    with pytest.raises(StatementNotVerified):
        verify(text)


def test_a_public_key_that_is_none_is_refused_by_the_one_error() -> None:
    with pytest.raises(StatementNotVerified):
        api.verify_statement(public_key_pem="x", statement=api.sign_statement(institution_id=1, statement=1))


def test_the_key_is_a_private_file_and_stays(home: Path) -> None:
    first = api.receipt_public_key(institution_id=1)
    assert (home / "keys" / "receipt-1.key").stat().st_mode & 0o777 == 0o600
    assert api.receipt_public_key(institution_id=1) == first
    assert api.receipt_public_key(institution_id=2) != first
    (home / "keys" / "receipt-1.key").write_bytes(b"x")
    with pytest.raises(KeyFault, match=r"receipt-1\.key"):
        api.sign_statement(institution_id=1, statement=1)
