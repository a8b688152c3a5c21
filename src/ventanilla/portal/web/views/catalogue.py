"""The catalogue: all services, those of a moment of life, or those that a search finds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import CatalogueEntry
from ventanilla.portal.web.life_events import life_events
from ventanilla.portal.web.requests import PortalRequest

SEARCH_CHARS = 200


@dataclass(frozen=True, slots=True)
class Card:
    """A service as a card of the catalogue."""

    title: str
    text: str
    href: str
    meta: str
    icon: str = ""


@require_safe
def catalogue(request: PortalRequest) -> HttpResponse:
    """Search wins over the moment of life; with neither, everything that is offered today."""
    lang, on = get_language() or "es", localdate(request.at)
    text = request.GET.get("q", "").strip()[:SEARCH_CHARS]
    moment = request.GET.get("momento", "")
    every = services.list_catalogue(lang=lang, on=on)
    events = life_events(every, lang)
    chosen = next((event for event in events if event.code == moment and not text), None)
    found = services.search(text=text, lang=lang, on=on) if text else every
    if chosen:
        found = tuple(entry for entry in found if chosen.code in entry.life_events)
    context = {
        "text": text,
        "chosen": chosen,
        "events": [event for event in events if event is not chosen],
        "cards": cards(found),
        "count": _count(len(found)),
    }
    return render(request, "portal/catalogue.html", context)


def _count(number: int) -> str:
    return ngettext("%(number)d trámite", "%(number)d trámites", number) % {"number": number}


def cards(entries: Sequence[CatalogueEntry]) -> tuple[Card, ...]:
    """Each service as a card, with how many institutions offer it."""
    return tuple(
        Card(entry.title, entry.summary, reverse("service", args=[entry.slug]), _offered_by(len(entry.institution_ids)))
        for entry in entries
    )


def _offered_by(number: int) -> str:
    sentence = ngettext("En línea, en %(number)d institución", "En línea, en %(number)d instituciones", number)
    return sentence % {"number": number}
