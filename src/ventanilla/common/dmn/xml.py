"""A model's XML as a small tree of our own, so that nothing else of the package depends on the parser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree  # pyright: ignore

from ventanilla.common.dmn.errors import DocumentType, EmptyModel, ModelTooDeep, ModelTooLarge, NotXml, UnreadableModel
from ventanilla.common.safe_xml import UnsafeXml, XmlTooLarge, parse

BYTES_MAX = 5_000_000
ELEMENTS_MAX = 100_000
DEPTH_MAX = 60
"""Elements inside elements. Each may become a level of evaluation."""

_lxml = cast("Any", etree)


@dataclass(slots=True)
class Element:
    """`prefixes` are those of namespaces that are in force here."""

    name: str
    namespace: str
    attributes: Mapping[str, str]
    text: str
    prefixes: frozenset[str]
    children: "list[Element]" = field(default_factory=list["Element"])


def root_of(content: bytes) -> Element:
    """The root element. Raises ModelTooLarge and UnreadableModel."""
    try:
        root = parse(content, bytes_max=BYTES_MAX, elements_max=ELEMENTS_MAX)
    except XmlTooLarge:
        raise ModelTooLarge from None
    except UnsafeXml as error:
        raise _why(content, error) from None
    return _tree(root)


def _why(content: bytes, error: UnsafeXml) -> UnreadableModel:
    """What a file is that could not be parsed."""
    start = content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if not start:
        return EmptyModel()
    if error.reason == "DOCTYPE" or b"<!DOCTYPE" in start[:1_000]:
        return DocumentType()
    return UnreadableModel(line=error.line) if start.startswith(b"<") else NotXml()


def _tree(root: Any) -> Element:
    """Our tree of the parser's, without recursion."""
    holder = Element("", "", {}, "", frozenset())
    waiting: list[tuple[Any, Element, int]] = [(root, holder, 1)]
    while waiting:
        source, parent, depth = waiting.pop()
        if depth > DEPTH_MAX:
            raise ModelTooDeep(limit=DEPTH_MAX)
        if not isinstance(source.tag, str):
            raise UnreadableModel(line=source.sourceline or 1)
        element = _element(source)
        parent.children.append(element)
        waiting.extend((child, element, depth + 1) for child in reversed(source))
    return holder.children[0]


def _element(source: Any) -> Element:
    name = _lxml.QName(source)
    prefixes = frozenset(prefix for prefix in source.nsmap if prefix)
    return Element(name.localname, name.namespace or "", dict(source.attrib), source.text or "", prefixes)


def children(element: Element, *names: str) -> list[Element]:
    """The direct children of these names, in the namespace of the element."""
    return [item for item in element.children if item.name in names and item.namespace == element.namespace]


def child(element: Element, *names: str) -> Element | None:
    found = children(element, *names)
    return found[0] if found else None


def text_in(element: Element | None, name: str = "text") -> str | None:
    """The text of the child of that name; None when there is none."""
    found = None if element is None else child(element, name)
    return None if found is None else found.text.strip()


def attribute(element: Element, name: str) -> str:
    """The attribute with each run of blanks as one space; empty when it is not there."""
    return " ".join(element.attributes.get(name, "").split())
