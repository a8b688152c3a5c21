"""Documents of a case for a party, and the preview of a decision for who signs it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.issued_acts import preview_act
from ventanilla.kernel.cases.models import IndexEntry
from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.cases.queries.reading import (
    SEEN_PREVIEW,
    parties_of,
    read_documents,
    record_mandate_read,
    record_task_read,
)
from ventanilla.kernel.cases.queries.tasks import access_task_row
from ventanilla.kernel.cases.situation import DECIDE, latest_reports
from ventanilla.kernel.cases.types import DecisionDraft
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.services import api as services
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.types import EffectName


def open_own_document(*, actor: Actor, at: datetime, case_uuid: UUID, document_uuid: UUID) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a document of one's own case, or of whom one represents. Raises CaseNotFound."""
    case = party_case(actor, case_uuid, at)
    entry = IndexEntry.objects.filter(case=case, document_uuid=document_uuid).first()
    if entry is None:
        raise errors.CaseNotFound()
    record_mandate_read(case, parties_of(case), actor=actor, at=at, what=entry.title)
    return read_documents([document_uuid])[0]


def preview_decision(
    *, actor: Actor, at: datetime, task_uuid: UUID, outcome: str, fields: Mapping[str, Json]
) -> DecisionDraft:
    """The PDF that this outcome would issue: watermarked, unsigned, unnumbered. Records the read.

    Raises TaskNotFound, OwnCase, OutcomeUnknown when the outcome issues nothing.
    """
    row = access_task_row(task_uuid, actor=actor, at=at)
    definition = services.definition_of(row.case.version_id)
    values = {**row.case.answers, "tasks": {**latest_reports(row.case), row.key: {**fields, "outcome": outcome}}}
    following = workflow.effects_after(workflow.load(definition.flow), task=row.key, values=values)
    documents = [node.params["document"] for node in following if node.effect is EffectName.ISSUE]
    if row.action != DECIDE or not row.is_open or not documents:
        raise errors.OutcomeUnknown()
    record_task_read(row.case, actor=actor, at=at, task=row.key, what=SEEN_PREVIEW)
    content = preview_act(row.case, definition, documents[0], outcome, fields, actor.ref(), at)
    return DecisionDraft(row.case.code, content)
