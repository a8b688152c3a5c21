"""What payments hands out, and the port that a provider fills: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ventanilla.common.money import Money

# The wire to the simulator: what each signed statement is for, and the file of the key that both sides share.
SIMULATOR_REQUEST = "payment-request/1"
SIMULATOR_RESULT = "payment-result/1"
SIMULATOR_KEY_FILE = "payments-simulator.key"
SIMULATOR_REQUEST_LIFETIME_SECONDS = 30 * 60
SIMULATOR_RESULT_LIFETIME_SECONDS = 10 * 60


class ChargeState(StrEnum):
    """How a charge stands. EXPIRED follows from its last day, so nothing runs at midnight."""

    PENDING = "PENDING"
    SETTLED = "SETTLED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


class Outcome(StrEnum):
    """What a provider says of one attempt. CANCELLED: the person gave up; REJECTED: the bank refused."""

    PAID = "PAID"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"


class Disposition(StrEnum):
    """What a result did to its charge.

    NONE: no money came. SETTLES: this is the payment. SURPLUS: money for a charge that is settled or closed already, to
    be refunded. MISMATCH: another amount than charged; nothing is settled until a person looks.
    """

    NONE = "NONE"
    SETTLES = "SETTLES"
    SURPLUS = "SURPLUS"
    MISMATCH = "MISMATCH"


class AttemptState(StrEnum):
    """What the person is told of an attempt.

    IN_REVIEW: another amount came than was charged. TO_REFUND: money came for a charge that needed it no more.
    """

    WAITING = "WAITING"
    PAID = "PAID"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"
    IN_REVIEW = "IN_REVIEW"
    TO_REFUND = "TO_REFUND"


@dataclass(frozen=True, slots=True)
class ChargeData:
    """A charge as it stands on the day asked. `token` is what waits for it in the flow of the case."""

    uuid: UUID
    dossier: UUID
    token: UUID
    institution_id: int
    payer_person_id: int | None
    payer_organisation_id: int | None
    amount: Money
    concept: str
    due_on: date | None
    state: ChargeState
    charged_at: datetime
    settled_at: datetime | None
    authorisation: str
    in_review: bool


@dataclass(frozen=True, slots=True)
class AttemptData:
    """One try to pay, as the page to which the person returns shows it."""

    uuid: UUID
    charge_uuid: UUID
    dossier: UUID
    provider: str
    state: AttemptState
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that was just started: send the browser to `redirect_url`."""

    uuid: UUID
    redirect_url: str


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What a provider needs to take a payment. The browser comes back to `return_url`, which names the attempt."""

    attempt_uuid: UUID
    amount: Money
    concept: str
    payee: str
    return_url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProviderResult:
    """What a provider said, its signature already checked."""

    attempt_uuid: UUID
    outcome: Outcome
    amount: Money
    authorisation: str


class PaymentProvider(Protocol):
    """A payment provider. Register one with `providers.register`.

    `code` is stored with each attempt; `notice_slug` is its part of the address that takes its notices. For
    `open_seconds` after its start an attempt can be paid: meanwhile nobody starts another.
    """

    code: str
    notice_slug: str
    open_seconds: int

    def begin(self, request: PaymentRequest) -> str:
        """The address to send the browser to. Runs outside of any transaction, so it may use the network.

        The same attempt again is the same payment: its uuid is the key of the order at the provider, so that it can be
        paid once however often this is called. Raises ProviderUnavailable.
        """
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str], at: datetime) -> ProviderResult:
        """What a notice says, when the provider signed it. Raises NoticeRefused."""
        ...


__all__ = [
    "SIMULATOR_KEY_FILE",
    "SIMULATOR_REQUEST",
    "SIMULATOR_REQUEST_LIFETIME_SECONDS",
    "SIMULATOR_RESULT",
    "SIMULATOR_RESULT_LIFETIME_SECONDS",
    "Attempt",
    "AttemptData",
    "AttemptState",
    "ChargeData",
    "ChargeState",
    "Disposition",
    "Outcome",
    "PaymentProvider",
    "PaymentRequest",
    "ProviderResult",
]
