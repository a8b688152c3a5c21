"""What an account enters with."""

from dataclasses import dataclass

from ventanilla.kernel.identity import second_factor
from ventanilla.kernel.identity.errors import AccountNotFound
from ventanilla.kernel.identity.models import Account, Passkey, RecoveryCode, SecondFactor
from ventanilla.kernel.identity.queries.actors import account_data
from ventanilla.kernel.identity.types import AccessData, AccountData, PasskeyData


@dataclass(frozen=True, slots=True)
class PasskeyToCheck:
    """The public half of a passkey, with its account, for the check of an answer."""

    account: AccountData
    public_key: bytes
    sign_count: int


def get_access(*, account_id: int) -> AccessData:
    """What the account enters with besides its password. Four queries. Raises AccountNotFound."""
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise AccountNotFound
    factor = SecondFactor.objects.filter(account_id=account_id).first()
    passkeys = Passkey.objects.filter(account_id=account_id).order_by("added_at", "id")
    return AccessData(
        second_factor_set_at=factor.set_at if factor else None,
        recovery_codes_left=RecoveryCode.objects.filter(account_id=account_id).count(),
        codes_to_keep=factor is not None and factor.sealed_codes is not None,
        password_until=account.password_until,
        passkeys=tuple(PasskeyData(row.uuid, row.device, row.added_at, row.used_at) for row in passkeys),
    )


def secret_to_register(*, account_id: int, attempt: str) -> str:
    """What is typed into an authenticator, in groups of four, to register it in this attempt.

    Raises AccountNotFound.
    """
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise AccountNotFound
    return second_factor.secret_text(second_factor.secret_of(attempt, account.uuid))


def codes_to_keep(*, account_id: int) -> tuple[str, ...]:
    """The recovery codes that their owner has not kept yet; none afterwards. One query. Raises Fault."""
    row = SecondFactor.objects.select_related("account").filter(account_id=account_id).first()
    if row is None or row.sealed_codes is None:
        return ()
    return tuple(second_factor.unseal(row.sealed_codes, row.account.uuid).decode().split())


def find_passkey(*, credential_id: bytes) -> PasskeyToCheck | None:
    """The passkey of an open account, or None. One query."""
    row = Passkey.objects.select_related("account").filter(credential_id=credential_id).first()
    if row is None or not row.account.is_active:
        return None
    return PasskeyToCheck(account_data(row.account), bytes(row.public_key), row.sign_count)


def passkey_ids(*, account_id: int) -> tuple[bytes, ...]:
    """The credentials of an account, so that a device does not make a second one. One query."""
    rows = Passkey.objects.filter(account_id=account_id).values_list("credential_id", flat=True)
    return tuple(bytes(each) for each in rows)
