"""A form of a page: which fields it has, what they hold, and what pressing one of its buttons sends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml.html import FormElement, HtmlElement

from ventanilla.project.demo.browser.multipart import Body, Upload, encode

SUBMIT = "self::button[not(@type) or @type='submit'] or self::input[@type='submit']"

Given = Mapping[str, str | Upload]


@dataclass(frozen=True, slots=True)
class Sending:
    """What the browser is about to ask for."""

    method: str
    address: str
    body: Body


def words_of(element: HtmlElement) -> str:
    """The text of an element as people read it: one space between words."""
    return " ".join(element.text_content().split())


class Form:
    """One `<form>` of a page. Raises KeyError for a field that it does not have."""

    def __init__(self, element: FormElement, page_address: str) -> None:
        self._element = element
        self._address = page_address
        self._uploads: dict[str, Upload] = {}

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of the fields that a person fills, in the order of the page."""
        fillable = self._element.xpath("descendant::*[self::input or self::select or self::textarea][@name]")
        names = (field.get("name") for field in fillable if field.get("type") not in {"hidden", "submit"})
        return tuple(dict.fromkeys(names))

    @property
    def file_names(self) -> tuple[str, ...]:
        """The names of the fields that take a file."""
        return tuple(self._element.xpath("descendant::input[@type='file']/@name"))

    @property
    def is_get(self) -> bool:
        """Whether it asks a question (a search) and changes nothing."""
        return bool(self._element.method == "GET")

    @property
    def buttons(self) -> tuple[HtmlElement, ...]:
        """Those inside it, and those elsewhere on the page that name it."""
        inside = self._element.xpath(f"descendant::*[{SUBMIT}][not(@form)]")
        named = self._element.xpath(f"//*[{SUBMIT}][@form=$id]", id=self._element.get("id") or "")
        return (*inside, *named)

    def values_of(self, name: str) -> tuple[str, ...]:
        """What a person can choose in radios, boxes or a list of that name; empty for what is typed."""
        fields = self._element.xpath("descendant::*[@name=$name]", name=name)
        options = [option for field in fields if field.tag == "select" for option in field.value_options]
        return (*options, *(field.get("value") for field in fields if field.get("type") in {"radio", "checkbox"}))

    def fill(self, given: Given) -> None:
        """Type, choose or attach. Raises KeyError: no such field; ValueError: no such choice."""
        for name, value in given.items():
            if name not in self.field_names:
                raise KeyError(name)
            if isinstance(value, Upload):
                self._uploads[name] = value
            elif self._is_boxes(name):
                self._tick(name, value.split(","))
            else:
                self._element.fields[name] = value

    def press(self, button: HtmlElement | None) -> Sending:
        """What the browser sends when that button is pressed."""
        target: Any = button if button is not None else {}
        fields = [(name, value or "") for name, value in self._element.form_values()]
        if target.get("name"):
            fields.append((target.get("name"), target.get("value") or ""))
        address = urljoin(self._address, target.get("formaction") or self._element.get("action") or self._address)
        if self.is_get:
            query = encode(fields, (), multipart=False).content.decode()
            return Sending("GET", f"{address.partition('?')[0]}?{query}", Body(b"", ""))
        multipart = self._element.get("enctype") == "multipart/form-data"
        return Sending("POST", address, encode(fields, tuple(self._uploads.items()), multipart=multipart))

    def _is_boxes(self, name: str) -> bool:
        return bool(self._element.xpath("descendant::input[@name=$name][@type='checkbox']", name=name))

    def _tick(self, name: str, values: Iterable[str]) -> None:
        wanted = set(values)
        boxes = self._element.xpath("descendant::input[@name=$name][@type='checkbox']", name=name)
        if unknown := wanted - {box.get("value") for box in boxes}:
            raise ValueError(f"{name}: {', '.join(sorted(unknown))}")
        for box in boxes:
            box.checked = box.get("value") in wanted
