"""The way in of officials: e-mail and password, then the post as which they work."""

from django.contrib.auth import authenticate, login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ventanilla.kernel.identity import api as identity
from ventanilla.portal.web.middleware import POST_KEY
from ventanilla.portal.web.requests import PortalRequest, safe_next
from ventanilla.ui.types import Field, FieldKind, FormView, Option


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
    request.session[POST_KEY] = held[0].id
    if len(held) > 1:
        return redirect(f"{reverse('choose-post')}?{urlencode({'next': safe_next(request, reverse('desk'))})}")
    return redirect(safe_next(request, reverse("desk")))


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
        request.session[POST_KEY] = next(post.id for post in held if str(post.uuid) == chosen)
        return redirect(safe_next(request, reverse("desk")))
    options = tuple(Option(str(post.uuid), post.title, f"{post.unit_name}, {post.institution_name}") for post in held)
    error = _("Elija un cargo de la lista.") if request.method == "POST" else ""
    question = _("¿Con qué cargo va a trabajar?")
    field = Field(FieldKind.CHOICE, "post", question, options=options, error=error, heading=True)
    context = {"form": FormView((field,)), "next": request.GET.get("next", "")}
    return render(request, "portal/choose_post.html", context, status=400 if error else 200)
