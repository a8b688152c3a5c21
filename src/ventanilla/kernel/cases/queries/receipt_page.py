"""The receipt of a filing: what was received, when it counts from, who has it now and until when (DS 10)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ventanilla.kernel.cases import errors, receipts
from ventanilla.kernel.cases.models import Feedback, Filing, IndexEntry
from ventanilla.kernel.cases.queries.case_page import current_tasks, running_clocks
from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.cases.queries.reading import SEEN_RECEIPT, parties_of, record_mandate_read
from ventanilla.kernel.cases.types import FiledDocument, Receipt
from ventanilla.kernel.identity.types import Actor


def access_receipt(*, actor: Actor, at: datetime, case_uuid: UUID) -> Receipt:
    """The receipt of the last filing of a case. Raises CaseNotFound. A constant number of queries.

    Who represents somebody leaves a read in the log of whoever else the case is about.
    """
    case = party_case(actor, case_uuid, at)
    record_mandate_read(case, parties_of(case), actor=actor, at=at, what=SEEN_RECEIPT)
    filing = Filing.objects.filter(case=case).order_by("-filed_at").first()
    if filing is None:
        raise errors.CaseNotFound()
    statement = filing.receipt["statement"]
    return Receipt(
        case_uuid=case.uuid,
        case_code=case.code,
        service=case.service,
        version_id=case.version_id,
        institution_name=case.institution.name,
        comuna_code=case.institution.comuna_code,
        kind=filing.kind,
        filed_at=filing.filed_at,
        counts_from=filing.counts_from,
        documents=_documents(filing, [each["title"] for each in statement["documents"]]),
        filed_by_name=statement["filed_by"]["name"],
        statement=statement,
        signature=filing.receipt["signature"],
        file=receipts.to_file(filing.receipt),
        stage=case.stage,
        tasks=current_tasks(case),
        clocks=running_clocks(case),
        may_rate=not Feedback.objects.filter(case=case).exists(),
    )


def _documents(filing: Filing, names: Sequence[str]) -> tuple[FiledDocument, ...]:
    """The statement names the files in the order in which the index has them."""
    entries = IndexEntry.objects.filter(filing=filing).order_by("id")
    return tuple(FiledDocument(entry.kind, entry.title, name) for entry, name in zip(entries, names, strict=True))
