"""Appointments: who holds a post, in which capacity, from when until when."""

from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.identity.errors import (
    AlreadyEnded,
    AppointmentNotFound,
    ApprovalNeeded,
    OwnAppointment,
    PeriodNotValid,
    PostAlreadyHeld,
)
from ventanilla.kernel.identity.models import Appointment
from ventanilla.kernel.identity.queries.administration import is_weighty
from ventanilla.kernel.identity.queries.institutions import get_institution, get_post
from ventanilla.kernel.identity.queries.persons import get_person
from ventanilla.kernel.identity.queries.rights import reaches_installation, require_may_give, require_right
from ventanilla.kernel.identity.records import record, refusing
from ventanilla.kernel.identity.types import ADMINISTER, Capacity
from ventanilla.kernel.outbox import api as outbox


@outbox.operation(keyed=True)
def appoint(
    *,
    post_id: int,
    person_id: int,
    capacity: Capacity = Capacity.HOLDER,
    starts_at: datetime,
    ends_at: datetime | None = None,
    basis: str = "",
    actor: ActorRef,
    at: datetime,
    key: str | None = None,
) -> UUID:
    """Give the post to the person from `starts_at` until before `ends_at`; `basis` is the decree, as acts cite it.

    Needs the right to administer the post's unit; nobody appoints themselves. Raises PostNotFound, PersonNotFound,
    RightMissing, OwnAppointment, ApprovalNeeded (the post carries a weighty right: propose it), PeriodNotValid,
    PostAlreadyHeld (a second holder, or the person is in it already). Writes appointment and ledger entry, where the
    person is a commitment. Gives the appointment's uuid.
    """
    post = get_post(id=post_id)
    require_right(actor=actor, action=ADMINISTER, institution_id=post.institution_id, unit_id=post.unit_id, at=at)
    require_may_give(actor=actor, installation=reaches_installation(post_id=post_id))
    if actor.kind is ActorKind.POST and actor.person_uuid == get_person(id=person_id).uuid:
        raise OwnAppointment
    if actor.kind is not ActorKind.RULE and is_weighty(post_id=post_id):
        raise ApprovalNeeded
    return hold(
        post_id=post_id,
        person_id=person_id,
        capacity=capacity,
        starts_at=starts_at,
        ends_at=ends_at,
        basis=basis,
        actor=actor,
        at=at,
    )


def hold(
    *,
    post_id: int,
    person_id: int,
    capacity: Capacity,
    starts_at: datetime,
    ends_at: datetime | None,
    basis: str,
    proposal: str = "",
    actor: ActorRef,
    at: datetime,
) -> UUID:
    """Write the appointment, in an operation that has asked for the right. `proposal` is the one that was approved.

    Raises PostNotFound, PersonNotFound, PeriodNotValid, PostAlreadyHeld.
    """
    post, person = get_post(id=post_id), get_person(id=person_id)
    if ends_at is not None and ends_at <= starts_at:
        raise PeriodNotValid
    row = Appointment(
        institution_id=post.institution_id,
        post_id=post_id,
        person_id=person_id,
        capacity=capacity.value,
        basis=basis.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    public = {
        "appointment": str(row.uuid),
        "post": str(post.uuid),
        "capacity": capacity.value,
        "basis": row.basis,
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat() if ends_at else "",
    }
    row.acts = [
        record(
            "identity.appointed",
            actor=actor,
            at=at,
            institution=get_institution(id=post.institution_id).uuid,
            public=public | ({"proposal": proposal} if proposal else {}),
            private={"person": str(person.uuid)},
        )
    ]
    with refusing({"identity_one_holder": PostAlreadyHeld, "identity_person_once": PostAlreadyHeld}):
        row.save()
    return row.uuid


@outbox.operation(keyed=True)
def end_appointment(
    *, appointment_uuid: UUID, ends_at: datetime, basis: str = "", actor: ActorRef, at: datetime, key: str | None = None
) -> UUID:
    """End the appointment at `ends_at` (never later than it would end by itself). Its rights go at that instant.

    `basis` is the decree that ends it. Needs the right to administer the post's unit. Raises AppointmentNotFound,
    RightMissing, AlreadyEnded, PeriodNotValid (before its start). Writes the end and a ledger entry; the row stays.
    """
    row = Appointment.objects.select_for_update(of=("self",)).select_related("post", "institution")
    found = row.filter(uuid=appointment_uuid).first()
    if found is None:
        raise AppointmentNotFound
    require_right(
        actor=actor, action=ADMINISTER, institution_id=found.institution_id, unit_id=found.post.unit_id, at=at
    )
    if found.ends_at is not None and found.ends_at <= ends_at:
        raise AlreadyEnded
    if ends_at < found.starts_at:
        raise PeriodNotValid
    found.ends_at = ends_at
    public = {"appointment": str(found.uuid), "post": str(found.post.uuid), "ends_at": ends_at.isoformat()}
    if basis.strip():
        public["basis"] = basis.strip()
    found.acts += [
        record("identity.appointment_ended", actor=actor, at=at, institution=found.institution.uuid, public=public)
    ]
    found.save(update_fields=["ends_at", "acts"])
    return found.uuid
