"""Small workbooks as authors have them."""

import struct
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from authoring.findings import Report
from authoring.intake.draft import Intake
from authoring.intake.excel import Mapping, read_csv, read_workbook

HEADER = ("序号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "分值", "知识点")


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]], more: Callable[[Workbook], None] | None = None) -> bytes:
    """Sheets of rows of cells; `more` adds what rows cannot say."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in sheets:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if cell not in ("", None):
                    page.write(number, at, cell)
    if more:
        more(book)
    book.close()
    return data.getvalue()


def read(
    *rows: Sequence[Any], header: Sequence[str] = HEADER, name: str = "题目", mapping: Mapping | None = None
) -> Intake:
    return read_workbook(workbook((name, [header, *rows])), "a.xlsx", mapping)


def read_lines(text: str, encoding: str = "utf-8", mapping: Mapping | None = None) -> Intake:
    return read_csv(text.encode(encoding), "a.csv", mapping)


def codes(report: Report) -> list[str]:
    return sorted(finding.code for finding in report)


def png(colour: bytes = b"\xff\x00\x00") -> bytes:
    """A square of 4 × 4 pixels."""
    rows = b"".join(b"\x00" + colour * 4 for _ in range(4))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
