"""What a provider's result does to its charge: written once, whoever says it, however often.

The charge's row is locked first, so that two notices, or a notice and a cancellation, are one after the other.
"""

from datetime import datetime

import structlog

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.outbox.api import operation, publish
from ventanilla.kernel.payments import rules
from ventanilla.kernel.payments.errors import AttemptUnknown
from ventanilla.kernel.payments.events import ChargeSettled
from ventanilla.kernel.payments.models import Attempt, Charge, Result, Settlement
from ventanilla.kernel.payments.recording import append_act, locked, standing_of
from ventanilla.kernel.payments.types import Disposition, Outcome, ProviderResult

_ACT_OF_MONEY = {
    Disposition.SETTLES: "payment.settled",
    Disposition.SURPLUS: "payment.surplus",
    Disposition.MISMATCH: "payment.mismatch",
}

_log = structlog.get_logger(__name__)


@operation
def record(*, result: ProviderResult, provider: str, actor: ActorRef, at: datetime) -> Disposition:
    """Record what `provider` said of an attempt, once, and settle its charge when it is the payment.

    The same result again, later or at the same time, changes nothing and is answered as the first time.
    Raises AttemptUnknown. Writes Result; when money came, a ledger entry; when it settles, Settlement, and publishes
    ChargeSettled. Logs an error that alerts the operator when money came that does not settle.
    """
    attempt = Attempt.objects.filter(uuid=result.attempt_uuid, provider=provider).first()
    if attempt is None:
        raise AttemptUnknown
    found = locked(pk=attempt.charge_id)
    said = list(attempt.results.order_by("id"))
    earlier = _told_already(said, result)
    if earlier is not None:
        return Disposition(earlier.disposition)
    disposition = rules.disposition_of(standing_of(found), result.outcome, result.amount.minor)
    stored = _store(attempt, found, result, disposition, actor=actor, at=at)
    if disposition is Disposition.SETTLES:
        Settlement.objects.create(charge=found, result=stored, amount_clp=result.amount.minor, settled_at=at)
        publish(ChargeSettled(subject=found.dossier, charge=found.uuid, token=found.token))
    elif disposition is not Disposition.NONE:
        _log.error(
            f"alert.payment_{disposition.lower()}", charge=str(found.uuid), attempt=str(attempt.uuid), provider=provider
        )
    return disposition


def _told_already(said: list[Result], result: ProviderResult) -> Result | None:
    """The stored result that this one repeats, or that it comes too late to change."""
    for each in said:
        if each.disposition == Disposition.MISMATCH:
            same = (each.amount_clp, each.authorisation) == (result.amount.minor, result.authorisation)
            if same and result.outcome is Outcome.PAID:
                return each
        elif each.outcome in (result.outcome, Outcome.PAID):
            return each
    return None


def _store(
    attempt: Attempt,
    found: Charge,
    result: ProviderResult,
    disposition: Disposition,
    *,
    actor: ActorRef,
    at: datetime,
) -> Result:
    act, salts = None, {}
    if disposition is not Disposition.NONE:
        private = {
            "charge": str(found.uuid),
            "amount_clp": result.amount.minor,
            "authorisation": result.authorisation,
        }
        kind, institution = _ACT_OF_MONEY[disposition], found.institution.uuid
        act, salts = append_act(kind, institution=institution, actor=actor, at=at, private=private)
    return Result.objects.create(
        attempt=attempt,
        outcome=result.outcome,
        disposition=disposition,
        amount_clp=result.amount.minor,
        authorisation=result.authorisation,
        at=at,
        act=act,
        salts=salts,
    )
