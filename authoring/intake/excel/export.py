"""Questions as a workbook that can be edited and brought back: `read_workbook` gives the same questions."""

from collections.abc import Iterable, Iterator
from typing import Any

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding, Place, Report
from authoring.intake.excel.faults import fault
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.opening import Opened, Sheet
from authoring.intake.excel.own_columns import own_cells, own_columns, sheet_name
from authoring.intake.excel.own_workbook import LONGEST_CELL, OwnSheet, carried, own_workbook
from authoring.intake.excel.reading import read_rows
from authoring.intake.excel.rest import rest_of
from authoring.intake.excel.words import title
from authoring.questions import Case, Question, QuestionType

__all__ = ["export_workbook"]

Cells = dict[str, str | int | float]


def export_workbook(questions: Iterable[Question], syllabus: Syllabus = Syllabus()) -> tuple[bytes, Report]:
    """The workbook of questions, a sheet for each type; cases are a material's row and a row for each part.

    Hidden columns hold version, fingerprint and what no cell can hold. Told is each question that a table cannot hold.
    """
    by_type: dict[QuestionType, list[Question]] = {}
    for question in questions:
        by_type.setdefault(QuestionType(question.type), []).append(question)
    sheets = []
    findings: list[Finding] = []
    for kind in QuestionType:
        if kind in by_type:
            sheet, left = _sheet(kind, by_type[kind])
            sheets.append(sheet)
            findings += left
    return own_workbook("exported", sheets, syllabus), Report.of(findings)


def _sheet(kind: QuestionType, questions: list[Question]) -> tuple[OwnSheet, list[Finding]]:
    plains = [list(_plains(question)) for question in questions]
    fields = own_columns(kind, (plain for rows in plains for plain in rows))
    cells = [
        [_carried(own_cells(plain) | _place_in_case(question, plain)) for plain in rows]
        for question, rows in zip(questions, plains, strict=True)
    ]
    reads = iter(_read_back(kind, fields, [row for rows in cells for row in rows]))
    kept: list[Cells] = []
    findings: list[Finding] = []
    for question, rows, written in zip(questions, plains, cells, strict=True):
        for plain, row in zip(rows, written, strict=True):
            row["rest"] = rest_of(next(reads), plain)
        written[0]["fingerprint"] = question.content_fingerprint()
        if any(isinstance(value, str) and len(value) > LONGEST_CELL for row in written for value in row.values()):
            findings.append(fault("I242", Place(question=question.id), id=question.id))
        else:
            kept += written
    return OwnSheet(kind, fields, kept), findings


def _plains(question: Question) -> Iterator[dict[str, Any]]:
    """Plain data row by row: the material first, then each part."""
    plain = question.data()
    children = plain.pop("children", ())
    yield plain
    yield from children


def _place_in_case(question: Question, plain: dict[str, Any]) -> Cells:
    if not isinstance(question, Case):
        return {}
    return {"number": question.id} if plain["type"] == QuestionType.CASE.value else {"parent": question.id}


def _carried(cells: Cells) -> Cells:
    return {name: carried(value) if isinstance(value, str) else value for name, value in cells.items()}


def _read_back(kind: QuestionType, fields: tuple[str, ...], rows: list[Cells]) -> list[dict[str, Any]]:
    """What a reader makes of each row before it looks at the hidden cells."""
    lines: list[tuple[int, list[Any]]] = [(0, [title(name) for name in fields])]
    lines += [(number, [cells.get(name, "") for name in fields]) for number, cells in enumerate(rows, start=1)]
    sheet = Sheet(sheet_name(kind), lines)
    found, _ = read_rows(sheet, Opened(sheets=[sheet], own=True), "", Mapping())
    plains = {row.draft.where.row: row.draft.plain for row in found}
    return [plains.get(number + 1, {}) for number in range(1, len(rows) + 1)]
