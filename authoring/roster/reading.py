"""An Excel or CSV file → the roster, and everything that is wrong with it, at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from authoring.findings import Finding, Place, Report, Severity
from authoring.intake.excel.csv_tables import open_csv
from authoring.intake.excel.opening import Opened, open_workbook
from authoring.roster.candidate import Candidate, Roster
from authoring.roster.columns import NEEDED, Table, find_table, title
from authoring.roster.duplicates import duplicate_faults
from authoring.roster.faults import wrong
from authoring.roster.photos import Photos, pair_photos
from authoring.roster.rows import Row, row_faults, rows_of
from authoring.sessions.rules import ExamSession

__all__ = ["read_roster"]


def read_roster(
    data: bytes, source: str, *, on: date, session: ExamSession | None = None, photos: Photos | None = None
) -> tuple[Roster, Report]:
    """The candidates of .xlsx, .xls or CSV bytes, and all findings.

    `source` is the file's name. `on` is the day by which ages and birth dates are judged. `session` knows the
    specialities and the extra time that there are; without it both are taken as they stand. Rows with errors are not in
    the roster: use it only where the report passes.
    """
    opened = _opened(data, source)
    tables = [table for sheet in opened.sheets if not sheet.hidden and (table := find_table(sheet, source))]
    rows = [row for table in tables if not _lacking(table) for row in rows_of(table)]
    findings = [*opened.findings, *_tables(opened, tables, source)]
    for number, row in enumerate(rows, start=1):
        findings += row_faults(row, number, session, on)
    findings += duplicate_faults(rows)
    if photos is not None:
        findings += pair_photos(rows, photos)
    if tables and not rows and not any(map(_lacking, tables)):
        findings.append(wrong("R204", Place(file=source)))
    places = {sheet.name: place for place, sheet in enumerate(opened.sheets)}
    findings.sort(key=lambda one: (one.where.row is None, places.get(one.where.sheet, 0), one.where.row or 0))
    return Roster(candidates=tuple(_candidates(rows))), Report.of(findings)


def _candidates(rows: list[Row]) -> Iterator[Candidate]:
    return (row.candidate for row in rows if row.candidate is not None)


def _opened(data: bytes, source: str) -> Opened:
    is_table = PurePath(source).suffix.lower() in (".csv", ".tsv", ".txt") and not data.startswith(b"PK")
    return open_csv(data, source) if is_table else open_workbook(data, source)


def _lacking(table: Table) -> bool:
    return any(name not in table.columns for name in NEEDED)


def _tables(opened: Opened, tables: list[Table], source: str) -> Iterator[Finding]:
    for table in tables:
        yield from table.findings
    could_open = not any(finding.severity is Severity.ERROR for finding in opened.findings)
    if not tables and could_open:
        yield wrong("R201", Place(file=source), columns="、".join(title(name) for name in NEEDED))
