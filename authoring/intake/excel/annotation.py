"""Findings written back into a copy of the author's workbook: comments and colours on cells, and a list of them all."""

import re
import warnings
from collections import defaultdict
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from authoring.errors import UsageError
from authoring.findings import Finding, Place, Report, Severity
from authoring.intake.excel.faults import fault
from authoring.intake.excel.opening import ANNOTATOR
from authoring.intake.excel.parts import Parts
from authoring.texts import say

__all__ = ["annotated_copy"]

_COLOURS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.INFO: "DDEBF7"}
_FIELDS = ("code", "severity", "where", "message", "hint")
_WIDTHS = (8, 8, 34, 70, 70)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 2000
_MOST_LISTED = 5000


def annotated_copy(data: bytes, report: Report) -> tuple[bytes, Report]:
    """A copy of an .xlsx or .xlsm workbook with the findings of `report` in it, and what the copy has lost.

    Raises UsageError for bytes that are no such workbook. Equal arguments give equal bytes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), keep_vba=b"xl/vbaProject.bin" in data, rich_text=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as problem:
        raise UsageError(say("intake_excel.not_annotated")) from problem
    cells: dict[tuple[str, int, str], list[Finding]] = defaultdict(list)
    for finding in report:
        where = finding.where
        if where.sheet in book.sheetnames and where.row is not None:
            cells[where.sheet, where.row, str(where.column or "A")].append(finding)
    for (sheet, row, column), findings in cells.items():
        page = book[sheet]
        if isinstance(page, Worksheet):
            _mark(page, f"{column}{row}", findings)
    _list(book, report)
    written = BytesIO()
    book.save(written)
    return _stable(written.getvalue()), Report.of(_lost(data))


def _mark(page: Worksheet, reference: str, findings: list[Finding]) -> None:
    cell = page[reference]
    ranges = [span for span in page.merged_cells.ranges if reference in span]
    if ranges:
        cell = page.cell(ranges[0].min_row, ranges[0].min_col)
    worst = min(findings, key=lambda finding: list(Severity).index(finding.severity)).severity
    lines = [f"{finding.code} {finding.message}\n→ {finding.hint}" for finding in findings]
    present = [cell.comment.text] if cell.comment else []
    comment = Comment(_fit("\n".join([*present, *lines])[:_LONGEST]), ANNOTATOR)
    comment.width, comment.height = 320, 60 + 40 * len(lines)
    cell.comment = comment
    cell.fill = PatternFill("solid", start_color=_COLOURS[worst])


def _list(book: Workbook, report: Report) -> None:
    """A sheet of its own with every finding, those without a cell too."""
    name = say("intake_excel.findings_sheet.name")
    if name in book.sheetnames:
        del book[name]
    page = book.create_sheet(name)
    page.append([say(f"intake_excel.findings_sheet.{field}") for field in _FIELDS])
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
        page[f"{letter}1"].font = Font(bold=True)
    page.freeze_panes = "A2"
    for finding in list(report)[:_MOST_LISTED]:
        severity = say(f"label.severity.{finding.severity}")
        values = (finding.code, severity, str(finding.where), finding.message, finding.hint)
        page.append([_fit(value) for value in values])
        for cell in page[page.max_row]:
            cell.data_type = "s"


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _lost(data: bytes) -> list[Finding]:
    """What openpyxl leaves out when it saves a workbook."""
    parts = Parts(data)
    pictures = sum(len(list(parts.relations(f"xl/{name}"))) for name in ("richData/richValueRel.xml", "cellimages.xml"))
    drawings = [name for name in parts.names if name.startswith("xl/drawings/drawing")]
    shapes = sum(parts.read(name).count(b"<xdr:sp ") + parts.read(name).count(b"<xdr:sp>") for name in drawings)
    objects = sum(name.startswith("xl/embeddings/") for name in parts.names)
    counted = (("cell_picture", pictures), ("shape", shapes), ("object", objects))
    return [
        fault("I240", Place(), count=count, kind=say(f"intake_excel.kind.{kind}")) for kind, count in counted if count
    ]


def _stable(data: bytes) -> bytes:
    """The same archive without the time of its making."""
    written = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            stable = ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            stable.compress_type = ZIP_DEFLATED
            new.writestr(stable, content)
    return written.getvalue()
