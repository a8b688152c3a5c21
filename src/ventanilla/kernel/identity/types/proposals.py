"""Changes of rights that one administrator proposes and another decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.identity.types.administration import RoleRights
from ventanilla.kernel.identity.types.institutions import PostData
from ventanilla.kernel.identity.types.persons import PersonData


class ProposalKind(StrEnum):
    """What would change: what a role may do, which roles a post carries, or who holds a post."""

    ROLE_RIGHTS = "ROLE_RIGHTS"
    POST_ROLES = "POST_ROLES"
    APPOINTMENT = "APPOINTMENT"


class ProposalState(StrEnum):
    """WAITING can be decided. LAPSED: nobody did in time. STALE: what it was about has changed. The rest is decided."""

    WAITING = "WAITING"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class ProposalData:
    """One proposal as it is now. `before` is what it found, `after` what it asks for; by kind:

    ROLE_RIGHTS   role; before and after {rights: [[action, service]]}
    POST_ROLES    post; before {roles: {code: rights}, asked: {code: rights}}, after {roles: [code]}
    APPOINTMENT   post, person; before {roles: {code: rights}}, after {capacity, basis, starts_at, ends_at}
    """

    uuid: UUID
    kind: ProposalKind
    state: ProposalState
    role: RoleRights | None
    post: PostData | None
    person: PersonData | None
    before: Mapping[str, Json]
    after: Mapping[str, Json]
    proposed_by: ActorRef
    proposed_at: datetime
    lapses_at: datetime
    decided_by: ActorRef | None
    decided_at: datetime | None
    reason: str
