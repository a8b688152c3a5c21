"""Persons and organisations: entered once in the installation, whoever meets them first."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ventanilla.common import comunas
from ventanilla.common import run as run_numbers
from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.common.canonical import Json
from ventanilla.common.text import sort_key
from ventanilla.kernel.identity.errors import (
    AlreadyRegistered,
    EmailNotValid,
    NameMissing,
    PersonNotFound,
    RightMissing,
    RunNotValid,
)
from ventanilla.kernel.identity.models import Organisation, Person
from ventanilla.kernel.identity.operations.institutions import valid_rut
from ventanilla.kernel.identity.queries.persons import organisation_data, person_data
from ventanilla.kernel.identity.records import record, refusing
from ventanilla.kernel.identity.types import OrganisationData, PersonData
from ventanilla.kernel.outbox import api as outbox


@outbox.operation
def register_person(
    *,
    run: str,
    given_names: str,
    surnames: str,
    email: str = "",
    comuna_code: str = "",
    actor: ActorRef,
    at: datetime,
) -> PersonData:
    """Enter a person. Look first with `find_person`: a RUN that is there is refused, also from a parallel call.

    Raises RunNotValid, NameMissing, EmailNotValid, AlreadyRegistered. Writes person and ledger entry, in which all
    the data are one commitment.
    """
    if not given_names.strip() or not surnames.strip():
        raise NameMissing
    row = Person(
        run=valid_run(run),
        given_names=given_names.strip(),
        surnames=surnames.strip(),
        sort_key=_name_key(given_names, surnames),
        email=valid_email(email) if email else "",
        comuna_code=_known_comuna(comuna_code),
    )
    row.acts = [record("identity.person_registered", actor=actor, at=at, private={"person": _committed(row)})]
    with refusing({"identity_person_run": AlreadyRegistered}):
        row.save()
    return person_data(row)


@outbox.operation
def change_contact(*, person_id: int, email: str, comuna_code: str = "", actor: ActorRef, at: datetime) -> PersonData:
    """Change where the person gets notices, and their comuna. They themselves, a post that attends them, or by rule.

    Raises PersonNotFound, RightMissing, EmailNotValid. Writes the person and a ledger entry; the salts of earlier
    data are erased with them.
    """
    row = Person.objects.select_for_update().filter(id=person_id).first()
    if row is None:
        raise PersonNotFound
    if actor.kind is ActorKind.SYSTEM or (actor.kind is ActorKind.PERSON and actor.person_uuid != row.uuid):
        raise RightMissing
    row.email = valid_email(email) if email else ""
    row.comuna_code = _known_comuna(comuna_code)
    for act in row.acts:
        act["salts"].pop("person", None)
    row.acts += [record("identity.contact_changed", actor=actor, at=at, private={"person": _committed(row)})]
    row.save(update_fields=["email", "comuna_code", "acts"])
    return person_data(row)


@outbox.operation
def register_organisation(*, rut: str, name: str, actor: ActorRef, at: datetime) -> OrganisationData:
    """Enter an organisation. Look first with `find_organisation`. It represents nobody yet: that is a mandate.

    Raises RutNotValid, NameMissing, AlreadyRegistered. Writes organisation and ledger entry.
    """
    if not name.strip():
        raise NameMissing
    row = Organisation(rut=valid_rut(rut), name=name.strip(), sort_key=sort_key(name))
    committed = {"uuid": str(row.uuid), "rut": row.rut, "name": row.name}
    row.acts = [record("identity.organisation_registered", actor=actor, at=at, private={"organisation": committed})]
    with refusing({"identity_organisation_rut": AlreadyRegistered}):
        row.save()
    return organisation_data(row)


def valid_run(run: str) -> str:
    """The stored form of a RUN. Raises RunNotValid."""
    try:
        return run_numbers.parse(run)
    except ValueError as error:
        raise RunNotValid from error


def valid_email(email: str) -> str:
    """The address without spaces and in lower case. Raises EmailNotValid."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise EmailNotValid from error
    return address


def _known_comuna(code: str) -> str:
    return comunas.get(code).code if code else ""


def _name_key(given_names: str, surnames: str) -> str:
    return sort_key(f"{surnames.strip()} {given_names.strip()}")


def _committed(row: Person) -> Json:
    return {
        "uuid": str(row.uuid),
        "run": row.run,
        "given_names": row.given_names,
        "surnames": row.surnames,
        "email": row.email,
        "comuna_code": row.comuna_code,
    }
