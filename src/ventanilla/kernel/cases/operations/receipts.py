"""The PDF of a receipt: made by a job after the filing, or when somebody asks for it before the job ran; once."""

from datetime import datetime
from uuid import UUID

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.cases import errors, receipt_sheet
from ventanilla.kernel.cases.events import CaseFiled, CorrectionFiled
from ventanilla.kernel.cases.models import Filing, IndexEntry
from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.cases.queries.reading import SEEN_RECEIPT, parties_of, read_documents, record_mandate_read
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.outbox.api import defer, operation, register_job, subscribe
from ventanilla.kernel.services import api as services

JOB = "cases.issue_receipt"
_BY_RULE = ActorRef.by_rule(JOB)


@operation
def issue_receipt(*, actor: ActorRef, at: datetime, filing_uuid: UUID) -> UUID:
    """Render, seal and file the receipt of a filing; the uuid of its document. Made before: answers the same one.

    The receipt itself was signed in the filing's transaction; this is its paper, so that a failure here takes nothing
    from anybody. It stands in the index, where what the organ sends to the parties stands (Ley 19.880 art. 18).
    Raises Filing.DoesNotExist; the faults of documents. Writes the document with its ledger entry and its line in the
    index. Some 0.2 s.
    """
    rows = Filing.objects.select_for_update(of=("self",)).select_related("case__institution", "case__unit")
    filing = rows.get(uuid=filing_uuid)
    if filing.receipt_document is not None:
        return filing.receipt_document
    case = filing.case
    definition = services.definition_of(case.version_id)
    entries = list(IndexEntry.objects.filter(filing=filing).order_by("id"))
    act = receipt_sheet.act_of(filing, definition)
    issued = documents.issue(
        dossier=case.uuid,
        institution_id=case.institution_id,
        kind=receipt_sheet.KIND,
        act=act,
        template=receipt_sheet.template_of(filing, definition),
        data=receipt_sheet.data_of(filing, definition, entries),
        actor=actor,
        at=at,
        service=case.service,
        sensitive=definition.service.sensitive,
        key=f"receipt {filing.uuid}",
    )
    IndexEntry.objects.create(
        case=case, document_uuid=issued.document, kind=receipt_sheet.KIND, title=act.heading, added_at=at
    )
    filing.receipt_document = issued.document
    filing.save(update_fields=["receipt_document"])
    return issued.document


def open_receipt(*, actor: Actor, at: datetime, case_uuid: UUID) -> tuple[str, str, bytes]:
    """Name, media type and bytes of the receipt of the last filing, as PDF; made now when its job has not run yet.

    Raises CaseNotFound. Who represents somebody leaves a read in the log of whoever else the case is about.
    """
    case = party_case(actor, case_uuid, at)
    record_mandate_read(case, parties_of(case), actor=actor, at=at, what=SEEN_RECEIPT)
    filing = Filing.objects.filter(case=case).order_by("-filed_at").first()
    if filing is None:
        raise errors.CaseNotFound()
    document = filing.receipt_document or issue_receipt(actor=_BY_RULE, at=at, filing_uuid=filing.uuid)
    [(_name, media_type, content)] = read_documents([document])
    return f"comprobante-{case.code}.pdf", media_type, content


def connect() -> None:
    """Register the job and who orders it; called once, when the application is ready."""

    @register_job(JOB)
    def issue(filing: UUID) -> None:
        issue_receipt(actor=_BY_RULE, at=clock.now(), filing_uuid=filing)

    @subscribe(CaseFiled, name="cases.order_receipt")
    def filed(event: CaseFiled, at: datetime) -> None:
        defer(JOB, filing=event.filing)

    @subscribe(CorrectionFiled, name="cases.order_receipt_of_correction")
    def corrected(event: CorrectionFiled, at: datetime) -> None:
        defer(JOB, filing=event.filing)
