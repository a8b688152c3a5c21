"""Who has seen my data, in words (Ley 21.719; DS 12)."""

from uuid import UUID

from ventanilla.common.paging import Page
from ventanilla.kernel.cases.models import Case
from ventanilla.kernel.cases.queries.reading import OF_TASK
from ventanilla.kernel.cases.types import ReadLine
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.services import api as services


def list_my_reads(*, actor: Actor, after: str | None = None) -> Page[ReadLine]:
    """Each time that somebody saw the person's data, newest first. Five queries, however long the page."""
    page = ledger.list_reads(subject=actor.person_uuid, after=after)
    labels = identity.describe_actors(read.actor for read in page.rows)
    cases = _cases({read.dossier for read in page.rows if read.dossier})
    rows = tuple(
        ReadLine(
            at=read.at,
            reader=labels[read.actor].name,
            post=labels[read.actor].in_post,
            institution=labels[read.actor].institution,
            purpose=_purpose(read.purpose, cases.get(read.dossier)),
            what=read.what,
            case_uuid=read.dossier if read.dossier in cases else None,
            case_code=cases[read.dossier].code if read.dossier in cases else "",
        )
        for read in page.rows
    )
    return Page(rows, page.next_after)


def _cases(dossiers: set[UUID]) -> dict[UUID | None, Case]:
    return {case.uuid: case for case in Case.objects.filter(uuid__in=dossiers).only("uuid", "code", "version_id")}


def _purpose(purpose: str, case: Case | None) -> str:
    """An official's task by its title, in the language of the reader."""
    if case is None or not purpose.startswith(OF_TASK):
        return purpose
    task = services.definition_for_reader(case.version_id).tasks.get(purpose.removeprefix(OF_TASK))
    return task.title if task else purpose
