"""What `verify` finds out: about what is ours, and about what somebody did to it."""

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from ventanilla.common.public_keys import LogKey, PublicKeys, read_public_keys
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.testing import small_pdf
from ventanilla.kernel.identity.testing import SETUP, make_second
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.verifying.kinds import verify
from ventanilla.project.verifying.tests.papers import MONDAY, Papers, papers
from ventanilla.project.verifying.types import Finding, Kind, KnownKeys, Verdict

KINDS = {
    "receipt.json": Kind.RECEIPT,
    "receipt.pdf": Kind.RECEIPT_PDF,
    "decree.pdf": Kind.DOCUMENT,
    "checkpoint": Kind.CHECKPOINT,
}
NO_KEYS = KnownKeys()
reuse = effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
every_file = pytest.mark.parametrize("name", KINDS)


@pytest.fixture
def given_out(transactional_db: None) -> Papers:
    return papers()


@pytest.fixture
def known(given_out: Papers) -> KnownKeys:
    return KnownKeys(given_out.keys, "claves.json")


def rows(finding: Finding) -> str:
    return "\n".join(f"{name}: {value}" for name, value in finding.rows)


def receipt(given_out: Papers, **changes: object) -> bytes:
    return json.dumps({**json.loads(given_out.files["receipt.json"]), **changes}).encode()


class TestOurs:
    @every_file
    def test_with_the_published_keys_it_is_authentic(self, given_out: Papers, known: KnownKeys, name: str) -> None:
        found = verify(given_out.files[name], known)
        assert (found.verdict, found.kind) == (Verdict.AUTHENTIC, KINDS[name])
        assert found.signer == ("localhost/ventanilla/log" if name == "checkpoint" else given_out.institution)

    def test_a_receipt_says_its_six_data(self, given_out: Papers, known: KnownKeys) -> None:
        said = rows(verify(given_out.files["receipt.json"], known))
        statement = json.loads(given_out.files["receipt.json"])["statement"]
        for datum in (
            f"Expediente: {statement['case']['code']}",
            f"Recibida: {statement['filed_at']}",
            f"Institución: {given_out.institution}",
            "Trámite: patente-comercial, versión 1",
            f"Documento: documento.pdf (SHA-256 {statement['documents'][0]['sha256']})",
            "Presentada por: Rosa Elena Painemal Soto, RUN ",
        ):
            assert datum in said, datum

    def test_its_pdf_says_them_too_and_who_sealed_it(self, given_out: Papers, known: KnownKeys) -> None:
        said = rows(verify(given_out.files["receipt.pdf"], known))
        assert rows(verify(given_out.files["receipt.json"], known)) in said
        assert f"Sello de: {given_out.institution}, RUT " in said

    def test_a_decree_says_what_it_is_and_when_it_was_sealed(self, given_out: Papers, known: KnownKeys) -> None:
        said = rows(verify(given_out.files["decree.pdf"], known))
        assert "Documento PDF: Decreto" in said
        assert "2026-03-02T15:" in said

    def test_a_receipt_of_before_its_key_was_in_the_file_holds_too(self, given_out: Papers, known: KnownKeys) -> None:
        parts = json.loads(given_out.files["receipt.json"])
        del parts["public_key"]
        assert verify(json.dumps(parts).encode(), known).holds
        assert verify(json.dumps(parts).encode(), NO_KEYS).verdict is Verdict.NO_KEY


class TestWhoseKey:
    @every_file
    def test_without_keys_it_is_not_told_to_be_authentic(self, given_out: Papers, name: str) -> None:
        found = verify(given_out.files[name], NO_KEYS)
        expected = Verdict.NO_KEY if name == "checkpoint" else Verdict.NOT_KNOWN
        assert (found.verdict, found.kind, found.signer) == (expected, KINDS[name], "")

    @every_file
    def test_with_the_keys_of_others_neither(self, given_out: Papers, name: str) -> None:
        others = replace(given_out.keys, institutions=(), roots=(), log=(_log_key("localhost/ventanilla/log"),))
        assert not verify(given_out.files[name], KnownKeys(others, "otras.json")).holds

    def test_a_key_that_signs_for_another_institution_is_found_out(self, given_out: Papers) -> None:
        (institution,) = given_out.keys.institutions
        for stolen in (replace(institution, uuid="0" * 36), replace(institution, uuid="", name="Municipalidad X")):
            keys = KnownKeys(replace(given_out.keys, institutions=(stolen,)))
            for name in ("receipt.json", "receipt.pdf"):
                assert verify(given_out.files[name], keys).verdict is Verdict.CONTRADICTORY

    def test_a_forger_brings_a_key_of_their_own(self, given_out: Papers, known: KnownKeys) -> None:
        statement = json.loads(given_out.files["receipt.json"])["statement"]
        forged = json.dumps(
            {
                "statement": {**statement, "filed_at": "2020-01-01T00:00:00.000Z"},
                "signature": documents.sign_statement(institution_id=987_654, statement=statement),
                "public_key": documents.receipt_public_key(institution_id=987_654),
            }
        )
        assert verify(forged.encode(), known).verdict is Verdict.ALTERED
        honest = json.dumps({**json.loads(forged), "statement": statement})
        assert verify(honest.encode(), known).verdict is Verdict.NOT_KNOWN

    def test_a_key_of_the_log_signs_nothing_once_it_was_replaced(self, given_out: Papers) -> None:
        (key,) = given_out.keys.log
        newer = replace(_log_key(key.origin), first_size=1)
        keys = KnownKeys(replace(given_out.keys, log=(key, newer)))
        assert verify(given_out.files["checkpoint"], keys).verdict is Verdict.REPLACED_KEY
        later = replace(newer, first_size=10**6)
        assert verify(given_out.files["checkpoint"], KnownKeys(PublicKeys(log=(key, later)))).holds

    def test_what_is_published_after_a_rotation_verifies_what_was_signed_before_and_after(
        self, transactional_db: None, settings: LazySettings, tmp_path: Path
    ) -> None:
        settings.VENTANILLA_HOME = tmp_path
        before = _checkpoint()
        ledger.rotate_log_key(actor=SETUP, at=MONDAY)
        notes = [before, ledger.get_checkpoint(), _checkpoint()]
        keys = read_public_keys(Client().get("/claves.json").content)
        for pinned, holding in ((keys, 3), (PublicKeys(log=keys.log[:1]), 2), (PublicKeys(log=keys.log[1:]), 2)):
            assert sum(verify(note.encode(), KnownKeys(pinned)).holds for note in notes) == holding

    def test_a_receipt_of_before_its_key_was_rotated_holds(
        self, given_out: Papers, settings: LazySettings, tmp_path: Path
    ) -> None:
        settings.VENTANILLA_HOME = tmp_path
        institution = make_second().institution
        documents.ensure_seal(institution_id=institution.id, at=MONDAY)
        named = {"uuid": str(institution.uuid), "name": institution.name}
        statement = {**json.loads(given_out.files["receipt.json"])["statement"], "institution": named}
        signed = []
        for _ in range(3):
            signature = documents.sign_statement(institution_id=institution.id, statement=statement)
            public_key = documents.receipt_public_key(institution_id=institution.id)
            signed.append(receipt(given_out, statement=statement, signature=signature, public_key=public_key))
            documents.rotate_receipt_key(institution_id=institution.id, actor=SETUP, at=MONDAY)
            documents.rotate_seal(institution_id=institution.id, actor=SETUP, at=MONDAY)
        keys = read_public_keys(Client().get("/claves.json").content)
        assert [verify(each, KnownKeys(keys)).verdict for each in signed] == [Verdict.AUTHENTIC] * 3
        (published,) = keys.institutions
        assert (len(published.receipt_keys), len(published.certificates)) == (4, 4)


class TestAltered:
    @every_file
    @reuse
    @given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
    def test_one_other_byte_is_noticed(
        self, given_out: Papers, known: KnownKeys, name: str, place: float, change: int
    ) -> None:
        content = bytearray(given_out.files[name])
        content[int(place * len(content))] ^= change
        found = verify(bytes(content), known)
        if found.holds:
            # Blanks between the parts of a JSON, and in the text of a key, say nothing and are not signed.
            assert name == "receipt.json"
            assert _meant(bytes(content)) == _meant(given_out.files[name])

    @every_file
    @reuse
    @given(left=st.floats(0, 1, exclude_max=True))
    def test_cut_short_it_does_not_hold(self, given_out: Papers, known: KnownKeys, name: str, left: float) -> None:
        content = given_out.files[name]
        assert not verify(content[: int(left * len(content))], known).holds

    @every_file
    def test_with_something_after_it_it_does_not_hold(self, given_out: Papers, known: KnownKeys, name: str) -> None:
        assert not verify(given_out.files[name] + b"x", known).holds

    def test_a_pdf_that_was_continued_is_told_so(self, given_out: Papers, known: KnownKeys) -> None:
        assert verify(given_out.files["decree.pdf"] + b"\n%x", known).verdict is Verdict.ADDED_TO

    @pytest.mark.parametrize("part", ["statement", "signature", "public_key"])
    def test_each_part_of_a_receipt_counts(self, given_out: Papers, known: KnownKeys, part: str) -> None:
        for wrong in (None, 7, "", "x", [], {}, {"v": 1}):
            assert verify(receipt(given_out, **{part: wrong}), NO_KEYS).verdict in (Verdict.ALTERED, Verdict.NO_KEY)
            if wrong is not None or part != "public_key":
                assert verify(receipt(given_out, **{part: wrong}), known).verdict is Verdict.ALTERED

    def test_a_name_that_stands_twice_is_refused(self, given_out: Papers, known: KnownKeys) -> None:
        whole = given_out.files["receipt.json"].decode().strip()
        doubled = whole[:1] + '"statement": {"v": 1},' + whole[1:]
        assert verify(doubled.encode(), known).verdict is Verdict.DAMAGED


class TestNotOurs:
    @reuse
    @given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
    def test_anything_else_never_holds_and_never_raises(self, known: KnownKeys, content: bytes) -> None:
        for start in (b"", b"%PDF-1.7\n", b"{", b'{"statement":', b"log\n1\n"):
            assert not verify(start + content, known).holds

    @pytest.mark.parametrize(
        ("content", "verdict"),
        [
            (b"Hola", Verdict.NOT_OURS),
            (b'{"name": "package"}', Verdict.NOT_OURS),
            (b"[1]", Verdict.NOT_OURS),
            (b'{"a": NaN}', Verdict.DAMAGED),
            (b"{" * 100_000, Verdict.DAMAGED),
            (b"\x89PNG\r\n", Verdict.NOT_OURS),
            (b"%PDF-1.7 x", Verdict.DAMAGED),
        ],
    )
    def test_is_told_by_what_it_is(self, content: bytes, verdict: Verdict) -> None:
        assert verify(content, NO_KEYS).verdict is verdict

    def test_a_pdf_of_somebody_else_has_no_signature(self) -> None:
        assert verify(small_pdf(), NO_KEYS).verdict is Verdict.UNSIGNED


def _checkpoint() -> str:
    ledger.append(kind="test.done", actor=SETUP, at=MONDAY)
    ledger.sequence_pending(at=MONDAY)
    return ledger.get_checkpoint()


def _meant(receipt: bytes) -> dict[str, object]:
    parts = json.loads(receipt)
    return {**parts, "public_key": documents.public_key_id(parts["public_key"])}


def _log_key(origin: str) -> LogKey:
    """A key that somebody made for a log of that name (C2SP signed-note)."""
    public = b"\x01" + Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    key_id = hashlib.sha256(f"{origin}\n".encode() + public).hexdigest()[:8]
    return LogKey(f"{origin}+{key_id}+{base64.b64encode(public).decode()}")
