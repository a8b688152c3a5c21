"""An institution offers a service: who does each lane's tasks, its own rates, shorter terms, its letterhead."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.utils.translation import gettext as _

from ventanilla.common import legal_time
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import InstitutionData, UnitData
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox.api import operation
from ventanilla.kernel.services.definitions import definition_of
from ventanilla.kernel.services.errors import (
    LaneWithoutUnit,
    NotAdopted,
    ParameterOutOfRange,
    TermTooLong,
    UnknownService,
)
from ventanilla.kernel.services.models import Adoption, Service
from ventanilla.kernel.services.operations.publishing import PUBLISH, record_row
from ventanilla.kernel.services.queries import find_version, get_adoption
from ventanilla.kernel.services.types import (
    NOTHING,
    AdoptionData,
    DatedValue,
    Parameter,
    ServiceDefinition,
    SetBy,
    VersionData,
)


@operation
def adopt(
    *,
    institution_id: int,
    slug: str,
    unit: str,
    lanes: Mapping[str, str],
    parameters: Mapping[str, Decimal | int | str] = NOTHING,
    norm: str = "",
    terms: Mapping[str, int] = NOTHING,
    letterhead: Mapping[str, str] = NOTHING,
    number: int | None = None,
    starts_on: date | None = None,
    actor: ActorRef,
    at: datetime,
) -> AdoptionData:
    """Offer a version of a service (the latest, unless `number`) from `starts_on` (the day of `at` in the comuna).

    `unit` is the code of the responsible unit and `lanes` gives each lane the code of the unit that does its tasks.
    `parameters` are the institution's values by `norm`, its ordinance; `terms` are shorter lengths. The adoption that
    is in force ends that day. Needs `services.publish`. Raises RightMissing, UnknownService, LaneWithoutUnit,
    ParameterOutOfRange, TermTooLong. Writes adoption, values and ledger entry.
    """
    identity.require_right(actor=actor, action=PUBLISH, institution_id=institution_id, service=slug, at=at)
    version = find_version(slug=slug, number=number)
    if version is None:
        raise UnknownService()
    definition = definition_of(version.id)
    institution = identity.get_institution(id=institution_id)
    units = {each.code: each for each in identity.list_units(institution_id=institution_id)}
    first_day = starts_on or legal_time.local_date(at, institution.comuna_code)
    values = _values(definition, parameters, first_day, norm)
    service = Service.objects.select_for_update().get(slug=slug)
    _end_current(institution_id, service.id, first_day)
    row = Adoption(
        institution_id=institution_id,
        service=service,
        version_id=version.id,
        unit_id=_unit(units, unit, "unit").id,
        lanes={lane: _unit(units, lanes.get(lane, ""), lane).id for lane in definition.service.lanes},
        terms=_shorter_terms(definition, terms),
        letterhead=dict(letterhead),
        starts_on=first_day,
        adopted_at=at,
    )
    row.save()
    _record(institution, version, row, lanes, values, actor, at)
    return get_adoption(row.id)


def _unit(units: Mapping[str, UnitData], code: str, lane: str) -> UnitData:
    if code not in units:
        raise LaneWithoutUnit(lane=lane)
    return units[code]


def _values(
    definition: ServiceDefinition, given: Mapping[str, Decimal | int | str], first_day: date, norm: str
) -> list[tuple[str, DatedValue]]:
    """Every number that the law leaves to the institution must be said at adoption, or a fee could not be counted."""
    for parameter in definition.parameters.values():
        if parameter.set_by is SetBy.INSTITUTION and not parameter.values and parameter.key not in given:
            raise ParameterOutOfRange(parameter=parameter.label, value="", accepted=_("falta un valor."))
    return [_value(definition, key, value, first_day, norm) for key, value in given.items()]


def _value(
    definition: ServiceDefinition, key: str, given: Decimal | int | str, first_day: date, norm: str
) -> tuple[str, DatedValue]:
    parameter = definition.parameters.get(key)
    if parameter is None or parameter.set_by is not SetBy.INSTITUTION:
        accepted = ", ".join(each.key for each in definition.parameters.values() if each.set_by is SetBy.INSTITUTION)
        raise ParameterOutOfRange(parameter=key, value=str(given), accepted=_("se fijan aquí: %s.") % accepted)
    return key, DatedValue(first_day, in_range(parameter, given), norm)


def in_range(parameter: Parameter, given: Decimal | int | str) -> Decimal:
    """The value as a number inside the legal range. Raises ParameterOutOfRange."""
    accepted = _("de %(least)s a %(most)s (%(norm)s).") % {
        "least": parameter.minimum,
        "most": parameter.maximum,
        "norm": parameter.norm,
    }
    refused = ParameterOutOfRange(parameter=parameter.label, value=str(given), accepted=accepted)
    try:
        value = Decimal(given)
    except InvalidOperation:
        raise refused from None
    least = value if parameter.minimum is None else parameter.minimum
    most = value if parameter.maximum is None else parameter.maximum
    if not value.is_finite() or not least <= value <= most:
        raise refused
    return value


def _shorter_terms(definition: ServiceDefinition, terms: Mapping[str, int]) -> dict[str, int]:
    for key, length in terms.items():
        term = definition.service.terms.get(key)
        longest = term.length if term is not None and term.may_shorten else 0
        if not 1 <= length <= longest:
            raise TermTooLong(term=term.label if term else key, longest=longest, given=length)
    return dict(terms)


def _end_current(institution_id: int, service_id: int, last_day: date) -> None:
    later = Adoption.objects.filter(institution_id=institution_id, service_id=service_id, ends_on__isnull=True)
    later.filter(starts_on__lte=last_day).update(ends_on=last_day)


def _record(
    institution: InstitutionData,
    version: VersionData,
    row: Adoption,
    lanes: Mapping[str, str],
    values: list[tuple[str, DatedValue]],
    actor: ActorRef,
    at: datetime,
) -> None:
    """Keep the values of the institution, and say the adoption in the ledger."""
    for key, value in values:
        record_row(row.service, key, value, institution.id, at)
    ledger.append(
        kind="service.adopted",
        actor=actor,
        at=at,
        institution=institution.uuid,
        service=version.slug,
        public={
            "adoption": str(row.uuid),
            "version": version.number,
            "sha256": version.sha256,
            "from": row.starts_on.isoformat(),
            "lanes": {lane: lanes[lane] for lane in row.lanes},
            "parameters": {key: str(value.value) for key, value in values},
        },
    )


@operation(keyed=True)
def record_value(
    *,
    institution_id: int,
    slug: str,
    parameter: str,
    value: DatedValue,
    actor: ActorRef,
    at: datetime,
    key: str | None = None,
) -> UUID:
    """A new dated value of a number that the institution fixes, without a new adoption: next year's rate.

    Needs `services.publish`. Raises RightMissing, NotAdopted, ParameterOutOfRange. Writes value and ledger entry.
    """
    identity.require_right(actor=actor, action=PUBLISH, institution_id=institution_id, service=slug, at=at)
    rows = Adoption.objects.filter(institution_id=institution_id, service__slug=slug).select_related("service")
    adoption = rows.order_by("-starts_on").first()
    if adoption is None:
        raise NotAdopted()
    _value(definition_of(adoption.version_id), parameter, value.value, value.starts_on, value.norm)
    row = record_row(adoption.service, parameter, value, institution_id, at)
    ledger.append(
        kind="service.value_recorded",
        actor=actor,
        at=at,
        institution=identity.get_institution(id=institution_id).uuid,
        norm=value.norm,
        service=slug,
        public={"parameter": parameter, "from": value.starts_on.isoformat(), "value": str(value.value)},
    )
    return row.uuid


@operation
def end_adoption(*, adoption_id: int, ends_on: date, actor: ActorRef, at: datetime) -> None:
    """Stop taking new filings from `ends_on`; running cases go on. Needs `services.publish`.

    Raises NotAdopted, RightMissing. Writes the adoption and a ledger entry.
    """
    adoption = Adoption.objects.select_for_update(of=("self",)).select_related("service").filter(id=adoption_id).first()
    if adoption is None:
        raise NotAdopted()
    slug = adoption.service.slug
    identity.require_right(actor=actor, action=PUBLISH, institution_id=adoption.institution_id, service=slug, at=at)
    adoption.ends_on = max(ends_on, adoption.starts_on)
    adoption.save(update_fields=["ends_on"])
    ledger.append(
        kind="service.adoption_ended",
        actor=actor,
        at=at,
        institution=identity.get_institution(id=adoption.institution_id).uuid,
        service=slug,
        public={"adoption": str(adoption.uuid), "until": adoption.ends_on.isoformat()},
    )
