"""What a provider says of itself: its addresses (OpenID Connect Discovery) and its public keys (JWKS).

Kept in the process for an hour. A key that is not known is looked for once more at the provider, which may have
changed its keys since; then the token is refused.
"""

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from ventanilla.kernel.identity.sign_in.calls import call, is_safe
from ventanilla.kernel.identity.sign_in.limits import METADATA_LIFETIME_SECONDS
from ventanilla.kernel.identity.sign_in_errors import AnswerNotValid
from ventanilla.kernel.identity.types import Endpoints, Provider

# No `none`, and nothing symmetric: whoever knows a public key could seal with it.
ASYMMETRIC = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
Key = RSAKey | ECKey


@dataclass(slots=True)
class _Kept:
    """What is known of the providers of one issuer each, until when (monotonic seconds)."""

    lock: Lock = field(default_factory=Lock)
    values: dict[str, tuple[float, Any]] = field(default_factory=dict)

    def find(self, name: str) -> Any | None:
        with self.lock:
            until, value = self.values.get(name, (0.0, None))
            return value if time.monotonic() < until else None

    def keep(self, name: str, value: Any) -> None:
        with self.lock:
            self.values[name] = (time.monotonic() + METADATA_LIFETIME_SECONDS, value)


_endpoints, _keys = _Kept(), _Kept()


def endpoints_of(provider: Provider) -> Endpoints:
    """Those of the file, or those that the issuer publishes. Raises IdentityUnavailable, AnswerNotValid."""
    if provider.endpoints is not None:
        return provider.endpoints
    found = _endpoints.find(provider.issuer)
    if found is None:
        found = _discovered(provider.issuer)
        _endpoints.keep(provider.issuer, found)
    return found


def key_of(address: str, kid: str | None, algorithm: str) -> Key:
    """The public key that signs with this id and algorithm. Raises AnswerNotValid, IdentityUnavailable.

    A token without id is of the only key that fits.
    """
    for fresh in (False, True):
        fitting = [key for key in _keys_at(address, fresh=fresh) if _fits(key, kid, algorithm)]
        if len(fitting) == 1:
            return fitting[0]
    raise AnswerNotValid(f"no key of {address} is {kid!r} for {algorithm}")


def _discovered(issuer: str) -> Endpoints:
    said = call(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise AnswerNotValid(f"the issuer {issuer} calls itself {str(said.get('issuer'))[:200]}")
    algorithms = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    found = Endpoints(
        authorize=_address(said, "authorization_endpoint"),
        token=_address(said, "token_endpoint"),
        userinfo=_address(said, "userinfo_endpoint"),
        jwks=_address(said, "jwks_uri"),
        end_session=_address(said, "end_session_endpoint") if said.get("end_session_endpoint") else "",
        algorithms=tuple(each for each in algorithms if each in ASYMMETRIC),
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )
    if not found.algorithms:
        raise AnswerNotValid(f"{issuer} signs with no algorithm that we accept")
    return found


def _address(said: dict[str, Any], name: str) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not is_safe(found):
        raise AnswerNotValid(f"the {name} of {said.get('issuer')} is not an https address")
    return found


def _keys_at(address: str, *, fresh: bool) -> tuple[Key, ...]:
    found = None if fresh else _keys.find(address)
    if found is None:
        found = tuple(_read_keys(call(address)))
        _keys.keep(address, found)
    return found


def _read_keys(said: dict[str, Any]) -> list[Key]:
    """The public keys of a set that can sign; what else is in it is passed over."""
    found: list[Key] = []
    given = said.get("keys")
    for each in given if isinstance(given, list) else []:
        try:
            key = import_key(each)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
        if isinstance(key, RSAKey | ECKey) and each.get("use", "sig") == "sig":
            found.append(key)
    return found


def _fits(key: Key, kid: str | None, algorithm: str) -> bool:
    family = RSAKey if algorithm[:2] in {"RS", "PS"} else ECKey
    return isinstance(key, family) and (kid is None or key.kid == kid) and key.get("alg", algorithm) == algorithm
