"""A blueprint as an Excel workbook with five sheets: the paper, its sections, its rows, questions named one by one,
and information at abilities. A two-way table or a 要素细目表 may stand in place of the rows, alone or with
the others.

What a cell cannot mean is a finding with sheet, row and column; the rest is read all the same.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding, Place
from authoring.intake.excel.elements import ElementTable, read_elements
from authoring.papers.faults import wrong
from authoring.papers.two_way import Page, differences, find_table, read_shares, read_two_way
from authoring.papers.two_way.faults import wrong as wrong_table
from authoring.papers.wording import listing
from authoring.papers.workbook_cells import Reading, cell_text, near_text
from authoring.papers.workbook_words import COLUMNS, SETTINGS, SHEETS, column, setting, sheet
from authoring.papers.workbook_writing import blueprint_xlsx
from authoring.texts import tree

__all__ = ["blueprint_xlsx", "read_workbook"]

SCORING = ("multiple_choice", "option_marks", "parts")
SELECT = ("knowledge_points", "types", "levels", "cognitive", "difficulty", "tags")
LIMITS = ("measure", "at_least", "at_most")
"""Columns by which our own list of rows is known."""

Cells = list[list[Any]]
Places = dict[str, Place]


def read_workbook(
    data: bytes, file: str, syllabus: Syllabus | None = None, settings: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any] | None, Places, list[Finding]]:
    """The plain data of a blueprint, the place of each field, and what is wrong.

    The list of rows (细目) leads; a two-way table leads where there is no row in it. `settings` are plain data of a
    blueprint that a two-way table cannot say, such as `minutes`; they go before what the workbook says.
    """
    reading = Reading(file)
    try:
        pages = _pages(data, file)
    except CalamineError:
        return None, {}, [wrong("P130", Place(file=file))]
    own = {name: pages[sheet(name)].cells for name in SHEETS if sheet(name) in pages}
    if own.get("rows") and not {column(name) for name in LIMITS} & set(map(cell_text, own["rows"][0])):
        del own["rows"]  # 细目 is what some call their two-way table
    others = [page for name, page in pages.items() if name not in map(sheet, own)]
    listed = any(cell_text(cell) for line in own.get("rows", [])[1:] for cell in line)
    if not listed and (elements := _elements(data, file, others, reading)):
        plain = _beside(reading, own, settings)
        page = next(page for page in others if page.name == elements.sheet)
        return read_shares(elements, page, reading, plain, syllabus), reading.places, reading.findings
    table = find_table(others, _titles(own))
    if table and not listed:
        plain = _beside(reading, own, settings)
        return read_two_way(table[0], reading, plain, syllabus), reading.places, reading.findings
    if not own:
        return None, {}, [wrong_table("P150", Place(file=file))]
    for name in ("paper", "sections"):
        if name not in own:
            near = get_close_matches(sheet(name), pages, n=1, cutoff=0.4)
            known = listing(map(sheet, SHEETS))
            where = Place(file=file)
            reading.findings.append(wrong("P131", where, sheet=sheet(name), near=near_text(near), known=known))
    if reading.findings:
        return None, {}, reading.findings
    plain = _beside(reading, own, settings)
    plain["rows"] = [_row(row) for row in _records(reading, "rows", own.get("rows", []))]
    if table:
        reading.findings += differences(table[0], plain["rows"], plain, syllabus)
    return plain, reading.places, reading.findings


def _pages(data: bytes, file: str) -> dict[str, Page]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    pages = {}
    for name in workbook.sheet_names:
        page = workbook.get_sheet_by_name(name)
        pages[name] = Page(file, name, page.to_python(skip_empty_area=False), page.merged_cell_ranges or ())
    return pages


def _beside(reading: Reading, own: Mapping[str, Cells], settings: Mapping[str, Any] | None) -> dict[str, Any]:
    """What our own sheets say besides the rows, and the caller's settings."""
    plain = _settings(reading, own["paper"]) if "paper" in own else {}
    if "sections" in own:
        plain["sections"] = _records(reading, "sections", own["sections"])
    if "named" in own:
        plain |= _named(reading, own["named"])
    if "information" in own:
        plain["information"] = _records(reading, "information", own["information"])
    return plain | dict(settings or {})


def _titles(own: Mapping[str, Cells]) -> dict[str, Any]:
    """Titles of sections alone, without a word on what is wrong there."""
    return {"sections": _records(Reading(""), "sections", own["sections"])} if "sections" in own else {}


def _elements(data: bytes, file: str, pages: Sequence[Page], reading: Reading) -> ElementTable | None:
    """A 要素细目表, where a sheet looks like one and holds shares."""
    words = tree("intake_excel", "elements")["point"]
    first = str(words[0]) if isinstance(words, list) else ""
    if not any(first in text for page in pages for row in range(min(len(page.cells), 15)) for text in page.line(row)):
        return None
    found, told = read_elements(data, file)
    if all(scope.weight is None for scope in found.scopes):
        return None
    reading.findings += told
    return found


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
    needed["information"] = ("ability",)
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
