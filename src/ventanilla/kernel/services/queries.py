"""Reads of services: versions, adoptions and the catalogue. Each is a constant number of queries."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import connection
from django.db.models import Q, QuerySet

from ventanilla.common import legal_time
from ventanilla.kernel.services.errors import NotAdopted, UnknownService
from ventanilla.kernel.services.folder.files import CHANGES, from_archive, write_folder
from ventanilla.kernel.services.folder.loading import SOURCE_LANGUAGE, language_of_texts
from ventanilla.kernel.services.models import Adoption, CatalogueText, ParameterValue, Service, Version
from ventanilla.kernel.services.search import configuration, query_text
from ventanilla.kernel.services.types import AdoptionData, CatalogueEntry, DatedValue, VersionData

MAX_FOUND = 50

# What is asked is read in the language of the page, and in the source language for a service that has no text in it.
_SEARCH = """
SELECT text.id, ts_rank(text.search, asked.query) AS rank
FROM services_cataloguetext AS text
JOIN (
    SELECT %(language)s AS language, to_tsquery(%(config)s::regconfig, %(query)s) AS query
    UNION SELECT %(source)s, to_tsquery(%(source_config)s::regconfig, %(query)s)
) AS asked ON asked.language = text.language
WHERE text.search @@ asked.query AND (text.language = %(language)s OR NOT EXISTS (
    SELECT FROM services_cataloguetext AS own
    WHERE own.service_id = text.service_id AND own.language = %(language)s
))
ORDER BY rank DESC, text.sort_key LIMIT %(limit)s
"""


def get_version(version_id: int) -> VersionData:
    """Raises UnknownService."""
    row = Version.objects.select_related("service").defer("archive").filter(id=version_id).first()
    if row is None:
        raise UnknownService()
    return version_data(row)


def find_version(*, slug: str, number: int | None = None) -> VersionData | None:
    """That version, or the latest one of the service. None when there is none."""
    rows = Version.objects.select_related("service").defer("archive").filter(service__slug=slug)
    row = (rows if number is None else rows.filter(number=number)).order_by("-number").first()
    return None if row is None else version_data(row)


def version_data(row: Version) -> VersionData:
    return VersionData(row.id, row.uuid, row.service.slug, row.number, row.sha256, row.published_at)


def export_version(version_id: int, path: Path) -> None:
    """Write the folder of a version, byte for byte as it was imported, with CHANGES.md as it is today.

    Raises UnknownService, and FileExistsError when `path` is not empty.
    """
    row = Version.objects.select_related("service").filter(id=version_id).first()
    if row is None:
        raise UnknownService()
    write_folder({**from_archive(bytes(row.archive)), CHANGES: row.service.changes.encode()}, path)


def get_adoption(adoption_id: int) -> AdoptionData:
    """Raises NotAdopted. Two queries."""
    return _one_adoption(Q(id=adoption_id))


def adoption_of(*, institution_id: int, slug: str, at: datetime) -> AdoptionData:
    """The adoption in force at `at`, by the day in the comuna of the institution. Raises NotAdopted. Two queries.

    The newest is looked at first, and the day is that of the institution's comuna.
    """
    rows = _adoptions(Q(institution_id=institution_id, service__slug=slug)).order_by("-starts_on")
    for row in rows:
        on = legal_time.local_date(at, row.institution.comuna_code)
        if row.starts_on <= on and (row.ends_on is None or on < row.ends_on):
            return _adoption_data(row, _recorded_values(row.service_id, row.institution_id))
    raise NotAdopted()


def list_adoptions(*, slug: str, on: date) -> tuple[AdoptionData, ...]:
    """The institutions that offer the service on that day, in the order of their names. Two queries."""
    in_force = Q(service__slug=slug, starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    rows = list(_adoptions(in_force).order_by("institution__sort_key"))
    values = ParameterValue.objects.filter(service__slug=slug).order_by("starts_on", "id")
    return tuple(
        _adoption_data(row, _by_parameter(each for each in values if each.institution_id in (None, row.institution_id)))
        for row in rows
    )


def _adoptions(condition: Q) -> QuerySet[Adoption]:
    return (
        Adoption.objects.select_related("institution", "service", "version").defer("version__archive").filter(condition)
    )


def _one_adoption(condition: Q) -> AdoptionData:
    row = _adoptions(condition).first()
    if row is None:
        raise NotAdopted()
    return _adoption_data(row, _recorded_values(row.service_id, row.institution_id))


def _recorded_values(service_id: int, institution_id: int) -> Mapping[str, tuple[DatedValue, ...]]:
    mine = Q(institution_id=institution_id) | Q(institution_id__isnull=True)
    return _by_parameter(ParameterValue.objects.filter(mine, service_id=service_id).order_by("starts_on", "id"))


def _by_parameter(rows: Iterable[ParameterValue]) -> Mapping[str, tuple[DatedValue, ...]]:
    """Dated values by parameter. Of two of one day the one recorded later stands."""
    found: dict[str, dict[date, DatedValue]] = {}
    for row in rows:
        value = DatedValue(row.starts_on, row.value, row.norm, row.source, row.provisional)
        found.setdefault(row.parameter, {})[row.starts_on] = value
    return {key: tuple(values.values()) for key, values in found.items()}


def _adoption_data(row: Adoption, values: Mapping[str, tuple[DatedValue, ...]]) -> AdoptionData:
    return AdoptionData(
        id=row.id,
        uuid=row.uuid,
        institution_id=row.institution_id,
        comuna_code=row.institution.comuna_code,
        version_id=row.version_id,
        slug=row.service.slug,
        number=row.version.number,
        sha256=row.version.sha256,
        unit_id=row.unit_id,
        lanes=row.lanes,
        values=values,
        terms=row.terms,
        letterhead=row.letterhead,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def list_catalogue(*, lang: str, on: date, institution_id: int | None = None) -> tuple[CatalogueEntry, ...]:
    """What is offered on that day by some institution (or by one), by title. Two queries, however many services.

    A service that has no text in `lang` is in Spanish: who reads another language finds it all the same.
    """
    offered, spoken = _offered(on, institution_id), language_of_texts(lang)
    rows = CatalogueText.objects.filter(language__in=(spoken, SOURCE_LANGUAGE), service_id__in=offered)
    chosen: dict[int, CatalogueText] = {}
    for row in rows.order_by("sort_key", "id").select_related("service").defer("search"):
        if row.language == spoken or row.service_id not in chosen:
            chosen[row.service_id] = row
    ordered = sorted(chosen.values(), key=lambda row: (row.sort_key, row.id))
    return tuple(_entry(row, offered[row.service_id]) for row in ordered)


def list_by_life_event(
    *, life_event: str, lang: str, on: date, institution_id: int | None = None
) -> tuple[CatalogueEntry, ...]:
    """As `list_catalogue`, of one life event."""
    every = list_catalogue(lang=lang, on=on, institution_id=institution_id)
    return tuple(entry for entry in every if life_event in entry.life_events)


def search(*, text: str, lang: str, on: date, institution_id: int | None = None) -> tuple[CatalogueEntry, ...]:
    """What is offered and speaks of any word of `text`, best first, at most 50. Nothing typed, nothing found."""
    query = query_text(text)
    if not query:
        return ()
    spoken = language_of_texts(lang)
    parameters = {
        "language": spoken,
        "config": configuration(spoken),
        "source": SOURCE_LANGUAGE,
        "source_config": configuration(SOURCE_LANGUAGE),
        "query": query,
        "limit": MAX_FOUND,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, parameters)
        order = [text_id for text_id, _rank in cursor.fetchall()]
    found = CatalogueText.objects.select_related("service").defer("search").in_bulk(order)
    offered = _offered(on, institution_id)
    rows = (found[each] for each in order)
    return tuple(_entry(row, offered[row.service_id]) for row in rows if row.service_id in offered)


def _offered(on: date, institution_id: int | None) -> dict[int, tuple[int, ...]]:
    """The institutions that offer each service on that day."""
    in_force = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    rows = Adoption.objects.filter(in_force)
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    offered: dict[int, tuple[int, ...]] = {}
    for service_id, institution in rows.order_by("institution_id").values_list("service_id", "institution_id"):
        offered[service_id] = (*offered.get(service_id, ()), institution)
    return offered


def _entry(row: CatalogueText, institution_ids: tuple[int, ...]) -> CatalogueEntry:
    return CatalogueEntry(
        slug=row.service.slug,
        version_id=row.version_id,
        title=row.title,
        summary=row.summary,
        life_events=tuple(row.life_events),
        institution_ids=institution_ids,
    )


def list_slugs() -> tuple[str, ...]:
    """Every service that has a version, by slug."""
    return tuple(Service.objects.order_by("slug").values_list("slug", flat=True))
