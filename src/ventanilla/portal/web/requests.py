"""What a view knows of its request: who acts, when, in which session."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.errors import RightMissing
from ventanilla.kernel.identity.types import OPERATE, Actor
from ventanilla.portal.web.sessions import Kept

P = ParamSpec("P")


class PortalRequest(HttpRequest):
    """A request after `actor_middleware`. `actor` and `kept`, the session, are None for a visitor."""

    actor: Actor | None
    at: datetime
    kept: Kept | None


class SignedRequest(PortalRequest):
    """A request of somebody who is signed in."""

    actor: Actor
    kept: Kept


View = Callable[Concatenate[SignedRequest, P], HttpResponse]


def for_person(view: View[P]) -> Callable[Concatenate[PortalRequest, P], HttpResponse]:
    """Only for a person acting for themselves. A visitor signs in first and comes back to this page."""

    @wraps(view)
    def guarded(request: PortalRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor is None or request.actor.post is not None:
            return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    guarded.audience = "person"  # type: ignore[attr-defined]
    return guarded


def for_official(view: View[P]) -> Callable[Concatenate[PortalRequest, P], HttpResponse]:
    """Only for an official acting through a post. Anybody else is sent to the officials' sign-in."""

    @wraps(view)
    def guarded(request: PortalRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor is None or request.actor.post is None:
            return redirect(f"{reverse('staff-sign-in')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    guarded.audience = "official"  # type: ignore[attr-defined]
    return guarded


def for_operator(view: View[P]) -> Callable[Concatenate[PortalRequest, P], HttpResponse]:
    """Only for an official whose post may operate the installation. Other officials are told that they may not."""

    @wraps(view)
    def guarded(request: SignedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not identity.holds_anywhere(actor=request.actor.ref(), action=OPERATE, at=request.at):
            raise RightMissing
        return view(request, *args, **kwargs)

    return for_official(guarded)


def for_account(view: View[P]) -> Callable[Concatenate[PortalRequest, P], HttpResponse]:
    """For whoever is signed in, a person or an official. A visitor signs in first and comes back to this page."""

    @wraps(view)
    def guarded(request: PortalRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor is None:
            return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    guarded.audience = "account"  # type: ignore[attr-defined]
    return guarded


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where to go after signing in: only an address of our own."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else fallback
