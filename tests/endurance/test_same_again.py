"""The same thing sent twice, at once, after a time-out, from two tabs, from the page before: it happens once, and each
time the same page answers. Over HTTP, with two web processes of several threads.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random  # noqa: TID251  seeded

import pytest

from tests.endurance.acknowledged import Acknowledged
from tests.endurance.clients import Client
from tests.endurance.installation import Installation, wait_until
from tests.endurance.officials import FIELDS, REASONS, Official
from tests.endurance.persons import CHARGE, CORRECT, GO_ON, PAY, SEND, SERVICE, Person, new_pdf
from ventanilla.project.demo import people, world
from ventanilla.project.demo.browser.client import Browser
from ventanilla.project.demo.browser.page import Page
from ventanilla.project.demo.errors import StepFailed

AT_ONCE = 6
IMPATIENT = "ventanilla.project.demo.browser.client.TIMEOUT_SECONDS"


@pytest.fixture(scope="module")
def seen() -> Acknowledged:
    return Acknowledged()


@pytest.fixture(scope="module")
def rosa(served: Installation, seen: Acknowledged) -> Person:
    someone = people.person(1)
    person = Person(someone.name, served.url, seen, Random(1))
    person.sign_in(someone, "SAUCE")
    return person


@pytest.fixture(scope="module")
def officials(served: Installation, seen: Acknowledged) -> dict[str, Official]:
    """Those of the municipality, by post."""
    found = {}
    for code in ("DOM-1", "INSP-1", "JEFE-RENTAS"):
        found[code] = Official(code, served.url, seen, Random(2))
        found[code].sign_in(world.institution("SAUCE").post(code))
    return found


@pytest.fixture(scope="module", autouse=True)
def nothing_is_doubled_in_the_end(served: Installation, seen: Acknowledged) -> Iterator[None]:
    yield
    assert served.inspect(seen.facts()) == []


def at_once(act: Callable[[], Page]) -> list[Page]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(act) for _ in range(AT_ONCE)]]


def addresses(pages: list[Page]) -> set[str]:
    """Where all of them led, none to an error."""
    assert {page.status for page in pages} == {200}, [(page.status, page.heading) for page in pages]
    return {page.address for page in pages}


def whole_draft(person: Person) -> str:
    """A draft that lacks nothing, open at its review; its address."""
    person.begin_draft()
    person.write_draft()
    return person.page.address


def task_of(official: Official, case: str, person: Person) -> Page:
    """The official's page of their task of the case, taken."""
    code = person.go(case).find(r"\bSAUCE-\d{4}-[A-Z0-9]+-[A-Z0-9]\b")
    wait_until(lambda: official.go("/mesa/?ver=unidad").find_button(f"^Tomar {code}"), f"a task of {code}")
    official.press(f"^Tomar {code}")
    return official.follow("Abrirla")


def review(official: Official, case: str, person: Person, outcome: str) -> None:
    """The official reports."""
    page = task_of(official, case, person)
    names = next(form.field_names for form in page.forms() if "outcome" in form.field_names)
    fields = {name: FIELDS[name] for name in names if name in FIELDS}
    official.press("Terminar la tarea", {"outcome": outcome, **fields})


class TestFiling:
    def test_at_once(self, rosa: Person) -> None:
        whole_draft(rosa)
        (receipt,) = addresses(at_once(lambda: rosa.browser.download(SEND)))
        assert receipt.endswith("/comprobante/")
        assert rosa.press(SEND).address == receipt

    def test_after_a_time_out(self, rosa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        draft = whole_draft(rosa)
        with monkeypatch.context() as patched, pytest.raises(StepFailed, match="no responde"):
            patched.setattr(IMPATIENT, 0.01)
            rosa.browser.press(SEND)
        receipt = rosa.press(SEND).address
        assert re.findall("[0-9a-f-]{36}", receipt) == re.findall("[0-9a-f-]{36}", draft)

    def test_from_two_tabs(self, rosa: Person) -> None:
        tabs = [rosa.go(whole_draft(rosa)), rosa.go(rosa.page.address)]
        receipts = []
        for tab in tabs:
            rosa.browser.page = tab
            receipts.append(rosa.press(SEND).address)
        assert len(set(receipts)) == 1

    def test_from_the_page_before(self, rosa: Person) -> None:
        review_page = whole_draft(rosa)
        first = rosa.go(review_page.replace("revisar", "paso/activity"))
        rosa.go(review_page)
        receipt = rosa.press(SEND).address
        rosa.browser.page = first
        assert rosa.press(GO_ON, {"activity": "Otra cosa"}).address == receipt
        assert rosa.go(review_page).address == receipt


@pytest.fixture(scope="module")
def case(rosa: Person) -> str:
    """A case that goes on from test to test."""
    whole_draft(rosa)
    return rosa.press(SEND).address.removesuffix("comprobante/")


class TestOneCase:
    def test_a_report_at_once(self, rosa: Person, officials: dict[str, Official], case: str) -> None:
        works = officials["DOM-1"]
        task_of(works, case, rosa)
        given = {"outcome": "favorable", "zone": FIELDS["zone"]}
        (desk,) = addresses(at_once(lambda: works.browser.download("Terminar la tarea", given)))
        assert desk.endswith("/mesa/")

    def test_another_outcome_after_that_is_refused(
        self, rosa: Person, officials: dict[str, Official], case: str
    ) -> None:
        inspection = officials["INSP-1"]
        tab = task_of(inspection, case, rosa)
        inspection.press("Terminar la tarea", {"outcome": "missing", "missing_text": FIELDS["missing_text"]})
        inspection.browser.page = tab
        answer = inspection.browser.download("Terminar la tarea", {"outcome": "favorable"})
        assert (answer.status, answer.heading) == (409, "Esta tarea ya está terminada.")

    def test_a_correction_at_once(self, rosa: Person, case: str) -> None:
        wait_until(lambda: rosa.go(case).links(CORRECT), "the request to correct")
        rosa.follow(CORRECT)
        given = {"correction_text": "Va la página.", "correction_file": new_pdf()}
        (receipt,) = addresses(at_once(lambda: rosa.browser.download("^Enviar$", given)))
        assert receipt == f"{case}comprobante/"

    def test_a_decision_at_once(self, rosa: Person, officials: dict[str, Official], case: str) -> None:
        for code in ("DOM-1", "INSP-1"):
            review(officials[code], case, rosa, "favorable")
        head = officials["JEFE-RENTAS"]
        task_of(head, case, rosa)
        head.press("Revisar antes de firmar", {"outcome": "approve", "reasons": REASONS})
        (desk,) = addresses(at_once(lambda: head.browser.download("^Firmar$")))
        assert desk.endswith("/mesa/")

    def test_a_payment_at_once_and_told_twice_at_once(self, rosa: Person, case: str, seen: Acknowledged) -> None:
        wait_until(lambda: rosa.go(case).links(PAY), "the charge")
        charge = rosa.follow(PAY)
        tries = addresses(at_once(lambda: rosa.browser.download("Pagar")))
        assert len(tries) == AT_ONCE, "each press opens a try, and one of them is paid"
        rosa.browser.open(min(tries))
        pages = at_once(lambda: rosa.browser.download(PAY, {"conduct": "doble"}))
        assert {page.heading for page in pages} == {"Recibimos su pago"}
        assert len(addresses(pages)) == 1
        rosa.browser.page = charge
        pages = at_once(lambda: rosa.browser.download("Pagar"))
        assert addresses(pages) == {charge.address}
        assert {page.heading for page in pages} == {"Este cobro ya está pagado"}
        assert not any(page.find_button("Pagar") for page in pages)
        seen.payments.append({"charge": CHARGE.search(charge.address)[1]})
        wait_until(lambda: rosa.go(case).says("otorgada"), "the licence")

    def test_a_notice_of_a_provider_that_nobody_signed_does_nothing(self, rosa: Person) -> None:
        assert rosa.browser.fetch("/pagos/aviso/simulador/").status == 405


def test_tabs_of_several_clients_are_apart(served: Installation, rosa: Person) -> None:
    """A draft of somebody else is not there, whatever is sent."""
    draft = whole_draft(rosa)
    stranger = Client("stranger", served.url, Acknowledged(), Random(3))
    stranger.browser = Browser(served.url)
    someone = people.person(3)
    stranger.go(f"{SERVICE}?en=SAUCE")
    stranger.follow("Entrar")
    stranger.follow("Entrar con ClaveÚnica")
    stranger.press(someone.display_run)
    assert stranger.browser.fetch(draft).status == 404
