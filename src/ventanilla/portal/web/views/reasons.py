"""Why a case was decided so: what the official wrote, and each rule with what it considered (Ley 21.719)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.services import api as services
from ventanilla.portal.web import words
from ventanilla.portal.web.requests import SignedRequest, for_person


@never_cache
@for_person
@require_safe
def reasons(request: SignedRequest, case: UUID) -> HttpResponse:
    """The rules of a decided case, for its parties."""
    found = cases.access_reasons(actor=request.actor, at=request.at, case_uuid=case)
    context = {
        "case": found,
        "service": services.definition_for_reader(found.version_id),
        "explanations": words.explanations(found.explanations),
    }
    return render(request, "portal/case_reasons.html", context)
