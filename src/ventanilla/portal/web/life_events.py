"""The moments of life under which services are found. Their names are texts of the services themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import CatalogueEntry

# Which drawing goes with a moment. One that is not here has the drawing of a document.
_ICONS = {
    "emprender": "shop",
    "vehiculo": "vehicle",
    "construir": "home",
    "vivienda": "home",
    "familia": "family",
    "nacer": "family",
    "salud": "health",
    "estudiar": "education",
    "trabajar": "people",
    "participar": "speech",
    "medio-ambiente": "tree",
}


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A moment and the services offered for it, as a card."""

    code: str
    title: str
    text: str
    icon: str
    href: str


def life_events(entries: Sequence[CatalogueEntry], lang: str) -> tuple[LifeEvent, ...]:
    """The moments that these services name, by title."""
    codes = {code: entry for entry in entries for code in entry.life_events}
    found = (_life_event(code, entry, entries, lang) for code, entry in codes.items())
    return tuple(sorted(found, key=lambda event: event.title))


def _life_event(code: str, entry: CatalogueEntry, entries: Sequence[CatalogueEntry], lang: str) -> LifeEvent:
    title = services.definition_of(entry.version_id, lang).texts.get(f"life_events.{code}", code)
    titles = [each.title for each in entries if code in each.life_events]
    return LifeEvent(
        code=code,
        title=title,
        text=f"{', '.join(titles[:3])}.",
        icon=_ICONS.get(code, "document"),
        href=f"{reverse('catalogue')}?{urlencode({'momento': code})}",
    )
