"""Who chooses English reads English: on the pages of a whole procedure nothing that is translated is in Spanish.

What is data stays as it was written: names, addresses, answers, and what an institution told somebody in Spanish.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils.translation import override
from lxml import html
from ruamel.yaml import YAML

from tools.messages import catalogues
from tools.messages.message import PLACEHOLDER
from tools.messages.packages import packages
from ventanilla.common import clock
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import LICENCE, Play, make_play
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.testing import sign_in_actor

MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)
OWNED = {
    "activity": "Taller de bicicletas",
    "sii_activity": "Reparación de bicicletas",
    "premises_address": {"street": "Los Aromos", "number": "145", "extra": ""},
    "tenure": "owned",
    "food_handling": False,
    "own_capital": 40_000_000,
    "contact_email": "rosa@correo.cl",
    "contact_phone": "+56987654321",
    "declaration": ["all_true"],
}
SAID_BY_THE_SERVICE = {"title", "summary", "life_events", "purposes", "pages", "questions", "tasks", "states"}
LETTERS = re.compile(r"[a-záéíóúüñ]{2}", re.IGNORECASE)
FILLED = ".{1,60}"
READ = "//body//text()[not(ancestor::script or ancestor::style or ancestor::*[@lang='es'])] | //title/text()"
READ_ATTRIBUTES = "//@aria-label | //@alt | //@placeholder | //@data-label | //input[@type='submit']/@value"


class Reader:
    """Somebody with a browser in English. `spanish` is what they read in Spanish, with the page where it stands."""

    def __init__(self, actor: Actor | None, at: datetime) -> None:
        self.client, self.at, self.spanish = Client(), at, dict[str, list[str]]()
        if actor is not None:
            sign_in_actor(self.client, actor, at=at)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def open(self, address: str, *, sending: dict[str, str] | None = None) -> "html.HtmlElement":
        """Open a page, or send a form and read what comes back."""
        with clock.fixed(self.at):
            if sending is None:
                response = self.client.get(address, follow=True)
            else:
                response = self.client.post(address, sending, follow=True)
        assert response.status_code in (200, 400, 404, 503), address
        page = html.fromstring(response.content.decode())
        assert page.get("lang") == "en"
        found = [text for text in _texts(page) if _is_spanish(text)]
        if found:
            self.spanish[address] = found
        return page


def _texts(page: "html.HtmlElement") -> Iterator[str]:
    for text in (*page.xpath(READ), *page.xpath(READ_ATTRIBUTES)):
        if joined := " ".join(text.split()):
            yield joined


def _translated() -> Iterator[str]:
    """Every Spanish sentence that English says otherwise: of the platform, then what the service asks and tells."""
    for package in packages():
        for message in catalogues.read(package).values():
            yield from {message.singular, message.plural} - {"", *message.translation}
    spanish, english = (dict(_leaves(YAML().load(LICENCE / "1" / "texts" / f"{lang}.yaml"))) for lang in ("es", "en"))
    said = {place: text for place, text in spanish.items() if place.split(".")[1] in SAID_BY_THE_SERVICE}
    yield from (text for place, text in said.items() if english[place] != text)


def _leaves(texts: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(texts, str):
        yield place, texts
    elif isinstance(texts, dict):
        for key, inner in texts.items():
            yield from _leaves(inner, f"{place}.{key}")


def _pattern() -> "re.Pattern[str]":
    """Those sentences, whatever stands at their placeholders."""
    found = []
    for text in _translated():
        if LETTERS.search(PLACEHOLDER.sub("", text)):
            plain = " ".join(text.replace("%%", "%").split())
            found.append(FILLED.join(re.escape(part) for part in PLACEHOLDER.split(plain)))
    return re.compile("|".join(found))


SPANISH = _pattern()


def _is_spanish(text: str) -> bool:
    return SPANISH.fullmatch(text) is not None


@pytest.fixture(autouse=True)
def spanish_again() -> Iterator[None]:
    """A request leaves its language behind in the thread, where other tests run after these."""
    with override("es"):
        yield


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        yield make_play(at=MONDAY)


def test_anybody(play: Play) -> None:
    anybody = Reader(None, MONDAY)
    for address in (
        "/",
        "/tramites/",
        "/tramites/?q=patente",
        "/tramites/?q=nada",
        "/tramites/patente-comercial/",
        f"/tramites/patente-comercial/?institucion={play.commune.institution.code}",
        "/verificar/",
        "/verificar/AAAA-BBBB-CCCC-DDDD/",
        "/registro/",
        "/accesibilidad/",
        "/privacidad/",
        "/entrar/",
        "/funcionarios/entrar/",
        "/no-existe/",
    ):
        anybody.open(address)
    assert anybody.spanish == {}


def test_a_person(play: Play) -> None:
    draft = play.write(OWNED)
    person = Reader(play.person, play.at)
    for page in (
        "applicant",
        "activity",
        "address",
        "tenure",
        "capital",
        "contact",
        "declaration",
    ):
        person.open(f"/solicitudes/{draft}/paso/{page}/")
    for page in ("revisar", "borrar"):
        person.open(f"/solicitudes/{draft}/{page}/")
    person.open(f"/solicitudes/{draft}/paso/activity/", sending={"activity": ""})
    person.open("/mis-tramites/")
    person.open(f"/solicitudes/{draft}/enviar/", sending={})
    play.file(OWNED)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "missing", {"missing_text": "Falta el plano."})
    person.at = play.at
    for address in ("/mis-tramites/", f"/casos/{play.case_uuid}/", f"/casos/{play.case_uuid}/corregir/", "/avisos/"):
        person.open(address)
    assert person.spanish == {}


def test_a_person_with_a_decision(play: Play) -> None:
    play.file(OWNED)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    play.do_task("decide", "approve", {"reasons": "Cumple con lo que pide la ley."})
    person = Reader(play.person, play.at)
    case = f"/casos/{play.case_uuid}/"
    person.open(case)
    for charge in play.case.charges:
        person.open(f"{case}pagar/{charge.uuid}/")
    play.pay()
    person.at = play.at
    for address in ("/mis-tramites/", case, f"{case}comprobante/", "/avisos/", "/quien-vio-mis-datos/"):
        person.open(address)
    assert person.spanish == {}


def test_an_official(play: Play) -> None:
    play.file(OWNED)
    actor = play.commune.officials["DOM-1"].actor(play.at)
    official = Reader(actor, play.at)
    (row,) = cases.list_desk(actor=actor, at=play.at, tab=cases.Tab.URGENT).rows
    official.open("/mesa/")
    task = f"/mesa/tareas/{row.task_uuid}/"
    official.open(task)
    official.open(f"{task}tomar/", sending={})
    official.open(f"{task}terminar/", sending={})
    official.open("/mesa/")
    assert official.spanish == {}


def test_the_switch_in_the_header_stays_chosen(db: None) -> None:
    browser = Client()
    assert html.fromstring(browser.get("/").content).get("lang") == "es"
    browser.post("/idioma/", {"language": "en", "next": "/"})
    assert html.fromstring(browser.get("/").content).get("lang") == "en"
