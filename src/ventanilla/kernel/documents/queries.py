"""The reads of documents. That somebody looked is recorded by the caller, who knows why (ledger.record_read)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.documents import codes
from ventanilla.kernel.documents.errors import DocumentNotFound
from ventanilla.kernel.documents.models import AnnulledNumber, Document, Issued
from ventanilla.kernel.documents.rendering.sheets import compose
from ventanilla.kernel.documents.sealing import authority
from ventanilla.kernel.documents.storing import vault
from ventanilla.kernel.documents.types import (
    Act,
    ActNumber,
    Annulment,
    DocumentData,
    IssuedDocument,
    IssueTemplate,
    Origin,
    ScanState,
    Signatory,
    SignatureReport,
)
from ventanilla.kernel.identity import api as identity


def get(*, uuid: UUID) -> DocumentData:
    """The document with this uuid, without its content. Raises DocumentNotFound. One query."""
    row = Document.objects.filter(uuid=uuid).first()
    if row is None:
        raise DocumentNotFound
    return document_data(row)


def get_many(*, uuids: Iterable[UUID]) -> dict[UUID, DocumentData]:
    """The documents with these uuids. Those that do not exist are left out. One query."""
    return {row.uuid: document_data(row) for row in Document.objects.filter(uuid__in=set(uuids))}


def list_of(*, dossier: UUID) -> tuple[DocumentData, ...]:
    """The documents of a dossier in the order in which they came; at most limits.DOCUMENTS_PER_DOSSIER. One query."""
    return tuple(document_data(row) for row in Document.objects.filter(dossier=dossier).order_by("id"))


def read(*, uuid: UUID) -> bytes:
    """The content of a document, checked against its hash. One query and one file.

    Raises DocumentNotFound, DocumentDisposed; KeyFault, BlobFault.
    """
    row = Document.objects.select_related("blob__key").filter(uuid=uuid).first()
    if row is None:
        raise DocumentNotFound
    return vault.get(row)


def find_issued(*, code: str) -> IssuedDocument | None:
    """What was issued with this code, as a person typed it; None when there is none. At most two queries."""
    printed = codes.normalise(code)
    if printed is None:
        return None
    row = Issued.objects.select_related("document").filter(code=printed).first()
    return _issued_document(row) if row else None


def get_issued(*, document: UUID) -> IssuedDocument:
    """What was issued as this document. Raises DocumentNotFound. At most two queries."""
    row = Issued.objects.select_related("document").filter(document__uuid=document).first()
    if row is None:
        raise DocumentNotFound
    return _issued_document(row)


def preview(*, institution_id: int, act: Act, template: IssueTemplate, data: Mapping[str, Json], at: datetime) -> bytes:
    """The PDF that `issue` would make, with a watermark and without seal, number and code. Keeps nothing.

    Raises TemplateFault with typst's diagnosis, which `services check` shows to the author. One query, some 0.1 s.
    """
    institution = identity.get_institution(id=institution_id)
    return compose(act=act, template=template, data=data, institution=institution, code=None, at=at)


def validate_pdf(*, content: bytes, roots: Iterable[str] | None = None) -> SignatureReport:
    """What the signature of any PDF says, against `roots` (PEM) or those that this installation trusts.

    Never raises on a bad file. Raises KeyFault when a root cannot be read. No query.
    """
    from ventanilla.kernel.documents.sealing import validation  # Note [Late import] of operations/issuing.py

    trusted = authority.roots() if roots is None else tuple(authority.read_certificate(each) for each in roots)
    return validation.validate(content, roots=trusted)


def file_inside(*, content: bytes, name: str) -> bytes | None:
    """The file that a PDF of anybody carries under that name; None when there is none that can be read. No query."""
    from ventanilla.kernel.documents.sealing import inside  # Note [Late import] of operations/issuing.py

    return inside.find_file(content, name)


def document_data(row: Document) -> DocumentData:
    """The row as others see it."""
    return DocumentData(
        id=row.id,
        uuid=row.uuid,
        dossier=row.dossier,
        institution_id=row.institution_id,
        name=row.name,
        kind=row.kind,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        scan_state=ScanState(row.scan_state),
        origin=Origin(row.origin),
        stored_at=row.stored_at,
        stored_by=ActorRef.from_json(row.stored_by),
        metadata=row.metadata,
        disposed_at=row.disposed_at,
    )


def _issued_document(row: Issued) -> IssuedDocument:
    number = ActNumber(row.series, row.year, row.number) if row.year is not None and row.number is not None else None
    return IssuedDocument(
        document=row.document.uuid,
        dossier=row.document.dossier,
        institution_id=row.institution_id,
        code=row.code,
        kind=row.document.kind,
        heading=row.heading,
        title=row.title,
        sha256=row.document.sha256,
        size_bytes=row.document.size_bytes,
        issued_at=row.issued_at,
        act_number=number,
        signers=tuple(Signatory(**each) for each in row.signers),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        annulment=_annulment(row.institution_id, number) if number else None,
    )


def _annulment(institution_id: int, number: ActNumber) -> Annulment | None:
    row = AnnulledNumber.objects.filter(
        institution_id=institution_id, series=number.series, year=number.year, number=number.number
    ).first()
    return Annulment(reason=row.reason, at=row.annulled_at) if row else None
