"""Files that a person sent and that no filing carries: an answer hid their question, or another file took their place.

Nobody asked for them in the end, so nobody keeps them (Ley 19.628, proportionality; each question says its purpose).
"""

from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.cases.models import Case, Correction, IndexEntry
from ventanilla.kernel.cases.operations.filing import attached_documents
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import Origin
from ventanilla.kernel.outbox.api import operation


@operation
def discard_leftovers(*, actor: ActorRef, at: datetime, case_uuid: UUID) -> int:
    """Discard the files of a case that are in no index and that no open correction holds. Gives how many.

    After a filing, by rule. Raises Case.DoesNotExist. Writes what documents.discard writes.
    """
    case = Case.objects.select_for_update(of=("self",)).get(uuid=case_uuid)
    kept = set(IndexEntry.objects.filter(case=case).values_list("document_uuid", flat=True))
    for correction in Correction.objects.filter(case=case, result=Correction.Result.OPEN):
        kept.update(attached_documents(correction.answers))
    sent = documents.list_of(dossier=case_uuid)
    left = [each.uuid for each in sent if each.origin == Origin.FILED and each.uuid not in kept]
    for uuid in left:
        documents.discard(uuid=uuid, actor=actor, at=at, service=case.service)
    return len(left)
