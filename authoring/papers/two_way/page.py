"""A sheet as a table is read from it: cells, merged ranges, places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from authoring.findings import Place
from authoring.papers.workbook_cells import cell_text, letters

__all__ = ["Page"]

Corner = tuple[int, int]


@dataclass(slots=True)
class Page:
    """One sheet. Rows and columns count from 0."""

    file: str
    name: str
    cells: list[list[Any]]
    merged: Sequence[tuple[Corner, Corner]] = ()
    _origin: dict[Corner, tuple[Corner, Corner]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Notes the merged range of each cell; one that covers the whole sheet's height of labels stays small."""
        for first, last in self.merged:
            for row in range(first[0], min(last[0], len(self.cells) - 1) + 1):
                for at in range(first[1], min(last[1], self.width - 1) + 1):
                    self._origin[row, at] = (first, last)

    @property
    def width(self) -> int:
        return len(self.cells[0]) if self.cells else 0

    def value(self, row: int, at: int) -> Any:
        line = self.cells[row]
        return line[at] if at < len(line) else ""

    def text(self, row: int, at: int) -> str:
        """What a cell says; of a merged range, each cell says what the first one does."""
        first, _ = self.span(row, at)
        return cell_text(self.value(*first))

    def span(self, row: int, at: int) -> tuple[Corner, Corner]:
        """First and last cell of the merged range of a cell, or the cell itself twice."""
        return self._origin.get((row, at), ((row, at), (row, at)))

    def line(self, row: int) -> list[str]:
        """The texts of a row as they are written, empty cells left out."""
        return [text for cell in self.cells[row] if (text := cell_text(cell))]

    def numeric(self, row: int, at: int) -> bool:
        value = self.value(row, at)
        return isinstance(value, int | float | date | datetime | time | timedelta) and not isinstance(value, bool)

    def place(self, row: int | None = None, at: int | None = None) -> Place:
        row_number = None if row is None else row + 1
        return Place(file=self.file, sheet=self.name, row=row_number, column=None if at is None else letters(at))
