"""The business licence from the first page to the proof, as its persons follow it. Written once, for every browser."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.inspection import Inspector
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor
from ventanilla.kernel.documents.testing import small_pdf
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.identity.types import PersonData

SERVICE = "Patente comercial"
ZONE = "ZU-2"
MISSING = "Falta el contrato firmado por el arrendador."
REPLY = "Envío el contrato con las dos firmas."


@dataclass(repr=False)
class Licence:
    """One person's licence in one commune. What each step learns is kept for those after it."""

    browser: Browser
    town: Town
    commune: Commune
    person: PersonData
    folder: Path
    inspector: Inspector
    scripts: bool
    picture: Callable[[Visitor, str], None]
    contract: Path = field(init=False)
    applicant: Visitor = field(init=False)
    code: str = ""
    case_path: str = ""
    document: bytes = b""
    told_of_the_limit: str = ""
    verification_code: str = ""

    def __post_init__(self) -> None:
        self.contract = self.folder / "contrato.pdf"
        self.contract.write_bytes(small_pdf())
        self.applicant = self.visitor()

    def walk(self, *, corrected: bool) -> None:
        """From the first page to the proof; on request an office asks for a correction first."""
        self.find_the_service()
        self.sign_in()
        self.write()
        self.review_and_file()
        self.rate()
        self.see_the_case("En revisión")
        self.report("DOM-1", "Se permite", {"Zona del plan regulador": ZONE})
        if corrected:
            self.report("INSP-1", "Falta algo", {"Qué falta": MISSING})
            self.see_the_case("Falta algo de su parte")
            self.correct()
            self.report("DOM-1", "Se permite", {"Zona del plan regulador": ZONE})
        self.report("INSP-1", "Está en orden", {})
        self.decide()
        self.see_the_case("Aprobada, falta el pago")
        self.pay()
        self.see_the_case("Patente otorgada")
        self.read_the_notices()
        self.take_the_document()
        self.read_why()
        self.see_who_looked()
        self.verify()

    def visitor(self) -> Visitor:
        return Visitor(self.browser, self.town, self.inspector, scripts=self.scripts)

    # The person

    def find_the_service(self) -> None:
        """From the first page to that of the service, by its words and without accents."""
        person = self.applicant
        person.open("/")
        self.picture(person, "home")
        person.follow("Trámites")
        self.picture(person, "catalogue")
        person.fill("Busque un trámite", "patente de almacen")
        person.press("Buscar")
        person.follow(SERVICE)
        person.follow_card(self.commune.institution.name)
        self.picture(person, "service")

    def sign_in(self) -> None:
        person = self.applicant
        person.press("Entrar y comenzar")
        person.follow("Entrar con ClaveÚnica")
        person.press(self.person.given_names)
        assert person.heading == SERVICE

    def write(self) -> None:
        """Every page of the form; one answer is left out first, and said on the page."""
        person = self.applicant
        person.press("Comenzar")
        assert person.heading == "Quién pide la patente"
        assert self.person.surnames in person.text
        person.press("Continuar")
        person.press("Continuar")
        assert person.errors == [
            "Escriba qué hará en el local. Por ejemplo, almacén de barrio.",
            "Escriba la actividad que inscribió en Impuestos Internos.",
        ]
        self.picture(person, "form-errors")
        person.fill("Actividad del local", "Taller de bicicletas")
        person.fill("Actividad inscrita en Impuestos Internos", "Reparación de bicicletas")
        person.press("Continuar")
        person.fill("Calle o camino", "Los Aromos")
        person.fill("Número", "145")
        self.picture(person, "form")
        person.press("Continuar")
        person.choose("Es arrendado")
        person.press("Continuar")
        person.press("Continuar")
        assert person.errors == ["Suba el contrato de arriendo en PDF o en una foto."]
        person.upload("Contrato de arriendo", self.contract)
        person.press("Continuar")
        person.choose("No")
        person.press("Continuar")
        person.fill("Capital propio, en pesos", "30.000.000")
        person.press("Continuar")
        assert person.value_of("Correo") == self.person.email
        person.fill("Teléfono", "9 8765 4321")
        person.press("Continuar")
        person.choose("Declaro que los datos son verdaderos y que el capital es el de mi negocio.")
        person.press("Continuar")

    def review_and_file(self) -> None:
        person = self.applicant
        assert person.heading == "Revise y envíe"
        for answer in ("Taller de bicicletas", "Los Aromos 145", self.contract.name, "$ 60.000"):
            assert answer in person.text.replace("\xa0", " "), answer
        self.picture(person, "review")
        person.press("Enviar la solicitud")
        self.code = person.page.locator(".v-receipt__code").inner_text()
        assert self.code in person.page.title()
        self.town.settle()
        person.reload()
        self.picture(person, "receipt")

    def rate(self) -> None:
        person = self.applicant
        person.choose("Fácil")
        person.press("Responder")
        assert "Gracias" in person.text

    def see_the_case(self, stage: str) -> None:
        """From the list of cases to the page of this one, which says where it is."""
        person = self.applicant
        person.follow("Mis trámites")
        person.follow_row(self.code)
        self.case_path = person.path
        assert stage in person.text, person.text

    def correct(self) -> None:
        """What the officials asked for: first empty, then with a file."""
        person = self.applicant
        self.picture(person, "case-to-correct")
        person.press("Enviar lo que falta")
        assert MISSING in person.text
        self.picture(person, "correction")
        person.press("Enviar")
        assert person.errors == ["Escriba qué corrige o qué envía."]
        person.fill("Su respuesta", REPLY)
        self.told_of_the_limit = person.page.locator(".v-count").inner_text()
        person.upload("Documento que faltaba (opcional)", self.contract)
        person.press("Enviar")
        assert "Recibimos lo que faltaba" in person.text
        self.town.settle()

    def pay(self) -> None:
        """Refused once by the bank, then paid."""
        person = self.applicant
        person.press("Pagar")
        person.press("Pagar")
        person.press("Rechazar, como haría el banco")
        assert person.heading == "El pago fue rechazado"
        person.press("Probar otra vez")
        person.press("Pagar")
        person.press("Pagar")
        assert person.heading == "Recibimos su pago"
        self.town.settle()
        person.follow("Ir a su trámite")

    def read_the_notices(self) -> None:
        person = self.applicant
        person.follow("Avisos")
        self.picture(person, "inbox")
        person.follow("Su patente ya rige")

    def take_the_document(self) -> None:
        """The signed decree of the case page, and the code that it carries."""
        person = self.applicant
        person.open(self.case_path)
        self.picture(person, "case")
        self.document = person.download("Abrir el documento firmado (PDF)")
        self.verification_code = person.page.locator("a.v-code").inner_text()

    def read_why(self) -> None:
        """Each rule of the decision, with what it considered."""
        person = self.applicant
        person.open(self.case_path)
        person.follow("Qué reglas se aplicaron y con qué números")
        self.picture(person, "reasons")
        assert "Se puede aprobar: sí" in person.page.locator("main").inner_text()

    def see_who_looked(self) -> None:
        person = self.applicant
        person.follow("Quién vio mis datos")
        self.picture(person, "who-saw-my-data")
        for post in ("DOM-1", "INSP-1", "JEFE-RENTAS"):
            official = self.commune.officials[post]
            assert official.person.surnames in person.text, post

    # The officials

    def official(self, post: str) -> Visitor:
        """One of them at their desk."""
        staff = self.visitor()
        staff.enter_as_official(self.commune, post)
        return staff

    def take(self, staff: Visitor) -> None:
        """From the list of the unit to the page of this case's task, and take it."""
        staff.follow("Mi unidad")
        self.picture(staff, "desk")
        staff.follow(self.code)
        staff.press("Tomar la tarea")

    def report(self, post: str, outcome: str, answers: dict[str, str]) -> None:
        """Take the task of this post, choose how it ends and answer what that asks."""
        staff = self.official(post)
        self.take(staff)
        staff.choose(outcome)
        for label, value in answers.items():
            staff.fill(label, value)
        self.picture(staff, "task")
        staff.press("Terminar la tarea")
        assert "Tarea terminada" in staff.text
        staff.close()
        self.town.settle()

    def decide(self) -> None:
        """The head reads the reports, sees the draft, and signs."""
        staff = self.official("JEFE-RENTAS")
        self.take(staff)
        assert ZONE in staff.text
        staff.choose("Aprobar")
        staff.fill("Fundamento de la decisión", "Los informes son favorables y cumple con lo que pide la ley.")
        self.picture(staff, "decision")
        staff.press("Revisar antes de firmar")
        self.picture(staff, "sign")
        draft = staff.open_elsewhere("Ver el borrador (PDF, en otra pestaña)")
        assert draft.startswith(b"%PDF-")
        staff.press("Firmar")
        staff.close()
        self.town.settle()

    # Anybody

    def verify(self) -> None:
        """By the code as somebody would type it, and by the file."""
        anybody = self.visitor()
        anybody.open("/")
        anybody.follow("Verificar")
        self.picture(anybody, "verify")
        anybody.fill("Código de verificación", self.verification_code.lower().replace("-", " "))
        anybody.press("Verificar el código")
        assert "Sí, es auténtico" in anybody.text
        assert "Sí, está vigente" in anybody.text
        assert self.person.surnames not in anybody.text
        self.picture(anybody, "verification")
        whole, altered = self.folder / "decreto.pdf", self.folder / "decreto-cambiado.pdf"
        whole.write_bytes(self.document)
        altered.write_bytes(self.document.replace(b"/Lang(es)", b"/Lang(en)"))
        for file, answer in ((whole, "Sí, nadie lo cambió"), (altered, "No, lo cambiaron")):
            anybody.follow("Verificar otro documento")
            anybody.upload("Documento en PDF", file)
            anybody.press("Verificar el archivo")
            assert answer in anybody.text
        anybody.close()
