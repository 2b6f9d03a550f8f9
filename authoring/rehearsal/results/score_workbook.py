"""成绩表: an Excel workbook of scores, and of every response with its marks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from authoring.rehearsal.exam import Exam
from authoring.rehearsal.results.readable import readable
from authoring.rehearsal.scores import PartResult, Result, Status
from authoring.roster.privacy import masked
from authoring.sessions.timing import BEIJING
from authoring.texts import say

__all__ = ["score_workbook"]

A4 = 9
"""As Excel numbers sizes of paper."""
FRAMED = {"border": 1, "border_color": "#C8D2DC", "text_wrap": True, "valign": "vcenter"}
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's dates have no zone; a fixed one keeps equal workbooks equal
FIXED = ("number", "name", "phone", "organisation", "form", "status", "began", "ended", "minutes", "total", "passed")
WIDTHS = {"name": 12, "phone": 15, "organisation": 18, "status": 11, "began": 19, "ended": 19}
PARTS = ("number", "name", "form", "place", "question", "response", "outcome", "points", "maximum")
PART_WIDTHS = {"name": 12, "question": 16, "response": 70, "outcome": 12}
LEFT = {"name", "organisation", "question", "response"}
"""Columns of texts; all others are centred."""
LONGEST = 32_767
"""What Excel takes in a cell, in UTF-16 units; the whole text is in the JSON lines."""


class Look(NamedTuple):
    """Formats of cells."""

    head: Format
    left: Format
    centre: Format


def score_workbook(exam: Exam, results: Sequence[Result]) -> bytes:
    """The workbook: a sheet of candidates with their sections, a sheet of responses. Phone numbers are masked."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": exam.rules.name, "created": CREATED})
    look = Look(
        head=book.add_format({**FRAMED, "bold": True, "bg_color": "#E8F1FB", "align": "center", "valign": "vcenter"}),
        left=book.add_format(FRAMED),
        centre=book.add_format({**FRAMED, "align": "center"}),
    )
    _scores(book.add_worksheet(_word("sheet.scores")), look, exam, results)
    _responses(book.add_worksheet(_word("sheet.responses")), look, exam, results)
    book.close()
    return data.getvalue()


def _scores(sheet: Worksheet, look: Look, exam: Exam, results: Sequence[Result]) -> None:
    sections = _sections(results)
    _header(sheet, look, FIXED, WIDTHS, list(sections.values()))
    for row, result in enumerate(results, start=1):
        points = {section.id: section.points for section in result.sections}
        cells = [*_person(exam, result), *_times(result), *_total(exam, result)]
        cells += [_number(points.get(section)) if result.counted else None for section in sections]
        _row(sheet, look, row, FIXED, cells)


def _sections(results: Sequence[Result]) -> dict[str, str]:
    """Titles by id, of all forms."""
    return {section.id: section.title for result in results for section in result.sections}


def _person(exam: Exam, result: Result) -> list[Any]:
    known = exam.entries[result.candidate].candidate
    return [result.candidate, known.name, masked(known.phone), known.organisation, result.form]


def _times(result: Result) -> Iterator[Any]:
    yield _word(f"status.{result.status}")
    yield _moment(result.began)
    yield _moment(result.ended)
    yield None if result.seconds is None else round(result.seconds / 60, 1)


def _total(exam: Exam, result: Result) -> Iterator[Any]:
    if not result.counted:
        yield from (None, None)
    elif result.points is None:
        yield from (_word("open"), None)
    else:
        yield _number(result.points)
        yield _word("passed" if result.points >= exam.key.pass_marks else "failed")


def _responses(sheet: Worksheet, look: Look, exam: Exam, results: Sequence[Result]) -> None:
    _header(sheet, look, PARTS, PART_WIDTHS, ())
    rows = ((result, part) for result in results if result.status is not Status.ABSENT for part in result.parts)
    for row, (result, part) in enumerate(rows, start=1):
        _row(sheet, look, row, PARTS, _part(exam, result, part))


def _part(exam: Exam, result: Result, part: PartResult) -> list[Any]:
    name = exam.entries[result.candidate].candidate.name
    return [
        *(result.candidate, name, result.form, part.number, part.part),
        _shortened(readable(exam.key.part(part.question, part.part), part.response)),
        _word(f"outcome.{part.outcome}"),
        _word("open") if part.points is None else _number(part.points),
        _number(part.maximum),
    ]


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST else units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def _header(sheet: Worksheet, look: Look, names: Sequence[str], widths: Mapping[str, int], more: Sequence[str]) -> None:
    """Titles of the named columns and `more`; on paper one page wide."""
    sheet.write_row(0, 0, [*(_word(f"column.{name}") for name in names), *more], look.head)
    for column, name in enumerate(names):
        sheet.set_column(column, column, widths.get(name, 9))
    if more:
        sheet.set_column(len(names), len(names) + len(more) - 1, 14)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, 0, len(names) + len(more) - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _row(sheet: Worksheet, look: Look, row: int, names: Sequence[str], cells: Sequence[Any]) -> None:
    for column, cell in enumerate(cells):
        sheet.write(row, column, cell, look.left if column < len(names) and names[column] in LEFT else look.centre)


def _number(value: object) -> float | None:
    """Excel has binary numbers only; it shows fifteen digits of them, and marks have no more than six."""
    return None if value is None else float(str(value))


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def _word(key: str) -> str:
    return say(f"rehearsal_results.{key}")
