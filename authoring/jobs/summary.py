"""The summary of many jobs as a workbook: a row for each job, and a row for everything that was found."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from authoring.jobs.job import JobResult
from authoring.texts import say

__all__ = ["state_word", "summary_xlsx"]

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's dates have no zone; a fixed one keeps equal workbooks equal
COLUMNS = {
    "jobs": {
        "paper": 30,
        "state": 14,
        "bank": 24,
        "blueprint": 24,
        "seed": 10,
        "forms": 8,
        "gap": 10,
        "seconds": 12,
        "errors": 8,
        "findings": 8,
        "folder": 30,
    },
    "findings": {"paper": 30, "code": 8, "severity": 8, "where": 24, "message": 70, "hint": 50},
}
"""Columns of each sheet, with their widths in characters."""
NUMBERS = {"gap": "0.000%", "seconds": "0.0"}
"""How numbers are shown."""
Row = dict[str, Any]


def state_word(result: JobResult) -> str:
    word = say(f"jobs.state.{result.state}")
    return say("jobs.kept", state=word) if result.kept else word


def summary_xlsx(results: Sequence[JobResult]) -> bytes:
    """The workbook of some results, in their order."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": say("jobs.sheet.jobs"), "created": CREATED})
    _sheet(book, "jobs", [_job(result) for result in results])
    _sheet(book, "findings", [row for result in results for row in _found(result)])
    book.close()
    return data.getvalue()


def _job(result: JobResult) -> Row:
    job = result.job
    return {
        "paper": job.paper,
        "state": state_word(result),
        "bank": job.bank.name,
        "blueprint": job.blueprint.stem,
        "seed": job.seed,
        "forms": result.forms,
        "gap": result.gap,
        "seconds": result.seconds,
        "errors": sum(finding.severity.value == "error" for finding in result.report),
        "findings": len(result.report),
        "folder": job.folder,
    }


def _found(result: JobResult) -> Iterator[Row]:
    for finding in result.report:
        severity = say(f"label.severity.{finding.severity}")
        told = {"code": finding.code, "severity": severity, "where": str(finding.where)}
        yield {"paper": result.job.paper} | told | {"message": finding.message, "hint": finding.hint}


def _sheet(book: Workbook, name: str, rows: Sequence[Row]) -> None:
    page = book.add_worksheet(say(f"jobs.sheet.{name}"))
    header = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    shown = {column: book.add_format({"num_format": form, "valign": "top"}) for column, form in NUMBERS.items()}
    for at, (column, width) in enumerate(COLUMNS[name].items()):
        page.set_column(at, at, width)
        page.write_string(0, at, say(f"jobs.column.{column}"), header)
        for row, values in enumerate(rows, start=1):
            page.write(row, at, values[column], shown.get(column, plain))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(rows), len(COLUMNS[name]) - 1)
