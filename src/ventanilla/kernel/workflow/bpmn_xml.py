"""A file of bytes that strangers wrote, read as XML without entities, network or surprises of size."""

from lxml import etree

from ventanilla.kernel.workflow.definition_errors import NotXml, TooLarge

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
VENTANILLA = "https://ventanilla.dev/bpmn"

SOURCE_MAX_BYTES = 1_000_000
ELEMENTS_MAX = 10_000


def read_root(source: bytes) -> etree._Element:
    """The `definitions` of a BPMN 2.0 file. Raises NotXml, TooLarge.

    A document type declaration is refused whole: BPMN needs none, and entities live there.
    """
    if len(source) > SOURCE_MAX_BYTES:
        raise TooLarge(limit=SOURCE_MAX_BYTES, unit="bytes")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml(reason=str(error).splitlines()[0] if str(error) else "XML") from error
    if root.getroottree().docinfo.doctype:
        raise NotXml(reason="DOCTYPE")
    if root.tag != f"{{{BPMN}}}definitions":
        raise NotXml(reason=str(root.tag))
    if sum(1 for _ in root.iter()) > ELEMENTS_MAX:
        raise TooLarge(limit=ELEMENTS_MAX, unit="elementos")
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
