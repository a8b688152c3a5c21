"""What identity hands out: frozen values, never rows. Other packages keep the ids and never the names."""

from ventanilla.kernel.identity.types.access import AccessData, PasskeyData, Taken
from ventanilla.kernel.identity.types.actors import (
    CAPACITY_TEXTS,
    Actor,
    ActorLabel,
    AppointmentData,
    Capacity,
    PostHeld,
)
from ventanilla.kernel.identity.types.institutions import InstitutionData, InstitutionKind, PostData, RoleData, UnitData
from ventanilla.kernel.identity.types.persons import (
    AccountData,
    MandateData,
    OrganisationData,
    PersonalData,
    PersonData,
)
from ventanilla.kernel.identity.types.rights import (
    ADMINISTER,
    OF_INSTALLATION,
    OPERATE,
    Grant,
    Representation,
    Right,
    Scope,
)
from ventanilla.kernel.identity.types.sessions import SessionData, session_digest
from ventanilla.kernel.identity.types.sign_in import Assurance, Attempt, Endpoints, Provider, SignedIn
from ventanilla.kernel.identity.types.simulated import (
    CLAVEUNICA_PATH,
    NEIGHBOUR_PATH,
    SIMULATED_PROVIDERS,
    SIMULATED_SECRET_FILE,
)

__all__ = [
    "ADMINISTER",
    "CAPACITY_TEXTS",
    "CLAVEUNICA_PATH",
    "NEIGHBOUR_PATH",
    "OF_INSTALLATION",
    "OPERATE",
    "SIMULATED_PROVIDERS",
    "SIMULATED_SECRET_FILE",
    "AccessData",
    "AccountData",
    "Actor",
    "ActorLabel",
    "AppointmentData",
    "Assurance",
    "Attempt",
    "Capacity",
    "Endpoints",
    "Grant",
    "InstitutionData",
    "InstitutionKind",
    "MandateData",
    "OrganisationData",
    "PasskeyData",
    "PersonData",
    "PersonalData",
    "PostData",
    "PostHeld",
    "Provider",
    "Representation",
    "Right",
    "RoleData",
    "Scope",
    "SessionData",
    "SignedIn",
    "Taken",
    "UnitData",
    "session_digest",
]
