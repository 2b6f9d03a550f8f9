"""The tables of a workbook or CSV file, for the step in which an author says what their columns hold."""

from collections.abc import Iterator
from pathlib import PurePath

from authoring.findings import Finding
from authoring.intake.excel.csv_tables import open_csv
from authoring.intake.excel.layout import find_table
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.opening import open_workbook
from authoring.records import Record

__all__ = ["ColumnTable", "column_tables"]

SAMPLES = 3
_LOOKED_AT = 30
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb")


class ColumnTable(Record):
    """One header and what its columns are taken for."""

    source: str
    sheet: str
    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    """None for a column that is not read."""
    samples: tuple[tuple[str, ...], ...]
    """The first values of each column."""
    understood: bool
    """Whether questions can be read from it."""


def column_tables(data: bytes, source: str, mapping: Mapping) -> Iterator[ColumnTable]:
    """The tables of a source; none of one that is no table."""
    suffix = PurePath(source).suffix.lower()
    if suffix not in _TABLES or not data:
        return
    opened = (
        open_csv(data, source)
        if suffix in (".csv", ".tsv") and not data.startswith(b"PK")
        else open_workbook(data, source)
    )
    for sheet in opened.sheets:
        found = find_table(sheet, source, mapping, alone=len(opened.sheets) == 1)
        if found is None:
            continue
        if isinstance(found, Finding):
            number, values = max(sheet.rows[:_LOOKED_AT], key=lambda row: sum(bool(_word(value)) for value in row[1]))
            header: tuple[str, ...] = tuple(map(_word, values))
            fields: tuple[str | None, ...] = tuple(None for _ in values)
            rows = [values for at, values in sheet.rows if at > number]
        else:
            header, fields, rows = found.header, found.fields, [values for _, values in found.rows]
        if any(header):
            yield ColumnTable(
                source=source,
                sheet=sheet.name,
                header=header,
                fields=fields[: len(header)],
                samples=tuple(
                    tuple(_word(row[n]) for row in rows[:SAMPLES] if n < len(row)) for n in range(len(header))
                ),
                understood=not isinstance(found, Finding),
            )


def _word(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())[:40]
