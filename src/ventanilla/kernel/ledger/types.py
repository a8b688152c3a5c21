"""What the ledger hands out: frozen values, no models."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json


@dataclass(frozen=True, slots=True)
class Appended:
    """The random id of the act, public in the log, and the salt of each commitment.

    `salts` has one salt of 32 bytes per private value, by its name, and one named `actor` for who acted. The caller
    stores each beside its value and erases both together: the log keeps neither.
    """

    act: UUID
    salts: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One look at a person's data, as that person sees it: when, who, for what, and what was shown."""

    at: datetime
    actor: ActorRef
    institution: UUID | None
    purpose: str
    what: str
    service: str
    dossier: UUID | None
    act: UUID


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is written and not published yet: how many entries, and when the oldest of them was written."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That `entry` is leaf `index` of the tree of `size` leaves whose root `checkpoint`, a signed note, states."""

    entry: bytes
    index: int
    size: int
    hashes: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says: the log `origin` has `size` leaves, and they hash to `root`."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry read back from its bytes. Of a sensitive service, only the day and the commitments are known."""

    at: str
    institution: str
    kind: str
    norm: str
    post: str
    service: str
    public: dict[str, Json]
    commitments: dict[str, str]
    sensitive: bool


class EpochReason(StrEnum):
    """Why a stretch of the log began."""

    CREATED = "CREATED"
    KEY_ROTATED = "KEY_ROTATED"
    RESTORED = "RESTORED"


@dataclass(frozen=True, slots=True)
class LogEpoch:
    """A stretch of the log signed by one key under one origin.

    It begins with entry number `first_size`, counted from 0: `first_size` leaves belong to the epochs before. What it
    signs are the checkpoints of a larger size, until the next epoch begins. `cited_note` is the checkpoint that a
    restore lost, "" when nothing was lost or nothing is known.
    """

    number: int
    origin: str
    verifier_key: str
    first_size: int
    begun_at: datetime
    reason: EpochReason
    cited_note: str = ""
