"""The writes that the State and the person make: charge, open an attempt, close. `settling` has the provider's."""

from datetime import date, datetime, timedelta
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.legal_time import local_date
from ventanilla.common.money import Money
from ventanilla.kernel.outbox.api import operation, publish
from ventanilla.kernel.payments import events, rules
from ventanilla.kernel.payments.errors import (
    AlreadySettled,
    ChargeNotOpen,
    ChargeOverdue,
    MalformedCharge,
    NotOverdue,
    PaymentInReview,
)
from ventanilla.kernel.payments.models import Attempt, Charge, Result
from ventanilla.kernel.payments.recording import append_act, locked, standing_of
from ventanilla.kernel.payments.types import ChargeState, Disposition, PaymentRequest


@operation
def charge(
    *,
    dossier: UUID,
    institution_id: int,
    amount: Money,
    concept: str,
    due_on: date | None,
    token: UUID,
    actor: ActorRef,
    at: datetime,
    payer_person_id: int | None = None,
    payer_organisation_id: int | None = None,
) -> UUID:
    """Charge `amount` for `dossier` and give the charge's uuid; with the same `token` again, that of the first time.

    `due_on` is the last local day to pay (None: no end). `token` is what waits in the flow.
    Raises MalformedCharge without exactly one payer, for an amount that is not of pesos above zero, or when the token
    was charged another amount. Writes Charge and a ledger entry "payment.charged".
    """
    if (payer_person_id is None) == (payer_organisation_id is None):
        raise MalformedCharge("A charge has one payer: a person or an organisation.")
    if amount.currency != "CLP" or amount.minor <= 0:
        raise MalformedCharge(f"The amount is {amount.display()}; accepted are pesos above zero.")
    made = Charge(
        institution_id=institution_id,
        dossier=dossier,
        token=token,
        payer_person_id=payer_person_id,
        payer_organisation_id=payer_organisation_id,
        amount_clp=amount.minor,
        concept=concept,
        due_on=due_on,
        charged_at=at,
    )
    Charge.objects.bulk_create([made], ignore_conflicts=True)
    stored = Charge.objects.select_related("institution").get(token=token)
    if stored.uuid != made.uuid:
        if (stored.amount_clp, stored.dossier) != (amount.minor, dossier):
            raise MalformedCharge(f"The token {token} was charged already, for another amount or dossier.")
        return stored.uuid
    _keep_act(stored, "payment.charged", actor=actor, at=at)
    return stored.uuid


@operation
def open_attempt(
    *, charge_uuid: UUID, provider: str, open_for: timedelta, return_url: str, actor: ActorRef, at: datetime
) -> PaymentRequest:
    """Open an attempt to pay a charge and give what its provider must know.

    While an attempt of the last `open_for` waits for its result, it is that one again: two presses of the button, or
    two windows, pay once. Raises ChargeNotFound, AlreadySettled, ChargeNotOpen, ChargeOverdue, PaymentInReview. Writes
    Attempt when it is new.
    """
    found = locked(uuid=charge_uuid)
    state = rules.state_of(standing_of(found), local_date(at, found.institution.comuna_code))
    if state is ChargeState.SETTLED:
        raise AlreadySettled
    if found.closing:
        raise ChargeNotOpen
    if state is ChargeState.EXPIRED:
        raise ChargeOverdue(due=f"{found.due_on:%d-%m-%Y}")
    if Result.objects.filter(attempt__charge=found, disposition=Disposition.MISMATCH).exists():
        raise PaymentInReview
    waiting = Attempt.objects.filter(charge=found, provider=provider, started_at__gt=at - open_for, results=None)
    attempt = waiting.order_by("-id").first() or Attempt.objects.create(
        charge=found, provider=provider, started_at=at, started_by=actor.as_json()
    )
    return PaymentRequest(
        attempt_uuid=attempt.uuid,
        amount=Money(found.amount_clp),
        concept=found.concept,
        payee=found.institution.name,
        return_url=f"{return_url}{'&' if '?' in return_url else '?'}intento={attempt.uuid}",
        at=at,
    )


@operation
def postpone(*, charge_uuid: UUID, due_on: date, actor: ActorRef, at: datetime) -> None:
    """The charge can be paid until `due_on`, later than before: its term began later. An earlier day changes nothing.

    Raises ChargeNotFound, AlreadySettled, ChargeNotOpen. Writes Charge and a ledger entry "payment.postponed".
    """
    found = locked(uuid=charge_uuid)
    if standing_of(found).settled:
        raise AlreadySettled
    if found.closing:
        raise ChargeNotOpen
    if found.due_on is None or due_on <= found.due_on:
        return
    found.due_on = due_on
    found.save(update_fields=["due_on"])
    _keep_act(found, "payment.postponed", actor=actor, at=at)


@operation
def cancel(*, charge_uuid: UUID, reason: str, actor: ActorRef, at: datetime) -> None:
    """Annul a charge with its reason: it can no longer be paid. Money of an attempt under way will be a surplus.

    Raises ChargeNotFound, AlreadySettled, ChargeNotOpen. Writes Charge and a ledger entry "payment.cancelled", and
    publishes ChargeClosed.
    """
    _close(locked(uuid=charge_uuid), ChargeState.CANCELLED, reason, actor=actor, at=at)


@operation
def expire(*, charge_uuid: UUID, actor: ActorRef, at: datetime) -> None:
    """Close a charge whose last day to pay is over in the institution's comuna.

    Raises ChargeNotFound, AlreadySettled, ChargeNotOpen, NotOverdue. Writes Charge and a ledger entry
    "payment.expired", and publishes ChargeClosed.
    """
    found = locked(uuid=charge_uuid)
    state = rules.state_of(standing_of(found), local_date(at, found.institution.comuna_code))
    if state is ChargeState.PENDING:
        raise NotOverdue
    _close(found, ChargeState.EXPIRED, "", actor=actor, at=at)


def _close(found: Charge, closing: ChargeState, reason: str, *, actor: ActorRef, at: datetime) -> None:
    if standing_of(found).settled:
        raise AlreadySettled
    if found.closing:
        raise ChargeNotOpen
    found.closing, found.closing_reason, found.closed_at = closing, reason, at
    found.save(update_fields=["closing", "closing_reason", "closed_at"])
    _keep_act(found, f"payment.{closing.value.lower()}", actor=actor, at=at)
    publish(events.ChargeClosed(subject=found.dossier, charge=found.uuid, token=found.token, reason=closing.value))


def _keep_act(found: Charge, kind: str, *, actor: ActorRef, at: datetime) -> None:
    private = {
        "charge": str(found.uuid),
        "amount_clp": found.amount_clp,
        "concept": found.concept,
        "due_on": found.due_on.isoformat() if found.due_on else "",
        "reason": found.closing_reason,
    }
    act, salts = append_act(kind, institution=found.institution.uuid, actor=actor, at=at, private=private)
    found.acts = [*found.acts, {"act": str(act), "kind": kind, "salts": salts}]
    found.save(update_fields=["acts"])
