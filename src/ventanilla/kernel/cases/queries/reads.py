"""Who has seen my data, in words (Ley 21.719; DS 12)."""

from uuid import UUID

from ventanilla.common.paging import Page
from ventanilla.kernel.cases.models import Case
from ventanilla.kernel.cases.types import ReadLine
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.ledger import api as ledger


def list_my_reads(*, actor: Actor, after: str | None = None) -> Page[ReadLine]:
    """Each time that somebody saw the person's data, newest first. Five queries, however long the page."""
    page = ledger.list_reads(subject=actor.person_uuid, after=after)
    labels = identity.describe_actors(read.actor for read in page.rows)
    codes = _codes({read.dossier for read in page.rows if read.dossier})
    rows = tuple(
        ReadLine(
            at=read.at,
            reader=labels[read.actor].name,
            post=labels[read.actor].post,
            institution=labels[read.actor].institution,
            purpose=read.purpose,
            what=read.what,
            case_uuid=read.dossier if read.dossier in codes else None,
            case_code=codes.get(read.dossier, "") if read.dossier else "",
        )
        for read in page.rows
    )
    return Page(rows, page.next_after)


def _codes(dossiers: set[UUID]) -> dict[UUID, str]:
    return dict(Case.objects.filter(uuid__in=dossiers).values_list("uuid", "code"))
