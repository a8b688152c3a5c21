"""What a provider says of itself: discovery, and its public keys."""

import json
from typing import Any

from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.http import Answer, Request
from ventanilla.project.simulators.identity.shape import Shape, key_of

DISCOVERY = "/.well-known/openid-configuration"


def base_url(request: Request) -> str:
    """The address of the simulators, as they were called."""
    return f"http://{request.host}"


def said(content: dict[str, Any], *, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(content).encode(), "application/json")


def discovery(shape: Shape, request: Request, config: Config) -> Answer:
    """OpenID Connect Discovery 1.0."""
    issuer = shape.known(base_url(request), config).issuer
    return said(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "end_session_endpoint": f"{issuer}{shape.end_session}",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": [shape.algorithm],
            "authorization_response_iss_parameter_supported": shape.names_itself,
        }
    )


def keys(shape: Shape, request: Request, config: Config) -> Answer:
    """The public key, as RFC 7517 writes it."""
    key = key_of(shape.algorithm)
    return said({"keys": [{**key.as_dict(private=False), "use": "sig", "alg": shape.algorithm}]})
