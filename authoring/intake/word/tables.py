"""Tables: data become Markdown tables, layouts become lines, keys (题号, 答案) stay rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from authoring.intake.lines import Line, labelled
from authoring.intake.markup import Tokens
from authoring.intake.notation import folded
from authoring.intake.positions import leading_number, option_marks
from authoring.intake.word.package import qualified

__all__ = ["Table", "is_layout", "read_table"]

_W = qualified("w:tbl").removesuffix("tbl")
_VAL = qualified("w:val")
_NUMBERS = re.compile(r"题号|序号")
_ANSWERS = re.compile(r"(?:正确|参考|标准)?答案")
_STEMS = re.compile(r"题干|题目|试题|题目内容|试题内容")
_PIPE = re.compile(r"(?<!\\)\|")
_WIDEST = 50
_LONGEST = 300
"""Columns and rows of a table that pages show as one."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each the lines in it."""

    rows: list[list[list[Line]]]
    irregular: bool
    """Cells are merged or hold a table, or there are too many."""

    @property
    def words(self) -> list[str]:
        """The first row, as tables of words compare it."""
        return [folded("".join(line.text for line in cell)) for cell in self.rows[0]] if self.rows else []

    @property
    def is_keys(self) -> bool:
        """题号 | 1 | 2 … over 答案 | A | B …, or the two as columns."""
        words = self.words
        if not words or not _NUMBERS.fullmatch(words[0]):
            return False
        below = folded("".join(line.text for line in self.rows[1][0])) if len(self.rows) > 1 else ""
        return bool(_ANSWERS.fullmatch(below)) or (len(words) == 2 and bool(_ANSWERS.fullmatch(words[1])))

    @property
    def is_questions(self) -> bool:
        """One question a row, as in a workbook."""
        words = self.words
        return any(map(_STEMS.fullmatch, words)) and any(map(_ANSWERS.fullmatch, words))

    def markup(self, tokens: Tokens) -> str:
        """A Markdown table, on lines of its own."""
        width = max((len(row) for row in self.rows), default=0)
        if not width:
            return ""
        written = [[_cell(cell, tokens) for cell in row] for row in self.rows]
        rows = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in written]
        return "\n\n" + "\n".join([rows[0], "|" + " --- |" * width, *rows[1:]]) + "\n\n"


def _cell(lines: list[Line], tokens: Tokens) -> str:
    text = " ".join(line.text for line in lines if line.text)
    return _PIPE.sub(r"\\|", " ".join(tokens.markup(text).split()))


def read_table(table: etree._Element, cell_lines: Callable[[etree._Element], list[Line]]) -> Table:
    """A `w:tbl`; merged cells stand once, the places they cover are empty."""
    rows, irregular = [], False
    for row in table.iter(_W + "tr"):
        if next(row.iterancestors(_W + "tbl")) is not table:
            continue
        cells: list[list[Line]] = []
        for cell in row.iter(_W + "tc"):
            if next(cell.iterancestors(_W + "tr")) is not row:
                continue
            span, continued = _merging(cell)
            irregular |= span > 1 or continued or cell.find(f".//{_W}tbl") is not None
            cells += [[] if continued else cell_lines(cell), *([] for _ in range(span - 1))]
        rows.append(cells)
    irregular |= len(rows) > _LONGEST or any(len(row) > _WIDEST for row in rows)
    return Table(rows, irregular)


def _merging(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell takes, and whether it goes on with the one above."""
    properties = cell.find(_W + "tcPr")
    if properties is None:
        return 1, False
    span, merge = properties.find(_W + "gridSpan"), properties.find(_W + "vMerge")
    columns = span.get(_VAL, "1") if span is not None else "1"
    return (
        min(int(columns), _WIDEST) if columns.isdigit() else 1,
        merge is not None and merge.get(_VAL, "continue") == "continue",
    )


def is_layout(rows: list[list[list[Line]]]) -> bool:
    """Whether a table only arranges questions or options on the page."""
    cells = [[line for line in cell if line.text] for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and len(cells) == 1:
        return True
    first = filled[0][0].text if filled else ""
    return bool(option_marks(first, 0)) or any(_is_question(cell) for cell in filled)


def _is_question(cell: list[Line]) -> bool:
    """A question with its options, or a labelled answer."""
    begins = any(leading_number(line.text) for line in cell)
    options = any(option_marks(line.text, 0) for line in cell)
    return (begins and options) or any(
        labelled(line)[0].label == "answer" and line.text[-1:] not in ":：" for line in cell
    )
