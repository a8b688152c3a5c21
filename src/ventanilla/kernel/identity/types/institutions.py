"""Institutions, their units, roles and posts."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from ventanilla.common import comunas


class InstitutionKind(StrEnum):
    """What an institution is in the law that creates it."""

    MUNICIPALITY = "MUNICIPALITY"
    SERVICE = "SERVICE"
    MINISTRY = "MINISTRY"
    COURT = "COURT"
    HOSPITAL = "HOSPITAL"


@dataclass(frozen=True, slots=True)
class InstitutionData:
    id: int
    uuid: UUID
    code: str
    name: str
    short_name: str
    kind: InstitutionKind
    comuna_code: str
    rut: str

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of its legal days, from its comuna."""
        return comunas.get(self.comuna_code).zone


@dataclass(frozen=True, slots=True)
class UnitData:
    id: int
    uuid: UUID
    institution_id: int
    parent_id: int | None
    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class RoleData:
    id: int
    uuid: UUID
    institution_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PostData:
    id: int
    uuid: UUID
    institution_id: int
    unit_id: int
    code: str
    title: str
