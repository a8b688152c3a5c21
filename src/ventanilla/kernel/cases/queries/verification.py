"""Public verification: "authentic" and "in force today" are two answers."""

from datetime import datetime
from uuid import UUID

from ventanilla.kernel.cases.receipt_sheet import KIND as RECEIPT
from ventanilla.kernel.cases.types import Granted, Verification
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.registers import api as registers


def find_verification(*, code: str, at: datetime) -> Verification | None:
    """What anybody may know of an issued document by its code: no name, no RUN. None when the code is not of ours."""
    issued = documents.find_issued(code=code)
    if issued is None:
        return None
    institution = identity.get_institution(id=issued.institution_id)
    number = issued.act_number
    is_receipt = issued.kind == RECEIPT
    return Verification(
        code=issued.code,
        is_receipt=is_receipt,
        title=issued.title,
        institution_name=institution.name,
        issued_at=issued.issued_at,
        sha256=issued.sha256,
        number=f"{number.number}/{number.year}" if number else "",
        annulled_reason=issued.annulment.reason if issued.annulment else "",
        granted=None if is_receipt else find_granted(issued.dossier, at),
    )


def find_granted(dossier: UUID, at: datetime) -> Granted | None:
    """How what a case granted stands on the local day of `at`; None when nothing is in a register. Two queries."""
    standing = registers.find_standing(dossier=dossier, at=at)
    return Granted(standing.state.value, standing.valid_until) if standing else None
