"""The inspection notices what it is for: each sin, committed on a page of ours, is told under its kind."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.inspection import AXE_FOUND, COMPLAINTS, FRAME, HOSTS, KINDS, REFLOW, Inspector
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

SINS = {
    FRAME: "document.querySelector('main').append(document.createElement('h1'))",
    COMPLAINTS: "document.body.setAttribute('style', 'color: red')",
    REFLOW: "document.querySelector('h1').style.minWidth = '400px'",
    AXE_FOUND: "document.querySelector('h1').append(document.createElement('img'))",
}


@pytest.mark.parametrize("kind", SINS)
def test_a_sin_is_told_under_its_kind(town: Town, browser: Browser, kind: str) -> None:
    visitor = Visitor(browser, town, Inspector(town, with_axe=True))
    visitor.page.goto(f"{town.url}/accesibilidad/")
    visitor.page.evaluate(SINS[kind])
    visitor.look()
    assert visitor.inspector.report(kind)
    others = [other for other in KINDS if other not in (kind, AXE_FOUND)]
    assert [visitor.inspector.report(other) for other in others] == [""] * len(others)
    visitor.close()


def test_another_host_is_told(town: Town, browser: Browser) -> None:
    """Asked where our policy does not hold, on a page without any; nothing leaves the machine."""
    visitor = Visitor(browser, town, Inspector(town, with_axe=False))
    visitor.context.route("**://otra-parte.example/**", lambda route: route.abort())
    visitor.page.set_content("<img src='https://otra-parte.example/contador.gif' alt=''>")
    assert "otra-parte.example" in visitor.inspector.report(HOSTS)
    visitor.close()
