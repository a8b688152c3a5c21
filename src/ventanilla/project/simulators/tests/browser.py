"""A browser without JavaScript, small enough to read: it follows no redirect and fills forms as they stand."""

from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Seen:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        found = _Hidden()
        found.feed(self.text)
        return found.fields


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"] or ""] = given["value"] or ""


def fetch(url: str, form: dict[str, str] | None = None, *, method: str = "", headers: dict[str, str] | None = None):
    """GET, or POST when there is a form."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    body = urlencode(form).encode() if form is not None else None
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request(method or ("POST" if body is not None else "GET"), path, body, {**kind, **(headers or {})})
        answer = connection.getresponse()
        return Seen(answer.status, dict(answer.getheaders()), answer.read().decode())
    finally:
        connection.close()
