"""What happened to charges. Payloads are ids; `subject` is the dossier, so that a case hears of it in order."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ventanilla.kernel.outbox.types import Event


@dataclass(frozen=True, slots=True)
class ChargeSettled(Event):
    """`charge` is paid, once; `token` is what waited for it."""

    name: ClassVar[str] = "payments.charge_settled"
    charge: UUID
    token: UUID


@dataclass(frozen=True, slots=True)
class ChargeClosed(Event):
    """`charge` will not be paid: `reason` is EXPIRED or CANCELLED. `token` is what waited for it."""

    name: ClassVar[str] = "payments.charge_closed"
    charge: UUID
    token: UUID
    reason: str


__all__ = ["ChargeClosed", "ChargeSettled"]
