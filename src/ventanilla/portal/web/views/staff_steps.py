"""After the password: the code, a password of one's own, the authenticator, the recovery codes."""

from urllib.parse import quote

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.errors import CodeNotValid, PasswordTooWeak
from ventanilla.portal.web import limits, rates, staff_steps
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.requests import PortalRequest, SignedRequest, for_official, safe_next
from ventanilla.portal.web.sessions import BY_RULE
from ventanilla.portal.web.staff_steps import Steps
from ventanilla.ui.types import Field, FieldKind, FormView

QR_SCALE = 5


@never_cache
@require_http_methods(["GET", "POST"])
def staff_code(request: PortalRequest) -> HttpResponse:
    """The code that the authenticator shows, or one of recovery."""
    steps = staff_steps.find(request)
    if steps is None:
        return staff_steps.elsewhere(request)
    recovering = "recuperar" in request.GET
    if request.method == "GET":
        return _code_page(request, recovering)
    key = str(steps.account_id)
    again = rates.over(limits.STAFF_CODE, key, request.at)
    if again is not None:
        return rates.too_many(request, again, request.at)
    code = request.POST.get("code", "")
    try:
        identity.use_second_factor(
            account_id=steps.account_id, code=code, attempt=steps.attempt, actor=BY_RULE, at=request.at
        )
    except CodeNotValid as refused:
        return _code_page(request, recovering, sentence_of(refused), status=400)
    rates.not_counted(limits.STAFF_CODE, key)
    return staff_steps.go_on(request, staff_steps.confirm(steps))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def staff_new_password(request: PortalRequest) -> HttpResponse:
    """A password of one's own in place of the one that an administrator gave."""
    steps = staff_steps.find(request)
    access = identity.get_access(account_id=steps.account_id) if steps else None
    if steps is None or access is None or (access.second_factor_set_at is not None and not steps.confirmed):
        return staff_steps.elsewhere(request)
    if access.password_until is None:
        return staff_steps.go_on(request, steps)
    if request.method == "GET":
        return _password_page(request)
    try:
        identity.choose_password(
            account_id=steps.account_id, password=request.POST.get("password", ""), actor=BY_RULE, at=request.at
        )
    except PasswordTooWeak as refused:
        return _password_page(request, f"{sentence_of(refused)} {next_step_of(refused)}", status=400)
    return staff_steps.go_on(request, steps)


@never_cache
@require_http_methods(["GET", "POST"])
def staff_set_up(request: PortalRequest) -> HttpResponse:
    """The authenticator: scan, type the code, done. On the way in, or by whoever has just come in."""
    steps = staff_steps.find(request)
    if steps is None and request.actor is not None and request.actor.post is not None:
        if not request.kept or not request.kept.is_recent(request.at):
            return redirect("my-access")
        steps = Steps(request.actor.account_id, request.kept.uuid, reverse("my-access"), confirmed=True)
    if steps is None:
        return staff_steps.elsewhere(request)
    is_set = identity.get_access(account_id=steps.account_id).second_factor_set_at is not None
    if is_set and not steps.confirmed and request.method == "GET":
        return redirect("staff-code")
    if request.method == "GET":
        return _set_up_page(request, steps)
    if is_set and not steps.confirmed:
        return staff_code(request)
    return _set_up(request, steps)


@never_cache
@for_official
@require_http_methods(["GET", "POST"])
def recovery_codes(request: SignedRequest) -> HttpResponse:
    """The codes for the day when the telephone is lost, until their owner says that they are kept."""
    account_id, target = request.actor.account_id, safe_next(request, reverse("desk"))
    if request.method == "POST":
        identity.keep_recovery_codes(account_id=account_id, actor=request.actor.ref(), at=request.at)
        return redirect(target)
    codes = identity.codes_to_keep(account_id=account_id)
    if not codes:
        return redirect(target)
    return render(request, "portal/staff/recovery_codes.html", {"codes": codes, "next": target})


def _set_up(request: PortalRequest, steps: Steps) -> HttpResponse:
    code, at = request.POST.get("code", ""), request.at
    try:
        identity.set_second_factor(account_id=steps.account_id, code=code, attempt=steps.attempt, actor=BY_RULE, at=at)
    except CodeNotValid as refused:
        return _set_up_page(request, steps, sentence_of(refused), 400)
    if request.actor is not None:
        return redirect("recovery-codes")
    return staff_steps.go_on(request, staff_steps.confirm(steps))


def _code_page(request: PortalRequest, recovering: bool, problem: str = "", status: int = 200) -> HttpResponse:
    label = _("Código de recuperación") if recovering else _("Código de su aplicación")
    hint = _("Tres grupos de cuatro letras y números.") if recovering else _("Seis números. Cambian cada 30 segundos.")
    field = _code_field(label, hint, problem, numeric=not recovering)
    context = {"form": FormView((field,)), "recovering": recovering}
    return render(request, "portal/staff/code.html", context, status=status)


def _code_field(label: str, hint: str, problem: str, *, numeric: bool) -> Field:
    return Field(
        FieldKind.TEXT,
        "code",
        label,
        hint,
        error=problem,
        autocomplete="one-time-code" if numeric else "off",
        inputmode="numeric" if numeric else "",
        width=10 if numeric else 20,
    )


def _password_page(request: PortalRequest, problem: str = "", status: int = 200) -> HttpResponse:
    hint = _("Al menos 12 caracteres. Sirven cuatro palabras que no vayan juntas.")
    field = Field(FieldKind.PASSWORD, "password", _("Su clave nueva"), hint, error=problem, autocomplete="new-password")
    return render(request, "portal/staff/new_password.html", {"form": FormView((field,))}, status=status)


def _set_up_page(request: PortalRequest, steps: Steps, problem: str = "", status: int = 200) -> HttpResponse:
    text = identity.secret_to_register(account_id=steps.account_id, attempt=steps.attempt)
    label = quote(f"Ventanilla ({settings.PUBLIC_URL.partition('://')[2]})")
    address = f"otpauth://totp/{label}?secret={text.replace(' ', '')}&issuer=Ventanilla"
    drawn = segno.make(address, error="m").svg_inline(scale=QR_SCALE, light="#fff")
    field = _code_field(_("Código que muestra la aplicación"), _("Seis números."), problem, numeric=True)
    context = {
        "form": FormView((field,)),
        "qr": SafeString(drawn),
        "secret_text": text,
    }
    return render(request, "portal/staff/set_up.html", context, status=status)
