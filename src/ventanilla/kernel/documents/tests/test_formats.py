"""What is accepted by its bytes, and what a person reads when it is not."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ventanilla.common.errors import Refusal
from ventanilla.kernel.documents import errors, limits
from ventanilla.kernel.documents.storing.formats import clean_name, recognise
from ventanilla.kernel.documents.testing import small_pdf, small_png

EXECUTABLE = b"MZ\x90\x00" + b"\x00" * 500


def small_jpeg(*, thumbnail: bool = False) -> bytes:
    out = BytesIO()
    Image.effect_noise((60, 60), 50).save(out, "JPEG")
    content = out.getvalue()
    if not thumbnail:
        return content
    segment = b"Exif\x00\x00" + content[:400] + b"\xff\xd9"
    return content[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2) + segment + content[2:]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("contrato.pdf", small_pdf(), "application/pdf"),
        ("CONTRATO.PDF", small_pdf(), "application/pdf"),
        ("plano.png", small_png(), "image/png"),
        ("foto.jpg", small_jpeg(), "image/jpeg"),
        ("foto.jpeg", small_jpeg(thumbnail=True), "image/jpeg"),
        ("foto con película.jpg", small_jpeg() + b"MotionPhoto_Data" + bytes(50_000), "image/jpeg"),
    ],
)
def test_accepted_formats_are_recognised_by_their_bytes(name: str, content: bytes, media_type: str) -> None:
    assert recognise(name=name, content=content).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("factura.pdf", EXECUTABLE, errors.FormatMismatch),
        ("factura.pdf", b"#!/bin/sh\nrm -rf ~\n%PDF-1.7", errors.FormatMismatch),
        ("factura.pdf", b"<html><script>alert(1)</script>", errors.FormatMismatch),
        ("factura.png", small_pdf(), errors.FormatMismatch),
        ("factura", small_pdf(), errors.FormatMismatch),
        ("factura.pdf.exe", small_pdf(), errors.FormatMismatch),
        ("programa.exe", EXECUTABLE, errors.FormatNotAccepted),
        ("carta.docx", b"PK\x03\x04" + bytes(100), errors.FormatNotAccepted),
        ("dibujo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", errors.FormatNotAccepted),
        ("cortado.pdf", small_pdf()[:-20], errors.DocumentDamaged),
        ("cortado.png", small_png()[:-6], errors.DocumentDamaged),
        ("cortado.jpg", small_jpeg()[:-200], errors.DocumentDamaged),
        ("cortado.jpg", small_jpeg(thumbnail=True)[:-200], errors.DocumentDamaged),
        ("vacio.pdf", b"", errors.EmptyDocument),
    ],
)
def test_the_rest_is_refused_with_its_reason(name: str, content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        recognise(name=name, content=content)


def test_too_large_says_how_large_it_may_be() -> None:
    with pytest.raises(errors.DocumentTooLarge, match="20 MB"):
        recognise(name="grande.pdf", content=b"%PDF-" + bytes(limits.DOCUMENT_BYTES))


@pytest.mark.parametrize("name", ["", "   ", "...", "/", "a" * 151 + ".pdf", "\u200b\u202e"])
def test_names_that_do_not_serve(name: str) -> None:
    with pytest.raises(errors.NameNotAccepted):
        clean_name(name)


@given(st.text(max_size=200))
def test_a_clean_name_is_harmless_and_stays_as_it_is(name: str) -> None:
    try:
        clean = clean_name(name)
    except errors.NameNotAccepted:
        return
    assert clean_name(clean) == clean
    assert not set(clean) & set('/\\<>:"|?*\n\r\t\0\u202e')
    assert 0 < len(clean) <= limits.NAME_CHARACTERS


@given(st.binary(max_size=300), st.sampled_from(["x.pdf", "x.png", "x.jpg", "x.exe", "x"]))
def test_any_bytes_are_recognised_or_refused(content: bytes, name: str) -> None:
    try:
        assert recognise(name=name, content=content).media_type
    except errors.DocumentRefused as refusal:
        assert str(refusal)
        assert refusal.next_step
