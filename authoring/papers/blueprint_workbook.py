"""A blueprint as an Excel workbook with four sheets: the paper, its sections, its rows, and questions named one by one.

What a cell cannot mean is a finding with sheet, row and column; the rest is read all the same.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from authoring.findings import Finding, Place
from authoring.papers.faults import wrong
from authoring.papers.wording import listing
from authoring.papers.workbook_cells import Reading, cell_text, near_text
from authoring.papers.workbook_words import COLUMNS, SETTINGS, SHEETS, column, setting, sheet
from authoring.papers.workbook_writing import blueprint_xlsx

__all__ = ["blueprint_xlsx", "read_workbook"]

SCORING = ("multiple_choice", "option_marks", "parts")
SELECT = ("knowledge_points", "types", "levels", "cognitive", "difficulty", "tags")

Cells = list[list[Any]]
Places = dict[str, Place]


def read_workbook(data: bytes, file: str) -> tuple[dict[str, Any] | None, Places, list[Finding]]:
    """The plain data of a blueprint, the place of each field, and what is wrong."""
    reading = Reading(file)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        cells = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except CalamineError:
        return None, {}, [wrong("P130", Place(file=file))]
    for name in ("paper", "sections"):
        if sheet(name) not in cells:
            near = get_close_matches(sheet(name), cells, n=1, cutoff=0.4)
            known = listing(map(sheet, SHEETS))
            where = Place(file=file)
            reading.findings.append(wrong("P131", where, sheet=sheet(name), near=near_text(near), known=known))
    if reading.findings:
        return None, {}, reading.findings
    plain = _settings(reading, cells[sheet("paper")])
    plain["sections"] = _records(reading, "sections", cells[sheet("sections")])
    plain["rows"] = [_row(row) for row in _records(reading, "rows", cells.get(sheet("rows"), []))]
    plain |= _named(reading, cells.get(sheet("named"), []))
    return plain, reading.places, reading.findings


def _settings(reading: Reading, cells: Cells) -> dict[str, Any]:
    found: dict[str, Any] = {}
    names = {setting(name): name for name in SETTINGS}
    for row, line in enumerate(cells[1:], start=1):
        label, cell = cell_text(line[0]), line[1] if len(line) > 1 else None
        if not label:
            continue
        place = reading.place(sheet("paper"), row, 0)
        field = names.get(label)
        if field is None:
            near = get_close_matches(label, names, n=1, cutoff=0.4)
            reading.findings.append(wrong("P134", place, value=label, near=near_text(near), known=listing(names)))
        elif field in found:
            reading.findings.append(wrong("P136", place, value=label))
        else:
            path = f"scoring.{field}" if field in SCORING else field
            reading.places[path] = reading.place(sheet("paper"), row, 1)
            kind = "target" if field == "difficulty" else field  # one number here, a list of them in a row
            found[field] = reading.value(kind, cell, reading.places[path])
    kept = {field: value for field, value in found.items() if value is not None}
    scoring = {field: kept.pop(field) for field in SCORING if field in kept}
    return kept | ({"scoring": scoring} if scoring else {})


def _records(reading: Reading, name: str, cells: Cells) -> list[dict[str, Any]]:
    """Each row of a sheet as a record of the fields that it fills in."""
    if not cells:
        return []
    fields = _header(reading, name, cells[0])
    records: list[dict[str, Any]] = []
    for row, line in enumerate(cells[1:], start=1):
        if not any(cell_text(cell) for cell in line):
            continue
        path = f"{name}.{len(records)}"
        reading.places[path] = reading.place(sheet(name), row)
        record: dict[str, Any] = {}
        for at, field in fields.items():
            place = reading.place(sheet(name), row, at)
            reading.places[f"{path}.select.{field}" if name == "rows" and field in SELECT else f"{path}.{field}"] = (
                place
            )
            value = reading.value(field, line[at] if at < len(line) else None, place)
            if value is not None:
                record[field] = value
        records.append(record)
    return records


def _header(reading: Reading, name: str, cells: Sequence[Any]) -> dict[int, str]:
    """Field of each column that is to be read."""
    known = {column(field): field for field in COLUMNS[name]}
    fields: dict[int, str] = {}
    for at, cell in enumerate(cells):
        label, place = cell_text(cell), reading.place(sheet(name), 0, at)
        if label in known and known[label] in fields.values():
            reading.findings.append(wrong("P136", place, value=label))
        elif label in known:
            fields[at] = known[label]
        elif label:
            near = get_close_matches(label, known, n=1, cutoff=0.4)
            reading.findings.append(wrong("P133", place, column=label, near=near_text(near), known=listing(known)))
    needed = {"sections": ("id", "title", "types", "count"), "rows": ("at_least", "at_most"), "named": ("kind", "ids")}
    for field in needed[name]:
        if field not in fields.values():
            place = reading.place(sheet(name), 0)
            reading.findings.append(wrong("P132", place, column=column(field), known=listing(known)))
    return {at: field for at, field in fields.items() if field != "sentence"}


def _row(record: dict[str, Any]) -> dict[str, Any]:
    select = {field: record.pop(field) for field in SELECT if field in record}
    return {"select": select} | record


def _named(reading: Reading, cells: Cells) -> dict[str, Any]:
    found: dict[str, Any] = {"fixed": [], "banned": [], "enemies": []}
    for n, record in enumerate(_records(reading, "named", cells)):
        kind, ids = record.get("kind"), record.get("ids", [])
        if kind is None:
            continue
        place = reading.places[f"named.{n}.ids"]
        if kind == "enemies":
            reading.places[f"enemies.{len(found['enemies'])}"] = place
            found["enemies"].append(ids)
            continue
        for name in ids:
            reading.places[f"{kind}.{len(found[kind])}"] = place
            found[kind].append(name)
    return found
