"""Pages in the states that the licence does not pass through: empty, wrong, unknown, unfinished. Each is inspected."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.inspection import Inspector
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor
from ventanilla.kernel.documents.testing import small_pdf

pytestmark = pytest.mark.browser

SERVICE = "/tramites/patente-comercial/"


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The pages that were inspected: the first test to come by is the one that fails."""
    return set()


@pytest.fixture
def visitor(town: Town, browser: Browser, seen: set[str]) -> Iterator[Visitor]:
    """Nobody yet, who looks with axe in light and dark."""
    came = Visitor(browser, town, Inspector(town, with_axe=True, seen=seen))
    yield came
    came.close()


def expect(visitor: Visitor, sentence: str) -> None:
    """The page says this, and nothing about it is out of order."""
    assert sentence in visitor.text, visitor.text
    assert visitor.inspector.report_all() == ""


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/tramites/?q=zapatero", "No encontramos “zapatero”"),
        ("/tramites/?momento=emprender", "Empezar un negocio"),
        (SERVICE, "¿En qué comuna lo pide?"),
        ("/tramites/no-existe/", "trámite"),
        ("/no-existe/", "No encontramos esta página"),
        ("/verificar/?codigo=", "Escriba el código que aparece en el documento."),
        ("/verificar/AAAA-BBBB-CCCC-DDDD/", "código"),
        ("/registro/", "Registro público"),
        ("/accesibilidad/", "WCAG 2.2"),
        ("/privacidad/", "Qué guardamos"),
        ("/entrar/claveunica/vuelta/?code=x&state=y", "No pudimos confirmar quién es usted"),
    ],
)
def test_what_anybody_may_come_to(visitor: Visitor, address: str, sentence: str) -> None:
    visitor.open(address)
    expect(visitor, sentence)


class TestVerifyingAFile:
    @pytest.fixture(autouse=True)
    def here(self, visitor: Visitor) -> None:
        visitor.open("/verificar/")

    def test_no_file(self, visitor: Visitor) -> None:
        visitor.press("Verificar el archivo")
        expect(visitor, "Elija el archivo PDF que quiere verificar.")

    def test_without_signature(self, visitor: Visitor, tmp_path: Path) -> None:
        file = tmp_path / "sin-firma.pdf"
        file.write_bytes(small_pdf())
        visitor.upload("Documento en PDF", file)
        visitor.press("Verificar el archivo")
        expect(visitor, "No tiene una firma que revisar")


class TestSimulators:
    def test_say_what_they_are(self, visitor: Visitor, town: Town) -> None:
        visitor.page.goto(town.simulators_url)
        visitor.look()
        expect(visitor, "sin claves y sin dinero")

    def test_a_run_that_is_none(self, visitor: Visitor) -> None:
        visitor.open("/")
        visitor.follow("Entrar")
        visitor.follow("Entrar con ClaveÚnica")
        visitor.fill("RUN", "12.345.678-9")
        visitor.press("Entrar con este RUN")
        expect(visitor, "El dígito final no corresponde al número.")

    def test_an_answer_for_another_session_opens_none(self, visitor: Visitor, town: Town) -> None:
        visitor.open("/")
        visitor.follow("Entrar")
        visitor.follow("Entrar con ClaveÚnica")
        visitor.fill("RUN", town.persons[2].run)
        visitor.page.get_by_text("Hacer que el simulador falle").click()
        visitor.page.get_by_label("Conducta").select_option(label="Responder a otra sesión")
        visitor.press("Entrar con este RUN")
        expect(visitor, "No pudimos confirmar quién es usted")
        assert visitor.page.get_by_role("link", name="Entrar", exact=True).count() == 1


class TestPersonWithoutCases:
    """The third person of the town, who has filed nothing."""

    @pytest.fixture(autouse=True)
    def signed_in(self, visitor: Visitor, town: Town) -> None:
        visitor.enter_as_person(town.persons[2])

    @pytest.mark.parametrize(
        ("link", "sentence"),
        [
            ("Mis trámites", "Usted no tiene trámites"),
            ("Avisos", "Usted no tiene avisos"),
            ("Quién vio mis datos", "Nadie ha visto sus datos"),
        ],
    )
    def test_empty_lists_say_so(self, visitor: Visitor, link: str, sentence: str) -> None:
        visitor.follow(link)
        expect(visitor, sentence)

    def test_what_is_not_there_is_not_found(self, visitor: Visitor) -> None:
        visitor.open("/casos/00000000-0000-4000-8000-000000000000/")
        expect(visitor, "")
        assert visitor.heading


@pytest.fixture(scope="class")
def writer(town: Town, browser: Browser, seen: set[str]) -> Iterator[Visitor]:
    """The third person."""
    came = Visitor(browser, town, Inspector(town, with_axe=True, seen=seen))
    came.enter_as_person(town.persons[2])
    yield came
    came.close()


@pytest.fixture
def draft(town: Town, writer: Visitor) -> str:
    """The address of the draft that the person has, or of a new one."""
    writer.open(f"{SERVICE}?en={town.sauce.institution.code}")
    writer.press("Comenzar")
    return writer.path.partition("paso/")[0].removesuffix("revisar/")


class TestUnfinished:
    """Drafts of the third person."""

    def test_is_kept_for_later(self, writer: Visitor, draft: str) -> None:
        writer.open(f"{draft}paso/applicant/")
        writer.press("Guardar y seguir después")
        expect(writer, "Sin terminar")

    def test_cannot_be_sent_while_something_is_missing(self, writer: Visitor, draft: str) -> None:
        writer.open(f"{draft}revisar/")
        expect(writer, "Todavía no se puede enviar")

    @pytest.mark.parametrize("page", ["activity", "address", "tenure", "food", "capital", "contact", "declaration"])
    def test_an_empty_page_says_what_is_missing(self, writer: Visitor, draft: str, page: str) -> None:
        writer.open(f"{draft}paso/{page}/")
        for box in writer.page.locator("main input:is([type=text], [type=email], [type=tel])").all():
            box.fill("")
        writer.press("Continuar")
        assert writer.errors
        expect(writer, "Hay un problema")

    def test_a_file_of_another_kind_is_refused_with_a_reason(self, writer: Visitor, draft: str, tmp_path: Path) -> None:
        writer.open(f"{draft}paso/tenure/")
        writer.choose("Es arrendado")
        writer.press("Continuar")
        file = tmp_path / "contrato.pdf"
        file.write_text("Esto no es un PDF.")
        writer.upload("Contrato de arriendo", file)
        writer.press("Continuar")
        assert len(writer.errors) == 1
        expect(writer, "Hay un problema")

    def test_is_thrown_away_after_a_question(self, writer: Visitor, draft: str) -> None:
        writer.open(f"{draft}borrar/")
        expect(writer, "Después no se puede recuperar.")
        writer.press("Borrar la solicitud")
        expect(writer, "Borramos la solicitud")
        assert writer.status_of(draft) == 404


class TestOfficials:
    def test_a_wrong_password_says_the_same_whatever_was_wrong(self, visitor: Visitor, town: Town) -> None:
        said = []
        for email in (town.email_of(town.sauce, "DOM-1"), "nadie@sauce.example"):
            visitor.open("/funcionarios/entrar/")
            visitor.fill("Correo institucional", email)
            visitor.fill("Clave", "no es esta clave")
            visitor.press("Entrar")
            said.append(visitor.errors)
        assert said[0] == said[1] != []
        expect(visitor, "Hay un problema")

    @pytest.mark.parametrize("tab", ["Mías", "De mi unidad", "Vencen primero"])
    def test_a_desk_without_tasks_says_so(self, visitor: Visitor, town: Town, tab: str) -> None:
        visitor.enter_as_official(town.roble, "RENTAS-1")
        visitor.follow(tab)
        expect(visitor, "No hay tareas aquí")

    def test_pages_of_persons_ask_an_official_to_sign_in_as_one(self, visitor: Visitor, town: Town) -> None:
        visitor.enter_as_official(town.roble, "RENTAS-1")
        visitor.open("/mis-tramites/")
        expect(visitor, "¿Cómo quiere entrar?")
