"""Tables of questions → drafts and a loss report."""

import gc
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from authoring.findings import Finding, Place, Report
from authoring.intake.draft import Draft, Intake
from authoring.intake.drafting import Pen
from authoring.intake.excel.cases import assembled
from authoring.intake.excel.cells import letters, row_cells
from authoring.intake.excel.faults import fault
from authoring.intake.excel.layout import Table, column_findings, find_table
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.opening import Opened, Sheet, open_workbook
from authoring.intake.excel.rows import Row, Setting, read_row
from authoring.intake.markup import Tokens, TooManyPiecesError
from authoring.intake.notation import open_choice, type_of
from authoring.texts import say

__all__ = ["read_opened", "read_rows", "read_workbook"]

_INHERITED = frozenset(
    {
        *("type", "parent", "stimulus", "knowledge_points", "category", "tags", "level", "difficulty", "cognitive"),
        *("author", "sources", "marks", "seconds", "national_point", "national_type"),
    }
)
"""Fields whose merged cells speak for every row that they span."""
_SHEET_TYPE = re.compile(r"^[\s一二三四五六七八九十\d、.．:：（）()]*|[\s\d（(].*$")


def read_workbook(data: bytes, source: str, mapping: Mapping | None = None) -> Intake:
    """The questions of an Excel workbook (.xlsx, .xlsm, .xls).

    `source` names it in places; `mapping` holds what people decided about its columns. Never raises for what is in
    the file: damaged files, bad rows and everything left behind are findings.
    """
    return read_opened(open_workbook(data, source), source, mapping or Mapping())


def read_opened(opened: Opened, source: str, mapping: Mapping) -> Intake:
    """The questions of tables that have been opened."""
    collect = gc.isenabled()
    gc.disable()  # drafts make no garbage cycles; collecting meanwhile costs a quarter more
    try:
        return _read(opened, source, mapping)
    finally:
        if collect:
            gc.enable()


def _read(opened: Opened, source: str, mapping: Mapping) -> Intake:
    findings = list(opened.findings)
    rows: list[Row] = []
    for sheet in opened.sheets:
        if sheet.name == say("intake_excel.findings_sheet.name") or (opened.own and not _own_sheet(sheet)):
            continue
        found, told = read_rows(sheet, opened, source, mapping)
        rows += found
        findings += told
    drafts, told = assembled(rows)
    findings += [*told, *_doubled_ids(drafts)]
    return Intake(source=source, drafts=tuple(drafts), report=Report.of(findings))


def _own_sheet(sheet: Sheet) -> bool:
    """Our own workbooks have a page of instructions and a hidden one with the drop-down lists."""
    skipped = (say("intake_excel.template.intro_sheet"), say("intake_excel.template.lists_sheet"))
    return sheet.name not in skipped


def read_rows(sheet: Sheet, opened: Opened, source: str, mapping: Mapping) -> tuple[list[Row], list[Finding]]:
    """The rows of one sheet that are questions or parts of one, and what was left behind or not understood."""
    kind = _sheet_type(sheet.name)
    alone = bool(kind) or sum(bool(other.rows) for other in opened.sheets) == 1
    table = find_table(sheet, source, mapping, alone=alone)
    where = Place(file=source, sheet=sheet.name)
    if not isinstance(table, Table):
        return [], [table] if table else []
    exact = "fingerprint" in table.fields
    own = opened.own or exact
    is_markup = own if table.is_markup is None else table.is_markup
    findings = [*table.findings, *([fault("I239", where)] if sheet.hidden and table.rows else [])]
    findings += column_findings(table, where)
    findings += _spread_merged(sheet, table, where)
    rows: list[Row] = []
    for number, values in table.rows:
        if _repeats(values, table):
            continue
        # Each row has signs of its own for pictures and formulas: there are only so many.
        pen = Pen(source, Tokens(), table.blanks, is_markup)
        try:
            cells = row_cells(number, values, table.fields, sheet, opened, pen)
            section = _section(cells.cells.values())
            row = read_row(cells, Setting(pen, mapping, own, exact, kind)) if section is None else None
        except TooManyPiecesError:
            findings.append(fault("I250", where.model_copy(update={"row": number + 1})))
            continue
        kind = section if section is not None else kind
        findings += cells.findings
        if row is not None:
            rows.append(row)
    findings += _guessed_types(rows, where)
    findings += _left_behind(sheet, table, where)
    return rows, findings


def _sheet_type(name: str | None) -> str:
    """The type that a sheet's name says: `单选题`, `一、单选题（共50题）`."""
    for text in (name or "", _SHEET_TYPE.sub("", name or "")):
        if text and (type_of(text) or open_choice(text)) and not text.isdigit():
            return text
    return ""


def _repeats(values: list[Any], table: Table) -> bool:
    """The header once more, as at the top of each printed page."""
    words = [str(value).strip() for value in values]
    return any(table.header) and [word for word in words if word] == [word for word in table.header if word]


def _section(cells: Iterable[Any]) -> str | None:
    """The type in a row that is nothing but a heading (`一、单选题`); None for any other row."""
    texts = [cell.text for cell in cells if cell.text]
    if len(texts) != 1 or len(texts[0]) > 40:
        return None
    return _sheet_type(texts[0]) or None


def _spread_merged(sheet: Sheet, table: Table, where: Place) -> Iterator[Finding]:
    """Merged cells that speak for several rows are written into each; others keep to their first row."""
    rows = dict(table.rows)
    for (top, left), (bottom, _) in sheet.merged:
        if bottom == top or top not in rows or left >= len(table.fields):
            continue
        name = table.fields[left]
        value = rows[top][left] if left < len(rows[top]) else ""
        if name in _INHERITED:
            for number in range(top + 1, bottom + 1):
                if number in rows and left < len(rows[number]):
                    rows[number][left] = value
        elif name and value != "":
            place = where.model_copy(update={"row": top + 1, "column": letters(left)})
            yield fault("I221", place, count=bottom - top + 1)


def _guessed_types(rows: list[Row], where: Place) -> Iterator[Finding]:
    guessed = Counter(str(row.draft.plain["type"]) for row in rows if row.guessed and "type" in row.draft.plain)
    if guessed:
        types = "、".join(f"{say(f'label.question_type.{kind}')} {count}" for kind, count in guessed.items())
        yield fault("I208", where, count=guessed.total(), types=types)


def _left_behind(sheet: Sheet, table: Table, where: Place) -> Iterator[Finding]:
    """Drawn things and comments that no draft holds."""
    questions = {number for number, _ in table.rows}
    for row, entries in sheet.drawn.items():
        for drawn in entries:
            cell = f"{letters(drawn.column)}{row + 1}"
            place = where.model_copy(update={"row": row + 1, "column": letters(drawn.column)})
            if drawn.picture is None:
                quote = say("intake_excel.part.quote", text=drawn.text) if drawn.text else ""
                yield fault("I224", place, kind=say(f"intake_excel.kind.{drawn.kind}"), cell=cell, quote=quote)
            elif row not in questions:
                yield fault("I222", place, cell=cell)
    for row, column in sheet.notes.objects:
        place = where.model_copy(update={"row": row + 1, "column": letters(column)})
        cell = f"{letters(column)}{row + 1}"
        yield fault("I224", place, kind=say("intake_excel.kind.object"), cell=cell, quote="")
    for row, column, text in sheet.comments:
        yield fault("I225", where.model_copy(update={"row": row + 1, "column": letters(column)}), quote=text)


def _doubled_ids(drafts: Iterable[Draft]) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for draft in drafts:
        given = draft.plain.get("id")
        if given is None:
            continue
        if given in first:
            yield fault("I233", draft.where, id=given, first=first[given].row or 0)
        else:
            first[given] = draft.where
