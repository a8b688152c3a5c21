"""A file of bytes that strangers wrote, read as XML without entities, network or surprises of size."""

from lxml import etree

from ventanilla.common.safe_xml import UnsafeXml, XmlTooLarge, parse
from ventanilla.kernel.workflow.definition_errors import NotXml, TooLarge

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
VENTANILLA = "https://ventanilla.dev/bpmn"

SOURCE_MAX_BYTES = 1_000_000
ELEMENTS_MAX = 10_000


def read_root(source: bytes) -> etree._Element:
    """The `definitions` of a BPMN 2.0 file. Raises NotXml, TooLarge.

    A document type declaration is refused whole: BPMN needs none, and entities live there.
    """
    try:
        root = parse(source, bytes_max=SOURCE_MAX_BYTES, elements_max=ELEMENTS_MAX)
    except XmlTooLarge as error:
        raise TooLarge(limit=error.limit, unit="bytes" if error.unit == "bytes" else "elementos") from error
    except UnsafeXml as error:
        raise NotXml(reason=error.reason) from error
    if root.tag != f"{{{BPMN}}}definitions":
        raise NotXml(reason=str(root.tag))
    return root


def bpmn_tag(element: etree._Element) -> str:
    """The local name of an element of BPMN, "" for one of another vocabulary."""
    name = etree.QName(element)
    return name.localname if name.namespace == BPMN else ""


def children(element: etree._Element, *tags: str) -> list[etree._Element]:
    """The children that are elements of BPMN, of these tags or of any."""
    return [child for child in element if isinstance(child.tag, str) and _wanted(bpmn_tag(child), tags)]


def _wanted(tag: str, tags: tuple[str, ...]) -> bool:
    return tag in tags if tags else bool(tag)


def own_attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of our vocabulary, by local name."""
    names = ((etree.QName(name), str(value)) for name, value in element.attrib.items())
    return {name.localname: value for name, value in names if name.namespace == VENTANILLA}


def text_of(element: etree._Element) -> str:
    return (element.text or "").strip()
