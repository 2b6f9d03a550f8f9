"""成绩表: an Excel workbook of scores, and of every response with its marks."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from authoring.rehearsal.exam import Exam
from authoring.rehearsal.scores import PartResult, Result, Status
from authoring.roster.privacy import masked
from authoring.sessions.timing import BEIJING
from authoring.texts import say

__all__ = ["score_workbook"]

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's dates have no zone; a fixed one keeps equal workbooks equal
FIXED = ("number", "name", "phone", "organisation", "form", "status", "began", "ended", "minutes", "total", "passed")
WIDTHS = {"name": 12, "phone": 15, "organisation": 18, "status": 11, "began": 19, "ended": 19}
PARTS = ("number", "name", "form", "place", "question", "response", "outcome", "points", "maximum")
PART_WIDTHS = {"name": 12, "question": 16, "response": 70, "outcome": 14}
LONGEST = 32_767
"""What Excel takes in a cell, in UTF-16 units; the whole text is in the JSON lines."""


def score_workbook(exam: Exam, results: Sequence[Result]) -> bytes:
    """The workbook: a sheet of candidates with their sections, a sheet of responses. Phone numbers are masked."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": exam.rules.name, "created": CREATED})
    head = book.add_format({"bold": True, "bg_color": "#E8F1FB", "border": 1, "text_wrap": True, "valign": "vcenter"})
    _scores(book.add_worksheet(_word("sheet.scores")), head, exam, results)
    _responses(book.add_worksheet(_word("sheet.responses")), head, exam, results)
    book.close()
    return data.getvalue()


def _scores(sheet: Worksheet, head: Format, exam: Exam, results: Sequence[Result]) -> None:
    sections = _sections(results)
    titles = [_word(f"column.{name}") for name in FIXED] + list(sections.values())
    _header(sheet, head, titles, [WIDTHS.get(name, 9) for name in FIXED] + [14] * len(sections))
    for row, result in enumerate(results, start=1):
        points = {section.id: section.points for section in result.sections}
        counted = result.status not in {Status.ABSENT, Status.OPEN}
        cells = [*_person(exam, result), *_times(result), *_total(exam, result)]
        cells += [_number(points.get(section)) if counted else None for section in sections]
        sheet.write_row(row, 0, cells)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


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
    took = result.ended - result.began if result.ended and result.began else None
    yield None if took is None else round(took.total_seconds() / 60, 1)


def _total(exam: Exam, result: Result) -> Iterator[Any]:
    if result.status in {Status.ABSENT, Status.OPEN}:
        yield from (None, None)
    elif result.points is None:
        yield from (_word("open"), None)
    else:
        yield _number(result.points)
        yield _word("passed" if result.points >= exam.key.pass_marks else "failed")


def _responses(sheet: Worksheet, head: Format, exam: Exam, results: Sequence[Result]) -> None:
    _header(sheet, head, [_word(f"column.{name}") for name in PARTS], [PART_WIDTHS.get(name, 9) for name in PARTS])
    rows = ((result, part) for result in results if result.status is not Status.ABSENT for part in result.parts)
    for row, (result, part) in enumerate(rows, start=1):
        sheet.write_row(row, 0, _part(exam, result, part))


def _part(exam: Exam, result: Result, part: PartResult) -> list[Any]:
    name = exam.entries[result.candidate].candidate.name
    shown = part.response if isinstance(part.response, str) else json.dumps(part.response, ensure_ascii=False)
    return [
        *(result.candidate, name, result.form, part.number, part.part),
        "" if part.response is None else _shortened(shown),
        _word(f"outcome.{part.outcome}"),
        _word("open") if part.points is None else _number(part.points),
        _number(part.maximum),
    ]


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST else units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def _header(sheet: Worksheet, head: Format, titles: Sequence[str], widths: Sequence[int]) -> None:
    sheet.write_row(0, 0, titles, head)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, 0, len(titles) - 1)


def _number(value: object) -> float | None:
    """Excel has binary numbers only; marks are multiples of a quarter, which those hold exactly."""
    return None if value is None else float(str(value))


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def _word(key: str) -> str:
    return say(f"rehearsal_results.{key}")
