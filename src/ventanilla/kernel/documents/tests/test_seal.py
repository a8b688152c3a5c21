"""The institution's seal: what it keeps of the document, and what a checker finds out."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from ventanilla.kernel.documents import api
from ventanilla.kernel.documents.errors import KeyFault
from ventanilla.kernel.documents.rendering.sheets import compose
from ventanilla.kernel.documents.sealing import authority, pades, validation
from ventanilla.kernel.documents.testing import AT, DECREE, DECREE_DATA, decree_act, small_pdf
from ventanilla.kernel.documents.testing.paper import check_conformance, elements, open_pdf, text_of
from ventanilla.kernel.documents.tests.test_rendering import CODE, SAUCE


def seal_of(**changes: object) -> authority.Seal:
    call = {"institution_id": 1, "name": SAUCE.name, "short_name": SAUCE.short_name, "rut": SAUCE.rut, "at": AT}
    return authority.ensure_seal(**{**call, **changes})


@pytest.fixture
def unsealed() -> bytes:
    return compose(act=decree_act(), template=DECREE, data=DECREE_DATA, institution=SAUCE, code=CODE, at=AT)


@pytest.fixture
def sealed(unsealed: bytes) -> bytes:
    return pades.seal_pdf(unsealed, seal=seal_of(), at=AT)


class TestSealedDocument:
    def test_it_is_valid_and_names_the_institution(self, sealed: bytes) -> None:
        report = api.validate_pdf(content=sealed)
        assert (report.intact, report.trusted, report.covers_whole_file, report.valid) == (True, True, True, True)
        assert (report.signer, report.signer_rut) == (SAUCE.name, SAUCE.rut)
        assert (report.signed_at, report.signature_count, report.problem) == (AT, 1, "")

    def test_it_still_conforms_to_pdf_a_2a_and_pdf_ua_1(self, sealed: bytes) -> None:
        check_conformance(sealed, lang="es")

    def test_the_check_would_find_out_a_field_outside_of_the_structure(
        self, unsealed: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pades, "_nest_in_structure", lambda *_: None)
        with pytest.raises((AssertionError, AttributeError)):
            check_conformance(pades.seal_pdf(unsealed, seal=seal_of(), at=AT), lang="es")

    def test_the_bytes_and_the_metadata_of_the_document_are_untouched(self, unsealed: bytes, sealed: bytes) -> None:
        assert sealed.startswith(unsealed)
        with open_pdf(unsealed) as before, open_pdf(sealed) as after:
            assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
            assert dict(before.docinfo) == dict(after.docinfo)
        assert text_of(unsealed) == text_of(sealed)

    def test_it_is_a_pades_signature_with_the_certificate_reference_and_no_other_clock(self, sealed: bytes) -> None:
        with open_pdf(sealed) as pdf:
            [field] = pdf.Root.AcroForm.Fields
            assert field.V.SubFilter == "/ETSI.CAdES.detached"
            assert str(field.V.M).startswith("D:20261123143000")
        [signature] = PdfFileReader(BytesIO(sealed)).embedded_signatures
        names = {attribute["type"].native for attribute in signature.signer_info["signed_attrs"]}
        assert "signing_certificate_v2" in names
        assert "signing_time" not in names
        assert signature.signer_cert.public_key.curve == ("named", "secp256r1")

    def test_the_field_is_told_to_screen_readers_and_shows_nothing(self, sealed: bytes) -> None:
        with open_pdf(sealed) as pdf:
            [form] = [each for each in elements(pdf) if each.S == "/Form"]
            assert str(form.Alt) == f"Sello electrónico de {SAUCE.name}"
            [field] = pdf.Root.AcroForm.Fields
            assert [float(side) for side in field.Rect] == [0, 0, 0, 0]

    def test_a_document_of_many_pages_too(self) -> None:
        source = '#import "/letterhead.typ": *\n#show: act\n#lorem(3000)'
        pdf = compose(act=decree_act(), template=type(DECREE)(source), data={}, institution=SAUCE, code=CODE, at=AT)
        sealed = pades.seal_pdf(pdf, seal=seal_of(), at=AT)
        check_conformance(sealed, lang="es")
        assert api.validate_pdf(content=sealed).valid


class TestValidation:
    @pytest.mark.parametrize("place", [100, 3_000, -5_000, -1_000, -100])
    def test_a_changed_byte_is_found_out(self, sealed: bytes, place: int) -> None:
        changed = bytearray(sealed)
        changed[place] ^= 0x01
        report = api.validate_pdf(content=bytes(changed))
        assert not report.valid
        assert report.problem in {"altered", "added_to"}

    @pytest.mark.parametrize("tail", [b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n", b"\0" * 2_000, b"%%EOF"])
    def test_bytes_after_its_end_are_found_out(self, sealed: bytes, tail: bytes) -> None:
        report = api.validate_pdf(content=sealed + tail)
        assert not report.valid
        assert report.problem in {"altered", "added_to"}

    def test_something_added_afterwards_is_found_out(self, sealed: bytes) -> None:
        writer = IncrementalPdfFileWriter(BytesIO(sealed))
        writer.root[pdf_name("/Lang")] = TextStringObject("xx")
        writer.update_root()
        out = BytesIO()
        writer.write(out)
        report = api.validate_pdf(content=out.getvalue())
        assert (report.intact, report.covers_whole_file, report.valid) == (True, False, False)
        assert report.problem == "added_to"

    def test_a_seal_of_another_authority_is_unknown(self, unsealed: bytes, tmp_path: Path, settings: object) -> None:
        api.receipt_public_key(institution_id=1)
        seal_of()
        settings.VENTANILLA_HOME = tmp_path / "stranger"
        forged = pades.seal_pdf(unsealed, seal=seal_of(), at=AT)
        assert api.validate_pdf(content=forged).valid
        settings.VENTANILLA_HOME = tmp_path
        report = api.validate_pdf(content=forged)
        assert (report.intact, report.trusted, report.problem) == (True, False, "unknown_signer")
        assert report.signer == SAUCE.name, "the name alone proves nothing, so `valid` is what counts"

    def test_an_installation_without_authority_trusts_nobody(self, sealed: bytes) -> None:
        assert validation.validate(sealed, roots=()).problem == "unknown_signer"

    def test_asking_makes_no_keys(self, home: Path) -> None:
        api.validate_pdf(content=small_pdf())
        assert not (home / "keys" / "ca.crt").exists()

    def test_a_certificate_that_had_ended_is_not_trusted(self, unsealed: bytes) -> None:
        late = pades.seal_pdf(unsealed, seal=seal_of(), at=AT + timedelta(days=authority.SEAL_DAYS + 10))
        assert api.validate_pdf(content=late).problem == "unknown_signer"

    def test_a_pdf_without_signature_and_what_is_no_pdf_are_told_apart(self) -> None:
        assert api.validate_pdf(content=small_pdf()).problem == "unsigned"
        assert api.validate_pdf(content=b"").problem == "not_a_pdf"
        assert api.validate_pdf(content=b"%PDF-1.7 nonsense").problem == "not_a_pdf"

    @given(st.binary(max_size=400))
    def test_any_bytes_get_an_answer(self, tail: bytes) -> None:
        assert not validation.validate(b"%PDF-1.7\n" + tail, roots=()).valid


class TestKeysOfTheSeal:
    def test_they_are_private_files_made_once(self, home: Path) -> None:
        first = seal_of()
        assert seal_of().fingerprint == first.fingerprint
        for name in ("ca.key", "ca.crt", "seal-1.key", "seal-1.crt"):
            assert (home / "keys" / name).stat().st_mode & 0o777 == 0o600
        assert (home / "keys").stat().st_mode & 0o777 == 0o700

    def test_each_institution_has_its_own(self) -> None:
        other = seal_of(institution_id=2, name="Ilustre Municipalidad de El Roble", rut="69000002-3")
        assert other.fingerprint != seal_of().fingerprint
        assert authority.subject_of(other.certificate) == ("Ilustre Municipalidad de El Roble", "69000002-3")

    def test_a_seal_left_by_another_installation_is_not_used(self) -> None:
        seal_of()
        with pytest.raises(KeyFault, match="another institution"):
            seal_of(rut="69000002-3")

    def test_a_certificate_of_another_key_is_refused(self, home: Path) -> None:
        seal_of()
        seal_of(institution_id=2)
        (home / "keys" / "seal-1.key").write_bytes((home / "keys" / "seal-2.key").read_bytes())
        with pytest.raises(KeyFault, match="do not belong together"):
            seal_of()

    @pytest.mark.parametrize(
        "content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
    )
    def test_a_damaged_key_is_told_by_its_name(self, home: Path, content: bytes) -> None:
        seal_of()
        (home / "keys" / "seal-1.key").write_bytes(content)
        with pytest.raises(KeyFault, match=r"seal-1\.key"):
            seal_of()

    def test_a_very_long_name_still_makes_a_certificate(self) -> None:
        seal = seal_of(name="Corporación " * 20, short_name="Corporación " * 8)
        assert isinstance(seal.key.curve, ec.SECP256R1)
        assert seal.certificate.not_valid_before_utc < datetime(2026, 1, 1, tzinfo=UTC)

    def test_the_key_is_not_in_its_repr(self) -> None:
        assert "PRIVATE" not in repr(seal_of())
        assert SAUCE.rut in repr(seal_of())
