"""The words that a case is found by follow the case: a subscriber makes them, so that no filing waits for it."""

from datetime import datetime

from ventanilla.kernel.cases.events import CaseFiled
from ventanilla.kernel.cases.finding import case_words
from ventanilla.kernel.cases.models import Case, SearchWord
from ventanilla.kernel.cases.queries.reading import parties_of


def index_case(event: CaseFiled, at: datetime) -> None:
    """Make the words of a case that was filed; again, the same ones. Three statements in the relay's transaction."""
    case = Case.objects.get(uuid=event.subject)
    parties = parties_of(case)
    words = case_words(
        code=case.code,
        names=(party.organisation.name if party.organisation else party.person.name for party in parties),
        runs=(party.organisation.rut if party.organisation else party.person.run for party in parties),
    )
    SearchWord.objects.bulk_create(
        (SearchWord(unit_id=case.unit_id, word=word, filed_at=case.filed_at, case=case) for word in sorted(words)),
        ignore_conflicts=True,
    )
