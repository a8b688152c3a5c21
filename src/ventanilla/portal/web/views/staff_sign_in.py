"""The way in of officials: e-mail and password, then the post as which they work."""

from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ventanilla.kernel.identity import api as identity
from ventanilla.portal.web import passkeys, rates, sessions, staff_steps
from ventanilla.portal.web.limits import STAFF_PASSWORD_BY_ACCOUNT, STAFF_PASSWORD_BY_ADDRESS
from ventanilla.portal.web.requests import PortalRequest, safe_next
from ventanilla.ui.types import Field, FieldKind, FormView, Option


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def staff_sign_in(request: PortalRequest) -> HttpResponse:
    """E-mail and password of an official. A wrong one says the same, in the same time, whatever was wrong."""
    target = safe_next(request, "")
    if request.method == "GET":
        return _page(request, _staff_form(), target)
    email = request.POST.get("email", "").strip()
    keys = ((STAFF_PASSWORD_BY_ACCOUNT, email.lower()), (STAFF_PASSWORD_BY_ADDRESS, rates.address_of(request)))
    waits = [again for rate, key in keys if (again := rates.over(rate, key, request.at)) is not None]
    if waits:
        return rates.too_many(request, max(waits), request.at)
    user = authenticate(request, email=email, password=request.POST.get("password", ""), at=request.at)
    if user is None or not identity.posts_of_account(account_id=user.pk, at=request.at):
        problem = _("El correo o la clave no corresponden, o su nombramiento no está vigente.")
        return _page(request, _staff_form(email, problem), target, status=400)
    for rate, key in keys:
        rates.not_counted(rate, key)
    return staff_steps.go_on(request, staff_steps.begin(user.pk, target))


def _page(request: PortalRequest, form: FormView, target: str, status: int = 200) -> HttpResponse:
    passkey = passkeys.asked(request, at=request.at)
    return render(
        request, "portal/staff_sign_in.html", {"form": form, "next": target, "passkey": passkey}, status=status
    )


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
        operates = sessions.take_post(request, account_id=request.actor.account_id, post=post, at=request.at)
        return redirect(staff_steps.begins_at(safe_next(request, ""), operates=operates))
    options = tuple(Option(str(post.uuid), post.title, f"{post.unit_name}, {post.institution_name}") for post in held)
    error = _("Elija un cargo de la lista.") if request.method == "POST" else ""
    question = _("¿Con qué cargo va a trabajar?")
    field = Field(FieldKind.CHOICE, "post", question, options=options, error=error, heading=True)
    context = {"form": FormView((field,)), "next": request.GET.get("next", "")}
    return render(request, "portal/choose_post.html", context, status=400 if error else 200)
