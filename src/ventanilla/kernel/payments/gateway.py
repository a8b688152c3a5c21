"""Where payments meets a provider: outside of transactions, because a provider may be slow or away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.money import Money
from ventanilla.kernel.payments import operations, providers, queries, settling
from ventanilla.kernel.payments.errors import AmountMismatch
from ventanilla.kernel.payments.types import Attempt, AttemptData, Disposition, Outcome, ProviderResult


def start_attempt(*, charge_uuid: UUID, return_url: str, actor: ActorRef, at: datetime) -> Attempt:
    """Start a try to pay a charge with the active provider: send the browser to the address that this gives.

    Again while that try waits for its result, it is the same try. The browser comes back to `return_url` with
    `intento=<uuid>` in its query, which proves nothing: ask `get_attempt`.
    Raises ChargeNotFound, AlreadySettled, ChargeNotOpen, ChargeOverdue, PaymentInReview, ProviderUnavailable (the
    attempt stays and another may be started). Writes Attempt in a transaction of its own, before the provider is asked.
    """
    provider = providers.active()
    request = operations.open_attempt(
        charge_uuid=charge_uuid,
        provider=provider.code,
        open_for=timedelta(seconds=provider.open_seconds),
        return_url=return_url,
        actor=actor,
        at=at,
    )
    return Attempt(uuid=request.attempt_uuid, redirect_url=provider.begin(request))


def receive_notice(*, notice_slug: str, body: bytes, headers: Mapping[str, str], at: datetime) -> AttemptData:
    """Take a notice that a provider sent to its address, server to server: check its signature, record its result.

    Raises ProviderUnknown, NoticeRefused, and what `record_result` raises. The same notice again changes nothing.
    """
    provider = providers.by_notice_slug(notice_slug)
    said = provider.read_notice(body, headers, at)
    return record_result(
        attempt_uuid=said.attempt_uuid,
        provider=provider.code,
        result=said.outcome,
        amount=said.amount,
        authorisation=said.authorisation,
        at=at,
    )


def record_result(
    *, attempt_uuid: UUID, provider: str, result: Outcome, amount: Money, authorisation: str, at: datetime
) -> AttemptData:
    """Record what `provider` said of an attempt, once, and settle its charge when it is the payment.

    Attempt, outcome and amount are the key: the same again, later or at once, changes nothing and is answered alike.
    Raises AttemptUnknown; AmountMismatch after recording it, without settling anything. Publishes ChargeSettled.
    """
    said = ProviderResult(attempt_uuid=attempt_uuid, outcome=result, amount=amount, authorisation=authorisation)
    disposition = settling.record(result=said, provider=provider, actor=ActorRef.system(f"payments:{provider}"), at=at)
    if disposition is Disposition.MISMATCH:
        raise AmountMismatch(f"The attempt {attempt_uuid} was paid with {amount.display()}, which is not its charge.")
    return queries.get_attempt(uuid=attempt_uuid)
