"""The PDF of an act that was signed: made by a job, once, and the flow goes on."""

from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.cases.acts import record_act
from ventanilla.kernel.cases.flow import Flow
from ventanilla.kernel.cases.issued_acts import act_of, document_data
from ventanilla.kernel.cases.models import Case, IndexEntry, Issuance
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import IssueTemplate
from ventanilla.kernel.outbox.api import operation
from ventanilla.kernel.services import api as services


@operation
def issue_act(*, actor: ActorRef, at: datetime, token_uuid: UUID) -> None:
    """Render, seal and file the act that the token waits for, and complete its effect. Done before: changes nothing.

    Runs in a job, with the installation as actor; the act shows who signed the decision. Writes the document, its line
    in the index, an act with its ledger entry, and what the flow does next.
    """
    issuance = Issuance.objects.select_for_update(of=("self",)).get(token_uuid=token_uuid)
    if issuance.document_uuid is not None:
        return
    case = (
        Case.objects.select_related("institution", "unit", "adoption")
        .select_for_update(of=("self",))
        .get(pk=issuance.case_id)
    )
    definition = services.definition_of(case.version_id)
    adoption = services.get_adoption(case.adoption_id)
    kind = definition.documents[issuance.document]
    issued = documents.issue(
        dossier=case.uuid,
        institution_id=case.institution_id,
        kind=kind.key,
        act=act_of(case, definition, kind, issuance.ordered_by, issuance),
        template=IssueTemplate(source=kind.source),
        data=document_data(case, definition, adoption, issuance.decision, at),
        actor=actor,
        at=at,
        service=case.service,
        sensitive=definition.service.sensitive,
        key=str(token_uuid),
    )
    issuance.document_uuid, issuance.verification_code, issuance.issued_at = issued.document, issued.code, at
    issuance.save(update_fields=["document_uuid", "verification_code", "issued_at"])
    IndexEntry.objects.create(case=case, document_uuid=issued.document, kind=kind.key, title=kind.title, added_at=at)
    record_act(
        case,
        kind="case.document_issued",
        actor=actor,
        at=at,
        private={"document": issued.sha256, "code": issued.code, "number": issuance.number or 0},
    )
    Flow(case, definition, actor, at).complete_effect(token_uuid)
