"""A person pays a charge of their case: to the provider, back, and what the provider says server to server."""

from uuid import UUID

import structlog
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ventanilla.common.errors import Refusal
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.errors import (
    AlreadySettled,
    AmountMismatch,
    AttemptUnknown,
    PaymentInReview,
    ProviderUnavailable,
)
from ventanilla.kernel.payments.types import AttemptState, ChargeData, ChargeState
from ventanilla.portal.web.case_page import page_of
from ventanilla.portal.web.payment_words import charge_rows, ending_of
from ventanilla.portal.web.requests import PortalRequest, SignedRequest, for_person

logger = structlog.get_logger(__name__)
# A signed notice is some hundred bytes.
NOTICE_BYTES = 16_384


@never_cache
@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: SignedRequest, case: UUID, charge: UUID) -> HttpResponse:
    """What is charged and why; a POST starts a try and goes to the provider. Paid meanwhile, the page says so."""
    found = cases.access_charge(actor=request.actor, at=request.at, charge_uuid=charge)
    if found.dossier != case:
        raise Http404
    if request.method != "POST":
        return _show(request, found)
    back = settings.PUBLIC_URL + reverse("payment-return")
    try:
        attempt = payments.start_attempt(charge_uuid=charge, return_url=back, actor=request.actor.ref(), at=request.at)
    except ProviderUnavailable as refusal:
        return _show(request, found, refusal)
    except (AlreadySettled, PaymentInReview):
        return redirect("charge-pay", case, charge)
    return redirect(attempt.redirect_url)


def _show(request: SignedRequest, charge: ChargeData, refusal: Refusal | None = None) -> HttpResponse:
    case = cases.access_case(actor=request.actor, at=request.at, case_uuid=charge.dossier)
    page = page_of(case, request.at)
    context = {
        "page": page,
        "case": case,
        "charge": charge,
        "rows": charge_rows(charge, case.code, case.decision),
        "unavailable": refusal is not None,
    }
    return render(request, "portal/charge_pay.html", context, status=503 if refusal else 200)


@never_cache
@for_person
@require_safe
def payment_return(request: SignedRequest) -> HttpResponse:
    """Back from the provider. What counts is what it told us, not how the browser came; the page can be asked again."""
    try:
        attempt = payments.get_attempt(uuid=UUID(request.GET.get("intento", "")))
    except ValueError:
        raise AttemptUnknown from None
    charge = cases.access_charge(actor=request.actor, at=request.at, charge_uuid=attempt.charge_uuid)
    ending = ending_of(attempt.state, charge)
    context = {
        "charge": charge,
        "heading": ending.heading,
        "text": ending.text,
        "again": ending.again,
        "waiting": attempt.state is AttemptState.WAITING and charge.state is not ChargeState.SETTLED,
        "here": request.get_full_path(),
        "rows": charge_rows(charge),
    }
    return render(request, "portal/payment_return.html", context)


@csrf_exempt
@require_POST
def payment_notice(request: PortalRequest, provider: str) -> HttpResponse:
    """What a provider says of an attempt, signed. Answers `ok`, or the code of what is wrong, as plain text."""
    body = request.read(NOTICE_BYTES + 1)
    if len(body) > NOTICE_BYTES:
        return _plain("payments.notice_too_large", 413)
    try:
        payments.receive_notice(notice_slug=provider, body=body, headers=request.headers, at=request.at)
    except Refusal as refusal:
        return _plain(refusal.code, refusal.http_status)
    except AmountMismatch as fault:
        # It is recorded and nothing was settled: the provider need not send it again, a person has to look.
        logger.error("payments.amount_mismatch", message=str(fault))
        return _plain("payments.amount_mismatch", 202)
    return _plain("ok", 200)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
