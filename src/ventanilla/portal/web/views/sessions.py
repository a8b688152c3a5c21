"""My sessions: where one is signed in, and the end of each."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.errors import SessionNotFound
from ventanilla.kernel.identity.types import SessionData
from ventanilla.portal.web import dates, flash, sessions
from ventanilla.portal.web.requests import SignedRequest, for_account


@never_cache
@for_account
@require_safe
def my_sessions(request: SignedRequest) -> HttpResponse:
    """Where one is signed in, newest first."""
    found = identity.list_sessions(account_id=request.actor.account_id, at=request.at)
    names = {each.slug: each.name for each in identity.list_providers()}
    context = {
        "flash": flash.told(request),
        "rows": [_row(each, names, this=str(each.uuid) == request.kept.uuid) for each in found],
        "others": len(found) > 1,
    }
    return render(request, "portal/my_sessions.html", context)


@never_cache
@for_account
@require_http_methods(["GET", "HEAD", "POST"])
def end_session(request: SignedRequest, session: UUID) -> HttpResponse:
    """End one of them, after a question. One's own is left by the way out."""
    if request.method == "POST":
        identity.end_session(
            account_id=request.actor.account_id, session=session, actor=request.actor.ref(), at=request.at
        )
        if str(session) == request.kept.uuid:
            sessions.end(request, at=request.at)
            return redirect("home")
        flash.tell(request, flash.Flash(_("La sesión quedó cerrada")))
        return redirect("my-sessions")
    found = identity.list_sessions(account_id=request.actor.account_id, at=request.at)
    chosen = next((each for each in found if each.uuid == session), None)
    if chosen is None:
        raise SessionNotFound
    return render(
        request, "portal/session_end.html", {"device": _device(chosen), "since": dates.moment(chosen.began_at)}
    )


@for_account
@require_POST
def end_other_sessions(request: SignedRequest) -> HttpResponse:
    """End all but this one."""
    identity.end_other_sessions(
        account_id=request.actor.account_id, but=UUID(request.kept.uuid), actor=request.actor.ref(), at=request.at
    )
    flash.tell(request, flash.Flash(_("Solo queda abierta esta sesión")))
    return redirect("my-sessions")


def _row(session: SessionData, names: dict[str, str], *, this: bool) -> dict[str, object]:
    by = names.get(session.provider, session.provider) or _("la entrada de funcionarios")
    notes = [
        _("Abierta desde el %(when)s, por %(provider)s.") % {"when": dates.moment(session.began_at), "provider": by},
        _("Usada por última vez el %(when)s.") % {"when": dates.moment(session.seen_at)},
    ]
    if this:
        return {"key": _device(session), "value": _("Esta sesión"), "notes": notes[:1]}
    href = reverse("end-session", args=[session.uuid])
    return {"key": _device(session), "value": "", "notes": notes, "href": href, "action": _("Cerrar")}


def _device(session: SessionData) -> str:
    return session.device or _("Un aparato que no dijo cuál es")
