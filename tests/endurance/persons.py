"""Persons: they file with documents, correct, pay, and keep every checkpoint of the log that they come across."""

import hashlib
import re
from dataclasses import dataclass
from itertools import count

from tests.endurance.clients import Client, Refused
from ventanilla.kernel.documents.testing import small_pdf
from ventanilla.project.demo import world
from ventanilla.project.demo.browser.forms import Form, Given
from ventanilla.project.demo.browser.multipart import Upload
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.world import Someone

CASES_AT_ONCE = 4
SERVICE = "/tramites/patente-comercial/"
CASE = re.compile(r"/casos/([0-9a-f-]{36})/")
CODE = r"\b[A-Z]+-\d{4}-[A-Z0-9]+(?:-[A-Z0-9]+)*\b"
CHARGE = re.compile(r"/pagar/([0-9a-f-]{36})/")
GO_ON, SEND, CORRECT, PAY = "^Continuar$", "Enviar la solicitud", "Enviar lo que falta", "^Pagar$"
ANSWERS = {**world.read("journey")["answers"], "food_handling": "yes"}
_numbers = count(1)


@dataclass(frozen=True)
class Case:
    """A case that they follow."""

    uuid: str
    code: str


class Person(Client):
    """Somebody who asks one municipality for licences, some at a time."""

    def sign_in(self, someone: Someone, institution: str) -> None:
        self.institution = institution
        self.cases: list[Case] = []
        self._sent: dict[str, str] = {}
        self.go(f"{SERVICE}?en={institution}")
        self.follow("Entrar")
        self.follow("Entrar con ClaveÚnica")
        self.press(someone.display_run)

    def turn(self) -> None:
        self.keep_checkpoint()
        try:
            if len(self.cases) < CASES_AT_ONCE:
                self.begin_draft()
                self.write_draft()
                self.cases.append(self.send_draft())
            else:
                self._look_after(self.random.choice(self.cases))
        except Refused as refused:
            self.seen.surprises.append(f"{self.name}: {refused}")

    def keep_checkpoint(self) -> None:
        try:
            answer = self.browser.fetch("/log/checkpoint")
        except StepFailed:
            return
        if answer.status == 200:
            self.seen.checkpoints.add(answer.content.decode())

    def begin_draft(self) -> None:
        self.go(f"{SERVICE}?en={self.institution}")
        self.press("Comenzar")
        self._sent = {}

    def asked(self) -> Form | None:
        """The form of the page that asks something; None on the review."""
        found = self.page.find_button(GO_ON)
        return found[0] if found else None

    def answers_to(self, form: Form) -> Given:
        """What they type and attach; a new file each time."""
        files = {name: new_pdf() for name in form.file_names}
        self._sent |= {name: _sha256(file) for name, file in files.items()}
        return {**{name: ANSWERS[name] for name in form.field_names if name in ANSWERS}, **files}

    def write_draft(self) -> None:
        """Answer page after page, from where one is to the review."""
        while (form := self.asked()) is not None:
            self.press(GO_ON, self.answers_to(form))

    def write_draft_until_a_file(self) -> None:
        """Answer page after page, up to the one that asks for the first file."""
        while not self.asked().file_names:
            self.press(GO_ON, self.answers_to(self.asked()))

    def send_draft(self) -> Case:
        """File what was written, and keep the receipt."""
        self.press(SEND)
        case = Case(CASE.search(self.page.address)[1], self.page.find(CODE))
        documents = sorted(self._sent.values())
        self.seen.filings.append({"case": case.uuid, "code": case.code, "kind": "APPLICATION", "documents": documents})
        return case

    def _look_after(self, case: Case) -> None:
        self.go(f"/casos/{case.uuid}/")
        if self.page.links(CORRECT):
            self._correct(case)
        elif self.page.links(PAY):
            self._pay()
        elif self.page.says("otorgada|rechazada"):
            self.cases.remove(case)

    def _correct(self, case: Case) -> None:
        self.follow(CORRECT)
        file = new_pdf()
        self.press("^Enviar$", {"correction_text": "Envío la página firmada.", "correction_file": file})
        assert "comprobante" in self.page.address, self.page.address
        self.seen.filings.append(
            {"case": case.uuid, "code": case.code, "kind": "CORRECTION", "documents": [_sha256(file)]}
        )

    def _pay(self) -> None:
        self.follow(PAY)
        charge = CHARGE.search(self.page.address)[1]
        self.press("Pagar")
        self.press(PAY)
        while self.page.says("Todavía no sabemos si pagó"):
            self.go(self.page.address)
        assert self.page.says("Recibimos su pago"), self.page.text
        self.seen.payments.append({"charge": charge})


def new_pdf() -> Upload:
    """A file that nobody else sends."""
    return Upload("documento.pdf", small_pdf(f"Documento {next(_numbers)}"))


def _sha256(upload: Upload) -> str:
    return hashlib.sha256(upload.content).hexdigest()
