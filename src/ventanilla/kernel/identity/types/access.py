"""What an official enters with, and how often something may be tried."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PasskeyData:
    """A passkey as its owner sees it. `device` is in words; `used_at` None: never yet."""

    uuid: UUID
    device: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccessData:
    """What an account enters with besides its password.

    `second_factor_set_at` None: there is no authenticator. `password_until` is set when the password is one that an
    administrator gave: it opens once before that, to choose another.
    """

    second_factor_set_at: datetime | None
    recovery_codes_left: int
    codes_to_keep: bool
    password_until: datetime | None
    passkeys: tuple[PasskeyData, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """One more try. `over`: too many; `again_at`: when the count begins again."""

    over: bool
    again_at: datetime
