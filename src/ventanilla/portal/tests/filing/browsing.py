"""A person with a browser: opens pages at a fixed instant, fills in forms, and reads what a page says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from ventanilla.common import clock
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.testing import sign_in_actor
from ventanilla.ui.testing import problems_of

MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 15, tzinfo=UTC)

_ERRORS = "//*[contains(concat(' ', @class, ' '), ' govuk-error-summary ')]//li"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of the server, as a person sees it."""

    status: int
    path: str
    tree: Any

    @property
    def title(self) -> str:
        return " ".join(self.tree.xpath("string(//title)").split())

    @property
    def h1(self) -> str:
        return " ".join(self.tree.xpath("string(//h1)").split())

    @property
    def text(self) -> str:
        return " ".join(self.tree.xpath("string(//main)").split())

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [" ".join(each.text_content().split()) for each in self.tree.xpath(_ERRORS)]

    @property
    def error_links(self) -> list[str]:
        return [each.get("href") for each in self.tree.xpath(f"{_ERRORS}//a")]

    def link(self, text: str) -> str:
        """The address of the link with that text. Raises LookupError."""
        for each in self.tree.iter("a"):
            if " ".join(each.text_content().split()) == text:
                return str(each.get("href"))
        raise LookupError(f"No link says {text!r}.")

    def links(self) -> list[str]:
        return [str(each.get("href")) for each in self.tree.xpath("//main//a")]

    @property
    def form_action(self) -> str:
        """Where the form of the page posts to; "" is the page itself."""
        (found,) = self.tree.xpath("//main//form[@method='post']")
        return str(found.get("action", ""))

    def button(self, text: str) -> bool:
        return any(text in each.text_content() for each in self.tree.xpath("//main//button"))

    def value(self, name: str) -> str:
        """What the input of that name shows."""
        (found,) = self.tree.xpath("//main//*[@name=$name]", name=name)
        return str(found.get("value", ""))

    def checked(self, name: str) -> list[str]:
        return [str(each.get("value")) for each in self.tree.xpath("//main//*[@name=$name][@checked]", name=name)]


@dataclass
class Browser:
    """`at` is the instant of every request. Each page is checked as markup."""

    at: datetime = MONDAY
    client: Client = field(default_factory=Client)
    actor: Actor | None = None

    def sign_in(self, actor: Actor) -> "Browser":
        sign_in_actor(self.client, actor, at=self.at)
        self.actor = actor
        return self

    def open(self, address: str) -> Page:
        with clock.fixed(self.at):
            return self._page(self.client.get(address, follow=True))

    def send(self, address: str, values: Values | None = None) -> Page:
        """Post and follow where it leads."""
        with clock.fixed(self.at):
            return self._page(self.client.post(address, dict(values or {}), follow=True))

    def _page(self, response: HttpResponse) -> Page:
        content = response.content.decode()
        assert not problems_of(content, whole_page=True), problems_of(content, whole_page=True)
        return Page(response.status_code, response.request["PATH_INFO"], html.fromstring(content))  # type: ignore[attr-defined]
