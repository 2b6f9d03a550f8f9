"""The body of a two-way table: lines, amounts, and the sums that are written beside and below them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from authoring.intake.notation import folded
from authoring.papers.two_way.faults import doubtful, wrong
from authoring.papers.two_way.header import Header
from authoring.papers.two_way.labels import Labels
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.quantities import Quantity, quantity
from authoring.papers.two_way.settings_block import says
from authoring.papers.two_way.words import Meaning, meaning, words
from authoring.papers.workbook_cells import Reading

__all__ = ["Cell", "Line", "Table", "read_table"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it is about."""

    row: int
    codes: tuple[str, ...]
    chosen: Mapping[str, tuple[object, ...]]
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a quantity. Rows and columns count from 0."""

    row: int
    at: int
    quantity: Quantity
    rows: int = 1
    """Lines that it is merged over."""


@dataclass(frozen=True, slots=True)
class Total:
    """A line of sums, or of marks of one question each, under the lines it is about."""

    row: int
    lines: range
    """Positions among the table's lines."""
    meaning: Meaning
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Table:
    """What a table says, before it is known what is counted where the heads do not say it."""

    page: Page
    header: Header
    lines: list[Line] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    """Row and text of the lines above and below that belong to no line of the table."""


def read_table(page: Page, header: Header, labels: Labels, reading: Reading) -> Table:
    """Everything under a head; what a label or a cell cannot mean is told to `reading`."""
    table = Table(page, header)
    table.texts = [(row, " ".join(page.line(row))) for row in range(header.top) if page.line(row)]
    part = 0
    for row in range(header.below, len(page.cells)):
        written = [text for at in header.labels if (text := page.text(row, at))]
        row_text = " ".join(page.line(row))
        cells = list(_cells(page, header, row, reading))
        left = [page.text(row, at) for at in range(min(header.heads))]
        foot = next((found for text in reversed(left) if text and (found := _foot(text))), None)
        if foot:
            first = part if any(folded(text).startswith(words("part")) for text in left) else 0
            table.totals.append(Total(row, range(first, len(table.lines)), foot, tuple(cells)))
            part = len(table.lines)
        elif written and (line := _line(page, header, row, labels, reading, told=bool(cells))):
            table.lines.append(line)
            table.cells += cells
        elif cells and not written:
            reading.findings.append(wrong("P151", page.place(row)))
        elif row_text and (not cells or says(row_text)):
            table.texts.append((row, row_text))
    _told_twice(table, reading)
    return table


def _cells(page: Page, header: Header, row: int, reading: Reading) -> Iterator[Cell]:
    for at in header.heads:
        value = page.value(row, at)
        if value in ("", None):
            continue
        _, last = page.span(row, at)
        if any(other in header.heads for other in range(at + 1, last[1] + 1)):
            if _is_amount(page, row, at):
                reading.findings.append(wrong("P174", page.place(row, at), value=page.text(row, at)))
            continue
        found, fault = quantity(value, page.place(row, at))
        if fault and not _is_note(page, header, row):
            reading.findings.append(fault)
        elif found:
            yield Cell(row, at, found, last[0] - row + 1)


def _is_amount(page: Page, row: int, at: int) -> bool:
    return quantity(page.value(row, at), page.place(row, at))[0] is not None


def _is_note(page: Page, header: Header, row: int) -> bool:
    """Below the table, words stand where they like: a row without a label that holds one text and no number."""
    return not any(page.text(row, at) for at in header.labels) and len(page.line(row)) == 1


def _foot(text: str) -> Meaning | None:
    """What a line of sums is: `合计`, `题数合计`, `每题分值`, `占比`."""
    found = meaning([text], {})
    return found if found and not found.chosen and (found.total or found.measure) else None


def _line(page: Page, header: Header, row: int, labels: Labels, reading: Reading, *, told: bool) -> Line | None:
    """The line of a row: the last label that the syllabus knows says what it is about; a code before a name."""
    chosen: dict[str, tuple[object, ...]] = {}
    points: list[tuple[int, str]] = []
    for at, role in header.labels.items():
        text = page.text(row, at)
        found = meaning([text], {}) if text and role == "chosen" else None
        if found and found.chosen:
            chosen |= found.chosen
        elif text and role == "chosen" and told:
            reading.findings.append(wrong("P152", page.place(row, at), column=text, near=""))
        elif text:
            points.append((at, text))
    if not points:
        return Line(row, (), chosen, "") if chosen else None
    coded = next(((at, text) for at, text in points if header.labels[at] == "code" and labels.codes(text)), None)
    at, text = coded or points[-1]
    codes = labels.codes(text)
    if codes is None:
        if told and not says(" ".join(page.line(row))):
            reading.findings.append(wrong("P153", page.place(row, at), value=text, near=labels.near(text)))
        return None
    _domain_fits(page, row, points, codes, labels, reading)
    return Line(row, codes, chosen, text)


def _domain_fits(
    page: Page, row: int, points: Sequence[tuple[int, str]], codes: tuple[str, ...], labels: Labels, reading: Reading
) -> None:
    """A domain in a column on the left must hold the point; other words there only group the lines."""
    for at, text in points[:-1]:
        outer = labels.codes(text)
        if outer and codes and not any(labels.inside(codes, code) or labels.inside([code], codes[0]) for code in outer):
            values = {"outer": text, "inner": points[-1][1]}
            reading.findings.append(doubtful("P175", page.place(row, at), **values))


def _told_twice(table: Table, reading: Reading) -> None:
    """Lines that are about the same, or about a part of what another line is about."""
    first: dict[object, Line] = {}
    filled = {cell.row for cell in table.cells}
    for line in (line for line in table.lines if line.row in filled):
        key = (frozenset(line.codes), tuple(line.chosen.items()))
        other = first.setdefault(key, line)
        outer = next((found for code in line.codes for found in _outer(code, line, first)), None)
        if other is not line:
            values = {"label": line.label, "other": other.row + 1}
            reading.findings.append(wrong("P171", table.page.place(line.row), **values))
        elif outer:
            values = {"label": line.label, "outer": outer.label, "other": outer.row + 1}
            reading.findings.append(wrong("P172", table.page.place(line.row), **values))


def _outer(code: str, line: Line, first: Mapping[object, Line]) -> Iterable[Line]:
    domain = code.partition("-")[0]
    found = first.get((frozenset({domain}), tuple(line.chosen.items()))) if domain != code else None
    return (found,) if found else ()
