"""What happened to cases. Payloads are ids; `subject` is the case's uuid."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ventanilla.kernel.outbox.types import Event


@dataclass(frozen=True, slots=True)
class CaseFiled(Event):
    name: ClassVar[str] = "cases.case_filed"
    filing: UUID


@dataclass(frozen=True, slots=True)
class CorrectionFiled(Event):
    name: ClassVar[str] = "cases.correction_filed"
    filing: UUID


@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    name: ClassVar[str] = "cases.case_decided"
    decision: UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    name: ClassVar[str] = "cases.case_closed"
    outcome: str
