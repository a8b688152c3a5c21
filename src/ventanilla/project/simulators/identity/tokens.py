"""The two addresses that the platform calls by itself: a code for tokens, an access token for who it is."""

import base64
import hmac
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from joserfc import jwt

from ventanilla.common import clock
from ventanilla.common.assertion import StatementError
from ventanilla.project.simulators import people
from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.http import Answer, Request
from ventanilla.project.simulators.identity.codes import (
    TOKEN_LIFETIME_SECONDS,
    Grant,
    make_access,
    open_access,
    open_code,
)
from ventanilla.project.simulators.identity.conduct import Conduct
from ventanilla.project.simulators.identity.documents import base_url, said
from ventanilla.project.simulators.identity.shape import Json, Shape, key_of

ENDLESS_BYTES = 2 * 1024 * 1024
AN_HOUR_SECONDS = 3600


def token(shape: Shape, request: Request, config: Config) -> Answer:
    """RFC 6749, 4.1.3, with PKCE (RFC 7636). `invalid_client`, `invalid_grant` when it does not hold."""
    if request.method != "POST" or request.fields.get("grant_type") != "authorization_code":
        return said({"error": "invalid_request"}, status=400)
    if not _is_the_client(shape, request, config):
        return said({"error": "invalid_client"}, status=401)
    try:
        grant = open_code(shape, request.fields.get("code", ""), config)
    except (StatementError, LookupError):
        return said({"error": "invalid_grant"}, status=400)
    proof = _base64(sha256(request.fields.get("code_verifier", "").encode()).digest())
    if not hmac.compare_digest(proof, grant.challenge) or request.fields.get("redirect_uri") != grant.redirect_uri:
        return said({"error": "invalid_grant"}, status=400)
    access = make_access(shape, grant, config)
    content: Json = {"access_token": access, "token_type": "bearer", "expires_in": TOKEN_LIFETIME_SECONDS}
    if grant.conduct is not Conduct.NOTHING_SIGNED:
        content["id_token"] = _id_token(shape, grant, access, request, config)
    return _spoilt(said(content), grant.conduct)


def userinfo(shape: Shape, request: Request, config: Config) -> Answer:
    """OpenID Connect Core, 5.3; of ClaveÚnica's shape by POST alone."""
    if request.method not in shape.userinfo_methods:
        return said({"error": "invalid_request"}, status=405)
    kind, _, given = request.authorization.partition(" ")
    try:
        run, conduct = open_access(shape, given if kind.lower() == "bearer" else "", config)
    except StatementError:
        return said({"error": "invalid_token"}, status=401)
    person = people.person_of(config.home, run)
    content = {"sub": shape.subject(person), **shape.claims(person)}
    if conduct is Conduct.OTHER_SUBJECT:
        content["sub"] = content["sub"][::-1]
    if conduct is Conduct.NO_RUN:
        content = {name: value for name, value in content.items() if name not in {"run", "RolUnico"}}
    return said(content)


def _is_the_client(shape: Shape, request: Request, config: Config) -> bool:
    """By the way that this provider takes, and no other."""
    known = shape.known(base_url(request), config)
    if known.client_by == "client_secret_post":
        given = f"{request.fields.get('client_id', '')}:{request.fields.get('client_secret', '')}"
    else:
        kind, _, text = request.authorization.partition(" ")
        try:
            given = unquote(base64.b64decode(text, validate=True).decode()) if kind.lower() == "basic" else ""
        except ValueError:
            return False
    return hmac.compare_digest(given.encode(), f"{known.client_id}:{known.secret}".encode())


def _spoilt(answer: Answer, conduct: Conduct) -> Answer:
    if conduct is Conduct.DOWN:
        return said({"error": "server_error"}, status=503)
    if conduct is Conduct.ENDLESS:
        return replace(answer, body=b" " * ENDLESS_BYTES + answer.body)
    return replace(answer, slow=conduct is Conduct.SLOW)


def _id_token(shape: Shape, grant: Grant, access: str, request: Request, config: Config) -> str:
    known = shape.known(base_url(request), config)
    now = int(clock.now().timestamp())
    at_hash = _base64(sha256(access.encode("ascii")).digest()[:16])
    claims: Json = {
        "iss": known.issuer,
        "sub": shape.subject(people.person_of(config.home, grant.run)),
        "aud": known.client_id,
        "nonce": grant.nonce,
        "at_hash": at_hash,
        "iat": now,
        "exp": now + TOKEN_LIFETIME_SECONDS,
    }
    return _signed(shape, claims | _wrong(grant.conduct, claims), grant.conduct)


def _wrong(conduct: Conduct, claims: Json) -> Json:
    """The claims that this conduct changes."""
    changes: dict[Conduct, Json] = {
        Conduct.OTHER_ISSUER: {"iss": f"{claims['iss']}/otro"},
        Conduct.OTHER_AUDIENCE: {"aud": "otro-cliente"},
        Conduct.OTHER_PARTY: {"aud": [claims["aud"], "otro-cliente"], "azp": "otro-cliente"},
        Conduct.OTHER_NONCE: {"nonce": claims["nonce"][::-1]},
        Conduct.OTHER_HASH: {"at_hash": claims["at_hash"][::-1]},
        Conduct.EXPIRED: {"iat": claims["iat"] - AN_HOUR_SECONDS, "exp": claims["exp"] - AN_HOUR_SECONDS},
    }
    return changes.get(conduct, {})


def _signed(shape: Shape, claims: Json, conduct: Conduct) -> str:
    key, algorithm = key_of(shape.algorithm), shape.algorithm
    header: dict[str, Any] = {"alg": algorithm, "kid": key.kid, "typ": "JWT"}
    if conduct is Conduct.UNSIGNED:
        return _compact({**header, "alg": "none"}, claims, b"")
    if conduct is Conduct.PUBLIC_KEY_AS_SEAL:
        return _compact({**header, "alg": "HS256"}, claims, key.as_pem(private=False))
    if conduct is Conduct.UNKNOWN_KEY:
        header["kid"] = "llave-que-nadie-conoce"
    if conduct in {Conduct.UNKNOWN_KEY, Conduct.OTHER_SIGNATURE}:
        key = key_of(algorithm, "another")
    return jwt.encode(header, claims, key, algorithms=[algorithm])


def _compact(header: Json, claims: Json, secret: bytes) -> str:
    """A token that no library would make: without signature, or sealed with what everybody knows."""
    body = f"{_base64(json.dumps(header).encode())}.{_base64(json.dumps(claims).encode())}"
    seal = _base64(hmac.digest(secret, body.encode(), sha256)) if secret else ""
    return f"{body}.{seal}"


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
