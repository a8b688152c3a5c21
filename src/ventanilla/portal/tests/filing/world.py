"""The answers of one licence, as a browser posts them, and walks through its form."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import small_pdf
from ventanilla.portal.tests.filing.browsing import Browser, Page

SERVICE = "/tramites/patente-comercial/"
OWNED: Mapping[str, Mapping[str, Any]] = {
    "applicant": {},
    "activity": {"activity": "Almacén de barrio", "sii_activity": "Venta al por menor de alimentos"},
    "address": {
        "premises_address-street": "Calle Los Aromos",
        "premises_address-number": "145",
        "premises_address-extra": "",
        "premises_roll": "",
    },
    "tenure": {"tenure": "owned"},
    "food": {"food_handling": "no"},
    "capital": {"own_capital": "40.000.000"},
    "contact": {"contact_email": "rosa@correo.cl", "contact_phone": "9 8765 4321"},
    "declaration": {"declaration": "all_true"},
}


def pdf(name: str = "contrato.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, small_pdf(), "application/pdf")


def start(browser: Browser) -> str:
    """The address under which the pages of a new draft are."""
    return browser.send(SERVICE).path.removesuffix("paso/applicant/")


def write(browser: Browser, *, until: str = "", changes: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """A draft with every page saved in order, up to the page `until` (left out); the address of its pages."""
    draft = start(browser)
    assert browser.actor is not None
    for key, values in {**OWNED, **(changes or {})}.items():
        if key == until:
            break
        raw = {name: [value] for name, value in values.items()}
        saved = cases.save_page(
            actor=browser.actor, at=browser.at, draft_uuid=UUID(draft.split("/")[2]), page=key, raw=raw
        )
        assert saved.errors == ()
    return draft


def file(browser: Browser) -> Page:
    """A complete draft, filed; the receipt."""
    return browser.send(f"{write(browser)}enviar/")
