"""Whether a picture is what its name says, small, and runs nothing and reaches nowhere."""

import re
from pathlib import PurePosixPath

from lxml import etree

__all__ = ["LARGEST", "fault"]

LARGEST = 2 * 1024 * 1024
"""Bytes of one picture."""

_MAGIC = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
_INSIDE = re.compile(r"#|data:image/(?:png|jpe?g)[;,]")
_STYLE_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!\s*['\"]?#)|expression\(|javascript:", re.IGNORECASE)


def fault(name: str, data: bytes) -> str | None:
    """What is wrong with a picture (`size`, `kind`, `broken`, `entity`, `script` or `outside`), None if nothing is."""
    suffix = PurePosixPath(name).suffix.lower()
    if len(data) > LARGEST:
        return "size"
    if suffix in _MAGIC:
        return None if data.startswith(_MAGIC[suffix]) else "kind"
    return _svg_fault(data)


def _svg_fault(data: bytes) -> str | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return "broken"
    if root.tag != f"{_SVG}svg":
        return "kind"
    if root.getroottree().docinfo.internalDTD is not None:
        return "entity"
    if root.getprevious() is not None:
        return "outside"  # a processing instruction, such as xml-stylesheet
    return next((found for element in root.iter() if (found := _element_fault(element))), None)


def _element_fault(element: etree._Element) -> str | None:
    if not isinstance(element.tag, str):
        return "outside"  # a processing instruction or an entity
    name = etree.QName(element).localname.lower()
    attributes = {etree.QName(key).localname.lower(): str(value) for key, value in element.attrib.items()}
    if name in _ACTIVE or any(key.startswith("on") for key in attributes):
        return "script"
    if attributes.get("attributename", "").lower().endswith("href"):
        return "script"
    links = (attributes[key].strip() for key in ("href", "src", "base") if key in attributes)
    if not all(map(_INSIDE.match, links)):
        return "outside"
    css = [*attributes.values(), element.text or ""] if name == "style" else list(attributes.values())
    return "outside" if any(map(_STYLE_OUTSIDE.search, css)) else None
