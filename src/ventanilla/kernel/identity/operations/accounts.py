"""Accounts: how a person or an official gets in. They give no right by themselves."""

import contextlib
from datetime import datetime

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    validate_password,
)
from django.core.exceptions import ValidationError

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.identity.errors import (
    AccountNotFound,
    AlreadyRegistered,
    EmailTaken,
    PasswordTooWeak,
    PersonNotFound,
    RightMissing,
)
from ventanilla.kernel.identity.models import Account
from ventanilla.kernel.identity.operations.persons import register_person, valid_email, valid_run
from ventanilla.kernel.identity.operations.sessions import end_other_sessions
from ventanilla.kernel.identity.queries.actors import account_data, in_force
from ventanilla.kernel.identity.queries.persons import find_person, get_person
from ventanilla.kernel.identity.queries.rights import may, reaches_installation, require_may_give
from ventanilla.kernel.identity.records import record, refusing
from ventanilla.kernel.identity.types import ADMINISTER, AccountData, PersonData
from ventanilla.kernel.outbox import api as outbox

PASSWORD_MIN_CHARACTERS = 12
# NIST SP 800-63B: length and a list of known ones; no rules of composition.
VALIDATORS = [
    MinimumLengthValidator(min_length=PASSWORD_MIN_CHARACTERS),
    CommonPasswordValidator(),
    NumericPasswordValidator(),
]


@outbox.operation
def admit_person(
    *, run: str, given_names: str, surnames: str, email: str = "", actor: ActorRef, at: datetime
) -> AccountData:
    """The account of the person that an identity provider has just vouched for; person and account as needed.

    Names that are there are kept; of two parallel first times one makes both. Raises RunNotValid, NameMissing,
    EmailNotValid; a closed account is refused later, by `actor_of`. Writes nothing when both exist, else person,
    account and their entries. The actor is the provider, by rule.
    """
    person = find_person(run=valid_run(run))
    if person is None:
        with contextlib.suppress(AlreadyRegistered), outbox.attempt():
            register_person(run=run, given_names=given_names, surnames=surnames, email=email, actor=actor, at=at)
        person = find_person(run=run)
    if person is None:
        raise PersonNotFound
    with contextlib.suppress(AlreadyRegistered):
        if not Account.objects.filter(person_id=person.id).exists():
            _open_account(person, actor, at)
    return account_data(Account.objects.get(person_id=person.id))


@outbox.operation
def set_official_password(*, person_id: int, email: str, password: str, actor: ActorRef, at: datetime) -> AccountData:
    """Give an official the e-mail and password to enter with; opens the account when there is none.

    They themselves, by rule, or a post that administers a unit where they hold a post. Raises PersonNotFound,
    RightMissing, EmailNotValid, PasswordTooWeak, EmailTaken. Writes account and ledger entry, never the password, and
    ends the open sessions.
    """
    person = get_person(id=person_id)
    require_keeper(actor, person, at)
    address = valid_email(email)
    row = Account.objects.select_for_update().filter(person_id=person_id).first() or _open_account(person, actor, at)
    row.email, row.password_until = address, None
    _set_password(row, password)
    row.acts += [record("identity.password_set", actor=actor, at=at, private={"account": str(row.uuid)})]
    with refusing({"identity_account_email": EmailTaken}):
        row.save()
    end_other_sessions(account_id=row.id, actor=actor, at=at)
    return account_data(row)


@outbox.operation
def choose_password(*, account_id: int, password: str, actor: ActorRef, at: datetime) -> None:
    """A password of one's own in place of the one that an administrator gave, by whoever has just entered with that.

    Chosen before, nothing changes. Raises AccountNotFound, PasswordTooWeak. Writes account and ledger entry, never the
    password.
    """
    row = Account.objects.select_for_update().filter(id=account_id).first()
    if row is None:
        raise AccountNotFound
    if row.password_until is None:
        return
    _set_password(row, password)
    row.password_until = None
    row.acts += [record("identity.password_set", actor=actor, at=at, private={"account": str(row.uuid)})]
    row.save()


def _set_password(row: Account, password: str) -> None:
    try:
        validate_password(password, password_validators=VALIDATORS)
    except ValidationError as error:
        raise PasswordTooWeak from error
    row.set_password(password)


@outbox.operation
def close_account(*, person_id: int, actor: ActorRef, at: datetime) -> None:
    """Close the account: nobody enters with it from the next request on. The row stays.

    Raises PersonNotFound, AccountNotFound, RightMissing. Writes account and ledger entry, and ends the open sessions.
    """
    person = get_person(id=person_id)
    require_keeper(actor, person, at)
    row = Account.objects.select_for_update().filter(person_id=person_id).first()
    if row is None:
        raise AccountNotFound
    row.is_active = False
    row.acts += [record("identity.account_closed", actor=actor, at=at, private={"account": str(row.uuid)})]
    row.save(update_fields=["is_active", "acts"])
    end_other_sessions(account_id=row.id, actor=actor, at=at)


def _open_account(person: PersonData, actor: ActorRef, at: datetime) -> Account:
    row = Account(person_id=person.id)
    row.set_password(None)
    with refusing({"identity_account_person": AlreadyRegistered}):
        row.acts = [record("identity.account_opened", actor=actor, at=at, private={"account": str(row.uuid)})]
        row.save()
    return row


def require_keeper(actor: ActorRef, person: PersonData, at: datetime) -> None:
    """Raises RightMissing unless it is the person, the installation, or who administers a unit where they serve.

    Whoever sets a password can enter with it: that of an operator of the installation is no administrator's.
    """
    if actor.kind is ActorKind.RULE or actor.person_uuid == person.uuid:
        return
    held_posts = list(in_force(at).filter(person_id=person.id).select_related("post"))
    require_may_give(actor=actor, installation=any(reaches_installation(post_id=each.post_id) for each in held_posts))
    for held in held_posts:
        if may(actor=actor, action=ADMINISTER, institution_id=held.institution_id, unit_id=held.post.unit_id, at=at):
            return
    raise RightMissing
