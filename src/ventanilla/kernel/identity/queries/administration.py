"""Reads for who administers an institution: its roles with their rights, its posts with who holds them.

Each asks for the institution, and what is of another one is not found.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ventanilla.kernel.identity.errors import AppointmentNotFound, PostNotFound, RoleNotFound, UnitNotFound
from ventanilla.kernel.identity.models import Appointment, Post, PostRole, Role, RoleRight, Unit
from ventanilla.kernel.identity.queries.actors import appointment_data, in_force
from ventanilla.kernel.identity.queries.institutions import post_data, role_data, unit_data
from ventanilla.kernel.identity.queries.persons import find_person
from ventanilla.kernel.identity.types import (
    ADMINISTER,
    Actor,
    AppointmentData,
    PersonData,
    PostStaff,
    Right,
    RoleRights,
    UnitData,
)
from ventanilla.kernel.ledger import api as ledger


def find_unit_of(*, institution_id: int, uuid: UUID) -> UnitData:
    """The unit with this uuid in the institution. Raises UnitNotFound. One query."""
    row = Unit.objects.filter(institution_id=institution_id, uuid=uuid).first()
    if row is None:
        raise UnitNotFound
    return unit_data(row)


def list_roles(*, institution_id: int) -> tuple[RoleRights, ...]:
    """The roles of an institution with their rights and posts, by code. Three queries."""
    return _with_rights(Role.objects.filter(institution_id=institution_id).order_by("code"))


def get_role_of(*, institution_id: int, uuid: UUID) -> RoleRights:
    """The role with this uuid in the institution. Raises RoleNotFound. Three queries."""
    found = _with_rights(Role.objects.filter(institution_id=institution_id, uuid=uuid))
    if not found:
        raise RoleNotFound
    return found[0]


def list_staff(*, institution_id: int, at: datetime) -> tuple[PostStaff, ...]:
    """The posts of an institution, by code, each with who holds it at `at` or later. Five queries."""
    posts = Post.objects.filter(institution_id=institution_id).order_by("code")
    present = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), institution_id=institution_id)
    return _staff(posts, present)


def get_staff_of(*, institution_id: int, uuid: UUID) -> PostStaff:
    """The post with this uuid in the institution, with all its appointments. Raises PostNotFound. Five queries."""
    posts = Post.objects.filter(institution_id=institution_id, uuid=uuid)
    found = _staff(posts, Appointment.objects.filter(institution_id=institution_id, post__uuid=uuid))
    if not found:
        raise PostNotFound
    return found[0]


def get_appointment_of(*, institution_id: int, uuid: UUID) -> AppointmentData:
    """The appointment with this uuid in the institution. Raises AppointmentNotFound. One query."""
    row = Appointment.objects.select_related("post", "person").filter(institution_id=institution_id, uuid=uuid).first()
    if row is None:
        raise AppointmentNotFound
    return appointment_data(row)


def count_administrators(*, institution_id: int, at: datetime) -> int:
    """How many persons may administer something of the institution at `at`. One query."""
    carries = PostRole.objects.filter(institution_id=institution_id, role__rights__action=ADMINISTER).values("post")
    held = in_force(at).filter(institution_id=institution_id, post__in=carries)
    return held.values("person").distinct().count()


def find_nominee(*, run: str, actor: Actor, at: datetime) -> PersonData | None:
    """The person whom an administrator may appoint, by RUN, or None. The person can see that they were looked up."""
    person = find_person(run=run)
    if person is not None:
        ledger.record_read(
            actor=actor.ref(),
            at=at,
            subjects=[person.uuid],
            purpose="identity.nomination",
            what="identity.name",
            institution=actor.post.institution_uuid if actor.post else None,
        )
    return person


def is_weighty(*, post_id: int) -> bool:
    """Whether an appointment to the post takes two persons. Three queries."""
    return any(right.is_weighty for role in roles_of_post(post_id) for right in role.rights)


def roles_of_post(post_id: int) -> tuple[RoleRights, ...]:
    """The roles that a post carries, by code. Three queries."""
    carried = PostRole.objects.filter(post_id=post_id).values("role")
    return _with_rights(Role.objects.filter(id__in=carried).order_by("code"))


def roles_of_codes(*, institution_id: int, codes: Iterable[str]) -> tuple[RoleRights, ...]:
    """The roles of the institution with these codes, by code; others are left out. Three queries."""
    return _with_rights(Role.objects.filter(institution_id=institution_id, code__in=set(codes)).order_by("code"))


def _with_rights(rows: Iterable[Role]) -> tuple[RoleRights, ...]:
    roles = list(rows)
    rights: dict[int, list[Right]] = {}
    for each in RoleRight.objects.filter(role__in=roles).order_by("action", "service_slug"):
        rights.setdefault(each.role_id, []).append(Right(each.action, each.service_slug))
    posts: dict[int, list[int]] = {}
    for role_id, post_id in PostRole.objects.filter(role__in=roles).order_by("id").values_list("role", "post"):
        posts.setdefault(role_id, []).append(post_id)
    return tuple(
        RoleRights(role_data(row), tuple(rights.get(row.id, ())), tuple(posts.get(row.id, ()))) for row in roles
    )


def _staff(posts: QuerySet[Post], appointments: QuerySet[Appointment]) -> tuple[PostStaff, ...]:
    rows = list(posts)
    carried = PostRole.objects.filter(post__in=rows).values("role")
    roles = _with_rights(Role.objects.filter(id__in=carried).order_by("code"))
    held: dict[int, list[AppointmentData]] = {}
    for each in appointments.select_related("post", "person").order_by("starts_at", "id"):
        held.setdefault(each.post_id, []).append(appointment_data(each))
    return tuple(
        PostStaff(
            post=post_data(row),
            roles=tuple(role for role in roles if row.id in role.post_ids),
            appointments=tuple(held.get(row.id, ())),
        )
        for row in rows
    )
