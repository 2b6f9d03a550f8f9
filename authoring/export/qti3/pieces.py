"""Pieces of QTI's XML: escaped texts, exact numbers, legal identifiers, the authors' markup."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from authoring.content import parse

__all__ = [
    "HEAD",
    "NAMESPACE",
    "ROOT",
    "Media",
    "attribute",
    "blocks",
    "escape",
    "identifier",
    "inline",
    "number",
    "picture",
]

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = (
    f'xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{NAMESPACE} '
    'https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd"'
)

Media = Callable[[str], str]
"""The address to write for a picture's `media/<file name>`."""

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL = re.compile(r"[^A-Za-z0-9_.\u4e00-\u9fff-]")


def escape(text: str) -> str:
    """Text content. Characters that XML refuses become the replacement character."""
    if _REFUSED.search(text):
        text = _REFUSED.sub("\N{REPLACEMENT CHARACTER}", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """The value of an attribute, for double quotes."""
    return escape(text).replace('"', "&quot;").replace("\t", " ").replace("\n", " ")


@lru_cache(maxsize=4096)
def number(value: Decimal) -> str:
    """Exact, without an exponent: `2.5`, `2`, `0.0000001`."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def identifier(text: str) -> str:
    """A legal QTI identifier, different for different texts: Chinese is allowed, a digit first is not."""
    return "N-" + _ILLEGAL.sub(lambda found: f"_{ord(found.group()):x}_", text)


def picture(address: str) -> str:
    """From a file in a folder of the package to a picture: `media/流程.svg` → `../media/%E6%B5%81….svg`."""
    return "../" + quote(address)


def blocks(text: str, media: Media, blank: Callable[[int], str] | None = None) -> str:
    """Markup as blocks: paragraphs, lists, tables."""
    return _aligned(parse(text).xhtml(media, blank))


def inline(text: str, media: Media) -> str:
    """Markup of an option: a single paragraph without its `<p>`."""
    return _aligned(parse(text).inline_xhtml(media))


def _aligned(xhtml: str) -> str:
    """Table columns aligned with QTI's shared style names."""
    if ' class="align-' in xhtml:
        for tag in ("th", "td"):
            xhtml = xhtml.replace(f'<{tag} class="align-', f'<{tag} class="qti-align-')
    return xhtml
