"""Every address that takes a POST, with the pages from which it is sent. A new address without a row fails a test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from lxml import html

from ventanilla.common import alerts
from ventanilla.common.assertion import shared_key, sign
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, SINCE, make_operator
from ventanilla.kernel.identity.types import Capacity
from ventanilla.kernel.outbox.testing import drain, in_trouble
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.types import SIMULATOR_KEY_FILE, SIMULATOR_RESULT
from ventanilla.portal.testing import sign_in_actor
from ventanilla.portal.tests.again import entering
from ventanilla.portal.tests.again.sending import Landing, Page, strict_browser_of
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.filing.world import pdf
from ventanilla.portal.tests.pages.people import RENTED, approve, ask_to_correct, task_of

REASONS = {"reasons": "Cumple con lo que pide la ley."}


def person(play: Play) -> Browser:
    return strict_browser_of(play.person, Browser(at=play.at))


def official(play: Play, code: str) -> Browser:
    return strict_browser_of(play.commune.officials[code].actor(play.at), Browser(at=play.at))


def begin(play: Play) -> Page:
    address = "/tramites/patente-comercial/"
    return Page(browser=person(play), at=address, action=address)


def page_of_draft(play: Play) -> Page:
    address = f"/solicitudes/{play.write(SHOP)}/paso/activity/"
    types = {"activity": "Panadería", "sii_activity": "Venta de pan"}
    return Page(browser=person(play), at=address, action=address, types=types)


def page_with_a_file(play: Play) -> Page:
    """The file takes the place of the one before: both acts stand in the ledger, one file is kept."""
    address = f"/solicitudes/{play.write(RENTED)}/paso/lease/"
    return Page(
        browser=person(play), at=address, action=address, types={"lease_contract": pdf}, grows={"ledger_entry": 2}
    )


def filing(play: Play) -> Page:
    draft = f"/solicitudes/{play.write(RENTED)}"
    return Page(browser=person(play), at=f"{draft}/revisar/", action=f"{draft}/enviar/")


def discarding(play: Play) -> Page:
    address = f"/solicitudes/{play.write(RENTED)}/borrar/"
    return Page(browser=person(play), at=address, action=address)


def rating(play: Play) -> Page:
    case = play.file(SHOP)
    return Page(
        browser=person(play),
        at=f"/casos/{case}/comprobante/",
        action=f"/casos/{case}/opinion/",
        types={"ease": "4"},
    )


def correcting(play: Play) -> Page:
    ask_to_correct(play)
    address = f"/casos/{play.case_uuid}/corregir/"
    types = {"correction_text": "Va el plano.", "correction_file": lambda: pdf("plano.pdf")}
    return Page(browser=person(play), at=address, action=address, types=types)


def paying(play: Play) -> Page:
    approve(play)
    (charge,) = play.case.charges
    address = f"/casos/{play.case_uuid}/pagar/{charge.uuid}/"
    return Page(browser=person(play), at=address, action=address, landing=_provider, follow=False)


def _provider(response: HttpResponse) -> Landing:
    """The page of the provider, but for its signature, which has an instant."""
    target = urlsplit(response["Location"])
    return (response.status_code, target.netloc, target.path, sorted(parse_qs(target.query)))


def notified_payment(play: Play) -> Page:
    """The provider's own connection: no session and no cookie."""
    approve(play)
    (charge,) = play.case.charges
    attempt = payments.start_attempt(
        charge_uuid=charge.uuid,
        return_url=f"{settings.PUBLIC_URL}/pagos/vuelta/",
        actor=play.person.ref(),
        at=play.tick(),
    )
    fields = {
        "attempt": str(attempt.uuid),
        "outcome": "PAID",
        "amount_clp": charge.amount.minor,
        "authorisation": "123456",
    }
    key = shared_key(settings.VENTANILLA_HOME / "keys" / SIMULATOR_KEY_FILE)
    return Page(
        browser=Browser(at=play.at),
        at="",
        action="/pagos/aviso/simulador/",
        raw=sign(fields, purpose=SIMULATOR_RESULT, key=key, at=play.at).encode(),
        landing=lambda response: (response.status_code, response.content),
    )


def _task(play: Play, code: str, *, take: bool = True) -> UUID:
    """The task of this case on the official's desk, taken or not."""
    task = task_of(play, code).task_uuid
    if take:
        actor = play.commune.officials[code].actor(play.at)
        cases.claim_task(actor=actor, at=play.at, task_uuid=task)
    return task


def claiming(play: Play) -> Page:
    play.file(SHOP)
    task = f"/mesa/tareas/{_task(play, 'DOM-1', take=False)}/"
    return Page(browser=official(play, "DOM-1"), at=task, action=f"{task}tomar/", types={"next": "/mesa/?ver=unidad"})


def releasing(play: Play) -> Page:
    play.file(SHOP)
    task = f"/mesa/tareas/{_task(play, 'DOM-1')}/"
    return Page(browser=official(play, "DOM-1"), at=task, action=f"{task}soltar/")


def reporting(play: Play) -> Page:
    play.file(SHOP)
    task = f"/mesa/tareas/{_task(play, 'DOM-1')}/"
    types = {"outcome": "favorable", "zone": "ZU-2"}
    return Page(browser=official(play, "DOM-1"), at=task, action=f"{task}terminar/", types=types)


def _ready_to_sign(play: Play, action: str, **more: str) -> Page:
    play.file(SHOP)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    task = f"/mesa/tareas/{_task(play, 'JEFE-RENTAS')}/"
    types = {"outcome": "approve", **REASONS, **more}
    return Page(browser=official(play, "JEFE-RENTAS"), at=task, action=f"{task}{action}/", types=types)


def signing(play: Play) -> Page:
    return _ready_to_sign(play, "terminar")


def reviewing(play: Play) -> Page:
    return _ready_to_sign(play, "terminar", act="review")


def asking(play: Play) -> Page:
    return _ready_to_sign(play, "preguntas")


def previewing(play: Play) -> Page:
    page = _ready_to_sign(play, "borrador")
    return Page(**{**vars(page), "landing": lambda response: (response.status_code, response["Content-Type"])})


def choosing_a_post(play: Play) -> Page:
    holder, other = play.commune.officials["DOM-1"], play.commune.officials["RENTAS-1"].post
    if len(identity.posts_of(person_id=holder.person.id, at=play.at)) == 1:
        identity.appoint(
            post_id=other.id,
            person_id=holder.person.id,
            capacity=Capacity.DEPUTY,
            starts_at=SINCE,
            actor=SETUP,
            at=play.at,
        )
    address = "/funcionarios/cargo/"
    return Page(browser=official(play, "DOM-1"), at=address, action=address, types={"post": str(other.uuid)})


def ending_a_session(play: Play) -> Page:
    other = sign_in_actor(Client(), play.person, at=play.at)
    address = f"/mis-sesiones/{other.uuid}/cerrar/"
    return Page(browser=person(play), at=address, action=address)


def ending_the_others(play: Play) -> Page:
    mine = person(play)
    sign_in_actor(Client(), play.person, at=play.at)
    return Page(browser=mine, at="/mis-sesiones/", action="/mis-sesiones/cerrar-las-demas/")


def leaving(play: Play) -> Page:
    return Page(browser=person(play), at="/mis-tramites/", action="/salir/")


def choosing_a_language(play: Play) -> Page:
    return Page(
        browser=person(play), at="/tramites/", action="/idioma/", types={"language": "en", "next": "/tramites/"}
    )


def verifying(play: Play) -> Page:
    types = {"file": lambda: pdf("decreto.pdf")}
    return Page(browser=Browser(at=play.at), at="/verificar/", action="/verificar/", types=types)


def _operating(play: Play, action: str, **types: str) -> Page:
    make_operator(play.commune)
    return Page(browser=official(play, "OPER-1"), at="/operacion/", action=action, types=types, landing=_banner)


def _banner(response: HttpResponse) -> Landing:
    """What it says was done. The rest of the page of the operator are measures of the moment."""
    tree = html.fromstring(response.content.decode())
    said = " ".join(tree.xpath("string(//*[contains(@class, 'v-banner__body')])").split())
    return (response.status_code, response.request["PATH_INFO"], "", said)  # type: ignore[attr-defined]


def _parked(play: Play) -> int:
    with in_trouble() as trouble:
        return trouble.park_delivery(at=play.at).id


def _failed(play: Play) -> int:
    with in_trouble() as trouble:
        return trouble.fail_job(at=play.at).id


def retrying_a_delivery(play: Play) -> Page:
    return _operating(play, f"/operacion/entregas/{_parked(play)}/reintentar/")


def skipping_a_delivery(play: Play) -> Page:
    return _operating(play, f"/operacion/entregas/{_parked(play)}/saltar/", reason="Estaba repetida.")


def retrying_a_job(play: Play) -> Page:
    return _operating(play, f"/operacion/trabajos/{_failed(play)}/reintentar/")


def giving_up_a_job(play: Play) -> Page:
    return _operating(play, f"/operacion/trabajos/{_failed(play)}/abandonar/", reason="Ya no hace falta.")


def retrying_everything(play: Play) -> Page:
    with in_trouble() as trouble:
        trouble.mended = True
        drain(at=play.at)
        trouble.mended = False
        trouble.park_delivery(at=play.at)
        trouble.fail_job(at=play.at)
    return _operating(play, "/operacion/reintentar/")


def dismissing_an_alert(play: Play) -> Page:
    alerts.keep(settings.VENTANILLA_HOME / "alerts", code="alert.page_failed", at=play.at, fields={})
    return _operating(play, "/operacion/alertas/page_failed/descartar/")


@dataclass(frozen=True, slots=True)
class Row:
    """`make` brings the world to where the page can be sent; again, to another page of the same kind."""

    name: str
    make: Callable[[Play], Page]

    def __str__(self) -> str:
        return f"{self.name} ({self.make.__name__})"


# By the name of the address.
TABLE: Mapping[str, tuple[Callable[[Play], Page], ...]] = {
    "service": (begin,),
    "draft-page": (page_of_draft, page_with_a_file),
    "draft-file": (filing,),
    "discard-draft": (discarding,),
    "rate-filing": (rating,),
    "case-correct": (correcting,),
    "charge-pay": (paying,),
    "payment-notice": (notified_payment,),
    "task-claim": (claiming,),
    "task-release": (releasing,),
    "task-complete": (reporting, signing, reviewing),
    "task-questions": (asking,),
    "task-preview": (previewing,),
    "staff-sign-in": (entering.signing_in,),
    "staff-code": (entering.typing_the_code,),
    "staff-new-password": (entering.choosing_a_password,),
    "staff-set-up": (entering.registering_an_authenticator,),
    "recovery-codes": (entering.keeping_the_codes,),
    "renew-codes": (entering.renewing_the_codes,),
    "passkey-sign-in": (entering.entering_by_passkey,),
    "add-passkey": (entering.adding_a_passkey,),
    "remove-passkey": (entering.taking_a_passkey_away,),
    "choose-post": (choosing_a_post,),
    "end-session": (ending_a_session,),
    "end-other-sessions": (ending_the_others,),
    "sign-out": (leaving,),
    "set-language": (choosing_a_language,),
    "verify": (verifying,),
    "delivery-retry": (retrying_a_delivery,),
    "delivery-skip": (skipping_a_delivery,),
    "job-retry": (retrying_a_job,),
    "job-give-up": (giving_up_a_job,),
    "operation-retry-all": (retrying_everything,),
    "alert-dismiss": (dismissing_an_alert,),
}
ROWS = [Row(name, make) for name, makes in TABLE.items() for make in makes]
