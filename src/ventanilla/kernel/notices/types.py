"""What notices hands out: frozen values, never rows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ChannelPolicy(StrEnum):
    """How a notice goes out besides the inbox.

    EMAIL: to the person's e-mail. INBOX: nowhere else (courtesy only). EXEMPT: the person does not use electronic means
    (DS 4 arts. 29–33), so the institution notifies on paper.
    """

    EMAIL = "EMAIL"
    INBOX = "INBOX"
    EXEMPT = "EXEMPT"


class DeliveryResult(StrEnum):
    """The results of DS 8: sent; failed, to be sent again; no address; person exempt."""

    SENT = "SENT"
    FAILED_RETRY = "FAILED_RETRY"
    NO_ADDRESS = "NO_ADDRESS"
    EXEMPT = "EXEMPT"


class DeliveryState(StrEnum):
    """How the sending stands. GIVEN_UP, NO_ADDRESS and EXEMPT: a legal notice has to go on paper."""

    INBOX_ONLY = "INBOX_ONLY"
    WAITING = "WAITING"
    RETRYING = "RETRYING"
    SENT = "SENT"
    NO_ADDRESS = "NO_ADDRESS"
    EXEMPT = "EXEMPT"
    GIVEN_UP = "GIVEN_UP"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One line of the inbox."""

    uuid: UUID
    institution_name: str
    subject: str
    legal: bool
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One try to send: when, with which result, and the server's code when there is one."""

    at: datetime
    result: DeliveryResult
    detail: str


@dataclass(frozen=True, slots=True)
class NoticeData:
    """A notice whole. `legal_on` is the day that it is deemed notified (DS 4 art. 27); None until it is sent."""

    uuid: UUID
    dossier: UUID
    institution_id: int
    institution_name: str
    person_id: int
    kind: str
    legal: bool
    subject: str
    paragraphs: tuple[str, ...]
    document_uuids: tuple[UUID, ...]
    created_at: datetime
    sent_at: datetime | None
    legal_on: date | None
    read_at: datetime | None
    delivery: DeliveryState
    deliveries: tuple[DeliveryLine, ...]


__all__ = [
    "ChannelPolicy",
    "DeliveryLine",
    "DeliveryResult",
    "DeliveryState",
    "NoticeData",
    "NoticeRow",
]
