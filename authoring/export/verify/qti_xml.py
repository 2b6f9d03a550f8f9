"""Foreign XML, read without trust: no document type, no entities, no network, bounded size and depth."""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from authoring.errors import PackageError
from authoring.export.verify.qti_values import read_value
from authoring.texts import say

__all__ = ["ASI", "Element", "children", "decimal", "descendants", "name_of", "read_xml", "text_of"]

ASI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
LARGEST_XML = 4 * 1024 * 1024
Element = etree._Element


def read_xml(data: bytes, path: str) -> Element:
    """The root element. Raises PackageError for XML that is broken, too large or has a document type declaration."""
    if len(data) > LARGEST_XML:
        raise PackageError(say("export_qti.reader.xml_size", path=path, size=len(data), limit=LARGEST_XML))
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
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise PackageError(say("export_qti.reader.xml_broken", path=path, reason=problem)) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise PackageError(say("export_qti.reader.xml_doctype", path=path))
    return root


def name_of(element: Element) -> str:
    """The name of a QTI element without its namespace; empty for an element of another namespace."""
    tag = element.tag
    return tag.removeprefix(f"{{{ASI}}}") if isinstance(tag, str) and tag.startswith(f"{{{ASI}}}") else ""


def children(element: Element, *names: str) -> list[Element]:
    """The child elements of QTI's namespace with one of these names; no names: all of them."""
    return [child for child in element if (found := name_of(child)) and (not names or found in names)]


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """In document order."""
    return element.iter(*(f"{{{ASI}}}{name}" for name in names))


def text_of(element: Element) -> str:
    """The text in it, with single blanks."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def decimal(text: str | None) -> Decimal | None:
    """An attribute that holds a number."""
    value = read_value("float", text or "")
    return value if isinstance(value, Decimal) else None
