"""Writing a blueprint's workbook: drop-down lists, a frozen header, and a sentence beside each row."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import BLUEPRINT_FORMAT, Blueprint, SectionPlan
from authoring.papers.two_way import TwoWaySheet, two_way_sheet, write_two_way
from authoring.papers.wording import information_sentence, listing, sentence
from authoring.papers.workbook_words import CHOICES, COLUMNS, LISTS, SETTINGS, choice_words, column, setting, sheet
from authoring.texts import say

__all__ = ["blueprint_xlsx"]

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's dates have no zone; a fixed one keeps equal workbooks equal
SPARE = 200
"""Rows below the last one that have drop-down lists too."""
WIDTHS = {
    "setting": 24,
    "value": 40,
    "remark": 44,
    "title": 28,
    "types": 18,
    "knowledge_points": 18,
    "minutes": 14,
    "instructions": 50,
    "sentence": 70,
    "ids": 70,
}
"""Of columns, in characters; 12 for the others."""
LONGEST_LIST = 255
"""Characters that Excel takes in a drop-down list."""
Line = list[Any]


class Formula(NamedTuple):
    text: str
    value: int
    """What it gives now: readers that do not calculate take this."""


def blueprint_xlsx(blueprint: Blueprint, syllabus: Syllabus | None = None) -> bytes:
    """The workbook of a blueprint; equal blueprints give equal bytes. Reading it gives the blueprint back.

    Rows stand in one place: in the two-way table (the first sheet) where it can hold all of them, else in the list.
    """
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": blueprint.title, "created": CREATED})
    table = two_way_sheet(blueprint, syllabus)
    if table.leads:
        write_two_way(book, table)
    _sheet(book, "paper", _paper(blueprint))
    _sheet(book, "sections", [_section(section, table) for section in blueprint.sections])
    rows = []
    for row in () if table.leads else blueprint.rows:
        plain = row.data()
        said = {"sentence": sentence(row, blueprint, syllabus), "measure": row.measure.value}
        rows.append(_cells(plain.pop("select") | plain | said, "rows"))
    _sheet(book, "rows", rows, section=[section.id for section in blueprint.sections])
    named = [("fixed", blueprint.fixed), ("banned", blueprint.banned)]
    named = [entry for entry in named if entry[1]] + [("enemies", group) for group in blueprint.enemies]
    _sheet(book, "named", [_cells({"kind": kind, "ids": ids}, "named") for kind, ids in named])
    wanted = [entry.data() | {"sentence": information_sentence(entry)} for entry in blueprint.information]
    _sheet(book, "information", [_cells(entry, "information") for entry in wanted])
    if blueprint.rows and not table.leads:
        write_two_way(book, table)
    book.close()
    return data.getvalue()


def _paper(blueprint: Blueprint) -> list[Line]:
    plain = blueprint.model_dump(mode="json") | blueprint.scoring.model_dump(mode="json") | {"format": BLUEPRINT_FORMAT}
    return [[setting(field), _cell(field, plain[field]), say(f"papers.workbook.remark.{field}")] for field in SETTINGS]


def _section(section: SectionPlan, table: TwoWaySheet) -> Line:
    """The section's cells; its count follows the two-way table where that leads, so that it is changed in one place."""
    line = _cells(section.data(), "sections")
    formula = table.count_formula(section)
    if formula:
        line[COLUMNS["sections"].index("count")] = Formula(formula, section.count)
    return line


def _cells(plain: dict[str, Any], name: str) -> Line:
    return [_cell(field, plain.get(field)) for field in COLUMNS[name]]


def _cell(field: str, value: Any) -> Any:
    """What a cell shows for a value: words of the exam field, lists with `、`, numbers as numbers."""
    if value is None:
        return None
    words = {meant: word for word, meant in choice_words(field).items()} if field in CHOICES else {}
    if field in LISTS and isinstance(value, list | tuple):
        return listing(words.get(entry, str(entry)) for entry in value)
    return words.get(value, value)


def _sheet(book: Workbook, name: str, lines: list[Line], **lists: list[str]) -> None:
    page = book.add_worksheet(sheet(name))
    header = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, field in enumerate(COLUMNS[name]):
        page.set_column(at, at, WIDTHS.get(field, 12), wrapped)
        page.write_string(0, at, column(field), header)
        choices = lists.get(field) or ([*choice_words(field)] if field in CHOICES and field not in LISTS else [])
        if 0 < len(",".join(choices)) <= LONGEST_LIST:
            page.data_validation(1, at, len(lines) + SPARE, at, {"validate": "list", "source": choices})
    page.freeze_panes(1, 0)
    for row, line in enumerate(lines, start=1):
        for at, value in enumerate(line):
            _write(page, row, at, value)
    if name == "paper":
        _setting_lists(page)


def _write(page: Any, row: int, at: int, value: Any) -> None:
    if isinstance(value, Formula):
        page.write_formula(row, at, value.text, None, value.value)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, at, value)
    elif value is not None:
        page.write_string(row, at, value)


def _setting_lists(page: Any) -> None:
    for row, field in enumerate(SETTINGS, start=1):
        if field in CHOICES and field not in LISTS:
            page.data_validation(row, 1, row, 1, {"validate": "list", "source": [*choice_words(field)]})
