"""Issue an act: typeset it, seal it, keep it, and let the public find it by its code.

Note [Late import]
    pyHanko is imported where a PDF is sealed or looked at: it would be half of the start of every process, and a web
    process may never see a PDF.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.documents import codes
from ventanilla.kernel.documents.errors import SealFault
from ventanilla.kernel.documents.models import Document, Issued
from ventanilla.kernel.documents.operations.documents import Incoming, keep
from ventanilla.kernel.documents.operations.records import record
from ventanilla.kernel.documents.rendering.sheets import compose
from ventanilla.kernel.documents.sealing import authority
from ventanilla.kernel.documents.storing import formats
from ventanilla.kernel.documents.types import Act, IssueTemplate, Origin, ScanState
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import InstitutionData
from ventanilla.kernel.outbox.api import operation


@operation(keyed=True)
def issue(
    *,
    dossier: UUID,
    institution_id: int,
    kind: str,
    act: Act,
    template: IssueTemplate,
    data: Mapping[str, Json],
    actor: ActorRef,
    at: datetime,
    service: str = "",
    sensitive: bool = False,
    key: str | None = None,
) -> UUID:
    """Make the document of an act: PDF/A-2a and PDF/UA-1, verification code, PAdES seal; the uuid of the document.

    Raises DocumentDisposed; TemplateFault, KeyFault, SealFault. Writes file, blob, document, issued and the entry
    "document.issued" with commitments to SHA-256, code and title. It takes some 0.2 s, so it belongs in a job or at
    the end of a request; with an act number, the series stays locked meanwhile.
    """
    institution = identity.get_institution(id=institution_id)
    seal = seal_of(institution, at=at)
    code = codes.new_code()
    pdf = compose(act=act, template=template, data=data, institution=institution, code=code, at=at)
    incoming = _incoming(dossier, institution_id, kind, act, _sealed(pdf, seal, at))
    entry = record(
        "document.issued",
        actor=actor,
        at=at,
        institution=institution.uuid,
        service=service,
        sensitive=sensitive,
        private={"sha256": incoming.sha256, "code": code, "title": act.title},
    )
    row = keep(incoming, entry, actor=actor, at=at)
    _save_issued(row, act, code, template, f"{seal.certificate.serial_number:x}")
    return row.uuid


def seal_of(institution: InstitutionData, *, at: datetime) -> authority.Seal:
    """The seal of the institution, made under the demonstration authority when there is none. Raises KeyFault."""
    return authority.ensure_seal(
        institution_id=institution.id,
        name=institution.name,
        short_name=institution.short_name,
        rut=institution.rut,
        at=at,
    )


def _sealed(pdf: bytes, seal: authority.Seal, at: datetime) -> bytes:
    """The PDF with the seal, verified as anybody will."""
    from ventanilla.kernel.documents.sealing import pades, validation  # Note [Late import]

    sealed = pades.seal_pdf(pdf, seal=seal, at=at)
    report = validation.validate(sealed, roots=seal.chain)
    if not report.valid:
        raise SealFault(f"The document just sealed does not verify: {report.problem}.")
    return sealed


def _incoming(dossier: UUID, institution_id: int, kind: str, act: Act, sealed: bytes) -> Incoming:
    number = f" {act.number.number}-{act.number.year}" if act.number else ""
    return Incoming(
        dossier=dossier,
        institution_id=institution_id,
        name=formats.clean_name(f"{act.heading}{number}.pdf"),
        kind=kind,
        media_type="application/pdf",
        content=sealed,
        scan_state=ScanState.NOT_NEEDED,
        origin=Origin.ISSUED,
        metadata={"language": act.lang},
    )


def _save_issued(row: Document, act: Act, code: str, template: IssueTemplate, serial: str) -> None:
    Issued.objects.create(
        document=row,
        institution_id=row.institution_id,
        code=code,
        heading=act.heading,
        title=act.title,
        lang=act.lang,
        series=act.number.series if act.number else "",
        year=act.number.year if act.number else None,
        number=act.number.number if act.number else None,
        signers=[asdict(each) for each in act.signers],
        issued_at=row.stored_at,
        valid_from=act.valid_from,
        valid_until=act.valid_until,
        template_sha256=hashlib.sha256(template.source.encode()).hexdigest(),
        certificate_serial=serial,
    )
