"""From "enter" to "this is who came in": the code flow of OpenID Connect, with state, nonce and PKCE."""

import base64
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote, urlencode

import structlog
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Refusal
from ventanilla.kernel.identity.operations.accounts import admit_person
from ventanilla.kernel.identity.sign_in.calls import Json, call
from ventanilla.kernel.identity.sign_in.claims import person_of
from ventanilla.kernel.identity.sign_in.limits import (
    ATTEMPT_LIFETIME_SECONDS,
    NONCE_BYTES,
    PARAMETER_MAX_CHARACTERS,
    STATE_BYTES,
    VERIFIER_BYTES,
)
from ventanilla.kernel.identity.sign_in.metadata import endpoints_of
from ventanilla.kernel.identity.sign_in.providers import get_provider
from ventanilla.kernel.identity.sign_in.spent import spend
from ventanilla.kernel.identity.sign_in.tokens import subject_of
from ventanilla.kernel.identity.sign_in_errors import (
    AnswerNotValid,
    AttemptUnknown,
    IdentityUnavailable,
    SignInCancelled,
    SignInRefused,
)
from ventanilla.kernel.identity.types import Attempt, Endpoints, Provider, SignedIn

T = TypeVar("T")

_log = structlog.get_logger(__name__)


def begin_sign_in(*, provider: str, return_url: str, at: datetime) -> tuple[Attempt, str]:
    """What the session of the browser keeps, and the address of the provider where the browser goes.

    `return_url` is of this provider alone (against mix-up). May ask the provider where its pages are.
    Raises ProviderNotFound, IdentityUnavailable, AnswerNotValid. Writes nothing.
    """
    chosen = get_provider(slug=provider)
    attempt = Attempt(
        provider=chosen.slug,
        state=secrets.token_urlsafe(STATE_BYTES),
        nonce=secrets.token_urlsafe(NONCE_BYTES),
        verifier=secrets.token_urlsafe(VERIFIER_BYTES),
        began_at=int(at.timestamp()),
    )
    query = {
        "response_type": "code",
        "client_id": chosen.client_id,
        "redirect_uri": return_url,
        "scope": chosen.scope,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": create_s256_code_challenge(attempt.verifier),
        "code_challenge_method": "S256",
    }
    return attempt, _with_query(_logged(chosen, lambda: endpoints_of(chosen)).authorize, query)


def finish_sign_in(
    *, provider: str, attempt: Attempt | None, answer: Mapping[str, str], return_url: str, at: datetime
) -> SignedIn:
    """Who came in, from what the browser brought back to the return address of `provider`.

    `attempt` is what the session kept for the state of the answer, None when nothing. Not in a transaction: it calls
    the provider. Raises SignInRefused in one of its forms, ProviderNotFound; writes what `admit_person` does, and that
    state and code are used up, whatever comes of it.
    """
    chosen = get_provider(slug=provider)
    return _logged(chosen, lambda: _finish(chosen, attempt, answer, return_url, at))


def sign_out_address(*, provider: str, return_url: str) -> str:
    """Where the browser goes to end the session at the provider too; "" when it has no such address or is away."""
    try:
        chosen = get_provider(slug=provider)
        address = endpoints_of(chosen).end_session
    except Refusal:
        return ""
    if not address:
        return ""
    query = {chosen.end_session_return: return_url}
    if chosen.end_session_return == "post_logout_redirect_uri":
        query["client_id"] = chosen.client_id
    return _with_query(address, query)


def _finish(
    provider: Provider, attempt: Attempt | None, answer: Mapping[str, str], return_url: str, at: datetime
) -> SignedIn:
    """1 the answer is of this attempt; 2 its state is used up; 3 it is of this provider (RFC 9207); 4 it has a code;
    5 which is used up and exchanged; 6 the id token holds; 7 userinfo is of the same subject; 8 it names a RUN."""
    _require_own(attempt, provider, answer, at)
    assert attempt is not None
    spend("state", attempt.state, at=at)
    endpoints = endpoints_of(provider)
    _require_issuer(answer, provider, endpoints)
    code = _code(answer)
    spend(f"code of {provider.slug}", code, at=at)
    tokens = _exchange(provider, endpoints, code, attempt, return_url)
    access_token = tokens.get("access_token")
    if not isinstance(access_token, str) or str(tokens.get("token_type", "")).lower() != "bearer":
        raise AnswerNotValid("there is no bearer token")
    subject = subject_of(
        tokens.get("id_token"),
        provider=provider,
        endpoints=endpoints,
        nonce=attempt.nonce,
        access_token=access_token,
        at=at,
    )
    said = _userinfo(provider, endpoints, access_token)
    if said.get("sub") != subject:
        raise AnswerNotValid("userinfo is of another subject than the id token")
    person = person_of(said, provider)
    account = admit_person(
        run=person.run,
        given_names=person.given_names,
        surnames=person.surnames,
        actor=ActorRef.by_rule(f"identity.{provider.slug}"),
        at=at,
    )
    return SignedIn(account, provider.slug, provider.assurance)


def _require_own(attempt: Attempt | None, provider: Provider, answer: Mapping[str, str], at: datetime) -> None:
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), answer.get("state", "").encode()):
        raise AttemptUnknown
    if attempt.provider != provider.slug or not 0 <= at.timestamp() - attempt.began_at + 1 <= ATTEMPT_LIFETIME_SECONDS:
        raise AttemptUnknown


def _require_issuer(answer: Mapping[str, str], provider: Provider, endpoints: Endpoints) -> None:
    if "iss" in answer or endpoints.names_itself:
        issuer = answer.get("iss", "")
        if issuer != provider.issuer:
            raise AnswerNotValid(f"the answer is of the issuer {issuer[:200]!r}")


def _code(answer: Mapping[str, str]) -> str:
    """Raises SignInCancelled when the person or the provider gave up, AnswerNotValid when there is no code."""
    if "error" in answer:
        if answer["error"] == "access_denied":
            raise SignInCancelled
        if answer["error"] in {"temporarily_unavailable", "server_error"}:
            raise IdentityUnavailable(answer["error"])
        raise AnswerNotValid(f"it answered the error {answer['error'][:60]!r}")
    code = answer.get("code", "")
    if not 0 < len(code) <= PARAMETER_MAX_CHARACTERS:
        raise AnswerNotValid("the answer has no code")
    return code


def _exchange(provider: Provider, endpoints: Endpoints, code: str, attempt: Attempt, return_url: str) -> Json:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_url,
        "code_verifier": attempt.verifier,
    }
    if provider.client_by == "client_secret_post":
        credentials = {"client_id": provider.client_id, "client_secret": provider.secret, "state": attempt.state}
        return call(endpoints.token, {**form, **credentials})
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}"
    basic = base64.b64encode(pair.encode()).decode()
    return call(endpoints.token, form, headers={"Authorization": f"Basic {basic}"})


def _userinfo(provider: Provider, endpoints: Endpoints, access_token: str) -> Json:
    form: dict[str, str] | None = {} if provider.userinfo_by == "POST" else None
    return call(endpoints.userinfo, form, headers={"Authorization": f"Bearer {access_token}"})


def _logged(provider: Provider, act: Callable[[], T]) -> T:
    """What `act` gives; what was wrong is told to the operator, and nothing of the person."""
    try:
        return act()
    except SignInRefused as refused:
        reason = getattr(refused, "reason", "")
        _log.warning("sign_in_refused", provider=provider.slug, code=refused.code, reason=reason)
        raise


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
