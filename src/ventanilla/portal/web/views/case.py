"""The page of a case for its parties: what to do now, where it is, who has it, until when (Ley 19.880 art. 17)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.portal.web import flash
from ventanilla.portal.web.case_page import page_of
from ventanilla.portal.web.requests import SignedRequest, for_person


@never_cache
@for_person
@require_safe
def case(request: SignedRequest, case: UUID) -> HttpResponse:
    """Everything that a party may know of the case."""
    found = cases.access_case(actor=request.actor, at=request.at, case_uuid=case)
    context = {"page": page_of(found, request.at), "case": found, "flash": flash.told(request)}
    return render(request, "portal/case.html", context)
