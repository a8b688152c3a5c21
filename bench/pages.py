"""What a page weighs on the wire: its HTML and everything it links, compressed, as a browser fetches and keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import reverse

from bench import web
from bench.filer import SERVICE, Filer
from bench.report import Size

FIRST_BYTES, LATER_BYTES = 60_000, 15_000
ENCODINGS = ("gzip", "gzip, br")
LINKS_FETCHED = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}
UUID_IN_PATH = re.compile(r"[0-9a-f-]{36}")
KEPT = re.compile(r"max-age=[1-9]")
IN_STYLE = re.compile(rb"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


class _Links(HTMLParser):
    """The addresses that a browser fetches with a page, without asking its reader."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and LINKS_FETCHED & set((values.get("rel") or "").split()):
            self.found.append(values.get("href") or "")
        elif tag in {"script", "img"} and values.get("src"):
            self.found.append(values["src"] or "")


class Browser:
    """Fetches pages and what they link; what may be kept is fetched once."""

    def __init__(self, encodings: str, cookies: str = "") -> None:
        self.encodings = encodings
        self._cookies = cookies
        self._kept: set[str] = set()

    def open(self, path: str) -> list[web.Answer]:
        """Every answer that the page costs. The page itself is fetched each time."""
        page = self._fetch(path)
        plain = web.get(path, cookies=self._cookies).body
        links = _Links()
        links.feed(plain.decode())
        return [page, *self._linked(path, links.found)]

    def _linked(self, base: str, references: Iterable[str]) -> list[web.Answer]:
        answers = []
        for reference in references:
            path = urlsplit(urljoin(base, reference)).path
            if reference.startswith("data:") or path in self._kept:
                continue
            answers.append(answer := self._fetch(path))
            if KEPT.search(answer.headers.get("Cache-Control", "")):
                self._kept.add(path)
            if path.endswith(".css"):
                inner = IN_STYLE.findall(web.get(path).body)
                answers += self._linked(path, [(first or second).decode() for first, second in inner])
        return answers

    def _fetch(self, path: str) -> web.Answer:
        answer = web.get(path, cookies=self._cookies, encodings=self.encodings)
        if answer.status != 200:
            raise AssertionError(f"{path} was answered with {answer.status}.")
        return answer


def measure(filer: Filer) -> list[Size]:
    """Home, catalogue and service of a visitor; then the pages of somebody who files, and the desk of an official."""
    visitor = [reverse("home"), reverse("catalogue"), reverse("service", args=[SERVICE])]
    draft, case = filer.copy(), filer.file()
    person = [reverse("draft-review", args=[draft]), reverse("receipt", args=[case]), reverse("my-cases")]
    sizes = []
    for encodings in ENCODINGS:
        sizes += _walk(Browser(encodings), visitor)
        signed = Browser(encodings, filer.cookies)
        signed.open(reverse("home"))
        sizes += _walk(signed, person, is_first=False)
        sizes += _walk(Browser(encodings, filer.official_cookies), [reverse("desk")])
    return sizes


def _walk(browser: Browser, paths: list[str], *, is_first: bool = True) -> list[Size]:
    return [
        _size(browser, path, FIRST_BYTES if is_first and not number else LATER_BYTES)
        for number, path in enumerate(paths)
    ]


def _size(browser: Browser, path: str, limit_bytes: int) -> Size:
    answers = browser.open(path)
    return Size(
        name=UUID_IN_PATH.sub("…", path),
        accepted=browser.encodings,
        answered=", ".join(sorted({answer.headers.get("Content-Encoding", "plain") for answer in answers})),
        body_bytes=sum(len(answer.body) for answer in answers),
        head_bytes=sum(answer.head_bytes for answer in answers),
        requests=len(answers),
        limit_bytes=limit_bytes,
    )
