"""CSV: any delimiter of the usual ones, UTF-8 with or without mark, UTF-16, GBK, and files that mix two of them."""

import csv
from collections import Counter
from io import StringIO
from typing import Any

from authoring.findings import Place
from authoring.intake.decoding import decoded
from authoring.intake.draft import Intake
from authoring.intake.excel.faults import fault
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.opening import LARGEST, Opened, Sheet
from authoring.intake.excel.reading import read_opened
from authoring.intake.losses import loss

__all__ = ["open_csv", "read_csv"]

_DELIMITERS = ",\t;|"
_SAMPLE = 40
_LONGEST_CELL = 1_000_000
"""Characters."""


def read_csv(data: bytes, source: str, mapping: Mapping | None = None) -> Intake:
    """The questions of a CSV table, with a header or by position; as `read_workbook` otherwise."""
    return read_opened(open_csv(data, source), source, mapping or Mapping())


def open_csv(data: bytes, source: str) -> Opened:
    """The table of a CSV file as a workbook of one sheet; what cannot be read is a finding."""
    where = Place(file=source)
    if not data.strip():
        return Opened(findings=[loss("I101", where, source=source)])
    if len(data) > LARGEST:
        size, most = len(data) // 1_000_000, LARGEST // 1_000_000
        return Opened(findings=[loss("I102", where, source=source, size=size, most=most)])
    text, findings = decoded(data, source)
    if "\x00" in text:
        return Opened(findings=[loss("I108", where, source=source)])
    delimiter = _delimiter(text)
    whole = text.count('"') % 2 == 0
    try:
        csv.field_size_limit(_LONGEST_CELL)
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter)) if whole else []
    except csv.Error:
        whole = False
    told = list(findings)
    if not whole:
        # A quote that is never closed would make one cell of the rest: each line is read by itself.
        lines = [text.replace('"', "").split(delimiter) for text in text.splitlines()]
        told.append(fault("I118", where))
    rows: list[tuple[int, list[Any]]] = [(at, line) for at, line in enumerate(lines) if any(map(str.strip, line))]
    return Opened(sheets=[Sheet(None, rows)], findings=told)


def _delimiter(text: str) -> str:
    """The sign that divides most of the first lines into equally many parts."""
    best, most = ",", (0, 0)
    for sign in _DELIMITERS:
        widths = []
        reader = csv.reader(StringIO(text[:200_000], newline=""), delimiter=sign)
        for line, _ in zip(reader, range(_SAMPLE), strict=False):
            widths.append(len(line))
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width > 1 and (count, width) > most:
            best, most = sign, (count, width)
    return best
