"""What is recorded when somebody sees the file of another person (DS 12; Ley 21.719), before anything is shown."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ventanilla.kernel.cases.models import Case, Party
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.ledger import api as ledger

# The purposes of reads: of an official the task (its service has its title) or the search; of a mandatary the mandate.
OF_TASK = "cases.task."
OF_MANDATE = "cases.mandate"
OF_SEARCH = "cases.search"
SEEN_TASK, SEEN_PREVIEW = "cases.task", "cases.preview"
SEEN_CASE, SEEN_RECEIPT, SEEN_REASONS = "cases.case", "cases.receipt", "cases.reasons"
SEEN_FOUND, SEEN_PROGRESS = "cases.found", "cases.progress"


def record_task_read(case: Case, *, actor: Actor, at: datetime, task: str, what: str) -> None:
    """An official is about to see personal data of the parties of a case, for this task."""
    _record(case, parties_of(case), actor=actor, at=at, purpose=f"{OF_TASK}{task}", what=what)


def record_mandate_read(case: Case, parties: Iterable[Party], *, actor: Actor, at: datetime, what: str) -> None:
    """A party, or who represents one, is about to see the case: recorded for the other persons that it is about.

    Who looks at their own case alone leaves no record.
    """
    others = [party for party in parties if party.person_id not in (None, actor.person_id)]
    if others:
        _record(case, others, actor=actor, at=at, purpose=OF_MANDATE, what=what)


def record_found(
    parties: Iterable[Party], *, actor: Actor, at: datetime, institution: UUID | None, case: Case | None = None
) -> None:
    """An official is about to see who the parties of cases that they looked for are; of one `case`, how it goes."""
    ledger.record_read(
        actor=actor.ref(),
        at=at,
        subjects=list({party.person.uuid: None for party in parties if party.person}),
        purpose=OF_SEARCH,
        what=SEEN_PROGRESS if case else SEEN_FOUND,
        institution=institution,
        service=case.service if case else "",
        dossier=case.uuid if case else None,
    )


def parties_of(case: Case) -> list[Party]:
    """Each with its person or organisation. One query."""
    return list(Party.objects.filter(case=case).select_related("person", "organisation"))


def applicant_name(parties: Iterable[Party]) -> str:
    """The name of the applicant, person or organisation."""
    party = next((each for each in parties if each.role == Party.Role.APPLICANT), None)
    if party is None:
        return ""
    return party.organisation.name if party.organisation else party.person.name


def read_documents(uuids: Iterable[UUID]) -> list[tuple[str, str, bytes]]:
    """Name, media type and bytes of documents whose reading was already permitted and recorded."""
    found = documents.get_many(uuids=list(uuids)).values()
    return [(each.name, each.media_type, documents.read(uuid=each.uuid)) for each in found]


def _record(case: Case, parties: Iterable[Party], *, actor: Actor, at: datetime, purpose: str, what: str) -> None:
    ledger.record_read(
        actor=actor.ref(),
        at=at,
        subjects=[party.person.uuid for party in parties if party.person],
        purpose=purpose,
        what=what,
        institution=case.institution.uuid,
        service=case.service,
        dossier=case.uuid,
    )
