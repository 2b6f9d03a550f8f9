"""The XHTML fragments of candidate views: which there are, and whether a page may show them as they are."""

import re
from collections.abc import Iterator

from lxml import etree

from authoring.rendering.views import CandidatePaper, CaseView, ChoiceView, ItemView, MatchingView, OrderingView
from authoring.texts import say

__all__ = ["entries", "fragment_faults", "pictures", "plain"]

XHTML = frozenset(
    (
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "em",
        "sub",
        "sup",
        "code",
        "pre",
        "br",
    )
) | {"img", "span"}
ATTRIBUTES = {
    "th": {"class"},
    "td": {"class"},
    "span": {"class", "data-blank"},
    "img": {"src", "alt"},
}
MATHML = "{http://www.w3.org/1998/Math/MathML}"
NO_MATH = frozenset({"maction", "annotation-xml"})
_PICTURE = re.compile(r"media/[^/\\:?#\x00-\x1f]+")


def entries(view: CandidatePaper) -> Iterator[tuple[str, str]]:
    """Number of the item and XHTML of every fragment of a form."""
    for section in view.sections:
        for item in section.items:
            yield from _item(item)


def _item(item: ItemView) -> Iterator[tuple[str, str]]:
    yield item.number, item.stem
    match item:
        case CaseView():
            for child in item.children:
                yield from _item(child)
        case ChoiceView():
            yield from ((item.number, option.html) for option in item.options)
        case MatchingView():
            yield from ((item.number, entry.html) for entry in (*item.premises, *item.choices))
        case OrderingView():
            yield from ((item.number, entry.html) for entry in item.items)


def _read(html: str) -> "etree._Element":
    """The fragment in an element around it. Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    return etree.fromstring(f"<div>{html}</div>".encode(), parser)


def pictures(html: str) -> list[str]:
    """Addresses of the pictures in a fragment."""
    return [str(image.get("src")) for image in _elements(html) if image.tag == "img"] if "<img" in html else []


def _elements(html: str) -> list["etree._Element"]:
    try:
        return list(_read(html).iter())
    except etree.XMLSyntaxError:
        return []


def plain(html: str) -> str:
    """The text in a fragment, and the alternative texts of its pictures."""
    parts: list[str] = []
    for element in _elements(html):
        parts += [element.get("alt") or "", element.get("alttext") or ""]
    try:
        parts.append("".join(str(text) for text in _read(html).itertext()))
    except etree.XMLSyntaxError:
        parts.append(html)
    return "\n".join(parts)


def fragment_faults(html: str) -> Iterator[str]:
    """Reasons not to put a fragment into a page."""
    try:
        root = _read(html)
    except etree.XMLSyntaxError as problem:
        yield say("export.fragment.broken", reason=problem.msg)
        return
    for element in root.iterdescendants():
        if not isinstance(element.tag, str):  # comments, processing instructions, entities
            yield say("export.fragment.element", name=str(element)[:60])
        elif element.tag.startswith(MATHML):
            yield from _math(element, element.tag.removeprefix(MATHML))
        else:
            yield from _xhtml(element, element.tag)


def _xhtml(element: "etree._Element", tag: str) -> Iterator[str]:
    if tag not in XHTML:
        yield say("export.fragment.element", name=tag)
    for name, value in _attributes(element):
        if name not in ATTRIBUTES.get(tag, ()):
            yield say("export.fragment.attribute", name=f"{tag} {name}")
        if name == "src" and not _PICTURE.fullmatch(value):
            yield say("export.fragment.address", value=value[:80])


def _attributes(element: "etree._Element") -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in element.items()]


def _math(element: "etree._Element", tag: str) -> Iterator[str]:
    if tag in NO_MATH:
        yield say("export.fragment.element", name=tag)
    for name, _ in _attributes(element):
        if name.startswith("on") or "href" in name or name == "src":
            yield say("export.fragment.attribute", name=f"{tag} {name}")
