"""Somebody with a browser who follows pages: reads, fills and presses what has a name, as a person would.

Nothing here knows an address of the platform beyond those that a person types: the first page and the officials' entry.
"""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from tests.journeys.inspection import AXE, WIDE, Inspector
from tests.journeys.town import PASSWORD, Town
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.identity.types import PersonData

PATIENCE_MILLISECONDS = 20_000


class Visitor:
    """One person in one window. Each page they come to is inspected."""

    def __init__(self, browser: Browser, town: Town, inspector: Inspector, *, scripts: bool = True) -> None:
        self.town, self.inspector, self.scripts = town, inspector, scripts
        self.context: BrowserContext = browser.new_context(
            viewport=WIDE, locale="es-CL", timezone_id="America/Santiago", java_script_enabled=scripts
        )
        self.context.set_default_timeout(PATIENCE_MILLISECONDS)
        if scripts and inspector.with_axe:
            self.context.add_init_script(path=AXE)
        self.page: Page = self.context.new_page()
        inspector.watch(self.page)

    def close(self) -> None:
        self.context.close()

    # Coming in

    def enter_as_person(self, person: PersonData) -> None:
        """By the identity simulator, from the first page."""
        self.open("/")
        self.follow("Entrar")
        self.follow("Entrar con ClaveÚnica")
        self.press(person.given_names)

    def enter_with_run(self, run: str) -> None:
        """The same, for somebody whom the simulator does not offer."""
        self.open("/")
        self.follow("Entrar")
        self.follow("Entrar con ClaveÚnica")
        self.fill("RUN", run)
        self.press("Entrar con este RUN")

    def enter_as_official(self, commune: Commune, post: str) -> None:
        """By the officials' own entry, to the desk."""
        self.open("/funcionarios/entrar/")
        self.fill("Correo institucional", self.town.email_of(commune, post))
        self.fill("Clave", PASSWORD)
        self.press("Entrar")

    # Going

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.town.url + path)
        self.look()

    def follow(self, name: str) -> None:
        """Press the link of that name."""
        self._go(self.page.get_by_role("link", name=name))

    def press(self, name: str) -> None:
        """Press the button of that name, which leads to another page or to the same one with errors."""
        self._go(self.page.get_by_role("button", name=name))

    def follow_card(self, text: str) -> None:
        """Press the card that says this."""
        self._go(self.page.get_by_role("listitem").filter(has_text=text).get_by_role("link"))

    def follow_row(self, text: str) -> None:
        """Press the link of the table row that says this."""
        self._go(self.page.get_by_role("row").filter(has_text=text).get_by_role("link"))

    def reload(self) -> None:
        self.page.reload()
        self.look()

    def open_elsewhere(self, name: str) -> bytes:
        """Press the button that opens a file in another tab; the file. The browser's own reader stays out of it."""
        files: list[bytes] = []

        def keep(route: Route) -> None:
            files.append(route.fetch().body())
            route.fulfill(body="", content_type="text/plain")

        self.context.route("**/*", keep)
        with self.context.expect_event("response"), self.context.expect_page() as opened:
            self.page.get_by_role("button", name=name).click()
        self.context.unroute("**/*")
        opened.value.close()
        return files[0]

    def _go(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.first.click()
        self.look()

    def look(self) -> None:
        self._wait_for_pieces()
        self.inspector.look(self.page)

    def _wait_for_pieces(self) -> None:
        """Until no part of the page is being asked for (htmx)."""
        if self.scripts:
            self.page.locator(".htmx-request").first.wait_for(state="detached")

    # Filling

    def fill(self, label: str, value: str) -> None:
        self._input(label).fill(value)

    def fill_part(self, group: str, label: str, value: str) -> None:
        """One of the inputs of a question that has several, such as a date."""
        self.page.get_by_role("group", name=group).get_by_label(label, exact=True).fill(value)

    def choose(self, label: str) -> None:
        self._input(label).check()
        self._wait_for_pieces()

    def upload(self, label: str, file: Path) -> None:
        self._input(label).set_input_files(file)

    def value_of(self, label: str) -> str:
        return self._input(label).input_value()

    def _input(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True).and_(self.page.locator("input, textarea, select"))

    # Reading

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.town.url)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text().strip()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def errors(self) -> list[str]:
        return self.page.locator(".govuk-error-summary li").all_inner_texts()

    def status_of(self, path: str) -> int:
        """How the platform answers this address, with this person's session."""
        return self.context.request.get(self.town.url + path).status

    def send(self, path: str, fields: dict[str, str]) -> int:
        """How it answers a form sent there, with the token of the page that is open."""
        token = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        form: dict[str, str | float | bool] = {**fields, "csrfmiddlewaretoken": token}
        return self.context.request.post(self.town.url + path, form=form).status

    def download(self, name: str) -> bytes:
        """The file behind the link of that name, with this person's session."""
        href = self.page.locator("a").filter(has_text=name).first.get_attribute("href")
        assert href is not None, name
        address = href if href.startswith("http") else self.town.url + href
        answer = self.context.request.get(address)
        assert answer.ok, f"{address} answered {answer.status}"
        return answer.body()
