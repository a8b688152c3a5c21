"""Versions, adoptions and the catalogue as values, problems of a folder, and the manifest of a sector."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.utils.functional import Promise

from ventanilla.common import legal_time
from ventanilla.kernel.services.types.law import DatedValue


class Severity(StrEnum):
    """An ERROR keeps a version from being published; a WARNING does not."""

    ERROR = "ERROR"
    WARNING = "WARNING"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a folder: which file, which line, and one plain sentence."""

    file: str
    line: int
    sentence: str
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """`1/form.yaml:12`; without the line when the whole file is meant."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class VersionData:
    """A published version. It never changes."""

    id: int
    uuid: UUID
    slug: str
    number: int
    sha256: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class AdoptionData:
    """How one institution offers one service. `lanes` maps a lane to the id of the unit that does its tasks."""

    id: int
    uuid: UUID
    institution_id: int
    comuna_code: str
    version_id: int
    slug: str
    number: int
    sha256: str
    unit_id: int
    lanes: Mapping[str, int]
    values: Mapping[str, tuple[DatedValue, ...]]
    terms: Mapping[str, int]
    letterhead: Mapping[str, str]
    starts_on: date
    ends_on: date | None

    def is_open(self, at: datetime) -> bool:
        """Whether the institution takes new filings at that instant, by the day in its comuna."""
        on = legal_time.local_date(at, self.comuna_code)
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of the catalogue, in one language."""

    slug: str
    version_id: int
    title: str
    summary: str
    life_events: tuple[str, ...]
    institution_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector's manifest: what it adds to the platform. `services` is the folder of its declarations."""

    name: str
    title: str | Promise
    services: Path
