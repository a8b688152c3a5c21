"""The page of all components in a real browser: axe, reflow, keyboard, without scripts, forced colours.

Nothing listens on a port: the browser's requests are answered here, with the Content-Security-Policy of the portal.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from ventanilla.ui.assets import DIST
from ventanilla.ui.testing import render_examples

pytestmark = pytest.mark.browser

ORIGIN = "http://ventanilla.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
AXE = Path(__file__).parents[4] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        reason = "There is no Chromium: install the package `chromium` of the system."
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def html() -> str:
    with translation.override("es"):
        return render_examples()


def opened(browser: Browser, html: str, **options: Any) -> Page:
    """The page of examples in a new context."""
    context: BrowserContext = browser.new_context(**options)

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN).split("?")[0]
        if name == "/":
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
            return route.fulfill(body=html, headers=headers)
        file = DIST / Path(name).name
        if not file.is_file():
            return route.fulfill(status=404)
        return route.fulfill(body=file.read_bytes(), headers={"content-type": TYPES[file.suffix]})

    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser: Browser, html: str, width: int, scheme: str) -> None:
    page = opened(
        browser, html, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, locale="es-CL"
    )
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
    page.context.close()


def test_text_reaches_the_enhanced_contrast(browser: Browser, html: str) -> None:
    page = opened(browser, html, viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page.add_script_tag(path=str(AXE))
    rule = "color-contrast-enhanced"
    options = {"runOnly": [rule], "rules": {rule: {"enabled": True}}}
    found = page.evaluate("options => axe.run(document, options)", options)
    assert [node["target"] for one in found["violations"] for node in one["nodes"]] == []
    page.context.close()


def test_the_policy_refuses_nothing_and_no_script_fails(browser: Browser, html: str) -> None:
    complaints: list[str] = []
    page = opened(browser, html)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.reload(wait_until="networkidle")
    assert complaints == []
    page.context.close()


WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(element => !element.closest('.v-hidden, .v-table-box, .v-skip'))
  .map(element => element.outerHTML.slice(0, 120))"""

SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""


@pytest.mark.parametrize("spaced", [False, True], ids=["as it is", "with more text spacing"])
def test_at_320_pixels_nothing_scrolls_sideways(browser: Browser, html: str, spaced: bool) -> None:
    page = opened(browser, html, viewport={"width": 320, "height": 640}, bypass_csp=True)
    if spaced:
        page.add_style_tag(content=SPACING)
    assert page.evaluate(WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.context.close()


def test_without_scripts_every_answer_can_be_given(browser: Browser, html: str) -> None:
    page = opened(browser, html, java_script_enabled=False)
    page.get_by_label("Comuna", exact=True).select_option(label="Ñuñoa")
    page.get_by_label("Contraseña", exact=True).fill("x")
    page.get_by_label("Domingo y festivos").check()
    assert page.get_by_label("Comuna", exact=True).input_value() == "13120"
    page.context.close()


class TestListThatSearches:
    @pytest.fixture
    def page(self, browser: Browser, html: str) -> Iterator[Page]:
        page = opened(browser, html)
        page.get_by_role("combobox", name="Comuna").wait_for()
        yield page
        page.context.close()

    def chosen(self, page: Page) -> str:
        return page.evaluate("document.querySelector('select[name=comuna]').value")

    def test_finds_without_accents_and_chooses_by_keyboard(self, page: Page) -> None:
        box = page.get_by_role("combobox", name="Comuna")
        box.fill("vina")
        box.press("ArrowDown")
        assert page.get_by_role("option", name="Viña del Mar").get_attribute("aria-selected") == "true"
        box.press("Enter")
        assert (box.input_value(), self.chosen(page)) == ("Viña del Mar", "05109")

    def test_what_is_typed_in_full_counts(self, page: Page) -> None:
        box = page.get_by_role("combobox", name="Comuna")
        box.fill("nunoa")
        box.press("Tab")
        assert (box.input_value(), self.chosen(page)) == ("Ñuñoa", "13120")

    def test_what_is_not_in_the_list_is_no_answer(self, page: Page) -> None:
        box = page.get_by_role("combobox", name="Comuna")
        box.fill("Atlantis")
        box.press("Tab")
        assert self.chosen(page) == ""

    def test_escape_closes_it(self, page: Page) -> None:
        box = page.get_by_role("combobox", name="Comuna")
        box.fill("con")
        assert box.get_attribute("aria-expanded") == "true"
        box.press("Escape")
        assert box.get_attribute("aria-expanded") == "false"


# Where the focus is, and whether the colour of focus is drawn on it or on what stands for it.
STOP = """() => {
  const element = document.activeElement
  if (element === document.body) return null
  const replaced = element.matches('.govuk-radios__input, .govuk-checkboxes__input')
  const styles = replaced
    ? [getComputedStyle(element.nextElementSibling, '::before')]
    : [getComputedStyle(element), getComputedStyle(element, '::after')]
  const colours = styles.map(style => style.boxShadow + style.outlineColor + style.backgroundColor).join()
  return {drawn: colours.includes('255, 207, 92'), html: element.outerHTML.slice(0, 120)}
}"""


START = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"


class TestKeyboard:
    def test_every_stop_shows_where_it_is(self, browser: Browser, html: str) -> None:
        """Walks the page with the tab key; each stop differs from the same element without focus."""
        page = opened(browser, html, viewport={"width": 1280, "height": 800})
        page.evaluate(START)
        unseen: list[str] = []
        seen = 0
        while seen < 400:
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            if stop is None:
                break
            seen += 1
            if not stop["drawn"]:
                unseen.append(stop["html"])
        assert seen > 60
        assert unseen == []
        page.context.close()

    def test_the_first_stop_skips_the_header(self, browser: Browser, html: str) -> None:
        page = opened(browser, html)
        page.evaluate(START)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "contenido"
        page.context.close()

    def test_a_link_that_looks_like_a_button_answers_to_the_space_bar(self, browser: Browser, html: str) -> None:
        page = opened(browser, html)
        page.get_by_role("button", name="Pedir la patente").focus()
        page.keyboard.press("Space")
        assert page.url == f"{ORIGIN}/#"
        page.context.close()


def test_forced_colours_keep_what_is_chosen_visible(browser: Browser, html: str) -> None:
    page = opened(browser, html, forced_colors="active")
    mark = page.evaluate(
        """() => {
          const input = document.querySelector('.govuk-radios__input:checked')
          return getComputedStyle(input.nextElementSibling, '::after').borderTopWidth
        }"""
    )
    assert re.fullmatch(r"1\dpx", mark)
    page.context.close()


def test_error_summary_takes_the_focus_and_leads_to_the_input(browser: Browser, html: str) -> None:
    page = opened(browser, html)
    page.get_by_role("link", name="Escriba el nombre de la calle.").click()
    assert page.evaluate("document.activeElement.id") == "f-place_2-street"
    page.context.close()
