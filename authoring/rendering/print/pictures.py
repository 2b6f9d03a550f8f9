"""How large a picture is printed: as large as it is, or as the line and the page allow."""

import re
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from authoring.rendering.print.page import PageShape

__all__ = ["Printed", "UnreadablePictureError", "printed_picture"]

_PIXEL = 25.4 / 96
"""Millimetres of a CSS pixel."""
_TALLEST = 0.45
"""Of a page: a question's picture leaves room for the question."""
_LENGTH = re.compile(r"([\d.]+)(px|mm|cm|in|pt)?")
_UNITS = {None: _PIXEL, "px": _PIXEL, "mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that say how large it is."""


class UnreadablePictureError(ValueError):
    """The picture does not say how large it is, or is no picture at all."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A picture's file and its printed width."""

    file: str
    content: bytes
    width: float
    """Millimetres."""
    scale: float
    """1 where it is printed as large as it is."""


def printed_picture(address: str, content: bytes, name: str, page: PageShape) -> Printed:
    """A picture in its printed size; its file gets `name` and its own suffix, so that no name of an author matters.

    Raises UnreadablePictureError.
    """
    suffix = PurePosixPath(address).suffix.lower()
    try:
        width, height = _size(content, suffix)
        room = page.line * 0.96, (page.height - page.top - page.bottom) * _TALLEST
        scale = min(1.0, room[0] / width, room[1] / height)
    except (ValueError, IndexError, ZeroDivisionError, struct.error, etree.XMLSyntaxError) as error:
        raise UnreadablePictureError(address) from error
    return Printed(f"{name}{suffix}", content, width * scale, scale)


def _size(content: bytes, suffix: str) -> tuple[float, float]:
    """Width and height in millimetres."""
    if suffix == ".svg":
        return _svg_size(content)
    width, height = _png_size(content) if suffix == ".png" else _jpeg_size(content)
    return width * _PIXEL, height * _PIXEL


def _png_size(content: bytes) -> tuple[int, int]:
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError(content[:8])
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _svg_size(content: bytes) -> tuple[float, float]:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    lengths = [_LENGTH.fullmatch(str(root.get(name, ""))) for name in ("width", "height")]
    if all(lengths):
        width, height = (float(found[1]) * _UNITS[found[2]] for found in lengths if found)
        return width, height
    box = [float(part) for part in re.split(r"[\s,]+", str(root.get("viewBox", "0 0 300 150")).strip())]
    return box[2] * _PIXEL, box[3] * _PIXEL


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    while content[place] == 0xFF:
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if content[place + 1] in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    raise ValueError(place)
