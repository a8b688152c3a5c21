"""What officials enter with besides the password: authenticator, recovery codes, passkeys; its renewal by another."""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import second_factor
from ventanilla.kernel.identity.errors import (
    AccountNotFound,
    CodeNotValid,
    OwnAccess,
    PasskeyAlreadyThere,
    PasskeyNotFound,
)
from ventanilla.kernel.identity.models import Account, Passkey, RecoveryCode, SecondFactor
from ventanilla.kernel.identity.operations.accounts import require_keeper
from ventanilla.kernel.identity.operations.sessions import end_other_sessions
from ventanilla.kernel.identity.queries.persons import get_person
from ventanilla.kernel.identity.records import record, refusing
from ventanilla.kernel.identity.types import PasskeyData
from ventanilla.kernel.outbox import api as outbox

TEMPORARY_PASSWORD_HOURS = 24
TEMPORARY_PASSWORD_BYTES = 12


@outbox.operation
def set_second_factor(*, account_id: int, code: str, attempt: str, actor: ActorRef, at: datetime) -> None:
    """Take the authenticator that shows `code` from the secret of `attempt`, in place of another, with recovery codes.

    The codes are shown by `codes_to_keep` until `keep_recovery_codes`. The same press again changes nothing,
    and codes that wait to be kept stay. Raises AccountNotFound, CodeNotValid. Writes the sealed secret, the digests of
    the codes and a ledger entry.
    """
    account = _account(account_id)
    row = SecondFactor.objects.filter(account_id=account_id).first() or SecondFactor(account_id=account_id)
    use = _use(account, attempt, code)
    if _is_same(row, use):
        return
    secret = second_factor.secret_of(attempt, account.uuid)
    step = second_factor.step_of(secret, code, after=0, at=at)
    if step is None:
        raise CodeNotValid
    act = record("identity.second_factor_set", actor=actor, at=at, private={"account": str(account.uuid)})
    row.sealed_secret = second_factor.seal(secret, account.uuid)
    row.last_step, row.set_at, row.last_use = step, at, use
    row.sealed_codes = row.sealed_codes or _new_codes(account)
    row.acts = [*row.acts, act]
    row.save()


@outbox.operation
def renew_recovery_codes(*, account_id: int, actor: ActorRef, at: datetime) -> None:
    """New recovery codes in place of those that are left; those that wait to be kept stay.

    Raises AccountNotFound. Writes them and a ledger entry.
    """
    account = _account(account_id)
    row = SecondFactor.objects.filter(account_id=account_id).first()
    if row is None:
        raise AccountNotFound
    if row.sealed_codes is not None:
        return
    act = record("identity.recovery_codes_made", actor=actor, at=at, private={"account": str(account.uuid)})
    row.sealed_codes, row.acts = _new_codes(account), [*row.acts, act]
    row.save(update_fields=["sealed_codes", "acts"])


@outbox.operation
def keep_recovery_codes(*, account_id: int, actor: ActorRef, at: datetime) -> None:
    """Their owner has them: from now on nobody can read them. Writes that."""
    SecondFactor.objects.filter(account_id=account_id).update(sealed_codes=None)


@outbox.operation
def use_second_factor(*, account_id: int, code: str, attempt: str = "", actor: ActorRef, at: datetime) -> None:
    """Take a code of the authenticator, or one of recovery, once. Raises AccountNotFound, CodeNotValid.

    `attempt` names one way in: the same code of the same attempt again is the same press. Writes that it was used; for
    a code of recovery also a ledger entry.
    """
    account = _account(account_id)
    row = SecondFactor.objects.filter(account_id=account_id).first()
    if row is None:
        raise CodeNotValid
    use = _use(account, attempt, code)
    if _is_same(row, use):
        return
    secret = second_factor.unseal(row.sealed_secret, account.uuid)
    step = second_factor.step_of(secret, code, after=row.last_step, at=at)
    if step is not None:
        row.last_step, row.last_use = step, use
        row.save(update_fields=["last_step", "last_use"])
        return
    digest = second_factor.digest_of(code, account.uuid)
    if RecoveryCode.objects.filter(account_id=account_id, digest=digest).delete()[0] != 1:
        raise CodeNotValid
    act = record("identity.recovery_code_used", actor=actor, at=at, private={"account": str(account.uuid)})
    row.last_use, row.acts = use, [*row.acts, act]
    row.save(update_fields=["last_use", "acts"])


@outbox.operation
def add_passkey(
    *,
    account_id: int,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
    device: str,
    actor: ActorRef,
    at: datetime,
) -> PasskeyData:
    """Take a passkey whose making was checked; taken before, nothing changes.

    Raises AccountNotFound, PasskeyAlreadyThere when it is of another account. Writes it, and a ledger entry.
    """
    account = _account(account_id)
    known = Passkey.objects.filter(account_id=account_id, credential_id=credential_id).first()
    if known is not None:
        return PasskeyData(known.uuid, known.device, known.added_at, known.used_at)
    act = record("identity.passkey_added", actor=actor, at=at, private={"account": str(account.uuid)})
    row = Passkey(
        account_id=account_id,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        device=device,
        added_at=at,
        acts=[act],
    )
    with refusing({"identity_passkey_credential_id": PasskeyAlreadyThere}):
        row.save()
    return PasskeyData(row.uuid, row.device, row.added_at, None)


@outbox.operation
def use_passkey(*, credential_id: bytes, sign_count: int, actor: ActorRef, at: datetime) -> None:
    """A passkey opened, as was checked. Raises PasskeyNotFound. Writes its count and the instant."""
    used = Passkey.objects.filter(credential_id=credential_id).update(sign_count=sign_count, used_at=at)
    if used != 1:
        raise PasskeyNotFound


@outbox.operation
def remove_passkey(*, account_id: int, passkey: UUID, actor: ActorRef, at: datetime) -> None:
    """Take a passkey of the account away; it opens nothing from then on. Taken away before, nothing changes.

    Raises AccountNotFound. Writes a ledger entry.
    """
    account = _account(account_id)
    row = Passkey.objects.filter(account_id=account_id, uuid=passkey).first()
    if row is None:
        return
    act = record("identity.passkey_removed", actor=actor, at=at, private={"account": str(account.uuid)})
    account.acts = [*account.acts, act]
    account.save(update_fields=["acts"])
    row.delete()


@outbox.operation
def renew_access(*, person_id: int, actor: ActorRef, at: datetime) -> str:
    """For an official who lost what they enter with: a password that opens once in a day, to choose another.

    Another administrator of a unit where they serve, or the installation; nobody for themselves. The authenticator, the
    recovery codes and the passkeys are gone, and the open sessions end. Raises PersonNotFound, AccountNotFound,
    RightMissing, OwnAccess. Writes account and ledger entry; the password is only returned.
    """
    person = get_person(id=person_id)
    if actor.person_uuid == person.uuid:
        raise OwnAccess
    require_keeper(actor, person, at)
    row = Account.objects.select_for_update().filter(person_id=person_id, email__isnull=False).first()
    if row is None:
        raise AccountNotFound
    password = secrets.token_urlsafe(TEMPORARY_PASSWORD_BYTES)
    row.set_password(password)
    row.password_until = at + timedelta(hours=TEMPORARY_PASSWORD_HOURS)
    row.acts += [record("identity.access_renewed", actor=actor, at=at, private={"account": str(row.uuid)})]
    row.save()
    SecondFactor.objects.filter(account_id=row.id).delete()
    RecoveryCode.objects.filter(account_id=row.id).delete()
    Passkey.objects.filter(account_id=row.id).delete()
    end_other_sessions(account_id=row.id, actor=actor, at=at)
    return password


def _new_codes(account: Account) -> bytes:
    """Put new codes in place of those before; the sealed text of them."""
    codes = second_factor.new_codes()
    RecoveryCode.objects.filter(account_id=account.id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account.id, digest=second_factor.digest_of(code, account.uuid)) for code in codes
    )
    return second_factor.seal(" ".join(codes).encode(), account.uuid)


def _is_same(row: SecondFactor, use: bytes | None) -> bool:
    """Whether this press was taken before."""
    return use is not None and row.last_use is not None and hmac.compare_digest(bytes(row.last_use), use)


def _use(account: Account, attempt: str, code: str) -> bytes | None:
    """What tells this press from others; None when nobody says of which attempt it is."""
    return second_factor.digest_of(f"{attempt}{code}", account.uuid) if attempt else None


def _account(account_id: int) -> Account:
    """The open account, held until the end of the transaction. Raises AccountNotFound."""
    row = Account.objects.select_for_update().filter(id=account_id, is_active=True).first()
    if row is None:
        raise AccountNotFound
    return row
