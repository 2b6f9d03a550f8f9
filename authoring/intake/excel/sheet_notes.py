"""What a worksheet holds besides plain values: formulas without result, error values, formats, raised text."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from authoring.intake.excel.cell_formats import Display
from authoring.intake.excel.parts import Element, Parts, local

__all__ = ["Run", "SheetNotes", "read_notes", "rich_strings", "spot"]

Run = tuple[str, str]
"""A piece of a cell's text, and `subscript`, `superscript` or nothing."""
Runs = tuple[Run, ...]


@dataclass(slots=True)
class SheetNotes:
    """Rows and columns count from 0."""

    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    """What a formatted number shows."""
    rich: dict[tuple[int, int], Runs] = field(default_factory=dict)
    troubles: dict[int, list[tuple[int, str, dict[str, object]]]] = field(default_factory=dict)
    """By row: column, code of the finding and its values."""
    pictures: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """By row: column of a picture inside a cell, and its number among the workbook's rich values, from 1."""
    objects: list[tuple[int, int]] = field(default_factory=list)
    """Where embedded objects stand."""


def spot(reference: str) -> tuple[int, int]:
    """Row and column, counted from 0, of `B12`."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :] or 1) - 1, column - 1


def rich_strings(parts: Parts) -> dict[int, Runs]:
    """Index of the shared strings that have sub- or superscripts."""
    if b"vertAlign" not in parts.read("xl/sharedStrings.xml"):
        return {}
    root = parts.xml("xl/sharedStrings.xml")
    entries = [entry for entry in root if local(entry) == "si"] if root is not None else []
    return {index: runs for index, entry in enumerate(entries) if (runs := _runs(entry))}


def _runs(entry: Element) -> Runs:
    """The runs of a rich text; nothing where none is raised or lowered."""
    runs = []
    for run in entry:
        if local(run) not in ("r", "t"):
            continue
        place = "" if local(run) == "t" else next((part.get("val", "") for part in run.iter("{*}vertAlign")), "")
        text = run.text if local(run) == "t" else "".join(part.text or "" for part in run.iter("{*}t"))
        runs.append((text or "", place if place in ("subscript", "superscript") else ""))
    return tuple(runs) if any(place for _, place in runs) else ()


def read_notes(parts: Parts, path: str, rich: dict[int, Runs], formats: dict[int, Display | str]) -> SheetNotes:
    """The notes of one worksheet. It is read cell by cell only where it holds anything of the kind."""
    notes = SheetNotes()
    data = parts.read(path)
    signs = (b"<f", b":f", b't="e"', b"vm=", b"oleObject", b"vertAlign")
    if not rich and not formats and not any(sign in data for sign in signs):
        return notes
    events = etree.iterparse(
        BytesIO(data), tag=("{*}c", "{*}oleObject"), resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        for _, element in events:
            if local(element) == "oleObject":
                _object(element, notes)
            else:
                _cell(element, notes, rich, formats)
                element.clear()
    except etree.XMLSyntaxError:
        return notes
    return notes


def _object(element: Element, notes: SheetNotes) -> None:
    places = {name: next((part.text for part in element.iter(f"{{*}}{name}")), None) for name in ("row", "col")}
    place = (int(places["row"] or 0), int(places["col"] or 0))
    if place not in notes.objects:
        notes.objects.append(place)


def _cell(cell: Element, notes: SheetNotes, rich: dict[int, Runs], formats: dict[int, Display | str]) -> None:
    kind, style, picture = cell.get("t", "n"), cell.get("s"), cell.get("vm")
    if kind == "s" and not rich:
        return
    row, column = spot(cell.get("r", "A1"))
    parts: dict[str, Any] = {local(part): part for part in cell}
    value = parts["v"].text if "v" in parts else None
    if picture and picture.isdigit():
        notes.pictures.setdefault(row, []).append((column, int(picture)))
    elif kind == "e":
        notes.troubles.setdefault(row, []).append((column, "I218", {"value": value or "#"}))
    elif "f" in parts and not value and kind != "str":
        formula = f"={parts['f'].text or ''}"
        notes.troubles.setdefault(row, []).append((column, "I217", {"formula": formula}))
    elif kind == "s" and value and value.isdigit() and int(value) in rich:
        notes.rich[row, column] = rich[int(value)]
    elif kind == "inlineStr" and "is" in parts and (runs := _runs(parts["is"])):
        notes.rich[row, column] = runs
    elif kind == "n" and value and style and int(style) in formats:
        _formatted(row, column, value, formats[int(style)], notes)


def _formatted(row: int, column: int, value: str, display: Display | str, notes: SheetNotes) -> None:
    if isinstance(display, str):
        notes.troubles.setdefault(row, []).append((column, "I220", {"format": display, "value": value}))
    else:
        notes.shown[row, column] = display(float(value))
