"""XML and HTML of unknown origin, read without entities, documents types or network."""

import re

from lxml import etree, html

__all__ = [
    "Element",
    "RefusedXmlError",
    "attribute",
    "children",
    "descendants",
    "fragment",
    "name",
    "root_of",
    "taken_out",
    "words",
]

Element = etree._Element
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PREFIX = "qti-"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


class RefusedXmlError(Exception):
    """The bytes are no XML (`broken`), or XML that declares entities (`entity`)."""

    def __init__(self, kind: str, line: int = 1, column: int = 1) -> None:
        super().__init__(kind)
        self.kind = kind
        self.line = line
        self.column = column


def root_of(data: bytes) -> Element:
    """The root of a document. Raises RefusedXmlError, for any document type declaration too."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if _DECLARED.search(data.replace(b"\0", b"") if wide else data):
        raise RefusedXmlError("entity")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedXmlError("broken", *(error.position or ())) from error
    except ValueError as error:
        raise RefusedXmlError("broken") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise RefusedXmlError("entity")
    return root


def fragment(text: str) -> Element:
    """A piece of HTML, however broken, as the `body` around it."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    document = f"<html><body>{_NOT_XML.sub(_REPLACED, text)}</body></html>"
    root = html.document_fromstring(document.encode(), parser=parser)
    body = root.find("body")
    return root if body is None else body


def name(element: Element) -> str:
    """The element's name as QTI 2 and HTML write it: `choiceInteraction`, `p`; empty for comments."""
    if not isinstance(element.tag, str):
        return ""
    local = element.tag.rpartition("}")[2].rpartition(":")[2]
    return _camel(local.removeprefix(_PREFIX)) if local.startswith(_PREFIX) else local


def _camel(kebab: str) -> str:
    first, *others = kebab.split("-")
    return first + "".join(word.capitalize() for word in others)


def attribute(element: Element, camel: str, default: str = "") -> str:
    """An attribute by its name in QTI 2, written so or as QTI 3 does (`maxChoices`, `max-choices`)."""
    found = element.get(camel)
    if found is None:
        found = element.get(re.sub(r"[A-Z]", lambda capital: f"-{capital.group().lower()}", camel))
    return default if found is None else found.strip()


def children(element: Element, *names: str) -> list[Element]:
    """The child elements, or those of some names."""
    return [child for child in element if isinstance(child.tag, str) and (not names or name(child) in names)]


def descendants(element: Element, *names: str) -> list[Element]:
    """All elements of some names inside, in order."""
    return [child for child in element.iter() if child is not element and name(child) in names]


def words(element: Element) -> str:
    """All text in it."""
    return "".join(str(text) for text in element.itertext())


def taken_out(element: Element, instead: str = "") -> None:
    """Takes an element out of its tree, with `instead` in its place; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    text = instead + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
