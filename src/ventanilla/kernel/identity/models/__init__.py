"""Tables of identity, by noun."""

from ventanilla.kernel.identity.models.access import Passkey, Rate, RecoveryCode, SecondFactor
from ventanilla.kernel.identity.models.accounts import Account
from ventanilla.kernel.identity.models.institutions import Institution, Unit
from ventanilla.kernel.identity.models.persons import Mandate, Organisation, Person
from ventanilla.kernel.identity.models.posts import Appointment, Post, PostRole, Role, RoleRight
from ventanilla.kernel.identity.models.sign_in import Session, Spent

__all__ = [
    "Account",
    "Appointment",
    "Institution",
    "Mandate",
    "Organisation",
    "Passkey",
    "Person",
    "Post",
    "PostRole",
    "Rate",
    "RecoveryCode",
    "Role",
    "RoleRight",
    "SecondFactor",
    "Session",
    "Spent",
    "Unit",
]
