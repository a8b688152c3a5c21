"""Somebody at a browser who, when something fails, does the same thing again: same page, same button."""

import threading
import time
import traceback
from collections.abc import Callable
from random import Random  # noqa: TID251  seeded

from tests.endurance.acknowledged import Acknowledged
from tests.endurance.installation import PATIENCE_SECONDS
from ventanilla.project.demo.browser.client import Browser
from ventanilla.project.demo.browser.forms import Given
from ventanilla.project.demo.browser.page import Page
from ventanilla.project.demo.errors import StepFailed

BEFORE_AGAIN_SECONDS = 0.3
SERVER_ERROR = 500
# What an error page of ours must say: that it is not known whether it was received, and that trying again is safe.
UNKNOWN = "No sabemos si lo último que hizo llegó a guardarse"
NOT_TWICE = "No se enviará ni se cobrará dos veces"
# Or that nothing was done: whoever confirms identities was away.
NOTHING_DONE = "El servicio que confirma su identidad no responde"


class Refused(Exception):
    """The platform says no, in a page for persons."""


class Client:
    """One browser. `turn` is what they do, again and again, while the server is up and down."""

    def __init__(self, name: str, url: str, seen: Acknowledged, random: Random) -> None:
        self.name = name
        self.url = url
        self.seen = seen
        self.random = random
        self.browser = Browser(url)
        self._resting = threading.Event()
        self._thread = threading.Thread()

    @property
    def page(self) -> Page:
        return self.browser.page

    def turn(self) -> None:
        """One thing that they do."""
        raise NotImplementedError

    def begin(self) -> None:
        """Take turns in a thread of one's own, until told to rest."""
        self._resting.clear()
        self._thread = threading.Thread(target=self._live, name=self.name, daemon=True)
        self._thread.start()

    def let_rest(self) -> None:
        """The turn in hand is the last one."""
        self._resting.set()

    def wait_for_rest(self) -> None:
        self._thread.join(2 * PATIENCE_SECONDS)
        assert not self._thread.is_alive(), f"{self.name} is still busy at {self.page.address}"

    def pause(self) -> None:
        """Nothing to do for a moment."""
        self._resting.wait(BEFORE_AGAIN_SECONDS)

    def _live(self) -> None:
        try:
            while not self._resting.is_set():
                self.turn()
        except Exception:
            self.seen.surprises.append(f"{self.name}: {traceback.format_exc()}")

    def go(self, address: str) -> Page:
        return self.insist(lambda: self.browser.open(address))

    def follow(self, words: str = "", *, href: str = "") -> Page:
        return self.insist(lambda: self.browser.follow(words, href=href))

    def press(self, words: str, given: Given | None = None) -> Page:
        return self.insist(lambda: self.browser.press(words, given))

    def insist(self, act: Callable[[], Page]) -> Page:
        """Do it, and when it fails go back to the page where one was and do it again. Raises Refused."""
        before, began = self.browser.page, time.monotonic()
        while True:
            self.browser.page = before
            try:
                page = act()
            except StepFailed as failure:
                self._look_at(failure, before)
                self.seen.failed()
                if time.monotonic() - began > PATIENCE_SECONDS:
                    raise
                threading.Event().wait(BEFORE_AGAIN_SECONDS)
            else:
                self.seen.answered()
                return page

    def _look_at(self, failure: StepFailed, before: Page) -> None:
        """An error page says what it must. A refusal is no failure. Without a page, nobody answered."""
        page = self.browser.page
        if page is before:
            if "no responde" not in str(failure):
                raise failure
            return
        if page.status < SERVER_ERROR:
            raise Refused(str(failure))
        ours = page.address.startswith(self.url)
        if ours and not (page.says(UNKNOWN) and page.says(NOT_TWICE)) and not page.says(NOTHING_DONE):
            self.seen.surprises.append(f"{self.name} read at {page.address}: {page.text[:300]!r}")
