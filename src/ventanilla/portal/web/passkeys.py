"""Passkeys (WebAuthn): what the browser is asked, and whether what it answers holds. On py_webauthn.

A challenge is signed and of five minutes, so that asking one costs no row; to enter it is used up by its first answer.
The device checks its user (fingerprint, face, PIN): a passkey is two factors by itself.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
import webauthn
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.errors import AttemptUnknown, PasskeyNotValid
from ventanilla.kernel.identity.types import AccountData, Actor
from ventanilla.portal.web.devices import device_words
from ventanilla.portal.web.limits import PASSKEY_CHALLENGE_SECONDS
from ventanilla.portal.web.sessions import BY_RULE

ENTER, ADD = "enter", "add"
CHALLENGE_BYTES = 32
ANSWER_MAX_CHARACTERS = 20_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page hands to the browser: its options, and the challenge that comes back with the answer."""

    options: str
    challenge: str


def asked(request: HttpRequest, *, at: datetime) -> Asked:
    """To enter, with any passkey of this site."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    options = webauthn.generate_authentication_options(
        rp_id=_site(), challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Asked(webauthn.options_to_json(options), _signed(challenge, ENTER))


def asked_to_add(actor: Actor) -> Asked:
    """To make one more for the account; a device that has one makes no second."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    options = webauthn.generate_registration_options(
        rp_id=_site(),
        rp_name="Ventanilla",
        user_id=str(actor.account_id).encode(),
        user_name=actor.email or actor.name,
        user_display_name=actor.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=each) for each in identity.passkey_ids(account_id=actor.account_id)
        ],
    )
    return Asked(webauthn.options_to_json(options), _signed(challenge, f"{ADD} {actor.account_id}"))


def check(request: HttpRequest, *, at: datetime) -> AccountData:
    """Whose passkey answered. Raises PasskeyNotValid. Writes that it was used."""
    challenge, answer = _answer(request, ENTER, at)
    credential_id = _credential_id(answer)
    known = identity.find_passkey(credential_id=credential_id)
    if known is None:
        raise _refused("it is of no open account")
    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=_origin(),
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _refused(repr(error)) from error
    identity.use_passkey(credential_id=credential_id, sign_count=found.new_sign_count, actor=BY_RULE, at=at)
    return known.account


def add(request: HttpRequest, actor: Actor, *, at: datetime) -> None:
    """Take the passkey that the device made; taken before, nothing changes.

    Raises PasskeyNotValid, PasskeyAlreadyThere. Writes it.
    """
    challenge, answer = _answer(request, f"{ADD} {actor.account_id}", at)
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _refused(repr(error)) from error
    identity.add_passkey(
        account_id=actor.account_id,
        credential_id=found.credential_id,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        device=device_words(request),
        actor=actor.ref(),
        at=at,
    )


def _answer(request: HttpRequest, purpose: str, at: datetime) -> tuple[bytes, dict[str, object]]:
    """The challenge, and the answer to it. To enter it is used up now. Raises PasskeyNotValid."""
    try:
        said = signing.loads(
            request.POST.get("challenge", ""), salt=f"passkey {purpose}", max_age=PASSKEY_CHALLENGE_SECONDS
        )
        answer = json.loads(request.POST.get("credential", "")[:ANSWER_MAX_CHARACTERS])
        if purpose == ENTER:
            identity.spend_challenge(challenge=said, at=at)
    except (signing.BadSignature, ValueError, RecursionError, AttemptUnknown) as error:
        raise _refused(repr(error)) from error
    if not isinstance(answer, dict):
        raise _refused("the answer is no object")
    return base64url_to_bytes(said), answer


def _credential_id(answer: dict[str, object]) -> bytes:
    try:
        return base64url_to_bytes(str(answer.get("id", "")))
    except ValueError as error:
        raise _refused(repr(error)) from error


def _signed(challenge: bytes, purpose: str) -> str:
    return signing.dumps(bytes_to_base64url(challenge), salt=f"passkey {purpose}")


def _refused(reason: str) -> PasskeyNotValid:
    _log.warning("passkey_refused", reason=reason[:200])
    return PasskeyNotValid()


def _site() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _origin() -> str:
    parts = urlsplit(settings.PUBLIC_URL)
    return f"{parts.scheme}://{parts.netloc}"
