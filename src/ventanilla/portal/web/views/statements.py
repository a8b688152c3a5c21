"""Short statements that every public site owes: accessibility and personal data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ventanilla.portal.web.requests import PortalRequest


@require_safe
def accessibility(request: PortalRequest) -> HttpResponse:
    """Which standard the pages follow, what is tested and what is not (Ley 20.422, DS 1 of 2015)."""
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: PortalRequest) -> HttpResponse:
    """What is kept of a person, for how long, who sees it, and how to see who did (Ley 21.719)."""
    return render(request, "portal/privacy.html")
