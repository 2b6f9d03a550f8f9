"""What a person says about columns, as layouts to remember: one for each table of a file that has such a column."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from authoring.intake.excel.csv_tables import open_csv
from authoring.intake.excel.mapping import Layout
from authoring.intake.excel.opening import open_workbook
from authoring.intake.excel.words import bare, guess_columns

__all__ = ["layouts"]

_LOOKED_AT = 30


def layouts(data: bytes, source: str, words: Mapping[str, str | None]) -> Iterator[Layout]:
    """Layouts of a workbook's or CSV file's tables whose header has one of `words`, with the field meant for each.

    None means that the column is not read. The other columns are guessed.
    """
    meant = {bare(word): name for word, name in words.items()}
    table = PurePath(source).suffix.lower() in (".csv", ".tsv") and not data.startswith(b"PK")
    opened = open_csv(data, source) if table else open_workbook(data, source)
    for sheet in opened.sheets:
        for _, values in sheet.rows[:_LOOKED_AT]:
            if any(bare(value) in meant for value in values):
                yield _layout([str(value) for value in values], meant)
                break


def _layout(header: list[str], meant: Mapping[str, str | None]) -> Layout:
    guessed = guess_columns(header).guessed
    said = set(meant.values())
    fields = (meant.get(bare(word), None if name in said else name) for word, name in zip(header, guessed, strict=True))
    return Layout(header=tuple(header), fields=tuple(fields))
