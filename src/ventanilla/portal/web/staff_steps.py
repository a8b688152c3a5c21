"""The steps of an official's entry after the password: code, password of one's own, authenticator, and in.

Between them the browser has a signed cookie for ten minutes, and no session: whoever has not shown all is nobody yet.
"""

import secrets
from dataclasses import asdict, dataclass, replace

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Assurance
from ventanilla.portal.web import sessions
from ventanilla.portal.web.limits import STAFF_STEPS_SECONDS
from ventanilla.portal.web.requests import PortalRequest

SALT = "ventanilla.staff-steps"
PATH = "/funcionarios/"


@dataclass(frozen=True, slots=True)
class Steps:
    """How far an official has come. `attempt` names this way in; `confirmed`: the code was right."""

    account_id: int
    attempt: str
    target: str
    confirmed: bool = False


def cookie_name() -> str:
    """`__Host-` would ask for the path of the whole site: `__Secure-` is what fits a path of its own."""
    return f"{'__Secure-' if settings.SESSION_COOKIE_SECURE else ''}ventanilla-entry"


def begin(account_id: int, target: str) -> Steps:
    """The password was right."""
    return Steps(account_id, secrets.token_urlsafe(16), target)


def find(request: PortalRequest) -> Steps | None:
    """How far the browser has come; None when it has not begun, or took too long."""
    try:
        said = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=STAFF_STEPS_SECONDS)
        return Steps(**said)
    except (signing.BadSignature, TypeError):
        return None


def confirm(steps: Steps) -> Steps:
    """The second factor was right."""
    return replace(steps, confirmed=True)


def go_on(request: PortalRequest, steps: Steps) -> HttpResponse:
    """To the next step, or in. Fails closed: without a second factor only where anybody can be anybody."""
    access = identity.get_access(account_id=steps.account_id)
    if access.second_factor_set_at is not None and not steps.confirmed:
        return _keep(redirect("staff-code"), steps)
    if access.password_until is not None:
        return _keep(redirect("staff-new-password"), steps)
    if access.second_factor_set_at is None and not settings.SIMULATORS:
        return _keep(redirect("staff-set-up"), steps)
    return enter(request, account_id=steps.account_id, target=steps.target, assurance=Assurance.SUBSTANTIAL)


def enter(request: PortalRequest, *, account_id: int, target: str, assurance: Assurance) -> HttpResponse:
    """Open the session at a post. Without a post any more, back to the entry."""
    held = identity.posts_of_account(account_id=account_id, at=request.at)
    if not held:
        return redirect("staff-sign-in")
    sessions.begin(request, account_id=account_id, at=request.at, provider="", assurance=assurance)
    operates = sessions.take_post(request, account_id=account_id, post=held[0], at=request.at)
    after = begins_at(target, operates=operates)
    if len(held) > 1:
        after = f"{reverse('choose-post')}?{urlencode({'next': target})}"
    if identity.get_access(account_id=account_id).codes_to_keep:
        after = f"{reverse('recovery-codes')}?{urlencode({'next': after})}"
    response = redirect(after)
    response.delete_cookie(cookie_name(), path=PATH)
    return response


def begins_at(target: str, *, operates: bool) -> str:
    """Where one was going, or where one's work begins."""
    return target or reverse("operation" if operates else "desk")


def elsewhere(request: PortalRequest) -> HttpResponse:
    """For whoever is at no step: in already, or not begun."""
    is_in = request.actor is not None and request.actor.post is not None
    return redirect("desk" if is_in else "staff-sign-in")


def _keep(response: HttpResponse, steps: Steps) -> HttpResponse:
    response.set_cookie(
        cookie_name(),
        signing.dumps(asdict(steps), salt=SALT),
        max_age=STAFF_STEPS_SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
