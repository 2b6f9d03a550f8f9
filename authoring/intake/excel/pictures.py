"""Pictures of a workbook: over cells (drawings) and inside cells (Excel's rich values, WPS's DISPIMG)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.intake.excel.parts import Element, Parts, attribute, local
from authoring.records import sha256_hex

__all__ = ["Drawn", "Picture", "cell_pictures", "drawn_on", "picture_of", "wps_pictures"]

_SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
DISPIMG = re.compile(r'DISPIMG\(\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes of a picture; `name` is empty where its format cannot be used."""

    name: str
    data: bytes
    alt: str = ""
    kind: str = ""
    """Extension that the workbook gave it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that floats over a cell (row and column from 0): a picture, or a kind that is not carried over."""

    row: int
    column: int
    picture: Picture | None = None
    kind: str = ""
    """`shape`, `chart`, `smartart` where it is no picture."""
    text: str = ""


def picture_of(data: bytes, path: str, alt: str = "") -> Picture:
    """A picture named after its content, so that equal pictures are one."""
    ending = next((ending for sign, ending in _SIGNS.items() if data.startswith(sign)), None)
    if ending is None and b"<svg" in data[:2000]:
        ending = "svg"
    kind = path.rsplit(".", 1)[-1].lower()
    return Picture(f"{sha256_hex(data)[:12]}.{ending}" if ending else "", data, alt, kind)


def drawn_on(parts: Parts, sheet: str) -> Iterator[Drawn]:
    """Everything that floats over the cells of a worksheet's part."""
    for _, kind, path in parts.relations(sheet):
        if kind == "drawing" and (root := parts.xml(path)) is not None:
            targets = {name: target for name, _, target in parts.relations(path)}
            for anchor in root:
                yield from _anchored(anchor, parts, targets)


def _anchored(anchor: Element, parts: Parts, targets: dict[str, str]) -> Iterator[Drawn]:
    corner = next((part for part in anchor if local(part) == "from"), None)
    place = {local(part): int(part.text or 0) for part in corner} if corner is not None else {}
    row, column = place.get("row", 0), place.get("col", 0)
    for part in anchor.iter():
        if local(part) == "pic":
            yield Drawn(row, column, _picture(part, parts, targets))
        elif local(part) == "sp":
            text = "".join(piece.text or "" for piece in part.iter("{*}t"))
            yield Drawn(row, column, kind="shape", text=text)
        elif local(part) == "graphicData":
            kind = "chart" if "chart" in part.get("uri", "") else "smartart"
            yield Drawn(row, column, kind=kind)


def _picture(pic: Element, parts: Parts, targets: dict[str, str]) -> Picture:
    named = next(pic.iter("{*}cNvPr"), None)
    alt = (named.get("descr") or "") if named is not None else ""
    blip = next(pic.iter("{*}blip"), None)
    vector = next(pic.iter("{*}svgBlip"), None)
    for image in (vector, blip):
        path = targets.get(attribute(image, "embed") or "", "") if image is not None else ""
        if data := parts.read(path):
            return picture_of(data, path, alt)
    return Picture("", b"", alt, "—")


def cell_pictures(parts: Parts) -> dict[int, Picture]:
    """Excel's pictures in cells by the number that a cell gives in `vm` (from 1)."""
    metadata, values = parts.xml("xl/metadata.xml"), parts.xml("xl/richData/rdrichvalue.xml")
    relations = parts.xml("xl/richData/richValueRel.xml")
    if metadata is None or values is None or relations is None:
        return {}
    targets = {name: path for name, _, path in parts.relations("xl/richData/richValueRel.xml")}
    paths = [targets.get(attribute(entry, "id") or "", "") for entry in relations]
    rich = [next((part.text or "" for part in entry), "") for entry in values]
    numbers = [int(entry.get("i", "0")) for entry in metadata.iter("{*}rvb")]
    records = [entry for table in metadata.iter("{*}valueMetadata") for entry in table.iter("{*}rc")]
    found = {}
    for number, record in enumerate(records, start=1):
        path = _at(paths, _at(rich, _at(numbers, record.get("v", ""))))
        if isinstance(path, str) and (data := parts.read(path)):
            found[number] = picture_of(data, path)
    return found


def _at(values: list[str] | list[int], index: object) -> object:
    text = str(index)
    return values[int(text)] if text.isdigit() and int(text) < len(values) else None


def wps_pictures(parts: Parts) -> dict[str, Picture]:
    """WPS's pictures in cells by the name that `DISPIMG("…")` gives."""
    root = parts.xml("xl/cellimages.xml")
    if root is None:
        return {}
    targets = {name: path for name, _, path in parts.relations("xl/cellimages.xml")}
    found = {}
    for pic in root.iter("{*}pic"):
        named = next(pic.iter("{*}cNvPr"), None)
        if named is not None:
            found[named.get("name", "")] = _picture(pic, parts, targets)
    return found
