"""Mandates: acting for an organisation or for another person (Ley 19.880 art. 22)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.identity.errors import (
    AlreadyEnded,
    MandateForOneself,
    MandateNotFound,
    PeriodNotValid,
    RightMissing,
)
from ventanilla.kernel.identity.models import Mandate
from ventanilla.kernel.identity.queries.persons import get_organisation, get_person, mandate_data, mandates_in_force
from ventanilla.kernel.identity.queries.rights import holds_anywhere
from ventanilla.kernel.identity.records import record
from ventanilla.kernel.identity.types import ADMINISTER, MandateData
from ventanilla.kernel.outbox import api as outbox


@outbox.operation
def grant_mandate(
    *,
    person_id: int,
    organisation_id: int | None = None,
    principal_id: int | None = None,
    services: Iterable[str] = (),
    starts_at: datetime,
    ends_at: datetime | None = None,
    actor: ActorRef,
    at: datetime,
) -> MandateData:
    """Let the person act for an organisation or for the person `principal_id` (one of both), for `services` or all.

    May be granted by the principal; for an organisation by who represents it for all services; by a post that
    administers identities; by rule. Raises PersonNotFound, OrganisationNotFound, MandateForOneself, PeriodNotValid,
    RightMissing. Writes mandate and ledger entry, where all three are commitments.
    """
    if (organisation_id is None) == (principal_id is None):
        raise ValueError("A mandate has an organisation or a principal, and not both.")
    if person_id == principal_id:
        raise MandateForOneself
    if ends_at is not None and ends_at <= starts_at:
        raise PeriodNotValid
    _require_granter(actor, organisation_id, principal_id, at)
    person = get_person(id=person_id)
    organisation = get_organisation(id=organisation_id) if organisation_id is not None else None
    principal = get_person(id=principal_id) if principal_id is not None else None
    row = Mandate(
        person_id=person_id,
        organisation_id=organisation_id,
        principal_id=principal_id,
        services=sorted(set(services)),
        starts_at=starts_at,
        ends_at=ends_at,
        granted_at=at,
    )
    represented = organisation or principal
    row.acts = [
        record(
            "identity.mandate_granted",
            actor=actor,
            at=at,
            public={"mandate": str(row.uuid)},
            private={
                "person": str(person.uuid),
                "represented": str(represented.uuid if represented else ""),
                "services": row.services,
                "period": [starts_at.isoformat(), ends_at.isoformat() if ends_at else ""],
            },
        )
    ]
    row.save()
    return mandate_data(row)


@outbox.operation
def revoke_mandate(*, mandate_uuid: UUID, actor: ActorRef, at: datetime) -> None:
    """End the mandate now. By whoever could grant it, and by the mandatary, who renounces.

    Raises MandateNotFound, AlreadyEnded, RightMissing. Writes `revoked_at` and a ledger entry; the row stays.
    """
    row = Mandate.objects.select_for_update(of=("self",)).select_related("person").filter(uuid=mandate_uuid).first()
    if row is None:
        raise MandateNotFound
    if not (actor.kind is ActorKind.PERSON and actor.person_uuid == row.person.uuid):
        _require_granter(actor, row.organisation_id, row.principal_id, at)
    if row.revoked_at is not None or (row.ends_at is not None and row.ends_at <= at):
        raise AlreadyEnded
    row.revoked_at = at
    row.acts += [record("identity.mandate_revoked", actor=actor, at=at, public={"mandate": str(row.uuid)})]
    row.save(update_fields=["revoked_at", "acts"])


def _require_granter(actor: ActorRef, organisation_id: int | None, principal_id: int | None, at: datetime) -> None:
    """Raises RightMissing unless the actor may say who represents this organisation or person."""
    if actor.kind is ActorKind.RULE:
        return
    if actor.kind is ActorKind.POST and holds_anywhere(actor=actor, action=ADMINISTER, at=at):
        return
    if actor.kind is not ActorKind.PERSON:
        raise RightMissing
    person = get_person(uuid=actor.person_uuid)
    if principal_id is not None and person.id == principal_id:
        return
    in_force = mandates_in_force(person.id, at)
    if organisation_id is None or not in_force.filter(organisation_id=organisation_id, services=[]).exists():
        raise RightMissing
