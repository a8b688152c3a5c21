"""Institutions, their units, roles and posts: made once, named by acts for ever."""

from collections.abc import Iterable
from datetime import datetime

from ventanilla.common import comunas
from ventanilla.common import run as run_numbers
from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.common.text import sort_key
from ventanilla.kernel.identity.errors import (
    AnotherInstitution,
    ApprovalNeeded,
    CodeTaken,
    NameMissing,
    RightMissing,
    RutNotValid,
)
from ventanilla.kernel.identity.models import Institution, Post, PostRole, Role, RoleRight, Unit
from ventanilla.kernel.identity.queries.institutions import (
    get_institution,
    get_unit,
    institution_data,
    post_data,
    role_data,
    unit_data,
)
from ventanilla.kernel.identity.queries.rights import require_may_give, require_right
from ventanilla.kernel.identity.records import record, refusing
from ventanilla.kernel.identity.types import (
    ADMINISTER,
    OF_INSTALLATION,
    InstitutionData,
    InstitutionKind,
    PostData,
    Right,
    RoleData,
    UnitData,
)
from ventanilla.kernel.outbox import api as outbox


@outbox.operation
def create_institution(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: InstitutionKind,
    comuna_code: str,
    rut: str,
    actor: ActorRef,
    at: datetime,
) -> InstitutionData:
    """Add an institution to the installation. Only the installation itself may (actor by rule: setup, demo).

    Raises RightMissing, NameMissing, RutNotValid, CodeTaken; UnknownComuna (a fault). Writes institution and entry.
    """
    if actor.kind is not ActorKind.RULE:
        raise RightMissing
    _require_text(name, short_name)
    comunas.get(comuna_code)
    row = Institution(
        code=code,
        name=name.strip(),
        short_name=short_name.strip(),
        sort_key=sort_key(name),
        kind=kind.value,
        comuna_code=comuna_code,
        rut=valid_rut(rut),
    )
    public = {"institution": str(row.uuid), "code": code, "name": row.name, "rut": row.rut}
    row.acts = [record("identity.institution_created", actor=actor, at=at, institution=row.uuid, public=public)]
    with refusing({"identity_institution_code": CodeTaken, "identity_institution_rut": CodeTaken}):
        row.save()
    return institution_data(row)


@outbox.operation
def create_unit(
    *, institution_id: int, code: str, name: str, parent_id: int | None = None, actor: ActorRef, at: datetime
) -> UnitData:
    """Add a unit under `parent_id`, or at the root. Needs the right to administer there.

    Raises RightMissing, UnitNotFound, AnotherInstitution, NameMissing, CodeTaken. Writes unit and ledger entry.
    """
    require_right(actor=actor, action=ADMINISTER, institution_id=institution_id, unit_id=parent_id, at=at)
    _require_text(code, name)
    parent = get_unit(id=parent_id) if parent_id is not None else None
    if parent and parent.institution_id != institution_id:
        raise AnotherInstitution
    institution = get_institution(id=institution_id)
    row = Unit(institution_id=institution_id, parent_id=parent_id, code=code, name=name.strip())
    public = {"unit": str(row.uuid), "code": code, "name": row.name, "parent": str(parent.uuid) if parent else ""}
    row.acts = [record("identity.unit_created", actor=actor, at=at, institution=institution.uuid, public=public)]
    # The path needs the id, so the row is born with one that no other has.
    row.path = f"{row.uuid.int}."
    with refusing({"identity_unit_code": CodeTaken}):
        row.save()
    row.path = f"{parent.path if parent else ''}{row.id}."
    row.save(update_fields=["path"])
    return unit_data(row)


@outbox.operation
def create_role(
    *, institution_id: int, code: str, name: str, rights: Iterable[Right], actor: ActorRef, at: datetime
) -> RoleData:
    """Add a role with its rights. Needs the right to administer the whole institution.

    A right over the installation is given by the installation alone. Raises RightMissing, NameMissing, CodeTaken;
    ApprovalNeeded when an administrator gives rights: they make the role and propose them. Writes role, its rights and
    one ledger entry.
    """
    require_right(actor=actor, action=ADMINISTER, institution_id=institution_id, at=at)
    _require_text(code, name)
    institution = get_institution(id=institution_id)
    wanted = sorted(set(rights), key=lambda right: (right.action, right.service))
    require_may_give(actor=actor, installation=any(right.action.startswith(OF_INSTALLATION) for right in wanted))
    _require_one_is_enough(actor, bool(wanted))
    row = Role(institution_id=institution_id, code=code, name=name.strip())
    public = {
        "role": str(row.uuid),
        "code": code,
        "name": row.name,
        "rights": [{"action": right.action, "service": right.service} for right in wanted],
    }
    row.acts = [record("identity.role_created", actor=actor, at=at, institution=institution.uuid, public=public)]
    with refusing({"identity_role_code": CodeTaken}):
        row.save()
    RoleRight.objects.bulk_create(
        RoleRight(role=row, action=right.action, service_slug=right.service) for right in wanted
    )
    return role_data(row)


@outbox.operation
def create_post(
    *,
    institution_id: int,
    unit_id: int,
    code: str,
    title: str,
    role_codes: Iterable[str] = (),
    actor: ActorRef,
    at: datetime,
) -> PostData:
    """Add a post to a unit, with roles of its institution. Needs the right to administer the unit.

    Raises RightMissing, UnitNotFound, AnotherInstitution (a unit or a role is not of it), NameMissing, CodeTaken;
    ApprovalNeeded when an administrator gives roles: they make the post and propose them. Writes post, its roles and
    one ledger entry.
    """
    require_right(actor=actor, action=ADMINISTER, institution_id=institution_id, unit_id=unit_id, at=at)
    _require_text(code, title)
    unit = get_unit(id=unit_id)
    wanted = set(role_codes)
    roles = list(Role.objects.filter(institution_id=institution_id, code__in=wanted).order_by("code"))
    if unit.institution_id != institution_id or len(roles) != len(wanted):
        raise AnotherInstitution
    over_all = RoleRight.objects.filter(role__in=roles, action__startswith=OF_INSTALLATION).exists()
    require_may_give(actor=actor, installation=over_all)
    _require_one_is_enough(actor, bool(roles))
    institution = get_institution(id=institution_id)
    row = Post(institution_id=institution_id, unit_id=unit_id, code=code, title=title.strip())
    public = {
        "post": str(row.uuid),
        "code": code,
        "title": row.title,
        "unit": str(unit.uuid),
        "roles": [role.code for role in roles],
    }
    row.acts = [record("identity.post_created", actor=actor, at=at, institution=institution.uuid, public=public)]
    with refusing({"identity_post_code": CodeTaken}):
        row.save()
    PostRole.objects.bulk_create(PostRole(institution_id=institution_id, post=row, role=role) for role in roles)
    return post_data(row)


def valid_rut(rut: str) -> str:
    """The stored form of a RUT. Raises RutNotValid."""
    try:
        return run_numbers.parse(rut)
    except ValueError as error:
        raise RutNotValid from error


def _require_text(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise NameMissing


def _require_one_is_enough(actor: ActorRef, gives_rights: bool) -> None:
    """Raises ApprovalNeeded when somebody would give rights alone (see operations.proposals)."""
    if gives_rights and actor.kind is not ActorKind.RULE:
        raise ApprovalNeeded
