"""Who acts in this request and when; refusals become pages that say what to do now."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from ventanilla.common import clock
from ventanilla.common.errors import Refusal
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.web import sessions


def actor_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.at`, `request.kept` (the session, None for a visitor) and `request.actor` (an Actor, or None for a
    visitor, a session that is over or an ended appointment)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        request.kept = None  # type: ignore[attr-defined]
        request.actor = _actor(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _actor(request: HttpRequest) -> Actor | None:
    user = get_user(request)  # checks the session's hash, so that a new password ends the old sessions
    if not user.is_authenticated:
        return None
    at: datetime = request.at  # type: ignore[attr-defined]
    request.kept = sessions.look(request, at)  # type: ignore[attr-defined]
    if request.kept is None:  # type: ignore[attr-defined]
        request.session.flush()
        return None
    try:
        return identity.actor_of_session(
            account=user,
            post_id=request.session.get(sessions.POST_KEY),
            at=at,
        )
    except Refusal:
        sessions.end(request, at=at)
        return None


class RefusalMiddleware:
    """A refusal that a view did not expect becomes a page: what happened, and what to do now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        context = {"sentence": sentence_of(exception), "next_step": next_step_of(exception)}
        return render(request, "portal/refusal.html", context, status=exception.http_status)


def sentence_of(refusal: Refusal) -> str:
    """What happened, in the active language."""
    return gettext(refusal.text) % refusal.params if refusal.text else gettext("Esto no se puede hacer.")


def next_step_of(refusal: Refusal) -> str:
    """What to do now, in the active language; empty when the page says it."""
    return gettext(refusal.next_step) % refusal.params if refusal.next_step else ""
