"""Codes and access tokens: sealed, so that a simulator that was started again knows those of before; a code once."""

import secrets
from dataclasses import asdict, dataclass
from threading import Lock

from ventanilla.common import clock
from ventanilla.common.assertion import sign, verify
from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.identity.conduct import Conduct
from ventanilla.project.simulators.identity.shape import Shape, secret

# As ClaveÚnica's.
CODE_LIFETIME_SECONDS = TOKEN_LIFETIME_SECONDS = 300

_used: set[str] = set()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for."""

    run: str
    redirect_uri: str
    nonce: str
    challenge: str
    conduct: Conduct


def make_code(shape: Shape, grant: Grant, config: Config) -> str:
    """A code for the grant, of this provider alone."""
    fields = {**asdict(grant), "conduct": grant.conduct.value, "id": secrets.token_urlsafe(12)}
    return sign(fields, purpose=f"code of {shape.path}", key=secret(config), at=clock.now())


def open_code(shape: Shape, code: str, config: Config) -> Grant:
    """What the code stands for, once. Raises StatementError, and LookupError when it was used before."""
    purpose = f"code of {shape.path}"
    fields, _ = verify(
        code, purpose=purpose, key=secret(config), at=clock.now(), lifetime_seconds=CODE_LIFETIME_SECONDS
    )
    with _lock:
        if code in _used:
            raise LookupError("used")
        _used.add(code)
    names = ("run", "redirect_uri", "nonce", "challenge")
    return Grant(**{name: str(fields[name]) for name in names}, conduct=Conduct(fields["conduct"]))


def make_access(shape: Shape, grant: Grant, config: Config) -> str:
    """An access token for userinfo."""
    fields = {"run": grant.run, "conduct": grant.conduct.value}
    return sign(fields, purpose=f"access to {shape.path}", key=secret(config), at=clock.now())


def open_access(shape: Shape, token: str, config: Config) -> tuple[str, Conduct]:
    """The RUN and the conduct of an access token. Raises StatementError."""
    fields, _ = verify(
        token,
        purpose=f"access to {shape.path}",
        key=secret(config),
        at=clock.now(),
        lifetime_seconds=TOKEN_LIFETIME_SECONDS,
    )
    return str(fields["run"]), Conduct(fields["conduct"])
