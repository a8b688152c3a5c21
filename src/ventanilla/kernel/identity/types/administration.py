"""What the administration of an institution shows: roles with their rights, posts with who holds them."""

from dataclasses import dataclass
from datetime import datetime

from ventanilla.kernel.identity.types.actors import AppointmentData
from ventanilla.kernel.identity.types.institutions import PostData, RoleData
from ventanilla.kernel.identity.types.rights import OF_INSTALLATION, Right


@dataclass(frozen=True, slots=True)
class RoleRights:
    """A role and what it may do, and the ids of the posts that carry it."""

    role: RoleData
    rights: tuple[Right, ...]
    post_ids: tuple[int, ...] = ()

    def allows(self, action: str) -> bool:
        """Whether it has the action for every service."""
        return Right(action) in self.rights

    @property
    def of_installation(self) -> bool:
        """Whether it reaches the installation: then only the installation itself changes it or gives it."""
        return any(right.action.startswith(OF_INSTALLATION) for right in self.rights)


@dataclass(frozen=True, slots=True)
class PostStaff:
    """A post, the roles that it carries and its appointments, by their start."""

    post: PostData
    roles: tuple[RoleRights, ...]
    appointments: tuple[AppointmentData, ...]

    def now(self, at: datetime) -> tuple[AppointmentData, ...]:
        """Who holds it at that instant."""
        return tuple(each for each in self.appointments if each.starts_at <= at and not each.has_ended(at))

    def later(self, at: datetime) -> tuple[AppointmentData, ...]:
        """Who will hold it."""
        return tuple(each for each in self.appointments if each.starts_at > at and not each.has_ended(at))

    def before(self, at: datetime) -> tuple[AppointmentData, ...]:
        """Who held it, the last one first."""
        return tuple(each for each in reversed(self.appointments) if each.has_ended(at))

    @property
    def rights(self) -> tuple[Right, ...]:
        """What whoever holds it may do, in order."""
        found = {right for role in self.roles for right in role.rights}
        return tuple(sorted(found, key=lambda right: (right.action, right.service)))
