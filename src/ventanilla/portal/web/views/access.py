"""What an official enters with: the authenticator, the recovery codes, the passkeys."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Assurance, PasskeyData
from ventanilla.portal.web import dates, flash, passkeys, rates, staff_steps
from ventanilla.portal.web.limits import STAFF_PASSKEY_BY_ADDRESS
from ventanilla.portal.web.requests import PortalRequest, SignedRequest, for_official, safe_next


@never_cache
@require_POST
def enter_by_passkey(request: PortalRequest) -> HttpResponse:
    """Come in with a passkey alone: the device has asked for a finger, a face or a PIN."""
    key = rates.address_of(request)
    again = rates.over(STAFF_PASSKEY_BY_ADDRESS, key, request.at)
    if again is not None:
        return rates.too_many(request, again, request.at)
    account = passkeys.check(request, at=request.at)
    rates.not_counted(STAFF_PASSKEY_BY_ADDRESS, key)
    target = safe_next(request, "")
    return staff_steps.enter(request, account_id=account.id, target=target, assurance=Assurance.HIGH)


@never_cache
@for_official
@require_safe
def my_access(request: SignedRequest) -> HttpResponse:
    """What there is, and how each thing is changed; only soon after coming in."""
    access, recent = identity.get_access(account_id=request.actor.account_id), request.kept.is_recent(request.at)
    context = {
        "flash": flash.told(request),
        "recent": recent,
        "rows": _rows(access.second_factor_set_at is not None, access.recovery_codes_left, recent=recent),
        "passkeys": [_passkey_row(each, recent=recent) for each in access.passkeys],
        "passkey": passkeys.asked_to_add(request.actor) if recent else None,
        "has_factor": access.second_factor_set_at is not None,
    }
    return render(request, "portal/staff/access.html", context)


@for_official
@require_POST
def add_passkey(request: SignedRequest) -> HttpResponse:
    """One more passkey, which the device has just made."""
    if not request.kept.is_recent(request.at):
        return redirect("my-access")
    passkeys.add(request, request.actor, at=request.at)
    flash.tell(request, flash.Flash(_("La llave de acceso quedó registrada")))
    return redirect("my-access")


@never_cache
@for_official
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: SignedRequest, passkey: UUID) -> HttpResponse:
    """Take one away, after a question."""
    found = identity.get_access(account_id=request.actor.account_id).passkeys
    chosen = next((each for each in found if each.uuid == passkey), None)
    if request.method == "POST":
        identity.remove_passkey(
            account_id=request.actor.account_id, passkey=passkey, actor=request.actor.ref(), at=request.at
        )
        flash.tell(request, flash.Flash(_("Esa llave de acceso ya no sirve para entrar")))
        return redirect("my-access")
    if chosen is None:
        return redirect("my-access")
    return render(request, "portal/staff/passkey_remove.html", {"device": _device(chosen)})


@for_official
@require_POST
def renew_codes(request: SignedRequest) -> HttpResponse:
    """New recovery codes in place of those that are left."""
    if not request.kept.is_recent(request.at):
        return redirect("my-access")
    account_id = request.actor.account_id
    identity.renew_recovery_codes(account_id=account_id, actor=request.actor.ref(), at=request.at)
    return redirect("recovery-codes")


def _rows(is_set: bool, codes_left: int, *, recent: bool) -> list[dict[str, str]]:
    app = {"key": _("Aplicación de códigos"), "value": _("Registrada") if is_set else _("No tiene")}
    if recent:
        app |= {"href": reverse("staff-set-up"), "action": _("Cambiar") if is_set else _("Registrar")}
    codes = {"key": _("Códigos de recuperación"), "value": _("Le quedan %(count)s") % {"count": codes_left}}
    return [app, codes] if is_set else [app]


def _passkey_row(passkey: PasskeyData, *, recent: bool) -> dict[str, str]:
    used = dates.moment(passkey.used_at) if passkey.used_at else _("todavía no se usa")
    row = {
        "key": _device(passkey),
        "value": _("Desde el %(when)s") % {"when": dates.moment(passkey.added_at)},
        "note": _("Último uso: %(when)s.") % {"when": used},
    }
    return row | {"href": reverse("remove-passkey", args=[passkey.uuid]), "action": _("Quitar")}


def _device(passkey: PasskeyData) -> str:
    return passkey.device or _("Un aparato que no dijo cuál es")
