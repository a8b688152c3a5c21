"""The sessions of an account, as its person sees them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from ventanilla.kernel.identity.types.sign_in import Assurance

# As long as the column of django_session; 160 bits.
DIGEST_CHARACTERS = 40


def session_digest(session_key: str) -> str:
    """By what a session is stored: who reads the database gets no key that opens one."""
    return sha256(session_key.encode()).hexdigest()[:DIGEST_CHARACTERS]


@dataclass(frozen=True, slots=True)
class SessionData:
    """A session that is open. `provider` "" is the own entry of officials; `device` is in words."""

    uuid: UUID
    provider: str
    assurance: Assurance
    device: str
    shared_computer: bool
    began_at: datetime
    seen_at: datetime
