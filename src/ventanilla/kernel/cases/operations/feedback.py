"""The one optional question after the receipt."""

from datetime import datetime
from uuid import UUID

from ventanilla.kernel.cases.models import Feedback
from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.outbox.api import operation

SCALE = range(1, 6)


@operation
def rate_filing(*, actor: Actor, at: datetime, case_uuid: UUID, ease: int) -> None:
    """How easy filing was, 1 (very hard) to 5 (very easy). The first answer stays. Raises CaseNotFound.

    No ledger entry: it is no act on the case, and no official sees it.
    """
    if ease not in SCALE:
        raise ValueError(f"The scale goes from 1 to 5, and {ease} was given.")
    case = party_case(actor, case_uuid, at)
    Feedback.objects.get_or_create(case=case, defaults={"ease": ease, "given_at": at})
