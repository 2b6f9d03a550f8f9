"""Writing our own workbooks: a protected header, drop-down lists, hidden columns that recognise what was changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from authoring.bank.syllabus import Syllabus
from authoring.intake.excel.opening import OWN_MARK
from authoring.intake.excel.own_columns import HIDDEN, LOCKED, REQUIRED, sheet_name
from authoring.intake.excel.words import title
from authoring.questions import Cognitive, Level, QuestionType
from authoring.texts import say

__all__ = ["LONGEST_CELL", "OwnSheet", "carried", "own_workbook"]

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's dates have no zone; a fixed one keeps equal workbooks equal
LONGEST_CELL = 32_767
"""Characters that Excel keeps in a cell."""
SPARE = 2000
"""Rows that have drop-down lists, beyond those that are filled."""
_UNFIT = re.compile("[\ufffe\uffff\ud800-\udfff]")
_NUMBERS = frozenset(("marks", "seconds", "difficulty", "version"))
_WIDTHS = {
    "stem": 50,
    "rationale": 50,
    "mistakes": 36,
    "premises": 30,
    "choices": 30,
    "rubric": 40,
    "knowledge_points": 22,
    "sources": 24,
    "tags": 16,
    "id": 13,
    "author": 12,
    "answer": 12,
}
_PERMITTED = dict.fromkeys(
    (
        *("objects", "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows"),
        *("sort", "autofilter", "select_locked_cells", "select_unlocked_cells"),
    ),
    True,
)


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """The table of one type: the fields of its columns, and rows of cells by field."""

    kind: QuestionType
    fields: tuple[str, ...]
    rows: Sequence[Mapping[str, str | int | float]]


def carried(text: str) -> str:
    """The text that a cell gives back: XML knows one kind of line break and not every character."""
    return _UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def own_workbook(room: str, sheets: Sequence[OwnSheet], syllabus: Syllabus, *, examples: bool = False) -> bytes:
    """A workbook of ours: instructions, a sheet for each type. Equal content gives equal bytes.

    `room` is the table of texts with its title and instructions; `examples` marks the rows as such.
    """
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": say(f"intake_excel.{room}.title"), "created": CREATED})
    book.set_custom_property(OWN_MARK, "1")
    _intro(book, room)
    lists = [f"{code} {name}" for code, name in _points(syllabus).items()]
    for sheet in sheets:
        _Sheet(book, sheet, len(lists), examples=examples).write()
    page = book.add_worksheet(say("intake_excel.template.lists_sheet"))
    page.write_column(0, 0, lists)
    page.hide()
    book.close()
    return data.getvalue()


def _points(syllabus: Syllabus) -> dict[str, str]:
    return {code: point.name for code, point in syllabus.points.items()}


def _intro(book: Workbook, room: str) -> None:
    page = book.add_worksheet(say("intake_excel.template.intro_sheet"))
    page.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    page.write_string(0, 0, say(f"intake_excel.{room}.title"), book.add_format({"bold": True, "font_size": 14}))
    for row, line in enumerate(say(f"intake_excel.{room}.intro").strip().splitlines(), start=1):
        page.write_string(row, 0, line)
    page.protect()


class _Sheet:
    """Row 1 instructions, row 2 header, questions from row 3 on."""

    def __init__(self, book: Workbook, sheet: OwnSheet, points: int, *, examples: bool) -> None:
        self.sheet = sheet
        self.points = points
        self.page = book.add_worksheet(sheet_name(sheet.kind))
        base = {"text_wrap": True, "valign": "top"}
        self.formats = {
            "note": book.add_format({"italic": True, "font_color": "#555555", "text_wrap": True, "valign": "vcenter"}),
            "header": book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "valign": "vcenter"}),
            "required": book.add_format(
                {"bold": True, "bg_color": "#BDD7EE", "border": 1, "valign": "vcenter", "font_color": "#1F3864"}
            ),
            "text": book.add_format(base | {"locked": False, "num_format": "@"}),
            "number": book.add_format(base | {"locked": False}),
            "locked": book.add_format(base | {"bg_color": "#F2F2F2", "num_format": "@"}),
            "example": book.add_format(base | {"locked": False, "num_format": "@", "bg_color": "#FFF9E5"}),
            "example_number": book.add_format(base | {"locked": False, "bg_color": "#FFF9E5"}),
        }
        self.examples = examples

    def write(self) -> None:
        page, last = self.page, len(self.sheet.fields) - 1
        note = say(f"intake_excel.instruction.{self.sheet.kind.value}")
        page.merge_range(0, 0, 0, min(last, 8), note, self.formats["note"])
        page.set_row(0, 36)
        page.set_row(1, 22)
        for at, name in enumerate(self.sheet.fields):
            form = self.formats["locked" if name in LOCKED else "number" if name in _NUMBERS else "text"]
            hidden = {"hidden": True} if name in HIDDEN else {}
            page.set_column(at, at, self.width(name), form, hidden)
            star = "*" if name in REQUIRED else ""
            page.write_string(1, at, title(name) + star, self.formats["required" if star else "header"])
            self.choices(at, name)
        page.freeze_panes(2, self.sheet.fields.index("stem") if self.sheet.fields.index("stem") < 3 else 0)
        for row, cells in enumerate(self.sheet.rows, start=2):
            for at, name in enumerate(self.sheet.fields):
                self.cell(row, at, name, cells.get(name))
        page.protect("", _PERMITTED)

    def width(self, name: str) -> int:
        if self.sheet.kind is QuestionType.SHORT_ANSWER and name == "answer":
            return 50
        return _WIDTHS.get(name, 20 if name.startswith(("option.", "blank.")) else 10)

    def cell(self, row: int, at: int, name: str, value: str | float | None) -> None:
        """Only examples need a format of their own: the columns have theirs."""
        form = self.formats["example_number" if name in _NUMBERS else "example"] if self.examples else None
        if isinstance(value, str) and value:
            self.page.write_string(row, at, value, form or self.formats["locked" if name in LOCKED else "text"])
        elif value is not None and value != "":
            self.page.write_number(row, at, value, form or self.formats["number"])
        elif form:
            self.page.write_blank(row, at, None, form)

    def choices(self, at: int, name: str) -> None:
        """The drop-down list of a column."""
        listed: Any = None
        match name:
            case "level":
                listed = [say(f"label.level.{level.value}") for level in Level]
            case "cognitive":
                listed = [say(f"label.cognitive.{level.value}") for level in Cognitive]
            case "difficulty":
                listed = ["1", "2", "3", "4", "5"]
            case "type":
                listed = [sheet_name(kind) for kind in QuestionType]
            case "answer" if self.sheet.kind is QuestionType.TRUE_FALSE:
                listed = [say(f"intake_excel.written.{word}") for word in ("right", "wrong")]
            case "knowledge_points" if self.points:
                listed = f"='{say('intake_excel.template.lists_sheet')}'!$A$1:$A${self.points}"
        if listed:
            several = name == "knowledge_points"
            rules = {"validate": "list", "source": listed, "show_error": not several}
            self.page.data_validation(2, at, len(self.sheet.rows) + SPARE, at, rules)
