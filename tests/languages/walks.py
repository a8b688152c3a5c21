"""The pages that people see in a whole procedure, walked by somebody who reads a language of their choice."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from django.conf import settings
from django.test import Client
from lxml import html

from ventanilla.common import clock
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import Play
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
READ = (
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::code or ancestor::*[@lang='es'])]"
    " | //title/text()"
)
READ_ATTRIBUTES = "//@aria-label | //@alt | //@placeholder | //@data-label | //input[@type='submit']/@value"

Html: TypeAlias = "html.HtmlElement"
Begin: TypeAlias = Callable[[Actor | None, datetime], "Reader"]


class Reader:
    """Somebody with a browser in a language. `wrong` is what they cannot read, by the page where it stands.

    `pages` keeps what came, as it came.
    """

    def __init__(
        self, actor: Actor | None, at: datetime, language: str, is_wrong: Callable[[str], bool] = lambda text: False
    ) -> None:
        self.client, self.at, self.language, self._is_wrong = Client(), at, language, is_wrong
        self.wrong, self.pages = dict[str, list[str]](), dict[str, str]()
        if actor is not None:
            sign_in_actor(self.client, actor, at=at)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    def open(self, address: str, *, sending: dict[str, str] | None = None) -> Html:
        """Open a page, or send a form and read what comes back."""
        with clock.fixed(self.at):
            if sending is None:
                response = self.client.get(address, follow=True)
            else:
                response = self.client.post(address, sending, follow=True)
        assert response.status_code in (200, 400, 404, 503), address
        text = response.content.decode()
        page = html.fromstring(text)
        assert page.get("lang") == self.language
        self.pages[f"{address} {'' if sending is None else 'sent'}"] = text
        found = [text for text in texts(page) if self._is_wrong(text)]
        if found:
            self.wrong[address] = found
        return page


def texts(page: Html) -> Iterator[str]:
    """What is read on a page, text by text, but commands and what says itself to be in Spanish."""
    for text in (*page.xpath(READ), *page.xpath(READ_ATTRIBUTES)):
        if joined := " ".join(text.split()):
            yield joined


def anybody(play: Play, begin: Begin) -> Reader:
    reader = begin(None, MONDAY)
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
        reader.open(address)
    return reader


def a_person(play: Play, begin: Begin) -> Reader:
    draft = play.write(OWNED)
    reader = begin(play.person, play.at)
    for page in ("applicant", "activity", "address", "tenure", "capital", "contact", "declaration"):
        reader.open(f"/solicitudes/{draft}/paso/{page}/")
    for page in ("revisar", "borrar"):
        reader.open(f"/solicitudes/{draft}/{page}/")
    reader.open(f"/solicitudes/{draft}/paso/activity/", sending={"activity": ""})
    reader.open("/mis-tramites/")
    reader.open(f"/solicitudes/{draft}/enviar/", sending={})
    play.file(OWNED)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "missing", {"missing_text": "Falta el plano."})
    reader.at = play.at
    _open(reader, ("/mis-tramites/", f"/casos/{play.case_uuid}/", f"/casos/{play.case_uuid}/corregir/"))
    _open(reader, reader.open("/avisos/").xpath("//main//a[starts-with(@href, '/avisos/')]/@href"))
    return reader


def a_person_with_a_decision(play: Play, begin: Begin) -> Reader:
    play.file(OWNED)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    play.do_task("decide", "approve", {"reasons": "Cumple con lo que pide la ley."})
    reader = begin(play.person, play.at)
    case = f"/casos/{play.case_uuid}/"
    reader.open(case)
    _open(reader, [f"{case}pagar/{charge.uuid}/" for charge in play.case.charges])
    play.pay()
    reader.at = play.at
    _open(reader, ("/mis-tramites/", case, f"{case}comprobante/", f"{case}por-que/", "/quien-vio-mis-datos/"))
    _open(reader, reader.open("/avisos/").xpath("//main//a[starts-with(@href, '/avisos/')]/@href"))
    return reader


def an_official(play: Play, begin: Begin) -> Reader:
    play.file(OWNED)
    reader = begin(play.commune.officials["DOM-1"].actor(play.at), play.at)
    (row,) = cases.list_desk(
        actor=play.commune.officials["DOM-1"].actor(play.at), at=play.at, tab=cases.Tab.URGENT
    ).rows
    task = f"/mesa/tareas/{row.task_uuid}/"
    _open(reader, ("/mesa/", task))
    reader.open(f"{task}tomar/", sending={})
    reader.open(f"{task}terminar/", sending={})
    reader.open("/mesa/")
    return reader


def who_decides(play: Play, begin: Begin) -> Reader:
    play.file(OWNED)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    actor = play.commune.officials["JEFE-RENTAS"].actor(play.at)
    reader = begin(actor, play.at)
    (row,) = cases.list_desk(actor=actor, at=play.at, tab=cases.Tab.URGENT).rows
    task = f"/mesa/tareas/{row.task_uuid}/"
    reader.open(f"{task}tomar/", sending={})
    reader.open(task)
    reader.open(f"{task}terminar/", sending={"outcome": "approve", "reasons": "Cumple con lo que pide la ley."})
    _open(reader, ("/expedientes/?q=Rosa", f"/expedientes/{play.case_uuid}/"))
    return reader


def _open(reader: Reader, addresses: Sequence[str]) -> None:
    for address in addresses:
        reader.open(address)


WALKS: tuple[Callable[[Play, Begin], Reader], ...] = (
    anybody,
    a_person,
    a_person_with_a_decision,
    an_official,
    who_decides,
)
