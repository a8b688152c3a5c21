"""Who is on the stage, what they have in their browsers, and what is known of the case so far."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import typst
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from ventanilla.common.legal_time import day_in_words
from ventanilla.project.demo import people, world
from ventanilla.project.demo.browser.client import Browser
from ventanilla.project.demo.browser.multipart import Upload
from ventanilla.project.demo.browser.page import Page
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.world import Someone

PATIENCE_SECONDS = 120.0
LOOK_AGAIN_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: who did it and as what, in a sentence, and where one can look."""

    who: str
    role: str
    said: str
    where: str


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody with a browser of their own."""

    name: str
    role: str
    browser: Browser

    @property
    def page(self) -> Page:
        return self.browser.page

    def tells(self, sentence: str, *, where: str = "") -> Line:
        """What they just did, on the page that they are looking at unless another is named."""
        return Line(self.name, self.role, sentence, where or self.page.address)

    def wait_until(self, ready: Callable[[Page], object], what: str) -> Page:
        """Look at the page again until it shows what is expected. Raises StepFailed when it never does."""
        began = time.monotonic()
        while not ready(self.page):
            if time.monotonic() - began > PATIENCE_SECONDS:
                missing = {"address": self.page.address, "seconds": int(PATIENCE_SECONDS), "what": what}
                raise StepFailed(_("Tras %(seconds)s segundos, %(address)s todavía no muestra: %(what)s.") % missing)
            time.sleep(LOOK_AGAIN_SECONDS)
            self.browser.open(self.page.address)
        return self.page


@dataclass(slots=True)
class Scene:
    """The stage of one journey. `plan` is `data/journey.yaml`; the last fields are learned on the way."""

    base_url: str
    plan: Mapping[str, Any]
    applicant: Someone
    characters: dict[str, Character] = field(default_factory=dict)
    log_size: int = 0
    case_address: str = ""
    case_code: str = ""
    task_address: str = ""
    verification_code: str = ""
    decree: bytes = b""

    @property
    def person(self) -> Character:
        """The applicant."""
        role = _("RUN %(run)s") % {"run": self.applicant.display_run}
        return self._character("applicant", self.applicant.name, role)

    @property
    def anybody(self) -> Character:
        """A visitor whom nobody knows."""
        return self._character("anybody", _("Cualquier persona"), _("sin entrar"))

    @property
    def installation(self) -> Character:
        """What happens by rule, as the applicant's page shows it."""
        by_rule = Character(_("La instalación"), _("por regla"), self.person.browser)
        return self.characters.setdefault("installation", by_rule)

    def official(self, part: str) -> Character:
        """Who has that part of the plan, by their post."""
        post = self.post(part)
        return self._character(part, post.holder.name, post.title)

    def post(self, part: str) -> world.Post:
        """The post of that part, in the institution of the plan unless the part names another."""
        asked = self.plan[part]
        return world.institution(asked.get("institution", self.plan["institution"])).post(asked["post"])

    def uploaded(self, name: str) -> Upload:
        """A file of `data/`, as the applicant scanned it."""
        return Upload(f"{name}.pdf", typst.compile((world.DATA / f"{name}.typ").read_bytes()))

    def _character(self, part: str, name: str, role: str) -> Character:
        if part not in self.characters:
            self.characters[part] = Character(name, role, Browser(self.base_url))
        return self.characters[part]


def scene_at(base_url: str) -> Scene:
    """The stage of a journey at a running installation whose data is set up."""
    plan = world.read("journey")
    return Scene(base_url, plan, people.person(plan["applicant"]))


def find_day(page: Page, words: str) -> str:
    """The day that stands on a page after these words, in the language of the terminal; "" when there is none.

    The pages are in Spanish, whatever language the demonstration is told in.
    """
    found = re.search(words + r" el \w+ (\d{1,2}) de (\w+) de (\d{4})", page.text)
    if found is None:
        return ""
    with translation.override("es"):
        months = [str(name) for name in MONTHS.values()]
    return day_in_words(date(int(found[3]), months.index(found[2]) + 1, int(found[1])))
