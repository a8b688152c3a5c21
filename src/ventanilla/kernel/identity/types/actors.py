"""Who acts, in which capacity, and how a page names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.identity.types.institutions import PostData
from ventanilla.kernel.identity.types.persons import PersonData


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
class PostHeld:
    """A post as one person holds it now. `capacity` and the names appear on each act."""

    id: int
    uuid: UUID
    code: str
    title: str
    institution_id: int
    institution_uuid: UUID
    institution_name: str
    comuna_code: str
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
class AppointmentData:
    """One appointment with the names that a list shows. `ends_at` None: until further notice."""

    uuid: UUID
    post: PostData
    person: PersonData
    capacity: Capacity
    basis: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActorLabel:
    """What a page shows of an `ActorRef`. Empty strings where there is nothing to say."""

    name: str
    post: str = ""
    unit: str = ""
    institution: str = ""
    capacity: str = ""

    @property
    def in_post(self) -> str:
        """The post and how it is held, as each act says it: "Jefa de Rentas, subrogante" (Leyes 18.834 and 18.883)."""
        return ", ".join(part for part in (self.post, self.capacity) if part)

    @property
    def full(self) -> str:
        """Who and in which post, on one line."""
        return ", ".join(part for part in (self.name, self.in_post) if part)
