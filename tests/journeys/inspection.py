"""What every page must be: one heading, a title, a language; no complaint of the browser, no foreign host, no sideways
scroll at 320 pixels, nothing that axe finds. What is wrong is collected by page, so that one run tells everything.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tests.journeys.town import Town, host_of

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
FRAME, COMPLAINTS, HOSTS, REFLOW, AXE_FOUND = "frame", "complaints", "hosts", "reflow", "axe"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
KINDS = (FRAME, COMPLAINTS, HOSTS, REFLOW, AXE_FOUND)

FACTS = """() => ({
  title: document.title,
  lang: document.documentElement.lang,
  text: document.querySelector('main').innerText,
  headings: [...document.querySelectorAll('h1')].map(each => each.innerText.trim()),
  errors: document.querySelector('.govuk-error-summary, .error[role=alert]') !== null,
})"""
BEYOND = """() => [...document.querySelectorAll('body *')]
  .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(element => !element.closest('.v-hidden, .v-table-box, .v-skip, svg'))
  .map(element => element.outerHTML.slice(0, 120)).slice(0, 3)"""
RUN_AXE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
# What only a programmer should see.
LEAK = re.compile(r"\bNaN\b|\bundefined\b|\bNone\b|\[object |\{[{%]|[%}]\}|%\(\w+\)|\{\w+\}")
# The parts of an address that differ from one run to another.
UNSTABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{4}(-[A-Z0-9]{2,}){2,}")


@dataclass
class Inspector:
    """Looks at each page once in each of its states. `found` has what is wrong, by kind and then by page."""

    town: Town
    with_axe: bool
    found: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    headings_of: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Listen to the page from now on."""
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self._note(COMPLAINTS, page.url, str(error)))
        page.on("request", self._trace)
        page.on("response", self._weigh)

    def look(self, page: Page) -> None:
        """Look at the page as it is now."""
        facts = page.evaluate(FACTS)
        name = f"{_path(page.url)} “{facts['title']}”"
        if name in self.seen:
            return
        self.seen.add(name)
        self._check_frame(name, facts)
        if self.with_axe:
            self._run_axe(name, page)
        self._check_reflow(name, page)

    def report(self, kind: str) -> str:
        """What is wrong of that kind, page by page; empty when nothing is."""
        return "\n".join(
            f"{page}\n" + "\n".join(f"    {each}" for each in problems) for page, problems in self.found[kind].items()
        )

    def report_all(self) -> str:
        """What is wrong of every kind."""
        return "\n".join(f"[{kind}] {told}" for kind in KINDS if (told := self.report(kind)))

    def _check_frame(self, name: str, facts: dict[str, Any]) -> None:
        title, headings = facts["title"], facts["headings"]
        if len(headings) != 1 or not headings[0]:
            self._note(FRAME, name, f"It has {len(headings)} h1: {headings}.")
        if facts["lang"] != "es":
            self._note(FRAME, name, f"Its language is {facts['lang']!r}.")
        if title.startswith("Error:") != facts["errors"]:
            self._note(FRAME, name, f"It has errors: {facts['errors']}, and its title is {title!r}.")
        if not re.match(r"(Error: )?[¿\w].{3,} [–·] \S", title) or " " * 2 in title or "\n" in title:
            self._note(FRAME, name, f"Its title does not say the page and the site: {title!r}.")
        if leaks := LEAK.findall(facts["text"]):
            self._note(FRAME, name, f"It says {leaks}.")
        heading = UNSTABLE.sub("…", headings[0]) if headings else ""
        if self.headings_of.setdefault(title, heading) != heading:
            self._note(FRAME, name, f"Its title is also that of “{self.headings_of[title]}”.")

    def _check_reflow(self, name: str, page: Page) -> None:
        before = page.viewport_size
        page.set_viewport_size(NARROW)
        width, beyond = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(BEYOND)
        if width > NARROW["width"] or beyond:
            self._note(REFLOW, name, f"{width} pixels wide at {NARROW['width']}: {beyond}")
        if before:
            page.set_viewport_size(before)

    def _run_axe(self, name: str, page: Page) -> None:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for violation in page.evaluate(RUN_AXE, AXE_RULES)["violations"]:
                places = [f"{node['target']} {node['html'][:120]}" for node in violation["nodes"][:3]]
                self._note(AXE_FOUND, name, f"{violation['id']}: {violation['help']}, {scheme}: {places}")
        page.emulate_media(color_scheme="light")

    def _listen(self, message: ConsoleMessage) -> None:
        # A page that answers 400 with what to correct is also told as a resource that failed.
        ours = message.page is not None and message.location["url"] == message.page.url
        if message.type in {"error", "warning"} and not (ours and "Failed to load resource" in message.text):
            self._note(COMPLAINTS, message.location["url"], message.text)

    def _trace(self, request: Request) -> None:
        if host_of(request.url) not in {host_of(self.town.url), host_of(self.town.simulators_url), ""}:
            self._note(HOSTS, request.frame.url, request.url)

    def _weigh(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self._note(COMPLAINTS, response.url, f"answered {response.status}")

    def _note(self, kind: str, page: str, problem: str) -> None:
        problems = self.found[kind][_path(page) if page.startswith("http") else page]
        if problem not in problems:
            problems.append(problem)


def _path(url: str) -> str:
    """The address without host, without query and without what differs from one run to another."""
    return UNSTABLE.sub("…", "/" + url.split("?")[0].split("/", 3)[-1])
