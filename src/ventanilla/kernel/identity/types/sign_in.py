"""Providers of identity, an attempt to come in through one, and how sure we are of who came in."""

from dataclasses import dataclass, field
from enum import StrEnum

from ventanilla.kernel.identity.types.persons import AccountData


class Assurance(StrEnum):
    """How sure a sign-in is, from the least; a service asks for one (`assurance` in its service.yaml)."""

    LOW = "LOW"
    SUBSTANTIAL = "SUBSTANTIAL"
    HIGH = "HIGH"

    def reaches(self, asked: "Assurance") -> bool:
        """Whether this one is enough where `asked` is asked."""
        order = list(Assurance)
        return order.index(self) >= order.index(asked)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses of a provider and what it says of itself. `end_session` "" when nobody can be signed out there."""

    authorize: str
    token: str
    userinfo: str
    jwks: str
    end_session: str = ""
    algorithms: tuple[str, ...] = ("RS256",)
    # RFC 9207: it names itself in the answer that the browser brings.
    names_itself: bool = False


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of identity, as data of the installation (`keys/sign-in.yaml` of the home).

    `run_from` is the claim of userinfo that holds the RUN: a text, or an object as ClaveÚnica's `RolUnico`.
    `end_session_return` names the parameter by which its logout address takes the way back.
    `endpoints` None: they are discovered at the issuer.
    """

    slug: str
    name: str
    issuer: str
    client_id: str
    run_from: str
    assurance: Assurance
    secret: str = field(repr=False)
    scope: str = "openid profile"
    userinfo_by: str = "GET"
    client_by: str = "client_secret_basic"
    end_session_return: str = "post_logout_redirect_uri"
    endpoints: Endpoints | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the session of the browser keeps until the provider sends it back. `began_at` is in seconds (POSIX)."""

    provider: str
    state: str
    nonce: str
    verifier: str
    began_at: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who came in, through whom, and how sure that is."""

    account: AccountData
    provider: str
    assurance: Assurance
