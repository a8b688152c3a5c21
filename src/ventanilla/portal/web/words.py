"""Texts for codes: states, acts, clocks, documents. A service's own words come first, where it has them."""

from django.utils.translation import gettext as _

from ventanilla.kernel.documents.types import DocumentData
from ventanilla.kernel.services.types import ServiceDefinition, StateShown
from ventanilla.portal.web import dates
from ventanilla.portal.web.forms.questions import size_in_words

# The kind of tag of a case's state. Closed has none: its own words say how it ended.
_STATE_KINDS = {"IN_REVIEW": "info", "BEING_ISSUED": "info", "AWAITING_APPLICANT": "warn", "AWAITING_PAYMENT": "warn"}
_FORMATS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def stage_of(definition: ServiceDefinition, stage: str) -> StateShown:
    """Where a case stands, in the words of its service; plain words of ours when the service has none."""
    found = next((state for state in definition.service.states if state.key == stage), None)
    return found or StateShown(key=stage, label=_("En trámite"), explanation="", who="", nodes=())


def state_kind(state: str) -> str:
    """The colour of a state's tag."""
    return _STATE_KINDS.get(state, "")


def format_name(media_type: str) -> str:
    """`PDF`, `JPEG`…; the type itself when it has no better name."""
    return _FORMATS.get(media_type, media_type)


def document_item(document: DocumentData, href: str) -> dict[str, str]:
    """A document for the component `document-list`."""
    return {
        "name": document.name,
        "href": href,
        "type": format_name(document.media_type),
        "size": size_in_words(document.size_bytes),
        "when": dates.day(dates.day_of(document.stored_at)),
        "icon": "seal" if document.origin == "ISSUED" else "document",
    }
