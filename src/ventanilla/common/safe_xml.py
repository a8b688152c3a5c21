"""XML of strangers, parsed safely: no document type, no entities, no network, and limits on size.

One parser for every vocabulary (BPMN, DMN); what a document may hold is for its reader to say.
"""

from typing import Any, cast

from lxml import etree  # pyright: ignore

_lxml = cast("Any", etree)


class UnsafeXml(Exception):
    """It cannot be read as XML, or declares a document type. `line` counts from 1."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class XmlTooLarge(Exception):
    """More `unit` (bytes, elements) than `limit`."""

    def __init__(self, limit: int, unit: str) -> None:
        super().__init__(f"more than {limit} {unit}")
        self.limit = limit
        self.unit = unit


def parse(content: bytes, *, bytes_max: int, elements_max: int) -> Any:
    """The root element, without comments and instructions. Raises UnsafeXml, XmlTooLarge."""
    if len(content) > bytes_max:
        raise XmlTooLarge(bytes_max, "bytes")
    parser = _lxml.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = _lxml.fromstring(content, parser)
    except _lxml.XMLSyntaxError as error:
        raise UnsafeXml(_first_line(error), max(error.lineno or 1, 1)) from None
    except ValueError as error:
        raise UnsafeXml(_first_line(error)) from None
    if root.getroottree().docinfo.doctype:
        raise UnsafeXml("DOCTYPE")
    if sum(1 for _ in root.iter()) > elements_max:
        raise XmlTooLarge(elements_max, "elements")
    return root


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["XML"])[0]
