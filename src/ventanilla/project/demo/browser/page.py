"""A page as a person reads it: title, heading, links, forms, what it says is wrong."""

import re
from collections.abc import Sequence
from functools import cached_property
from urllib.parse import urljoin

import lxml.html
from lxml.html import HtmlElement

from ventanilla.common.text import bare
from ventanilla.project.demo.browser.forms import Form, words_of


class Page:
    """What came back from an address, after all redirects."""

    def __init__(self, address: str, status: int, content: bytes, media_type: str, charset: str = "utf-8") -> None:
        self.address = address
        self.status = status
        self.content = content
        self.media_type = media_type
        self._charset = charset

    @cached_property
    def _document(self) -> HtmlElement:
        parser = lxml.html.HTMLParser(encoding=self._charset)
        document = lxml.html.document_fromstring(self.content or b"<html></html>", parser, base_url=self.address)
        for line_break in document.iter("br"):
            line_break.tail = f"\n{line_break.tail or ''}"
        return document

    @property
    def is_html(self) -> bool:
        return self.media_type == "text/html"

    @cached_property
    def title(self) -> str:
        """The title without the name of the site; the address of what is no page."""
        found = self._document.findtext(".//title") if self.is_html else None
        return " ".join(found.split()) if found else self.address

    @cached_property
    def heading(self) -> str:
        """The first heading, or the title."""
        found = self._document.xpath("//h1") if self.is_html else []
        return words_of(found[0]) if found else self.title

    @cached_property
    def text(self) -> str:
        """Every word of the body."""
        return words_of(self._document.body) if self.is_html else self.content.decode(self._charset, "replace")

    @cached_property
    def problems(self) -> str:
        """What the page says is wrong, in its own words."""
        found = self._document.xpath("//*[@role='alert'] | //*[contains(@class, 'error-summary')]")
        return words_of(found[0]) if self.is_html and found else ""

    def says(self, pattern: str) -> bool:
        """Whether the page has these words, accents and case ignored. `pattern` is a regular expression."""
        return bool(re.search(bare(pattern), bare(self.text)))

    def find(self, pattern: str) -> str:
        """The first match of the expression in the text, or its first group; empty when there is none."""
        found = re.search(pattern, self.text)
        return found[found.lastindex or 0] if found else ""

    def links(self, words: str = "", *, href: str = "") -> tuple[str, ...]:
        """Addresses of the links whose words and address match both expressions, in the order of the page."""
        return tuple(
            urljoin(self.address, link.get("href"))
            for link in self._document.xpath("//a[@href]")
            if re.search(bare(words), bare(self._name(link))) and re.search(href, link.get("href"))
        )

    def forms(self) -> tuple[Form, ...]:
        return tuple(Form(form, self.address) for form in self._document.forms)

    def find_button(self, words: str, *, fields: Sequence[str] = ()) -> tuple[Form, HtmlElement] | None:
        """The first form that has these fields and a button with these words, and the button. None: there is none."""
        for form in self.forms():
            if not set(fields) <= set(form.field_names):
                continue
            for button in form.buttons:
                if re.search(bare(words), bare(self._name(button))):
                    return form, button
        return None

    @staticmethod
    def _name(element: HtmlElement) -> str:
        """What a screen reader calls it."""
        return element.get("aria-label") or words_of(element) or element.get("value") or ""
