"""The first officials of an institution, made from the terminal: who administers it, and who operates the installation.

Everything that is there already is kept and told; a second time finds it all and changes nothing.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from ventanilla.common import comunas
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import (
    ADMINISTER,
    OPERATE,
    InstitutionData,
    InstitutionKind,
    PersonData,
    PostStaff,
    Right,
    RoleRights,
    UnitData,
)
from ventanilla.kernel.outbox.api import operation
from ventanilla.project.operating.errors import IncompleteOfficial

PUBLISH = "services.publish"
PASSWORD_BYTES = 15


@dataclass(frozen=True, slots=True)
class Duty:
    """What the official is for: the role that gives it, and how its posts are called."""

    rights: tuple[Right, ...]
    role_code: str
    role_name: str
    post_prefix: str
    title: str


ADMINISTRATION = Duty(
    (Right(ADMINISTER), Right(PUBLISH)), "ADMIN", "Administración", "ADMIN", "Administración de la plataforma"
)
OPERATION = Duty((Right(OPERATE),), "OPERACION", "Operación de la instalación", "OPER", "Operación de la plataforma")
ROOT_UNITS = {InstitutionKind.MUNICIPALITY: ("ALCALDIA", "Alcaldía")}
OTHER_ROOT_UNIT = ("DIRECCION", "Dirección")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed. Of an institution, a person or an account that is there, only the code, the RUN is needed."""

    institution: str
    run: str
    name: str = ""
    short_name: str = ""
    kind: InstitutionKind = InstitutionKind.MUNICIPALITY
    comuna: str = ""
    rut: str = ""
    given_names: str = ""
    surnames: str = ""
    email: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made and what was there, in sentences; `password` is "" when the official has one already."""

    said: tuple[str, ...]
    email: str
    password: str


def lacking(wanted: Wanted) -> tuple[str, ...]:
    """The names of what has to be typed too, because it is not there yet."""
    needed = [] if _find_institution(wanted.institution) else ["name", "comuna", "rut"]
    person = identity.find_person(run=wanted.run)
    needed += [] if person else ["given_names", "surnames"]
    account = identity.find_account(person_id=person.id) if person else None
    needed += [] if account and account.email else ["email"]
    return tuple(each for each in needed if not getattr(wanted, each).strip())


@operation
def make_official(*, duty: Duty, wanted: Wanted, new_password: bool = False, actor: ActorRef, at: datetime) -> Made:
    """Make what is missing: institution, root unit, role, post, person, appointment, account; all or nothing.

    Raises IncompleteOfficial, and the refusals of identity. Writes each with its ledger entry.
    """
    if lacking(wanted):
        raise IncompleteOfficial(f"Missing: {', '.join(lacking(wanted))}.")
    said: list[str] = []
    institution = _institution(wanted, said.append, actor, at)
    person = _person(wanted, said.append, actor, at)
    _post(duty, wanted, institution, person, said.append, actor, at)
    email, password = _way_in(wanted, person, new_password, said.append, actor, at)
    return Made(tuple(said), email, password)


Say = Callable[[str], None]


def _find_institution(code: str) -> InstitutionData | None:
    return next((each for each in identity.list_institutions() if each.code == code), None)


def _institution(wanted: Wanted, say: Say, actor: ActorRef, at: datetime) -> InstitutionData:
    found = _find_institution(wanted.institution)
    if found:
        say(f"Institution {found.code}, {found.name}: it was there.")
        return found
    comuna = comunas.find_by_name(wanted.comuna)
    made = identity.create_institution(
        code=wanted.institution,
        name=wanted.name,
        short_name=wanted.short_name or wanted.name,
        kind=wanted.kind,
        comuna_code=comuna.code if comuna else wanted.comuna,
        rut=wanted.rut,
        actor=actor,
        at=at,
    )
    say(f"Institution {made.code}, {made.name}: made.")
    return made


def _person(wanted: Wanted, say: Say, actor: ActorRef, at: datetime) -> PersonData:
    found = identity.find_person(run=wanted.run)
    if found:
        say(f"Person {found.run}, {found.name}: was there.")
        return found
    made = identity.register_person(
        run=wanted.run, given_names=wanted.given_names, surnames=wanted.surnames, actor=actor, at=at
    )
    say(f"Person {made.run}, {made.name}: made.")
    return made


def _post(
    duty: Duty,
    wanted: Wanted,
    institution: InstitutionData,
    person: PersonData,
    say: Say,
    actor: ActorRef,
    at: datetime,
) -> None:
    """Give the person a post of the duty at the root, unless they hold one; a vacant one before a new one."""
    root = _root_unit(institution, say, actor, at)
    role = _role(duty, institution, say, actor, at)
    staff = identity.list_staff(institution_id=institution.id, at=at)
    fitting = [
        each for each in staff if each.post.unit_id == root.id and role.role.id in (r.role.id for r in each.roles)
    ]
    for each in fitting:
        if any(held.person.id == person.id for held in each.appointments):
            say(f"Post {each.post.code}, {each.post.title}: they hold it already.")
            return
    vacant = next((each.post for each in fitting if not each.appointments), None)
    post = vacant or identity.create_post(
        institution_id=institution.id,
        unit_id=root.id,
        code=_free_code(duty, staff),
        title=wanted.title or duty.title,
        role_codes=[role.role.code],
        actor=actor,
        at=at,
    )
    identity.appoint(post_id=post.id, person_id=person.id, starts_at=at, actor=actor, at=at)
    say(
        f"Post {post.code}, {post.title}: {'it was vacant' if vacant else 'made'}, and {person.name} holds it from now."
    )


def _root_unit(institution: InstitutionData, say: Say, actor: ActorRef, at: datetime) -> UnitData:
    roots = [each for each in identity.list_units(institution_id=institution.id) if each.parent_id is None]
    if roots:
        return roots[0]
    code, name = ROOT_UNITS.get(institution.kind, OTHER_ROOT_UNIT)
    made = identity.create_unit(institution_id=institution.id, code=code, name=name, actor=actor, at=at)
    say(f"Unit {made.code}, {made.name}: made, at the root.")
    return made


def _role(duty: Duty, institution: InstitutionData, say: Say, actor: ActorRef, at: datetime) -> RoleRights:
    def find() -> RoleRights | None:
        roles = identity.list_roles(institution_id=institution.id)
        return next((each for each in roles if all(each.allows(right.action) for right in duty.rights)), None)

    found = find()
    if found:
        return found
    identity.create_role(
        institution_id=institution.id,
        code=duty.role_code,
        name=duty.role_name,
        rights=duty.rights,
        actor=actor,
        at=at,
    )
    say(f"Role {duty.role_code}, {duty.role_name}: made.")
    made = find()
    assert made is not None
    return made


def _free_code(duty: Duty, staff: tuple[PostStaff, ...]) -> str:
    taken = {each.post.code for each in staff}
    return next(code for code in (f"{duty.post_prefix}-{number}" for number in count(1)) if code not in taken)


def _way_in(
    wanted: Wanted, person: PersonData, new_password: bool, say: Say, actor: ActorRef, at: datetime
) -> tuple[str, str]:
    """The e-mail and the new password; no password when there is one that the person knows."""
    account = identity.find_account(person_id=person.id)
    if account and account.email and not new_password:
        say(f"Account {account.email}: it was there; its password stays.")
        return account.email, ""
    email = account.email if account and account.email else wanted.email
    if not (account and account.email):
        unknown = secrets.token_urlsafe(PASSWORD_BYTES)
        identity.set_official_password(person_id=person.id, email=email, password=unknown, actor=actor, at=at)
    password = identity.renew_access(person_id=person.id, actor=actor, at=at)
    say(f"Account {email}: it has a password that opens once, within 24 hours.")
    return email, password
