"""What identity hands out: frozen values, never rows. Other packages keep the ids and never the names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ventanilla.common import comunas
from ventanilla.common.actor import ActorKind, ActorRef

# The right to change units, roles, posts and appointments.
ADMINISTER = "identity.administer"


class InstitutionKind(StrEnum):
    """What an institution is in the law that creates it."""

    MUNICIPALITY = "MUNICIPALITY"
    SERVICE = "SERVICE"
    MINISTRY = "MINISTRY"
    COURT = "COURT"
    HOSPITAL = "HOSPITAL"


class Capacity(StrEnum):
    """How a post is held, because each act shows it (Leyes 18.834 and 18.883)."""

    HOLDER = "HOLDER"
    SUBSTITUTE = "SUBSTITUTE"
    DEPUTY = "DEPUTY"
    DELEGATE = "DELEGATE"


# What an act says after the title of the post. A holder needs no word.
CAPACITY_TEXTS: Mapping[Capacity, str | Promise] = {
    Capacity.HOLDER: "",
    Capacity.SUBSTITUTE: _("subrogante"),
    Capacity.DEPUTY: _("suplente"),
    Capacity.DELEGATE: _("por orden de la autoridad"),
}


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
class Right:
    """May do `action` for the service `service` ("" is all), where the post says."""

    action: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post as one person holds it now. `capacity` and the names appear on each act."""

    id: int
    uuid: UUID
    code: str
    title: str
    institution_id: int
    institution_uuid: UUID
    institution_name: str
    unit_id: int
    unit_name: str
    capacity: Capacity
    person_id: int
    appointment_uuid: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at the screen in this request: a person for themselves (`post` None), or through a post."""

    account_id: int
    person_id: int
    person_uuid: UUID
    name: str
    run: str
    email: str
    post: PostHeld | None = None

    @property
    def institution_id(self) -> int | None:
        """The institution in whose name they act; None when for themselves."""
        return self.post.institution_id if self.post else None

    @property
    def unit_id(self) -> int | None:
        """The unit of the post; None when for themselves."""
        return self.post.unit_id if self.post else None

    def ref(self) -> ActorRef:
        """The form that the lower packages store."""
        if self.post is None:
            return ActorRef.person(self.person_uuid)
        return ActorRef(
            kind=ActorKind.POST,
            person_uuid=self.person_uuid,
            post_uuid=self.post.uuid,
            institution_uuid=self.post.institution_uuid,
            capacity=self.post.capacity.value,
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """Units of one institution where the action is allowed, for `service` ("" is all)."""

    institution_id: int
    unit_ids: frozenset[int]
    service: str = ""


@dataclass(frozen=True, slots=True)
class Representation:
    """Whom the person may act for by a mandate in force: one organisation or one person, for `service` ("" is all)."""

    organisation_id: int | None
    person_id: int | None
    service: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one actor may reach with one action, computed once per request.

    `person_id` is always who acts. A post brings `grants` and no representations; a person for themselves brings
    `representations` and no grants.
    """

    action: str
    person_id: int
    grants: tuple[Grant, ...] = ()
    representations: tuple[Representation, ...] = ()

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Organisations that the person represents for every service."""
        found = (each.organisation_id for each in self.representations if not each.service)
        return frozenset(each for each in found if each is not None)

    def allows(self, *, institution_id: int, unit_id: int, service: str) -> bool:
        """Whether some grant reaches this unit for this service."""
        return any(
            grant.institution_id == institution_id and unit_id in grant.unit_ids and grant.service in ("", service)
            for grant in self.grants
        )


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


@dataclass(frozen=True, slots=True)
class AppointmentData:
    """One appointment with the names that a list shows. `ends_at` None: until further notice."""

    uuid: UUID
    post: PostData
    person: "PersonData"
    capacity: Capacity
    basis: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountData:
    id: int
    uuid: UUID
    person_id: int
    email: str
    is_active: bool


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
class ActorLabel:
    """What a page shows of an `ActorRef`. Empty strings where there is nothing to say."""

    name: str
    post: str = ""
    unit: str = ""
    institution: str = ""
    capacity: str = ""


__all__ = [
    "ADMINISTER",
    "CAPACITY_TEXTS",
    "AccountData",
    "Actor",
    "ActorLabel",
    "AppointmentData",
    "Capacity",
    "Grant",
    "InstitutionData",
    "InstitutionKind",
    "MandateData",
    "OrganisationData",
    "PersonData",
    "PersonalData",
    "PostData",
    "PostHeld",
    "Representation",
    "Right",
    "RoleData",
    "Scope",
    "UnitData",
]
