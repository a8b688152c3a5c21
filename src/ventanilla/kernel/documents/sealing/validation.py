"""What the signature of a PDF says, for the public verification page and `ventanilla verify`.

The file may come from anybody, so every exception of the parser is an answer, never an error; the size and the number
of signatures are limited, and nothing is fetched from the network.
"""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import parser as asn1
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleTrustManager

from ventanilla.kernel.documents import limits
from ventanilla.kernel.documents.sealing.asn1 import as_asn1
from ventanilla.kernel.documents.sealing.authority import subject_of
from ventanilla.kernel.documents.types import SignatureReport

# The most that is repeated of what a stranger's PDF says of itself.
SAID_CHARACTERS = 300
# Every signature of a PDF names the bytes that it covers by this word.
SIGNED = b"/ByteRange"


def validate(pdf: bytes, *, roots: tuple[x509.Certificate, ...]) -> SignatureReport:
    """The report of the last signature, when no earlier one is broken.

    0. It is a PDF within the limits, and has a signature.
    1. Every signature is intact: the bytes it covers are those that were signed.
    2. The last one covers the whole file but itself: nothing was added afterwards.
    3. Its certificate chains to one of `roots` and was valid at the instant that the signature claims.
    """
    try:
        if len(pdf) > limits.VALIDATION_BYTES or not pdf.startswith(b"%PDF-"):
            return _broken("not_a_pdf")
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_regular_signatures
    except Exception:
        # It says that it is a PDF with a signature, and cannot be read any more.
        return _broken("altered" if SIGNED in pdf else "not_a_pdf")
    if not signatures:
        return _broken("altered" if SIGNED in pdf else "unsigned")
    if len(signatures) > limits.SIGNATURES_PER_PDF:
        return _broken("not_a_pdf")
    try:
        return replace(
            _report(pdf, signatures, roots), title=_said(reader, "/Title"), subject=_said(reader, "/Subject")
        )
    except Exception:
        return _broken("altered", len(signatures))


def _said(reader: PdfFileReader, field: str) -> str:
    """What the PDF says of itself; "" when nothing, or no text."""
    trailer = reader.trailer_view
    value = trailer["/Info"].get(field, "") if "/Info" in trailer else ""
    return str(value)[:SAID_CHARACTERS] if isinstance(value, str) else ""


def _broken(problem: str, signature_count: int = 0) -> SignatureReport:
    return SignatureReport(
        intact=False, trusted=False, covers_whole_file=False, problem=problem, signature_count=signature_count
    )


def _report(pdf: bytes, signatures: list[EmbeddedPdfSignature], roots: tuple[x509.Certificate, ...]) -> SignatureReport:
    statuses = [_status(each, roots) for each in signatures]
    intact = all(each.intact and each.valid for each in statuses)
    last, status = signatures[-1], statuses[-1]
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and _gap_is_the_signature(pdf, last)
    signer, rut = subject_of(x509.load_der_x509_certificate(status.signing_cert.dump()))
    trusted = intact and bool(roots) and bool(status.trusted)
    problem = "altered" if not intact else "added_to" if not whole else "" if trusted else "unknown_signer"
    return SignatureReport(
        intact=intact,
        trusted=trusted,
        covers_whole_file=intact and whole,
        signer=signer,
        signer_rut=rut,
        signed_at=_claimed_at(last),
        signature_count=len(signatures),
        problem=problem,
    )


def _status(signature: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> PdfSignatureStatus:
    context = ValidationContext(
        trust_manager=SimpleTrustManager.build(trust_roots=[as_asn1(each) for each in roots]),
        moment=_claimed_at(signature),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    return validate_pdf_signature(signature, signer_validation_context=context, skip_diff=True)


def _claimed_at(signature: EmbeddedPdfSignature) -> datetime | None:
    claimed = signature.self_reported_timestamp
    return claimed.astimezone(UTC) if claimed and claimed.tzinfo else None


def _gap_is_the_signature(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Between the two signed ranges is `<hex>` of the signature, then zeros up to the reserved room; nothing hides."""
    _start, first_length, second_start, _second_length = (int(each) for each in signature.byte_range)
    gap = pdf[first_length:second_start]
    if gap[:1] != b"<" or gap[-1:] != b">" or bytes.fromhex(gap[1:-1].decode("ascii")) != signature.pkcs7_content:
        return False
    return not signature.pkcs7_content[_der_length(signature.pkcs7_content) :].strip(b"\0")


def _der_length(content: bytes) -> int:
    _class, _method, _tag, header, body, trailer = asn1.parse(content)
    return len(header) + len(body) + len(trailer)
