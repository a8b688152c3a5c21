"""Whether an id token holds (OpenID Connect Core, 3.1.3.7)."""

import base64
import json
from datetime import datetime
from typing import Any

from authlib.oidc.core.claims import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError

from ventanilla.kernel.identity.sign_in.limits import CLOCK_SKEW_SECONDS
from ventanilla.kernel.identity.sign_in.metadata import ASYMMETRIC, key_of
from ventanilla.kernel.identity.sign_in_errors import AnswerNotValid
from ventanilla.kernel.identity.types import Endpoints, Provider


def subject_of(
    token: object, *, provider: Provider, endpoints: Endpoints, nonce: str, access_token: str, at: datetime
) -> str:
    """Of whom the token is (`sub`), when it is signed by a key of the provider and answers this attempt.

    Raises AnswerNotValid and IdentityUnavailable. Checked: 1 the algorithm is one that the provider states and is
    asymmetric; 2 the key is the provider's; 3 the signature; 4 iss, aud, azp, exp, iat, nbf, nonce, at_hash.
    """
    if not isinstance(token, str):
        raise AnswerNotValid("there is no id token")
    header = _header(token)
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ASYMMETRIC or algorithm not in endpoints.algorithms:
        raise AnswerNotValid(f"the id token is signed with {str(algorithm)[:20]}")
    if kid is not None and not isinstance(kid, str):
        raise AnswerNotValid("the id token names its key by no text")
    key = key_of(endpoints.jwks, kid, algorithm)
    try:
        opened = jwt.decode(token, key, algorithms=[algorithm])
        claims = CodeIDToken(
            opened.claims,
            opened.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"client_id": provider.client_id, "access_token": access_token},
        )
        claims.validate(now=int(at.timestamp()), leeway=CLOCK_SKEW_SECONDS)
    except (JoseError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise AnswerNotValid(f"the id token does not hold: {error!r}"[:300]) from error
    subject = opened.claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise AnswerNotValid("the id token is of nobody")
    return subject


def _header(token: str) -> dict[str, Any]:
    text = token.partition(".")[0]
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError) as error:
        raise AnswerNotValid("the id token has no header that can be read") from error
    if not isinstance(found, dict):
        raise AnswerNotValid("the header of the id token is no object")
    return found
