"""The way in of persons: to a provider of identity and back. The way out, there too."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.errors import SignInRefused
from ventanilla.kernel.identity.types import Assurance, Attempt
from ventanilla.portal.web import assurance, sessions
from ventanilla.portal.web.limits import SIGN_IN_ATTEMPTS_LIMIT
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.requests import PortalRequest, safe_next
from ventanilla.portal.web.sign_in_words import choice_of

# What the session of a browser keeps: the attempts to come in that are under way.
ATTEMPTS_KEY = "sign_in_attempts"


@never_cache
@require_GET
def sign_in(request: PortalRequest) -> HttpResponse:
    """Choose a provider of identity; with one alone, on to it."""
    providers, asked = identity.list_providers(), assurance.asked_in(request)
    if not providers:
        return render(request, "portal/sign_in_unavailable.html", status=503)
    target, is_in = safe_next(request, reverse("my-cases")), request.actor is not None
    choices = [choice_of(each, target) for each in providers if each.assurance.reaches(asked)]
    if len(providers) == 1 and choices and not is_in:
        return _passing(request, choices[0].name, choices[0].href, leaving=False)
    context = {"choices": choices, "safer": asked is not Assurance.LOW, "is_in": is_in}
    return render(request, "portal/sign_in.html", context, status=200 if choices else 503)


@never_cache
@require_GET
def sign_in_with(request: PortalRequest, provider: str) -> HttpResponse:
    """Send the browser to the provider with a state that only this session knows."""
    target = safe_next(request, reverse("my-cases"))
    try:
        attempt, address = identity.begin_sign_in(provider=provider, return_url=_return_url(provider), at=request.at)
    except SignInRefused as refused:
        return _refused(request, refused, target)
    others = list(request.session.get(ATTEMPTS_KEY, {}).items())[1 - SIGN_IN_ATTEMPTS_LIMIT :]
    request.session[ATTEMPTS_KEY] = dict(others) | {attempt.state: {"attempt": asdict(attempt), "next": target}}
    return redirect(address)


@never_cache
@require_GET
def sign_in_return(request: PortalRequest, provider: str) -> HttpResponse:
    """Back from the provider: check what it says, once, and open a session. Asked again, the session is open."""
    attempts: dict[str, Any] = request.session.get(ATTEMPTS_KEY, {})
    kept = attempts.pop(request.GET.get("state", ""), None)
    if kept is None and request.actor is not None and request.actor.post is None:
        return redirect("my-cases")
    request.session.modified = kept is not None
    target = kept["next"] if kept else reverse("my-cases")
    try:
        came = identity.finish_sign_in(
            provider=provider,
            attempt=Attempt(**kept["attempt"]) if kept else None,
            answer=request.GET.dict(),
            return_url=_return_url(provider),
            at=request.at,
        )
    except SignInRefused as refused:
        return _refused(request, refused, target)
    sessions.begin(request, account_id=came.account.id, at=request.at, provider=came.provider, assurance=came.assurance)
    return redirect(target)


@require_POST
def sign_out(request: PortalRequest) -> HttpResponse:
    """Close the session here, and at the provider through which it was opened."""
    slug = request.kept.provider if request.kept else ""
    sessions.end(request, at=request.at)
    found = next((each for each in identity.list_providers() if each.slug == slug), None) if slug else None
    home = settings.PUBLIC_URL + reverse("home")
    address = identity.sign_out_address(provider=slug, return_url=home) if found else ""
    return _passing(request, found.name, address, leaving=True) if found and address else redirect("home")


def _return_url(provider: str) -> str:
    """Of each provider its own, so that the answer of one is never taken for that of another."""
    return settings.PUBLIC_URL + reverse("sign-in-return", args=[provider])


def _passing(request: PortalRequest, name: str, address: str, *, leaving: bool) -> HttpResponse:
    """A page that goes on by itself. No redirect: after a form, browsers would not follow one to another site."""
    page = render(request, "portal/sign_in_passing.html", {"name": name, "address": address, "leaving": leaving})
    page["Refresh"] = f"0; url={address}"
    return page


def _refused(request: PortalRequest, refused: SignInRefused, target: str) -> HttpResponse:
    context = {
        "title": _("No pudimos confirmar quién es usted"),
        "sentence": sentence_of(refused),
        "next_step": next_step_of(refused),
        "again": f"{reverse('sign-in')}?{urlencode({'next': target})}",
    }
    return render(request, "portal/sign_in_refused.html", context, status=refused.http_status)
