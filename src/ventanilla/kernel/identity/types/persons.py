"""Persons, organisations, mandates, accounts, and the annotation of personal data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Why a model field holds personal data, until when, and who sees it (Ley 19.628, Ley 21.719).

    A model carries `PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]]`, field name → this.
    The three are sentences or short codes in Spanish, since the transparency pages show them.
    """

    purpose: str
    retention: str
    seen_by: str


@dataclass(frozen=True, slots=True)
class PersonData:
    id: int
    uuid: UUID
    run: str
    name: str
    given_names: str
    surnames: str
    email: str
    comuna_code: str


@dataclass(frozen=True, slots=True)
class OrganisationData:
    id: int
    uuid: UUID
    rut: str
    name: str


@dataclass(frozen=True, slots=True)
class MandateData:
    """A mandate in force. One of `organisation` and `principal` is set; `services` empty means all."""

    id: int
    uuid: UUID
    person_id: int
    organisation: OrganisationData | None
    principal: PersonData | None
    starts_at: datetime
    ends_at: datetime | None
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountData:
    id: int
    uuid: UUID
    person_id: int
    email: str
    is_active: bool
