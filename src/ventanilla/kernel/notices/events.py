"""What happened to notices. Payloads are ids; `subject` is the dossier, so that a case hears of it in order."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ventanilla.kernel.outbox.types import Event


@dataclass(frozen=True, slots=True)
class LegalNoticeSent(Event):
    """`notice` left for its person; from its `legal_on` the terms count that a notification starts (DS 4 art. 27)."""

    name: ClassVar[str] = "notices.legal_notice_sent"
    notice: UUID


__all__ = ["LegalNoticeSent"]
