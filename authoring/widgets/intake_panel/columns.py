"""The tables of a workbook or CSV file, for the step in which an author says what their columns hold."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePath

from authoring.bank import Bank
from authoring.findings import Finding
from authoring.intake.excel import (
    FIELDS,
    MAPPINGS_FILE,
    Layout,
    Mapping,
    guess_columns,
    layouts,
    read_mapping,
    signature,
    title,
)
from authoring.intake.excel.csv_tables import open_csv
from authoring.intake.excel.layout import find_table
from authoring.intake.excel.opening import open_workbook
from authoring.records import Record
from authoring.storage import write_atomically

__all__ = [
    "NO_HEADER",
    "NO_TABLE",
    "ColumnTable",
    "column_tables",
    "is_table",
    "known_columns",
    "meanings",
    "remember_columns",
]

SAMPLES = 3
_LOOKED_AT = 30
_TEXTS = (".csv", ".tsv")
_TABLES = (*_TEXTS, ".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".xltx")
NO_HEADER = "I201"
"""Code of the finding about a sheet whose header nobody understands."""
NO_TABLE = "I205"
"""Code of the finding about a sheet that seems to hold something else."""
_LETTERS = "ABCDEFGH"
_PLACED = (
    *(f"option.{letter}" for letter in _LETTERS),
    *(f"blank.{number}" for number in range(1, 7)),
    *(f"right.{letter}" for letter in _LETTERS),
)
"""Fields of a table that occur several times."""


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


def is_table(source: str) -> bool:
    """Whether a name is that of a workbook or CSV file."""
    return PurePath(source).suffix.lower() in _TABLES


def meanings(table: ColumnTable) -> list[tuple[str, str]]:
    """What a column can hold: title and field."""
    own = (field for field in table.fields if field)
    return [(title(field), field) for field in dict.fromkeys((*FIELDS, *_PLACED, *own))]


def known_columns(bank: Bank) -> Mapping:
    """What the bank remembers of headers, with its syllabus. Raises FormatError or StorageError for a damaged file."""
    return _remembered(bank).known(bank.syllabus)


def remember_columns(bank: Bank, data: bytes, table: ColumnTable, fields: Sequence[str | None]) -> None:
    """Keeps for this header what its columns hold. Other tables of the file that nobody understands learn its words."""
    mapping = _remembered(bank).remember(Layout(header=table.header, fields=tuple(fields)))
    words = {word: field for word, field in zip(table.header, fields, strict=True) if word}
    open_ones = {
        signature(other.header)
        for other in column_tables(data, table.source, mapping.known(bank.syllabus))
        if not other.understood
    }
    for layout in layouts(data, table.source, words):
        if signature(layout.header) in open_ones:
            mapping = mapping.remember(layout)
    write_atomically(bank.root / MAPPINGS_FILE, mapping.text().encode())


def _remembered(bank: Bank) -> Mapping:
    path = bank.root / MAPPINGS_FILE
    return read_mapping(path.read_text("utf-8-sig") if path.exists() else "")


def column_tables(data: bytes, source: str, mapping: Mapping) -> Iterator[ColumnTable]:
    """The tables of a source; none of one that is no table."""
    if not is_table(source) or not data:
        return
    is_text = source.lower().endswith(_TEXTS) and not data.startswith(b"PK")
    opened = open_csv(data, source) if is_text else open_workbook(data, source)
    for sheet in opened.sheets:
        found = find_table(sheet, source, mapping, alone=len(opened.sheets) == 1)
        if found is None:
            continue
        if isinstance(found, Finding):
            number, values = max(sheet.rows[:_LOOKED_AT], key=lambda row: sum(bool(_word(value)) for value in row[1]))
            header = tuple(map(_word, values))
            rows = (row for at, row in sheet.rows if at > number)
            fields = guess_columns(header).guessed
        else:
            header, fields, rows = found.header, found.fields, (row for _, row in found.rows)
        if any(header):
            yield ColumnTable(
                source=source,
                sheet=sheet.name,
                header=header,
                fields=(*fields, *(None for _ in header))[: len(header)],
                samples=_samples(list(islice(rows, SAMPLES)), len(header)),
                understood=not isinstance(found, Finding),
            )


def _samples(rows: Sequence[Sequence[object]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_word(row[n]) for row in rows if n < len(row)) for n in range(width))


def _word(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
