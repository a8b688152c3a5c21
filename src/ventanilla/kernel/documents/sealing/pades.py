"""PAdES B-B: the institution's seal on a PDF that typst made, without breaking PDF/A-2a or PDF/UA-1.

Note [The signature field and accessibility]
    The seal has no picture: what people see is in the document itself (the verification block). The field's widget is
    therefore invisible, a rectangle of no size, which needs no appearance stream (ISO 19005-2, 6.3.3), and carries
    the Print flag and none of Hidden, Invisible, NoView (6.3.2). The hidden flag, which would exempt it from tagging
    in PDF/UA, is just what PDF/A forbids; so it is tagged: nested in a <Form> element of the structure tree
    (ISO 14289-1, 7.18.4), found from it through the parent tree, with a TU that screen readers say (7.18.1), on a page
    whose tab order is the structure (7.18.3; typst sets it). The metadata stays byte for byte what typst wrote and
    checked, and the version stays 1.7: pyHanko would rewrite the XMP, and declare PDF 2.0 for an ECDSA signature,
    which PDF/A-2 does not know.

    No time stamp (B-T) and no revocation data (B-LT): they need an accredited provider. The seal's port is this
    function, so FirmaGob becomes another one beside it.
"""

from datetime import datetime
from io import BytesIO

from asn1crypto import keys
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ventanilla.kernel.documents.sealing.asn1 import as_asn1
from ventanilla.kernel.documents.sealing.authority import Seal, subject_of

FIELD_NAME = "SelloInstitucional"
_READABLE_NAME = "Sello electrónico de %s"


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata as they are. See Note [The signature field and accessibility]."""

    def _update_meta(self) -> None:
        return


class _Signer(signers.PdfSigner):
    """Signs at a given instant instead of the computer's, and leaves the version of the file as it is."""

    def __init__(self, signer: signers.SimpleSigner, institution: str, at: datetime) -> None:
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD_NAME,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=institution,
        )
        super().__init__(metadata, signer)
        self._at = at

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        return

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._at
        return session


def seal_pdf(pdf: bytes, *, seal: Seal, at: datetime) -> bytes:
    """`pdf` with the seal, in one incremental update that covers the whole file. `at` is the claimed instant."""
    institution, _rut = subject_of(seal.certificate)
    writer = _Writer(BytesIO(pdf))
    _add_tagged_field(writer, _READABLE_NAME % institution)
    signer = signers.SimpleSigner(
        signing_cert=as_asn1(seal.certificate),
        signing_key=keys.PrivateKeyInfo.load(
            seal.key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=SimpleCertificateStore.from_certs([as_asn1(each) for each in seal.chain]),
        embed_roots=False,
    )
    sealed = _Signer(signer, institution, at).sign_pdf(writer, existing_fields_only=True)
    return sealed.getvalue()


def _add_tagged_field(writer: IncrementalPdfFileWriter, readable_name: str) -> None:
    """An invisible signature field on the last page, nested in a Form element at the end of the document."""
    page_ref, _resources = writer.find_page_for_modification(-1)
    invisible = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=False)
    specification = fields.SigFieldSpec(
        FIELD_NAME, on_page=-1, readable_field_name=readable_name, invis_sig_settings=invisible
    )
    fields.append_signature_field(writer, specification)
    field_ref = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    field = field_ref.get_object()
    field[pdf_name("/Contents")] = generic.TextStringObject(readable_name)
    writer.update_container(field)
    _nest_in_structure(writer, field_ref, page_ref, readable_name)


def _nest_in_structure(
    writer: IncrementalPdfFileWriter,
    field_ref: generic.IndirectObject,
    page_ref: generic.IndirectObject,
    readable_name: str,
) -> None:
    tree = writer.root["/StructTreeRoot"]
    document_ref = tree["/K"].raw_get(0)
    document = document_ref.get_object()
    reference = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field_ref, pdf_name("/Pg"): page_ref}
    )
    form_ref = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): document_ref,
                pdf_name("/Pg"): page_ref,
                pdf_name("/Alt"): generic.TextStringObject(readable_name),
                pdf_name("/K"): generic.ArrayObject([reference]),
            }
        )
    )
    document["/K"].append(form_ref)
    writer.update_container(document["/K"])
    key = int(tree["/ParentTreeNextKey"])
    numbers = tree["/ParentTree"]["/Nums"]
    numbers.extend([generic.NumberObject(key), form_ref])
    writer.update_container(numbers)
    tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    writer.update_container(tree)
    field = field_ref.get_object()
    field[pdf_name("/StructParent")] = generic.NumberObject(key)
    writer.update_container(field)
