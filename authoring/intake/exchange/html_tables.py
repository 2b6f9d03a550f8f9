"""Tables of HTML → tables of the content tree: one header row, no merged cells."""

from collections.abc import Callable

from authoring.content.nodes import Block, Inline, LineBreak, Paragraph, Table, Text
from authoring.content.plain import write_text
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.xml import Element, children, name, words

__all__ = ["table_of"]

_WIDEST = 50
_LONGEST = 300
Cells = Callable[[Element], tuple[Block, ...]]


def table_of(table: Element, cells: Cells, losses: Losses) -> list[Block]:
    """The caption and the table; a table of one cell is what stands in it. What is merged or nested is told."""
    caption = [block for entry in children(table, "caption") for block in cells(entry)]
    rows = [row for part in children(table) for row in _rows(part)]
    if not rows:
        return [*caption, *cells(table)] if words(table).strip() and not caption else [*caption]
    if len(rows) == 1 and len(rows[0]) == 1:
        return [*caption, *cells(rows[0][0])]
    read = [[_Cell(cell, cells) for cell in row] for row in rows]
    if any(cell.span > 1 or cell.rows > 1 or cell.irregular for row in read for cell in row):
        losses.doubtful("I625", words(table))
    grid = _grid(read)
    width = max(map(len, grid))
    if width > _WIDEST or len(grid) > _LONGEST:
        losses.doubtful("I625", words(table))
        return [*caption, *(Paragraph(_apart(row)) for row in grid)]
    filled = [tuple(row) + ((),) * (width - len(row)) for row in grid]
    align = [cell.align for cell in read[-1] for _ in range(cell.span)]
    return [*caption, Table(filled[0], tuple(filled[1:]), tuple((align + [""] * width)[:width]))]


def _rows(part: Element) -> list[list[Element]]:
    if name(part) == "tr":
        cells = children(part, "td", "th")
        return [cells] if cells else []
    return [row for child in children(part, "tr") for row in _rows(child)]


class _Cell:
    def __init__(self, element: Element, cells: Cells) -> None:
        blocks = cells(element)
        self.children = _one_line(blocks)
        self.irregular = any(not isinstance(block, Paragraph) for block in blocks)
        self.span = _count(element.get("colspan"))
        self.rows = _count(element.get("rowspan"))
        words_ = f"{element.get('class') or ''} {element.get('align') or ''} {element.get('style') or ''}"
        self.align = next((side for side in ("left", "center", "right") if f"align-{side}" in words_), "")
        self.align = self.align or next((side for side in ("left", "center", "right") if side in words_.split()), "")


def _one_line(blocks: tuple[Block, ...]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for block in blocks:
        found += [LineBreak()] if found else []
        found += block.children if isinstance(block, Paragraph) else [Text(write_text((block,)).replace("\n", " "))]
    return tuple(found)


def _count(text: str | None) -> int:
    return min(int(text), _WIDEST) if text and text.isdigit() and int(text) else 1


def _grid(rows: list[list[_Cell]]) -> list[list[tuple[Inline, ...]]]:
    """Merged cells stand once; the places they cover are empty."""
    grid: list[list[tuple[Inline, ...]]] = []
    covered: dict[int, int] = {}
    for row in rows:
        line: list[tuple[Inline, ...]] = []
        now, covered = covered, {place: left - 1 for place, left in covered.items() if left > 1}
        for cell in row:
            while now.get(len(line), 0):
                line.append(())
            for place in range(len(line), len(line) + cell.span):
                if cell.rows > 1:
                    covered[place] = cell.rows - 1
            line += [cell.children, *([()] * (cell.span - 1))]
        grid.append(line)
    return grid


def _apart(row: list[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for cell in row:
        found += [*([Text(" | ")] if found else []), *cell]
    return tuple(found)
