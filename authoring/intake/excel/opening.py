"""Opening a workbook: its sheets with everything that stands in them, or why it cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from authoring.findings import Finding, Place
from authoring.intake.excel.cell_formats import displays
from authoring.intake.excel.faults import fault
from authoring.intake.excel.parts import LARGEST_UNPACKED, Parts, local
from authoring.intake.excel.pictures import Drawn, Picture, cell_pictures, drawn_on, wps_pictures
from authoring.intake.excel.sheet_notes import SheetNotes, read_notes, rich_strings, spot
from authoring.intake.losses import loss

__all__ = ["ANNOTATOR", "LARGEST", "OWN_MARK", "Opened", "Sheet", "open_workbook"]

LARGEST = 200_000_000
"""Bytes of a file."""
OWN_MARK = "authoring-workbook"
"""Custom property of the workbooks that we write: their cells hold markup."""
ANNOTATOR = "authoring"
"""Author of the comments that we write: no loss when they are left behind."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MB = 1_000_000
Corner = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """One table. Rows and columns count from 0."""

    name: str | None
    """None for a CSV file."""
    rows: list[tuple[int, list[Any]]]
    """Rows that are not empty, with their numbers."""
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)
    notes: SheetNotes = field(default_factory=SheetNotes)
    drawn: dict[int, list[Drawn]] = field(default_factory=dict)
    """By row: what floats over its cells."""
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class Opened:
    """A workbook as far as it could be read."""

    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    own: bool = False
    """Written by us: a template or an export."""
    pictures: dict[int, Picture] = field(default_factory=dict)
    """Pictures in cells, by the number that cells give."""
    wps_pictures: dict[str, Picture] = field(default_factory=dict)


def open_workbook(data: bytes, source: str) -> Opened:
    """The sheets of .xlsx, .xlsm, .xlsb or .xls bytes; what cannot be opened is a finding and no sheets."""
    where = Place(file=source)
    if not data:
        return Opened(findings=[loss("I101", where, source=source)])
    if len(data) > LARGEST:
        return Opened(findings=[loss("I102", where, source=source, size=len(data) // _MB, most=LARGEST // _MB)])
    parts, refused = _parts(data, source)
    if refused:
        return Opened(findings=[refused])
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        opened = Opened(sheets=list(_sheets(book, parts)))
    except PasswordError:
        return Opened(findings=[fault("I111", where, name=source)])
    except (CalamineError, OSError, ValueError):
        return Opened(findings=[fault("I112", where, name=source)])
    if parts is None:
        opened.findings.append(fault("I116", where, name=source))
        return opened
    opened.own = OWN_MARK.encode() in parts.read("docProps/custom.xml")
    opened.pictures, opened.wps_pictures = cell_pictures(parts), wps_pictures(parts)
    if "xl/vbaProject.bin" in parts.names:
        opened.findings.append(fault("I117", where, name=source))
    return opened


def _parts(data: bytes, source: str) -> tuple[Parts | None, Finding | None]:
    """The zip's parts (None for an old .xls), or why the file is refused."""
    where = Place(file=source)
    if data.startswith(_OLE):
        secret = "EncryptedPackage".encode("utf-16-le") in data
        return None, fault("I111", where, name=source) if secret else None
    try:
        parts = Parts(data)
    except (BadZipFile, OSError, ValueError):
        return None, fault("I112", where, name=source)
    if parts.unpacked > LARGEST_UNPACKED:
        return None, loss("I102", where, source=source, size=parts.unpacked // _MB, most=LARGEST_UNPACKED // _MB)
    return parts, None


def _sheets(book: CalamineWorkbook, parts: Parts | None) -> Iterator[Sheet]:
    paths = parts.sheets() if parts else {}
    rich = rich_strings(parts) if parts else {}
    formats = displays(parts) if parts else {}
    for about in book.sheets_metadata:
        if "WorkSheet" not in str(about.typ):
            continue
        page = book.get_sheet_by_name(about.name)
        hidden = about.visible != SheetVisibleEnum.Visible
        sheet = Sheet(about.name, list(_rows(page)), list(page.merged_cell_ranges or ()), hidden=hidden)
        path = paths.get(about.name)
        if parts and path:
            sheet.notes = read_notes(parts, path, rich, formats)
            for entry in drawn_on(parts, path):
                sheet.drawn.setdefault(entry.row, []).append(entry)
            sheet.comments = list(_comments(parts, path))
        yield sheet


def _rows(page: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """Rows with anything in them, at their places: calamine leaves out the empty columns before the first cell."""
    if page.start is None:
        return
    before = [""] * page.start[1]
    for number, row in enumerate(page.iter_rows()):
        if row.count("") < len(row):
            yield number, before + row


def _comments(parts: Parts, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of each comment; a threaded one stands in a part of its own."""
    for _, kind, path in parts.relations(sheet):
        root = parts.xml(path) if kind in ("comments", "threadedComment") else None
        if root is None:
            continue
        authors = [entry.text or "" for entry in root.iter("{*}author")]
        for entry in root.iter("{*}comment", "{*}threadedComment"):
            number = entry.get("authorId", "")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            threaded = local(entry) == "comment" and author.startswith("tc=")
            text = "".join(piece.text or "" for piece in entry.iter("{*}t", "{*}text"))
            if author != ANNOTATOR and not threaded and text.strip():
                yield *spot(entry.get("ref", "A1")), text.strip()
