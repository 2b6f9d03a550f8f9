"""The parts of an .xlsx file: XML read without entities or network, relations, and limits against zip bombs."""

import posixpath
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

__all__ = ["LARGEST_UNPACKED", "Element", "Parts", "attribute", "local"]

LARGEST_UNPACKED = 1_000_000_000
"""Bytes of all parts together."""
Element = etree._Element
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def local(element: Element) -> str:
    """Name without namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute of the relationships' namespace, such as `r:id`."""
    strict = f"{{http://purl.oclc.org/ooxml/officeDocument/relationships}}{name}"
    return element.get(f"{_RELATION}{name}") or element.get(strict)


class Parts:
    """An opened package. Raises BadZipFile where the bytes are no zip archive."""

    def __init__(self, data: bytes) -> None:
        self._zip = ZipFile(BytesIO(data))
        self._entries = {name.lstrip("/"): name for name in self._zip.namelist()}
        self.names = frozenset(self._entries)

    @property
    def unpacked(self) -> int:
        return sum(entry.file_size for entry in self._zip.infolist())

    def read(self, path: str) -> bytes:
        """The bytes of a part, empty where it is missing or damaged."""
        try:
            return self._zip.read(self._entries[path]) if path in self.names else b""
        except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
            return b""

    def xml(self, path: str) -> Element | None:
        """The root of an XML part; None where it is missing or damaged."""
        data = self.read(path)
        if not data:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            return None

    def relations(self, path: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind (the last word of its type) and path of each part that a part refers to."""
        folder, name = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for entry in root if root is not None else ():
            target = entry.get("Target", "")
            if entry.get("TargetMode") != "External":
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            yield entry.get("Id", ""), entry.get("Type", "").rsplit("/", 1)[-1], target

    def sheets(self) -> dict[str, str]:
        """Path of each worksheet's part by the sheet's name."""
        root = self.xml("xl/workbook.xml")
        targets = {name: path for name, _, path in self.relations("xl/workbook.xml")}
        entries = [entry for entry in root.iter() if local(entry) == "sheet"] if root is not None else []
        found = {entry.get("name", ""): targets.get(attribute(entry, "id") or "", "") for entry in entries}
        return {name: path for name, path in found.items() if path in self.names}
