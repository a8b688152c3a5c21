"""One browser: its own cookies, redirects followed, the proxy of the machine not used."""

from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

from django.utils.translation import gettext as _

from ventanilla.project.demo.browser.forms import Given, Sending
from ventanilla.project.demo.browser.multipart import Body
from ventanilla.project.demo.browser.page import Page
from ventanilla.project.demo.errors import StepFailed

TIMEOUT_SECONDS = 60
USER_AGENT = "Mozilla/5.0 (Ventanilla demo; Linux x86_64)"


class Browser:
    """What one person has open. Each act leaves `page` at what came back."""

    def __init__(self, base_url: str, *, language: str = "es") -> None:
        if urlsplit(base_url).scheme not in {"http", "https"}:
            raise ValueError(f"{base_url!r} is no address of the web.")
        self._base_url = base_url
        self._headers = {"User-Agent": USER_AGENT, "Accept-Language": language, "Accept": "text/html,*/*;q=0.8"}
        self._opener: OpenerDirector = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
        self.page = Page(base_url, 0, b"", "")

    def open(self, address: str) -> Page:
        """Go to an address, of this site when it begins with a slash. Raises StepFailed."""
        return self._arrive(self.fetch(address))

    def fetch(self, address: str) -> Page:
        """As `open`, whatever the answer says, and without leaving the page: a download, or an address not allowed."""
        return self._ask(Sending("GET", urljoin(self._base_url, address), Body(b"", "")))

    def follow(self, words: str = "", *, href: str = "") -> Page:
        """Press the first link with these words (a regular expression). Raises StepFailed."""
        found = self.page.links(words, href=href)
        if not found:
            raise self._failed(_("no hay ningún enlace «%(words)s»") % {"words": words or href})
        return self.open(found[0])

    def press(self, words: str, given: Given | None = None) -> Page:
        """Fill these fields and press the button with these words (a regular expression). Raises StepFailed."""
        return self._arrive(self.download(words, given))

    def download(self, words: str, given: Given | None = None) -> Page:
        """As `press`, for a button that opens beside the page: whatever comes back, the browser stays."""
        given = given or {}
        found = self.page.find_button(words, fields=tuple(given))
        if found is None:
            wanted = {"words": words, "fields": ", ".join(given) or _("ninguno")}
            raise self._failed(_("no hay ningún botón «%(words)s» con los campos: %(fields)s") % wanted)
        form, button = found
        try:
            form.fill(given)
        except ValueError as error:
            raise self._failed(_("no se puede elegir «%(choice)s»") % {"choice": error}) from error
        return self._ask(form.press(button), origin=self.page.address)

    def _arrive(self, page: Page) -> Page:
        self.page = page
        if page.status >= 400:
            said = {"status": page.status, "problem": page.problems or page.heading}
            raise self._failed(_("respondió %(status)s, “%(problem)s”") % said)
        return page

    def _ask(self, sending: Sending, *, origin: str = "") -> Page:
        request = Request(sending.address, method=sending.method, headers=self._headers)  # noqa: S310 http(s) by __init__
        if sending.method == "POST":
            request.data = sending.body.content
            request.add_header("Content-Type", sending.body.content_type)
            # A browser names where the form stood; the redirect that follows names nothing.
            request.add_unredirected_header("Origin", "{0.scheme}://{0.netloc}".format(urlsplit(origin)))
        try:
            return _page(self._opener.open(request, timeout=TIMEOUT_SECONDS))
        except HTTPError as answer:
            return _page(answer)
        except (URLError, HTTPException, OSError) as error:
            why = {"address": sending.address, "reason": getattr(error, "reason", error)}
            raise StepFailed(_("%(address)s no responde: %(reason)s.") % why) from error

    def _failed(self, what: str) -> StepFailed:
        page = {"title": self.page.title, "address": self.page.address, "what": what}
        return StepFailed(_("En la página «%(title)s» (%(address)s): %(what)s.") % page)


def _page(answer: Any) -> Page:
    with answer:
        head = answer.headers
        charset = head.get_content_charset("utf-8")
        return Page(answer.url, answer.status, answer.read(), head.get_content_type(), charset)
