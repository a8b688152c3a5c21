"""Two small institutions for tests and the demo, made by the same operations as real ones."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from ventanilla.common import run as run_numbers
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api, second_factor
from ventanilla.kernel.identity.models import Person
from ventanilla.kernel.identity.queries.persons import person_data
from ventanilla.kernel.identity.sign_in import calls
from ventanilla.kernel.identity.types import (
    ADMINISTER,
    OPERATE,
    Actor,
    Capacity,
    InstitutionData,
    InstitutionKind,
    PersonData,
    PostData,
    Right,
    UnitData,
)

SETUP = ActorRef.by_rule("setup")
SINCE = datetime(2025, 1, 2, 12, tzinfo=UTC)
READ, WORK, DECIDE, PUBLISH = "cases.read", "cases.work", "cases.decide", "services.publish"

UNITS = {
    "ALCALDIA": ("Alcaldía", None),
    "DOM": ("Dirección de Obras Municipales", "ALCALDIA"),
    "RENTAS": ("Rentas y Patentes", "ALCALDIA"),
    "INSPECCION": ("Inspección Municipal", "ALCALDIA"),
}
ROLES = {
    "RENTAS": ("Funcionario de rentas", [READ, WORK]),
    "OBRAS": ("Revisor de obras", [READ, WORK]),
    "INSPECTOR": ("Inspector", [READ, WORK]),
    "JEFATURA": ("Jefatura de rentas", [READ, WORK, DECIDE]),
    "ADMIN": ("Administración", [ADMINISTER, PUBLISH]),
}
# post → unit, title, role, given names and surnames of its holder
POSTS = {
    "RENTAS-1": ("RENTAS", "Funcionaria de Rentas", "RENTAS", "Ana María", "Rojas Ñancupil"),
    "RENTAS-2": ("RENTAS", "Funcionario de Rentas", "RENTAS", "Luis", "Nahuelpán Soto"),
    "DOM-1": ("DOM", "Revisor de Obras", "OBRAS", "Pedro", "Álvarez Díaz"),
    "INSP-1": ("INSPECCION", "Inspectora", "INSPECTOR", "Marta", "Quispe Mamani"),
    "JEFE-RENTAS": ("RENTAS", "Jefa de Rentas y Patentes", "JEFATURA", "Carolina", "Muñoz Vera"),
    "ADMIN-1": ("ALCALDIA", "Administradora Municipal", "ADMIN", "Elena", "Torres Paredes"),
}
_run_numbers = count(12_000_001)
_rut_numbers = count(69_000_001)


@dataclass(frozen=True, slots=True)
class Official:
    """A person with an account who holds one post."""

    person: PersonData
    post: PostData
    account_id: int

    def actor(self, at: datetime) -> Actor:
        """The official at their desk."""
        return api.actor_of(account_id=self.account_id, post_id=self.post.id, at=at)


@dataclass(frozen=True, slots=True)
class Commune:
    """An institution with its units and officials, by code."""

    institution: InstitutionData
    units: dict[str, UnitData]
    officials: dict[str, Official]


def make_commune(code: str = "SAUCE", *, at: datetime = SINCE) -> Commune:
    """A municipality with four units, five roles, six posts and as many officials (no passwords)."""
    return _make(code, "Ilustre Municipalidad de El Sauce", "El Sauce", "06110", at)


def make_second(code: str = "ROBLE", *, at: datetime = SINCE) -> Commune:
    """Another municipality of the same form, in another time zone: the first must not see what it knows."""
    return _make(code, "Ilustre Municipalidad de El Roble", "El Roble", "12101", at)


def make_person(
    given_names: str = "Rosa", surnames: str = "Pérez Soto", *, email: str = "", at: datetime = SINCE
) -> PersonData:
    """A person with a valid RUN that no other has in this process."""
    return api.register_person(
        run=new_run(), given_names=given_names, surnames=surnames, email=email, actor=SETUP, at=at
    )


def make_actor(person: PersonData, *, at: datetime = SINCE) -> Actor:
    """The person signed in for themselves."""
    account = api.admit_person(
        run=person.run, given_names=person.given_names, surnames=person.surnames, actor=SETUP, at=at
    )
    return api.actor_of(account_id=account.id, at=at)


def make_official(
    post: PostData, given_names: str, surnames: str, *, capacity: Capacity = Capacity.HOLDER, at: datetime = SINCE
) -> Official:
    """A new person appointed to the post since `at`."""
    person = make_person(given_names, surnames, at=at)
    account = api.admit_person(run=person.run, given_names=given_names, surnames=surnames, actor=SETUP, at=at)
    api.appoint(post_id=post.id, person_id=person.id, capacity=capacity, starts_at=at, actor=SETUP, at=at)
    return Official(person, post, account.id)


def make_operator(commune: Commune, *, at: datetime = SINCE) -> Official:
    """Who operates the installation, at a post of the commune: its official `OPER-1`. Again, the same one."""
    if "OPER-1" not in commune.officials:
        of_it = {"institution_id": commune.institution.id, "actor": SETUP, "at": at}
        api.create_role(code="OPERACION", name="Operación", rights=[Right(OPERATE)], **of_it)
        post = api.create_post(
            unit_id=commune.units["ALCALDIA"].id,
            code="OPER-1",
            title="Encargada de Informática",
            role_codes=["OPERACION"],
            **of_it,
        )
        commune.officials["OPER-1"] = make_official(post, "Isidora", "Cárcamo Vidal", at=at)
    return commune.officials["OPER-1"]


def new_run() -> str:
    """A valid RUN that this process has not given yet."""
    number = next(_run_numbers)
    return f"{number}-{run_numbers.check_digit(number)}"


def new_rut() -> str:
    """A valid RUT that this process has not given yet."""
    number = next(_rut_numbers)
    return f"{number}-{run_numbers.check_digit(number)}"


def _make(code: str, name: str, short_name: str, comuna_code: str, at: datetime) -> Commune:
    institution = api.create_institution(
        code=code,
        name=name,
        short_name=short_name,
        kind=InstitutionKind.MUNICIPALITY,
        comuna_code=comuna_code,
        rut=new_rut(),
        actor=SETUP,
        at=at,
    )
    units: dict[str, UnitData] = {}
    for unit_code, (unit_name, parent) in UNITS.items():
        units[unit_code] = api.create_unit(
            institution_id=institution.id,
            code=unit_code,
            name=unit_name,
            parent_id=units[parent].id if parent else None,
            actor=SETUP,
            at=at,
        )
    for role_code, (role_name, actions) in ROLES.items():
        rights = [Right(action) for action in actions]
        api.create_role(
            institution_id=institution.id, code=role_code, name=role_name, rights=rights, actor=SETUP, at=at
        )
    officials = {}
    for post_code, (unit_code, title, role_code, given_names, surnames) in POSTS.items():
        post = api.create_post(
            institution_id=institution.id,
            unit_id=units[unit_code].id,
            code=post_code,
            title=title,
            role_codes=[role_code],
            actor=SETUP,
            at=at,
        )
        officials[post_code] = make_official(post, given_names, surnames, at=at)
    return Commune(institution, units, officials)


def all_persons() -> list[PersonData]:
    """Everybody whom identity knows, officials too, in the order of their registration."""
    return [person_data(row) for row in Person.objects.order_by("id")]


@contextmanager
def patience(*, seconds: float) -> Iterator[None]:
    """Inside, a provider of identity has so long for an answer."""
    before = calls.CALL_TIMEOUT_SECONDS
    calls.CALL_TIMEOUT_SECONDS = seconds
    try:
        yield
    finally:
        calls.CALL_TIMEOUT_SECONDS = before


def shown_code(secret_text: str, at: datetime) -> str:
    """What an authenticator shows that was given this text."""
    return second_factor.code_at(base64.b32decode(secret_text.replace(" ", "")), at)
