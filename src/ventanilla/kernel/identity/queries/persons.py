"""Reads of persons, organisations and mandates. Whoever shows what they give records the read (ledger)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ventanilla.common import run as run_numbers
from ventanilla.kernel.identity.errors import OrganisationNotFound, PersonNotFound
from ventanilla.kernel.identity.models import Mandate, Organisation, Person
from ventanilla.kernel.identity.queries.institutions import one_of
from ventanilla.kernel.identity.types import MandateData, OrganisationData, PersonData


def get_person(*, id: int | None = None, uuid: UUID | None = None) -> PersonData:  # noqa: A002
    """The person with this id or uuid (give one). Raises PersonNotFound. One query."""
    row = Person.objects.filter(**one_of(id=id, uuid=uuid)).first()
    if row is None:
        raise PersonNotFound
    return person_data(row)


def find_person(*, run: str) -> PersonData | None:
    """The person with this RUN, however it is written, or None, also when it is no RUN. One query."""
    try:
        row = Person.objects.filter(run=run_numbers.parse(run)).first()
    except ValueError:
        return None
    return person_data(row) if row else None


def get_persons(uuids: Iterable[UUID] = (), *, ids: Iterable[int] | None = None) -> dict[UUID, PersonData]:
    """The persons with these uuids, or with these `ids`, by uuid. Those that are not there are left out. One query."""
    rows = Person.objects.filter(uuid__in=set(uuids)) if ids is None else Person.objects.filter(id__in=set(ids))
    return {row.uuid: person_data(row) for row in rows}


def get_organisation(*, id: int | None = None, uuid: UUID | None = None) -> OrganisationData:  # noqa: A002
    """The organisation with this id or uuid (give one). Raises OrganisationNotFound. One query."""
    row = Organisation.objects.filter(**one_of(id=id, uuid=uuid)).first()
    if row is None:
        raise OrganisationNotFound
    return organisation_data(row)


def find_organisation(*, rut: str) -> OrganisationData | None:
    """The organisation with this RUT, however it is written, or None, also when it is no RUT. One query."""
    try:
        row = Organisation.objects.filter(rut=run_numbers.parse(rut)).first()
    except ValueError:
        return None
    return organisation_data(row) if row else None


def get_organisations(*, ids: Iterable[int]) -> dict[int, OrganisationData]:
    """The organisations with these ids, for the names of a list. One query."""
    return {row.id: organisation_data(row) for row in Organisation.objects.filter(id__in=set(ids))}


def mandates_of(*, person_id: int, at: datetime, service: str = "") -> tuple[MandateData, ...]:
    """The mandates in force at `at` by which the person may act for others. One query.

    With `service`, only those that reach it: for all services or naming it.
    """
    rows = mandates_in_force(person_id, at).select_related("organisation", "principal").order_by("id")
    found = tuple(mandate_data(row) for row in rows)
    return tuple(each for each in found if not service or not each.services or service in each.services)


def representatives_of(*, organisation_id: int, service: str, at: datetime) -> tuple[int, ...]:
    """The persons who may act for an organisation in a service at `at`, in the order of their mandates. One query."""
    rows = Mandate.objects.filter(in_force_at(at), organisation_id=organisation_id).order_by("starts_at", "id")
    reach = ((row.person_id, row.services) for row in rows)
    return tuple(dict.fromkeys(person_id for person_id, services in reach if not services or service in services))


def mandates_in_force(person_id: int, at: datetime) -> QuerySet[Mandate]:
    """Mandates of the person whose period holds `at` and that were not revoked by then."""
    return Mandate.objects.filter(in_force_at(at), person_id=person_id)


def in_force_at(at: datetime) -> Q:
    """Mandates whose period holds `at` and that were not revoked by then."""
    ends = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return ends & (Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)) & Q(starts_at__lte=at)


def person_data(row: Person) -> PersonData:
    return PersonData(
        id=row.id,
        uuid=row.uuid,
        run=row.run,
        name=row.name,
        given_names=row.given_names,
        surnames=row.surnames,
        email=row.email,
        comuna_code=row.comuna_code,
    )


def organisation_data(row: Organisation) -> OrganisationData:
    return OrganisationData(row.id, row.uuid, row.rut, row.name)


def mandate_data(row: Mandate) -> MandateData:
    return MandateData(
        id=row.id,
        uuid=row.uuid,
        person_id=row.person_id,
        organisation=organisation_data(row.organisation) if row.organisation else None,
        principal=person_data(row.principal) if row.principal else None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        services=tuple(row.services),
    )
