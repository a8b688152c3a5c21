"""What is found out about a file."""

from dataclasses import dataclass, field
from enum import StrEnum

from ventanilla.common.public_keys import PublicKeys


class Verdict(StrEnum):
    """Only AUTHENTIC is good: it is intact, and the key is known to be of who it says."""

    AUTHENTIC = "AUTHENTIC"
    ALTERED = "ALTERED"  # what is there is not what was signed
    ADDED_TO = "ADDED_TO"  # a PDF that was continued after it was signed
    UNSIGNED = "UNSIGNED"  # a PDF without signature
    NOT_KNOWN = "NOT_KNOWN"  # intact, and whose key it is cannot be told
    NO_KEY = "NO_KEY"  # the key that would check it is not here
    REPLACED_KEY = "REPLACED_KEY"  # a known key, which another had replaced by then
    CONTRADICTORY = "CONTRADICTORY"  # a known key signed in the name of another
    DAMAGED = "DAMAGED"  # cut short or broken before its signature could be looked at
    NOT_OURS = "NOT_OURS"  # nothing that Ventanilla gives


class Kind(StrEnum):
    """What Ventanilla gives that can be verified."""

    RECEIPT = "RECEIPT"
    RECEIPT_PDF = "RECEIPT_PDF"
    DOCUMENT = "DOCUMENT"
    CHECKPOINT = "CHECKPOINT"


@dataclass(frozen=True, slots=True)
class Finding:
    """`signer` is who signed, when the key is known. `rows` are names and values that were signed, to be shown."""

    verdict: Verdict
    kind: Kind | None = None
    signer: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def holds(self) -> bool:
        return self.verdict is Verdict.AUTHENTIC


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding in words: one sentence, and what was signed line by line."""

    holds: bool
    sentence: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """The keys to verify with, and where they are from: the path of --keys, or "" for those of this installation."""

    keys: PublicKeys = field(default_factory=PublicKeys)
    source: str = ""

    @property
    def are_there(self) -> bool:
        return self.keys != PublicKeys()
