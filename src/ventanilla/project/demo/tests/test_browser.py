"""The browser does what a browser does."""

from collections.abc import Iterator

import pytest

from ventanilla.project.demo.browser.client import Browser
from ventanilla.project.demo.browser.multipart import Upload
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.tests.site import site


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site() as found:
        yield found


@pytest.fixture
def browser(address: str) -> Browser:
    opened = Browser(address)
    opened.open("/")
    return opened


class TestReading:
    def test_title_heading_and_words_are_as_people_read_them(self, browser: Browser) -> None:
        page = browser.page
        assert (page.title, page.heading) == ("Página de prueba", "Una página")
        assert page.says("PAGINA") and page.says("primera linea segunda")
        assert not page.says("tercera")

    def test_a_link_is_found_by_its_words_and_redirects_are_followed(self, browser: Browser, address: str) -> None:
        page = browser.follow("otra página")
        assert page.address == f"{address}/eco?llegada"
        assert page.text.startswith("GET /eco?llegada\nvisita=1\n")

    def test_a_missing_link_is_told_with_the_page(self, browser: Browser, address: str) -> None:
        with pytest.raises(StepFailed, match=f"«Página de prueba» \\({address}/\\): no hay ningún enlace «No está»"):
            browser.follow("No está")

    def test_a_page_that_refuses_is_told_in_its_own_words(self, browser: Browser) -> None:
        with pytest.raises(StepFailed, match=r"respondió 409, “Hay un problema: no\.”"):
            browser.follow("Falla")

    def test_what_is_fetched_leaves_the_page_open(self, browser: Browser) -> None:
        before = browser.page
        assert browser.fetch("/falla").status == 409
        assert browser.page is before

    def test_a_server_that_is_not_there_is_told_by_its_address(self) -> None:
        with pytest.raises(StepFailed, match=r"^http://127\.0\.0\.1:9/ no responde: "):
            Browser("http://127.0.0.1:9").open("/")

    def test_only_the_web_is_browsed(self) -> None:
        with pytest.raises(ValueError, match="is no address of the web"):
            Browser("file:///etc/passwd")


class TestForms:
    def test_a_search_goes_into_the_address(self, browser: Browser) -> None:
        assert browser.press("Buscar", {"q": "año nuevo"}).text.startswith("GET /eco?q=a%C3%B1o+nuevo\n")

    def test_a_form_sends_its_hidden_fields_what_was_chosen_and_the_button(
        self, browser: Browser, address: str
    ) -> None:
        given = {"nombre": "Rosa", "color": "azul", "caja": "a", "lista": "2", "texto": "ñ"}
        sent = browser.press("Guardar", given).text.split("\n")
        assert sent[:3] == ["POST /eco", "visita=1", address]
        assert sent[4] == "csrf=secreto&nombre=Rosa&color=azul&caja=a&lista=2&texto=%C3%B1&acto=guardar"

    def test_each_button_has_its_own_address(self, browser: Browser) -> None:
        sent = browser.press("borrar esta").text
        assert sent.startswith("POST /eco?borrar\n")
        assert "nombre=de+antes&caja=b&lista=1&texto=&acto=borrar" in sent

    def test_a_file_goes_as_multipart(self, browser: Browser) -> None:
        sent = browser.press("Subir", {"archivo": Upload("acta.pdf", b"%PDF-"), "nota": "una"}).text
        assert 'name="archivo"; filename="acta.pdf"\nContent-Type: application/pdf\n\n%PDF-\n--' in sent.replace(
            "\r", ""
        )
        assert 'name="nota"\n\nuna\n' in sent.replace("\r", "")

    def test_a_button_outside_of_its_form_sends_it(self, browser: Browser) -> None:
        assert browser.press("Desde lejos").text.endswith("\ndonde=lejos")

    def test_a_button_is_looked_for_beside_the_fields(self, browser: Browser) -> None:
        with pytest.raises(StepFailed, match="no hay ningún botón «Subir» con los campos: nombre"):
            browser.press("Subir", {"nombre": "Rosa"})

    @pytest.mark.parametrize("given", [{"color": "verde"}, {"caja": "c"}, {"lista": "3"}])
    def test_what_is_not_offered_cannot_be_chosen(self, browser: Browser, given: dict[str, str]) -> None:
        with pytest.raises(StepFailed, match="no se puede elegir"):
            browser.press("Guardar", given)
