"""One page that can be sent, and what a person does with it: press twice, in two windows, after going back, at once."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from lxml import html

from ventanilla.common import clock
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import browser_of

ORIGIN = "http://testserver"
AT_ONCE = 4
# Sessions come and go, tries are counted, and a look at a person's data is recorded each time.
NOT_COUNTED = {
    "django_session",
    "identity_session",
    "identity_rate",
    "identity_spent",
    "ledger_read",
    "ledger_readsubject",
}
# The first of its kind makes a row that all later ones share.
NOT_COUNTED |= {"workflow_flowsource", "documents_numberseries"}

Values = Mapping[str, Any]
Landing = tuple[object, ...]


def landing_of(response: HttpResponse) -> Landing:
    """Where the person is, and what the page says."""
    tree = html.fromstring(response.content.decode())
    said = (" ".join(tree.xpath(f"string(//{part})").split()) for part in ("h1", "main"))
    return (response.status_code, response.request["PATH_INFO"], *said)  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class Page:
    """`at` an address, sent to `action` with what its form hides and what the person types (a callable makes a file).

    `grows` says which tables may have more rows after sending again, and by how many; each with its reason.
    `raw` is sent as it is, by a program.
    """

    browser: Browser
    at: str
    action: str
    types: Values = field(default_factory=dict)
    raw: bytes = b""
    grows: Mapping[str, int] = field(default_factory=dict)
    landing: Callable[[HttpResponse], Landing] = landing_of
    follow: bool = True

    def open(self) -> Values:
        """What will be sent: opened now, perhaps sent later."""
        if self.raw:
            return {}
        with clock.fixed(self.browser.at):
            tree = html.fromstring(self.browser.client.get(self.at, follow=True).content.decode())
        mine = [form for form in tree.iter("form") if (form.get("action") or self.at) == self.action]
        hidden = mine[0].xpath(".//input[@type='hidden']") if mine else []
        return {each.get("name"): each.get("value") for each in hidden} | dict(self.types)

    def send(self, values: Values, client: Client | None = None) -> Landing:
        """Send it as it was opened; where that leads."""
        client = client or self.browser.client
        body = {name: value() if callable(value) else value for name, value in values.items()}
        with clock.fixed(self.browser.at):
            if self.raw:
                return self.landing(client.post(self.action, self.raw, content_type="text/plain"))
            return self.landing(client.post(self.action, body, follow=self.follow))

    def send_at_once(self, values: Values) -> list[Landing]:
        """Several times in parallel, from one browser."""

        def one(_number: int) -> Landing:
            client = Client(enforce_csrf_checks=True, headers={"Origin": ORIGIN}, raise_request_exception=True)
            client.cookies = copy(self.browser.client.cookies)
            try:
                return self.send(values, client)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, range(AT_ONCE)))


def strict_browser_of(actor: Actor | None, browser: Browser) -> Browser:
    """As a real one: it says where a page came from, and the protection against forged pages is on."""
    client = Client(enforce_csrf_checks=True, headers={"Origin": ORIGIN})
    strict = browser_of(actor, browser.at) if actor else Browser(at=browser.at)
    client.cookies = strict.client.cookies
    strict.client = client
    return strict


def rows() -> dict[str, int]:
    """How many rows each table has: whatever is made twice is found here."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in NOT_COUNTED]
        counts = " UNION ALL ".join(
            f"SELECT '{name}', count(*) FROM {name}" + (" WHERE kind <> 'read'" if name == "ledger_entry" else "")
            for name in tables
        )
        cursor.execute(counts)
        return dict(cursor.fetchall())


def added(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}
