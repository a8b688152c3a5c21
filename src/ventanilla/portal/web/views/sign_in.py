"""The way in of persons: to the identity provider and back. Of officials: e-mail and password, then their post."""

import secrets

from django.conf import settings
from django.contrib.auth import authenticate, load_backend, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ventanilla.common import assertion
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import ADMINISTER, OPERATE, PostHeld
from ventanilla.portal.web.middleware import ADMINISTERS_KEY, OPERATES_KEY, POST_KEY
from ventanilla.portal.web.requests import PortalRequest
from ventanilla.ui.types import Field, FieldKind, FormView, Option

STATE_KEY, NEXT_KEY = "sign_in_state", "sign_in_next"
PROVIDER = "identity.simulator"
PROVIDER_BACKEND = "ventanilla.kernel.identity.backends.ProviderBackend"


def _safe_next(request: PortalRequest, fallback: str) -> str:
    """Where to go after signing in: only an address of our own."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else fallback


@never_cache
@require_GET
def sign_in(request: PortalRequest) -> HttpResponse:
    """Send the browser to the identity provider with a state that only this session knows."""
    if not settings.SIMULATORS:
        return render(request, "portal/sign_in_unavailable.html", status=503)
    state = secrets.token_urlsafe(32)
    request.session[STATE_KEY] = state
    request.session[NEXT_KEY] = _safe_next(request, reverse("my-cases"))
    back = settings.PUBLIC_URL + reverse("sign-in-return")
    return redirect(f"{settings.SIMULATORS_URL}/identidad?{urlencode({'return': back, 'state': state})}")


@never_cache
@require_GET
def sign_in_return(request: PortalRequest) -> HttpResponse:
    """Back from the provider: check what it says, once, and open a session. Asked again, the session is open."""
    if STATE_KEY not in request.session and request.actor is not None and request.actor.post is None:
        return redirect("my-cases")
    state = request.session.pop(STATE_KEY, "")
    target = request.session.pop(NEXT_KEY, reverse("my-cases"))
    key = assertion.shared_key(settings.VENTANILLA_HOME / "keys" / "identity-simulator.key")
    try:
        said = assertion.verify_assertion(request.GET.get("assertion", ""), key=key, state=state, at=request.at)
    except assertion.StatementError:
        return render(request, "portal/sign_in_refused.html", status=400)
    account = identity.admit_person(
        run=said.run,
        given_names=said.given_names,
        surnames=said.surnames,
        actor=ActorRef.by_rule(PROVIDER),
        at=request.at,
    )
    _open_session(request, account.id)
    return redirect(target)


def _open_session(request: PortalRequest, account_id: int) -> None:
    login(request, load_backend(PROVIDER_BACKEND).get_user(account_id), backend=PROVIDER_BACKEND)
    request.session.pop(POST_KEY, None)


@require_POST
def sign_out(request: PortalRequest) -> HttpResponse:
    """Close the session here."""
    logout(request)
    return redirect("home")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def staff_sign_in(request: PortalRequest) -> HttpResponse:
    """E-mail and password of an official. A wrong one says the same whatever was wrong."""
    if request.method == "GET":
        context = {"form": _staff_form(), "next": request.GET.get("next", "")}
        return render(request, "portal/staff_sign_in.html", context)
    email = request.POST.get("email", "").strip()
    user = authenticate(request, email=email, password=request.POST.get("password", ""))
    held = identity.posts_of(person_id=user.person_id, at=request.at) if user else ()  # type: ignore[attr-defined]
    if user is None or not held:
        problem = _("El correo o la clave no corresponden, o su nombramiento no está vigente.")
        context = {"form": _staff_form(email, problem), "next": request.POST.get("next", "")}
        return render(request, "portal/staff_sign_in.html", context, status=400)
    login(request, user)
    if len(held) > 1:
        request.session[POST_KEY] = held[0].id
        return redirect(f"{reverse('choose-post')}?{urlencode({'next': _safe_next(request, '')})}")
    return redirect(_take_post(request, user.pk, held[0]))


def _take_post(request: PortalRequest, account_id: int, post: PostHeld) -> str:
    """Work as that post from now on; where to begin."""
    request.session[POST_KEY] = post.id
    actor = identity.actor_of(account_id=account_id, post_id=post.id, at=request.at)
    operates = identity.holds_anywhere(actor=actor.ref(), action=OPERATE, at=request.at)
    administers = identity.holds_anywhere(actor=actor.ref(), action=ADMINISTER, at=request.at)
    request.session[OPERATES_KEY], request.session[ADMINISTERS_KEY] = operates, administers
    return _safe_next(request, reverse("operation" if operates else "administration" if administers else "desk"))


def _staff_form(email: str = "", problem: str = "") -> FormView:
    return FormView(
        fields=(
            Field(FieldKind.EMAIL, "email", _("Correo institucional"), value=email, autocomplete="username"),
            Field(FieldKind.PASSWORD, "password", _("Clave")),
        ),
        problems=(problem,) if problem else (),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def choose_post(request: PortalRequest) -> HttpResponse:
    """With several posts, an official works as one of them at a time (Ley 18.883)."""
    if request.actor is None or request.actor.post is None:
        return redirect("staff-sign-in")
    held = identity.posts_of(person_id=request.actor.person_id, at=request.at)
    chosen = request.POST.get("post", "")
    if request.method == "POST" and chosen in {str(post.uuid) for post in held}:
        post = next(post for post in held if str(post.uuid) == chosen)
        return redirect(_take_post(request, request.actor.account_id, post))
    options = tuple(Option(str(post.uuid), post.title, f"{post.unit_name}, {post.institution_name}") for post in held)
    error = _("Elija un cargo de la lista.") if request.method == "POST" else ""
    question = _("¿Con qué cargo va a trabajar?")
    field = Field(FieldKind.CHOICE, "post", question, options=options, error=error, heading=True)
    context = {"form": FormView((field,)), "next": request.GET.get("next", "")}
    return render(request, "portal/choose_post.html", context, status=400 if error else 200)
