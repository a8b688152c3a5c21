"""The operator sees how the installation works, and orders what becomes of what failed. No data of a person is here."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path

import structlog
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ventanilla.common import alerts, comunas
from ventanilla.common.errors import Refusal
from ventanilla.kernel.outbox import api as outbox
from ventanilla.portal.web import flash
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.operation_page import Failure, delivery_failure, job_failure, page_of
from ventanilla.portal.web.requests import SignedRequest, for_operator
from ventanilla.ui.types import Field, FieldKind, FormView

REASON_CHARACTERS = 300

_log = structlog.get_logger(__name__)


@never_cache
@for_operator
@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """How each part is, what happened, and what failed for good."""
    page = page_of(at=request.at, zone=_zone(request))
    return render(request, "portal/operation.html", {"page": page, "flash": flash.told(request)})


@never_cache
@for_operator
@require_POST
def retry_delivery(request: SignedRequest, delivery: int) -> HttpResponse:
    """Ten new attempts for a delivery that was given up."""
    return _ordered(
        request,
        lambda: outbox.retry_parked(delivery_id=delivery, actor=request.actor.ref(), at=request.at),
        Flash(_("Se intentará otra vez"), _("Si vuelve a fallar, aparecerá aquí de nuevo.")),
    )


@never_cache
@for_operator
@require_POST
def retry_job(request: SignedRequest, job: int) -> HttpResponse:
    """All attempts again for a job that failed."""
    return _ordered(
        request,
        lambda: outbox.retry_job(job_id=job, actor=request.actor.ref(), at=request.at),
        Flash(_("Se intentará otra vez"), _("Si vuelve a fallar, aparecerá aquí de nuevo.")),
    )


@never_cache
@for_operator
@require_POST
def retry_all(request: SignedRequest) -> HttpResponse:
    """Everything that failed, again: for when one cause has been mended."""
    return _ordered(
        request,
        lambda: outbox.retry_all(actor=request.actor.ref(), at=request.at),
        Flash(_("Se intentará todo otra vez"), _("Lo que vuelva a fallar aparecerá aquí de nuevo.")),
    )


@never_cache
@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def skip_delivery(request: SignedRequest, delivery: int) -> HttpResponse:
    """Never deliver it, for a reason; what waits behind it goes on."""
    if request.method == "POST" and (reason := _reason(request)):
        return _ordered(
            request,
            lambda: outbox.skip_parked(delivery_id=delivery, reason=reason, actor=request.actor.ref(), at=request.at),
            Flash(_("Esa entrega se saltó"), _("Lo que la esperaba sigue ahora.")),
        )
    parked = outbox.get_parked(delivery_id=delivery)
    return _ask_reason(request, delivery_failure(parked, _zone(request)), _("Saltar esta entrega"))


@never_cache
@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def give_up_job(request: SignedRequest, job: int) -> HttpResponse:
    """Never do it, for a reason."""
    if request.method == "POST" and (reason := _reason(request)):
        return _ordered(
            request,
            lambda: outbox.give_up_job(job_id=job, reason=reason, actor=request.actor.ref(), at=request.at),
            Flash(_("Ese trabajo se abandonó")),
        )
    failed = outbox.get_failed_job(job_id=job)
    return _ask_reason(request, job_failure(failed, _zone(request)), _("Abandonar este trabajo"))


@never_cache
@for_operator
@require_POST
def dismiss_alert(request: SignedRequest, code: str) -> HttpResponse:
    """Somebody has looked after it: the next time it is new. What happened since they looked stays."""
    full, seen_at = f"alert.{code}", _instant(request.POST.get("seen", ""))
    if full not in alerts.TEXTS or seen_at is None:
        raise Http404
    if alerts.dismiss(Path(settings.VENTANILLA_HOME) / "alerts", code=full, seen_at=seen_at):
        _log.info("alert_dismissed", code=full, person=str(request.actor.person_uuid))
        done = Flash(_("La alerta salió de la lista"), _("Si vuelve a ocurrir, aparecerá otra vez."))
    else:
        done = Flash(_("Ocurrió otra vez después de que usted la vio"), _("Por eso sigue en la lista."), kind="warn")
    flash.tell(request, done)
    return redirect("operation")


def _instant(text: str) -> datetime | None:
    """What the page wrote; None for anything else."""
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        return instant if instant.tzinfo else None
    return None


def _ordered(request: SignedRequest, order: Callable[[], None], done: Flash) -> HttpResponse:
    """Do it and say so; who comes too late reads what has become of it meanwhile."""
    try:
        order()
    except Refusal as refusal:
        done = Flash(sentence_of(refusal), next_step_of(refusal), kind="warn")
    flash.tell(request, done)
    return redirect("operation")


def _reason(request: SignedRequest) -> str:
    """What was typed, when it can be taken."""
    reason = " ".join(request.POST.get("reason", "").split())
    return reason if len(reason) <= REASON_CHARACTERS else ""


def _ask_reason(request: SignedRequest, failure: Failure, action: str) -> HttpResponse:
    """Why, before it is dropped for ever; again, with what is wrong, when nothing was typed or too much."""
    typed = request.POST.get("reason", "")
    problem = ""
    if request.method == "POST":
        many = _("Escriba el motivo en %(n)d letras o menos.") % {"n": REASON_CHARACTERS}
        problem = many if typed.strip() else _("Escriba el motivo.")
    field = Field(
        FieldKind.LONG_TEXT,
        "reason",
        _("Motivo"),
        hint=_("Se publica en el registro. No escriba datos de personas."),
        value=typed,
        limit=REASON_CHARACTERS,
        error=problem,
    )
    context = {"failure": failure, "action": action, "form": FormView((field,)), "back": reverse("operation")}
    return render(request, "portal/operation_drop.html", context, status=400 if problem else 200)


def _zone(request: SignedRequest) -> tzinfo:
    """That of the institution whose post it is."""
    assert request.actor.post is not None
    return comunas.get(request.actor.post.comuna_code).zone
