"""XML of strangers, read safely: no document type, no entities, no network, and limits on size and depth."""

from lxml import etree

from ventanilla.common.dmn.errors import ModelTooLarge, UnreadableModel

BYTES_MAX = 5_000_000
ELEMENTS_MAX = 200_000
DEPTH_MAX = 60
"""Elements inside elements. Each may become a level of evaluation."""


def root_of(content: bytes) -> etree._Element:
    """The root element. Raises ModelTooLarge and UnreadableModel."""
    if len(content) > BYTES_MAX:
        raise ModelTooLarge
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
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableModel(line=max(error.lineno or 1, 1)) from None
    except ValueError:
        raise UnreadableModel(line=1) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableModel(line=1)
    _check_size(root)
    return root


def _check_size(root: etree._Element) -> None:
    count, depth = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += 1
        if depth > DEPTH_MAX or count > 2 * ELEMENTS_MAX:
            raise ModelTooLarge


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname


def namespace_of(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The direct children of these names, in the namespace of the element."""
    namespace = namespace_of(element)
    return [child for child in element if local_name(child) in names and namespace_of(child) == namespace]


def child(element: etree._Element, *names: str) -> etree._Element | None:
    found = children(element, *names)
    return found[0] if found else None


def text_in(element: etree._Element | None, name: str = "text") -> str | None:
    """The text of the child of that name; None when there is none."""
    if element is None:
        return None
    found = child(element, name)
    return None if found is None else (found.text or "").strip()


def attribute(element: etree._Element, name: str) -> str:
    value = element.get(name)
    return " ".join(value.split()) if value else ""
