"""What identity hands out: frozen values, never rows. Other packages keep the ids and never the names."""

from ventanilla.kernel.identity.types.actors import (
    CAPACITY_TEXTS,
    Actor,
    ActorLabel,
    AppointmentData,
    Capacity,
    PostHeld,
)
from ventanilla.kernel.identity.types.administration import PostStaff, RoleRights
from ventanilla.kernel.identity.types.institutions import InstitutionData, InstitutionKind, PostData, RoleData, UnitData
from ventanilla.kernel.identity.types.persons import (
    AccountData,
    MandateData,
    OrganisationData,
    PersonalData,
    PersonData,
)
from ventanilla.kernel.identity.types.proposals import ProposalData, ProposalKind, ProposalState
from ventanilla.kernel.identity.types.rights import (
    ADMINISTER,
    OF_INSTALLATION,
    OPERATE,
    WEIGHTY,
    Grant,
    Representation,
    Right,
    Scope,
)

__all__ = [
    "ADMINISTER",
    "CAPACITY_TEXTS",
    "OF_INSTALLATION",
    "OPERATE",
    "WEIGHTY",
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
    "PostStaff",
    "ProposalData",
    "ProposalKind",
    "ProposalState",
    "Representation",
    "Right",
    "RoleData",
    "RoleRights",
    "Scope",
    "UnitData",
]
