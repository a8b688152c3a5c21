"""The first page: search, moments of life, services, how it works."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ventanilla.kernel.services import api as services
from ventanilla.portal.web.life_events import life_events
from ventanilla.portal.web.requests import PortalRequest
from ventanilla.portal.web.views.catalogue import cards

FEATURED = 6


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """What anybody sees first."""
    lang = get_language() or "es"
    entries = services.list_catalogue(lang=lang, on=localdate(request.at))
    context = {
        "events": life_events(entries, lang),
        "cards": cards(entries[:FEATURED]),
        "more": len(entries) > FEATURED,
    }
    return render(request, "portal/home.html", context)
