"""The page of a case for its parties: what to do now, where it is, who has it, until when (Ley 19.880 art. 17)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.services import api as services
from ventanilla.portal.web import flash
from ventanilla.portal.web.case_page import CasePage
from ventanilla.portal.web.requests import SignedRequest, for_person


@never_cache
@for_person
@require_safe
def case(request: SignedRequest, case: UUID) -> HttpResponse:
    """Everything that a party may know of the case."""
    found = cases.access_case(actor=request.actor, at=request.at, case_uuid=case)
    page = CasePage(
        case=found,
        definition=services.definition_of(found.version_id, get_language() or "es"),
        institution=identity.get_institution(id=found.institution_id),
        reader=request.actor.name,
        at=request.at,
    )
    return render(request, "portal/case.html", {"page": page, "case": found, "flash": flash.told(request)})
