"""What an administrator does in one step at the screen: add, rename, nominate. Composed of the other operations.

Each addition is keyed, so that the same page sent again finds what it made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.identity.errors import NameMissing, PersonNotFound, PostNotFound, RoleNotFound, UnitNotFound
from ventanilla.kernel.identity.models import Post, Role, Unit
from ventanilla.kernel.identity.operations.institutions import create_post, create_role, create_unit
from ventanilla.kernel.identity.operations.persons import register_person
from ventanilla.kernel.identity.operations.posts import appoint
from ventanilla.kernel.identity.operations.proposals import (
    propose_appointment,
    propose_post_roles,
    propose_role_rights,
)
from ventanilla.kernel.identity.queries.administration import is_weighty
from ventanilla.kernel.identity.queries.institutions import get_institution
from ventanilla.kernel.identity.queries.persons import find_person
from ventanilla.kernel.identity.queries.rights import require_right
from ventanilla.kernel.identity.records import record
from ventanilla.kernel.identity.types import ADMINISTER, Capacity, Right
from ventanilla.kernel.outbox import api as outbox


@dataclass(frozen=True, slots=True)
class Nominee:
    """Who is to hold a post; the names are for somebody who is not registered yet."""

    run: str
    given_names: str = ""
    surnames: str = ""


@outbox.operation(keyed=True)
def add_unit(
    *,
    institution_id: int,
    parent_id: int,
    code: str,
    name: str,
    actor: ActorRef,
    at: datetime,
    key: str | None = None,
) -> UUID:
    """As `create_unit`, under a parent; gives the uuid."""
    made = create_unit(institution_id=institution_id, parent_id=parent_id, code=code, name=name, actor=actor, at=at)
    return made.uuid


@outbox.operation(keyed=True)
def add_post(
    *,
    institution_id: int,
    unit_id: int,
    code: str,
    title: str,
    role_codes: Iterable[str] = (),
    actor: ActorRef,
    at: datetime,
    key: str | None = None,
) -> UUID:
    """Add a post, and propose its roles when there are any. Raises what `create_post` and `propose_post_roles` do."""
    made = create_post(institution_id=institution_id, unit_id=unit_id, code=code, title=title, actor=actor, at=at)
    codes = tuple(role_codes)
    if codes:
        propose_post_roles(post_id=made.id, role_codes=codes, actor=actor, at=at)
    return made.uuid


@outbox.operation(keyed=True)
def add_role(
    *,
    institution_id: int,
    code: str,
    name: str,
    rights: Iterable[Right] = (),
    actor: ActorRef,
    at: datetime,
    key: str | None = None,
) -> UUID:
    """Add a role, and propose its rights when there are any. Raises what `create_role` and `propose_role_rights` do."""
    made = create_role(institution_id=institution_id, code=code, name=name, rights=(), actor=actor, at=at)
    wanted = tuple(rights)
    if wanted:
        propose_role_rights(role_id=made.id, rights=wanted, actor=actor, at=at)
    return made.uuid


@outbox.operation(keyed=True)
def nominate(
    *,
    post_id: int,
    nominee: Nominee,
    capacity: Capacity,
    starts_at: datetime,
    ends_at: datetime | None = None,
    basis: str = "",
    actor: ActorRef,
    at: datetime,
    key: str | None = None,
) -> UUID:
    """Appoint the person, or propose it when the post carries something weighty; register them first when needed.

    Gives the uuid of the appointment or of the proposal. Raises what `register_person`, `appoint` and
    `propose_appointment` do; PersonNotFound when nobody has the RUN and no names are given.
    """
    person = find_person(run=nominee.run)
    if person is None:
        if not (nominee.given_names.strip() and nominee.surnames.strip()):
            raise PersonNotFound
        person = register_person(
            run=nominee.run, given_names=nominee.given_names, surnames=nominee.surnames, actor=actor, at=at
        )
    act = propose_appointment if is_weighty(post_id=post_id) else appoint
    return act(
        post_id=post_id,
        person_id=person.id,
        capacity=capacity,
        starts_at=starts_at,
        ends_at=ends_at,
        basis=basis,
        actor=actor,
        at=at,
    )


@outbox.operation
def rename_unit(*, unit_id: int, name: str, actor: ActorRef, at: datetime) -> None:
    """Call the unit otherwise; its code stays. Needs the right to administer it.

    Raises UnitNotFound, RightMissing, NameMissing. Writes name and ledger entry, nothing when it is called so.
    """
    row = Unit.objects.select_for_update().filter(id=unit_id).first()
    if row is None:
        raise UnitNotFound
    require_right(actor=actor, action=ADMINISTER, institution_id=row.institution_id, unit_id=row.id, at=at)
    _rename(row, "name", name, "identity.unit_renamed", {"unit": str(row.uuid)}, actor, at)


@outbox.operation
def rename_post(*, post_id: int, title: str, actor: ActorRef, at: datetime) -> None:
    """Give the post another title; its code stays. Needs the right to administer its unit.

    Raises PostNotFound, RightMissing, NameMissing. Writes title and ledger entry, nothing when it has that title.
    """
    row = Post.objects.select_for_update().filter(id=post_id).first()
    if row is None:
        raise PostNotFound
    require_right(actor=actor, action=ADMINISTER, institution_id=row.institution_id, unit_id=row.unit_id, at=at)
    _rename(row, "title", title, "identity.post_renamed", {"post": str(row.uuid)}, actor, at)


@outbox.operation
def rename_role(*, role_id: int, name: str, actor: ActorRef, at: datetime) -> None:
    """Call the role otherwise; its code and rights stay. Needs the right to administer the whole institution.

    Raises RoleNotFound, RightMissing, NameMissing. Writes name and ledger entry, nothing when it is called so.
    """
    row = Role.objects.select_for_update().filter(id=role_id).first()
    if row is None:
        raise RoleNotFound
    require_right(actor=actor, action=ADMINISTER, institution_id=row.institution_id, at=at)
    _rename(row, "name", name, "identity.role_renamed", {"role": str(row.uuid)}, actor, at)


def _rename(
    row: Unit | Post | Role, field: str, text: str, kind: str, public: dict[str, Json], actor: ActorRef, at: datetime
) -> None:
    name, before = text.strip(), getattr(row, field)
    if not name:
        raise NameMissing
    if name == before:
        return
    institution = get_institution(id=row.institution_id).uuid
    told = public | {"before": before, field: name}
    setattr(row, field, name)
    row.acts = [*row.acts, record(kind, actor=actor, at=at, institution=institution, public=told)]
    row.save(update_fields=[field, "acts"])
