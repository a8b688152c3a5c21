"""An official finds a case of their units: by its code, or by the name or RUN of a party; newest first.

Note [What a search costs]
    The words of cases stand in the order (unit, word, instant of filing). The rarest word or pair of what was typed is
    read in that order, from the newest on, until a page is full; each row is asked for the other words by its key. So
    one page costs the same among ten thousand cases and among a million: what is common fills the page at once, and of
    what is rare there are few.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Q

from ventanilla.common.paging import PAGE_SIZE_ROWS, Page, Position
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.finding import pairs, query_words
from ventanilla.kernel.cases.models import Case, Party
from ventanilla.kernel.cases.queries.case_page import case_view
from ventanilla.kernel.cases.queries.mine import READ
from ventanilla.kernel.cases.queries.reading import applicant_name, parties_of, record_found
from ventanilla.kernel.cases.queries.tasks import own_parties
from ventanilla.kernel.cases.types import CaseView, FoundCase
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor, Scope

ENOUGH_ROWS = 1_000
"""What has more cases than these is common: which of two such is the rarer is not asked."""

COUNT = """
SELECT typed.word, (SELECT count(*) FROM (SELECT FROM cases_searchword known
                     WHERE known.unit_id = ANY(%(units)s) AND known.word = typed.word LIMIT %(enough)s) few)
  FROM unnest(%(words)s::text[]) typed (word)
"""

FIND = """
SELECT DISTINCT hit.filed_at, hit.case_id
  FROM unnest(%(units)s::bigint[], %(services)s::text[]) reach (unit_id, service)
 CROSS JOIN LATERAL (
    SELECT found.filed_at, found.case_id FROM cases_searchword found
     WHERE found.unit_id = reach.unit_id AND found.word = %(rarest)s {after}
       AND (reach.service = '' OR EXISTS (SELECT FROM cases_case
                                           WHERE id = found.case_id AND service = reach.service))
       AND NOT EXISTS (SELECT FROM unnest(%(others)s::text[]) other (word)
                        WHERE NOT EXISTS (SELECT FROM cases_searchword too
                                           WHERE too.unit_id = found.unit_id AND too.word = other.word
                                             AND too.filed_at = found.filed_at AND too.case_id = found.case_id))
     ORDER BY found.filed_at DESC, found.case_id DESC LIMIT %(limit)s) hit
 ORDER BY hit.filed_at DESC, hit.case_id DESC LIMIT %(limit)s
"""
AFTER = "AND (found.filed_at, found.case_id) < (%(at)s, %(id)s)"


def visible_to_units(scope: Scope) -> Q:
    """Cases of the units that the official reads. The one predicate."""
    found = Q(pk__in=[])
    for grant in scope.grants:
        reach = Q(institution_id=grant.institution_id, unit_id__in=grant.unit_ids)
        found |= reach & Q(service=grant.service) if grant.service else reach
    return found


def search_cases(*, actor: Actor, at: datetime, text: str, after: str | None = None) -> Page[FoundCase]:
    """The cases of the official's units with every word of `text`; nothing typed, nothing found.

    A page that names somebody is recorded as one read about all of them, before it is returned. Cases of their own are
    not shown (Ley 19.880 art. 12). Five statements after the scope at most. See Note [What a search costs].
    """
    words = query_words(text)
    scope = identity.scope_of(actor=actor, action=READ, at=at)
    hits = _hits(scope, words, Position.read(after)) if words and scope.grants else []
    shown = hits[:PAGE_SIZE_ROWS]
    rows = Case.objects.filter(visible_to_units(scope), pk__in=[case_id for _, case_id in shown])
    rows = rows.defer("answers", "facts")
    cases = {row.pk: row for row in rows.filter(~Exists(own_parties(actor, at)))}
    parties = _parties(cases.values())
    if cases:
        read = [party for each in parties.values() for party in each]
        record_found(read, actor=actor, at=at, institution=actor.ref().institution_uuid)
    found = tuple(_found(cases[pk], parties[pk]) for _, pk in shown if pk in cases)
    return Page(found, Position(*shown[-1]).token() if len(hits) > len(shown) else None)


def access_case_of_unit(*, actor: Actor, at: datetime, case_uuid: UUID) -> CaseView:
    """How a case of the official's units goes, to tell whoever asks: records one read.

    Raises CaseNotFound, and OwnCase when the official takes part in it. A constant number of queries.
    """
    scope = identity.scope_of(actor=actor, action=READ, at=at)
    rows = Case.objects.filter(visible_to_units(scope), uuid=case_uuid).annotate(own=Exists(own_parties(actor, at)))
    case = rows.select_related("institution", "adoption").first()
    if case is None:
        raise errors.CaseNotFound()
    if case.own:
        raise errors.OwnCase()
    parties = parties_of(case)
    record_found(parties, actor=actor, at=at, institution=case.institution.uuid, case=case)
    return case_view(case, parties, actor=actor, at=at)


def _hits(scope: Scope, words: Sequence[str], last: Position | None) -> list[tuple[datetime, int]]:
    """Instants of filing and ids of a page of cases and one more, newest first."""
    reach = sorted({(unit, grant.service) for grant in scope.grants for unit in grant.unit_ids})
    units = [unit for unit, _ in reach]
    with connection.cursor() as cursor:
        keys = [*words, *pairs(words)]
        cursor.execute(COUNT, {"units": units, "words": keys, "enough": ENOUGH_ROWS})
        counts = dict(cursor.fetchall())
        if not all(counts[word] for word in words):
            return []
        found = sorted((key for key in keys if counts[key]), key=lambda key: (counts[key], key in words))
        rarest = found[0]
        others = [word for word in found if word in words and word != rarest]
        parameters = {
            "units": units,
            "services": [service for _, service in reach],
            "rarest": rarest,
            "others": others,
            "limit": PAGE_SIZE_ROWS + 1,
            "at": last.at if last else None,
            "id": last.id if last else None,
        }
        cursor.execute(FIND.format(after=AFTER if last and last.at else ""), parameters)
        return cursor.fetchall()


def _parties(cases: Iterable[Case]) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = {case.pk: [] for case in cases}
    for party in Party.objects.filter(case_id__in=found).select_related("person", "organisation"):
        found[party.case_id].append(party)
    return found


def _found(case: Case, parties: Sequence[Party]) -> FoundCase:
    return FoundCase(
        uuid=case.uuid,
        code=case.code,
        version_id=case.version_id,
        applicant_name=applicant_name(parties),
        state=case.state,
        stage=case.stage,
        filed_at=case.filed_at,
    )
