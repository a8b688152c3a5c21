"""In a language that nobody speaks: no text of ours escapes translation, and nothing is cut off at 320 pixels."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright
from ruamel.yaml import YAML

from tests.languages import pseudo
from tests.languages.test_reading import leaves
from tests.languages.walks import OWNED, WALKS, Begin, Reader
from ventanilla.common.dmn.sentences import LANGUAGES
from ventanilla.kernel.cases.testing import LICENCE, Play
from ventanilla.ui.assets import DIST

ORIGIN = "http://ventanilla.test"
NARROW = {"width": 320, "height": 640}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
BRACKETS = re.compile(f"{pseudo.OPEN}[^{pseudo.OPEN}{pseudo.CLOSE}]*{pseudo.CLOSE}")
WORD = re.compile(r"[^\W\d_]{3}")
DAYS = "(lunes|martes|miércoles|jueves|viernes|sábado|domingo)"
MONTHS = "(enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
DATA = "|".join(
    (
        rf"({DAYS} )?(\d+ de )?{MONTHS}( de \d+)?( a las \d+:\d+)?",
        r"(Ley|DS|DL|DFL|LGUC|Decreto)( Ley)?( N\.º)? [\d.]+( de \d+)?|LGUC|arts?\.",
        r"\S+@\S+|\S+\.(pdf|json)|[A-Z0-9]+(-[A-Z0-9]+)+|(https?:|/)\S+|\b[0-9a-f]{16,}\b|[\w-]{30,}",
    )
)
"""Days in the language that is fallen back to, norms, addresses, codes and hashes."""
# A rule is explained in the language of the texts of its service.
OF_A_RULE = re.compile(
    "|".join(
        re.sub(r"\\{\w+\\}", ".+", re.escape(LANGUAGES["es"][key]))
        for key in ("input", "matched", "refused", "none", "note", "calculated")
    )
)
NAMES = (
    "Ventanilla",
    "Español",
    "English",
    "Português",
    "Pseudo",
    "RUN",
    "RUT",
    "UTM",
    "PDF",
    "Ed25519",
    "SHA-256",
    "texto refundido por",
    "ventanilla verify --keys",
)
# Beyond the edge, or hidden where a box ends.
CUT = """() => [...document.querySelectorAll('body *')].filter(each => {
    if (each.closest('.v-hidden, .v-table-box, .v-skip, svg, [hidden]')) return false
    const style = getComputedStyle(each), box = each.getBoundingClientRect()
    if (box.width <= 1) return false
    const hides = style.overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1
    return box.right > document.documentElement.clientWidth + 1 || hides && style.overflowX !== 'auto'
  }).map(each => each.outerHTML.slice(0, 160)).slice(0, 3)"""


@pytest.fixture(autouse=True)
def language(tmp_path: Path) -> Iterator[None]:
    with pseudo.spoken(tmp_path):
        yield


def _data(play: Play) -> "re.Pattern[str]":
    """What stands on the pages and is no text of the platform: the service's, and what people wrote or are called."""
    service = YAML().load(LICENCE / "1" / "texts" / "es.yaml")
    commune = play.commune
    told = {text for _place, text in leaves(service)} | {str(value) for value in OWNED.values()} | set(NAMES)
    told |= {commune.institution.name, commune.institution.short_name, "Rosa Elena Painemal Soto", "Los Aromos 145"}
    told |= {unit.name for unit in commune.units.values()}
    actors = [each.actor(play.at) for each in commune.officials.values()]
    told |= {name for each in actors for name in (each.name, each.post.title if each.post else "")} - {""}
    patterns = sorted((re.sub(r"\\{\w+\\}", ".{1,200}?", re.escape(" ".join(text.split()))) for text in told), key=len)
    return re.compile("|".join((*reversed(patterns), DATA)))


def _reading(play: Play) -> Begin:
    data = _data(play)

    def escaped(text: str) -> bool:
        if OF_A_RULE.fullmatch(text):
            return False
        while text != (left := BRACKETS.sub(" ", text)):
            text = left
        return WORD.search(data.sub(" ", text)) is not None

    return lambda actor, at: Reader(actor, at, pseudo.LANGUAGE, is_wrong=escaped)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_no_text_escapes_translation(play: Play, walk: Callable[[Play, Begin], Reader]) -> None:
    assert walk(play, _reading(play)).wrong == {}


@contextmanager
def _browser() -> Iterator[Browser]:
    """Not a fixture: while it is open, Django refuses the database to the thread."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        reason = "There is no Chromium: install the package `chromium` of the system."
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.mark.browser
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_nothing_is_cut_off_at_320_pixels(play: Play, walk: Callable[[Play, Begin], Reader]) -> None:
    reader = walk(play, lambda actor, at: Reader(actor, at, pseudo.LANGUAGE))
    with _browser() as browser:
        assert _cut_off(browser.new_context(viewport=NARROW).new_page(), reader.pages) == {}


def _cut_off(page: Page, pages: dict[str, str]) -> dict[str, list[str]]:
    """What is beyond the edge or hidden, by page. The requests of the browser are answered here."""
    shown, found = "", dict[str, list[str]]()

    def answer(route: Route) -> None:
        file = DIST / Path(route.request.url.removeprefix(ORIGIN).split("?")[0]).name
        if route.request.is_navigation_request():
            route.fulfill(body=shown, headers={"content-type": "text/html; charset=utf-8"})
        elif file.is_file():
            route.fulfill(body=file.read_bytes(), headers={"content-type": TYPES[file.suffix]})
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    for address, shown in pages.items():  # noqa: B007 (`answer` reads it)
        page.goto(f"{ORIGIN}/")
        wide, cut = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(CUT)
        if wide > NARROW["width"] or cut:
            found[address] = [str(wide), *cut]
    page.unroute_all(behavior="ignoreErrors")
    return found
