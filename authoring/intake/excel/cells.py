"""One row's cells: their texts as people saw them, their values, and where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from authoring.findings import Finding, Place
from authoring.intake.drafting import Pen
from authoring.intake.excel.cell_formats import number_text
from authoring.intake.excel.faults import fault
from authoring.intake.excel.opening import Opened, Sheet
from authoring.intake.excel.pictures import DISPIMG, Picture
from authoring.intake.excel.sheet_notes import Run
from authoring.intake.excel.words import title
from authoring.texts import say

__all__ = ["Cell", "Cells", "letters", "row_cells"]

_QUOTED = re.compile(r'="([^"]*)"|["\']([\d\s.:/年月日-]+)["\']?')
_ILLUSTRATED = ("stem", "rationale", "stimulus", "option.")


def letters(at: int) -> str:
    """The letters of a column counted from 0: `A`, `Z`, `AA`."""
    first, last = divmod(at, 26)
    return (letters(first - 1) if first else "") + chr(ord("A") + last)


@dataclass(slots=True)
class Cell:
    """`text` may hold signs of `pen.tokens` for pictures and raised text."""

    text: str
    value: Any
    column: int


@dataclass(slots=True)
class Cells:
    """The cells of one row by field."""

    where: Place
    cells: dict[str, Cell]
    findings: list[Finding] = field(default_factory=list)

    def text(self, name: str) -> str:
        cell = self.cells.get(name)
        return cell.text if cell else ""

    def value(self, name: str) -> Any:
        """As the cell holds it; None where it is empty."""
        cell = self.cells.get(name)
        return cell.value if cell and cell.text else None

    def place(self, name: str = "") -> Place:
        cell = self.cells.get(name)
        return self.where.model_copy(update={"column": letters(cell.column)}) if cell else self.where

    def blame(self, code: str, name: str = "", **values: object) -> None:
        self.findings.append(fault(code, self.place(name), **values))

    def placed(self, kind: str) -> Iterator[tuple[str, Cell]]:
        """`option.A`, `option.B` … of `option`, by their places."""
        for name, cell in self.cells.items():
            if name.startswith(f"{kind}."):
                yield name.partition(".")[2], cell


def row_cells(
    row: int, values: Sequence[Any], fields: Sequence[str | None], sheet: Sheet, opened: Opened, pen: Pen
) -> Cells:
    """The cells of one row (counted from 0), with the pictures that stand on it."""
    where = Place(file=pen.source, sheet=sheet.name, row=row + 1)
    found = Cells(where, {})
    pictures = _pictures(row, sheet, opened)
    for at, name in enumerate(fields):
        if name is None:
            continue
        value = values[at] if at < len(values) else ""
        text = _text(row, at, value, sheet, pen, found, name)
        if match := DISPIMG.search(text):
            text = ""
            if match[1] in opened.wps_pictures:
                pictures.append((at, opened.wps_pictures[match[1]]))
        found.cells[name] = Cell(text, value, at)
    for at, picture in pictures:
        _hang(at, picture, fields, found, pen)
    for at, code, said in sheet.notes.troubles.get(row, ()):
        if at < len(fields) and fields[at]:
            found.findings.append(fault(code, where.model_copy(update={"column": letters(at)}), **said))
    return found


def _text(row: int, at: int, value: Any, sheet: Sheet, pen: Pen, found: Cells, name: str) -> str:
    if value == "":
        return ""
    if isinstance(value, str):
        runs = sheet.notes.rich.get((row, at))
        if runs:
            return _rich(runs, pen)
        quoted = _QUOTED.fullmatch(value.strip()) if value[:1] in "=\"' " else None
        return pen.tokens.guard(quoted[1] or quoted[2] or "" if quoted else value).strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return sheet.notes.shown.get((row, at)) or number_text(value)
    return _moment(value, at, found, name)


def _moment(value: Any, at: int, found: Cells, name: str) -> str:
    """A date is seldom what a question's author typed: `1-2` and `3/4` become dates by themselves."""
    text = str(value)
    guess = ""
    if isinstance(value, date | datetime):
        text = (
            value.isoformat(sep=" ") if isinstance(value, datetime) and value.time() != time() else f"{value:%Y-%m-%d}"
        )
        guess = f"{value.month}-{value.day}"
    elif isinstance(value, time | timedelta):
        guess = text
    place = found.where.model_copy(update={"column": letters(at)})
    if name not in ("not_carried", "seconds"):
        found.findings.append(fault("I219", place, value=text, guess=guess))
    return text


def _rich(runs: Sequence[Run], pen: Pen) -> str:
    """Text with its raised and lowered pieces as markup."""
    pieces = []
    for text, place in runs:
        sign = {"subscript": "~", "superscript": "^"}.get(place)
        guarded = pen.tokens.guard(text)
        inner = re.sub(r"([\\~^*`])", r"\\\1", text.strip()) if sign else ""
        pieces.append(pen.tokens.hold(f"{sign}{inner}{sign}") if sign and inner else guarded)
    return "".join(pieces).strip()


def _pictures(row: int, sheet: Sheet, opened: Opened) -> list[tuple[int, Picture]]:
    over = [(entry.column, entry.picture) for entry in sheet.drawn.get(row, ()) if entry.picture]
    inside = [
        (at, opened.pictures[number]) for at, number in sheet.notes.pictures.get(row, ()) if number in opened.pictures
    ]
    return over + inside


def _hang(at: int, picture: Picture, fields: Sequence[str | None], found: Cells, pen: Pen) -> None:
    """A picture goes to the text of its column, else to the stem."""
    name = fields[at] if at < len(fields) else None
    place = found.where.model_copy(update={"column": letters(at)})
    if not picture.name:
        found.findings.append(fault("I223", place, kind=picture.kind))
        return
    target = name if name and name.startswith(_ILLUSTRATED) else "stem"
    if target != name and name is not None:
        found.findings.append(fault("I248", place, name=picture.name, title=title(name)))
    alt = re.sub(r"[\[\]\\\n]", " ", picture.alt).strip() or say("intake_excel.written.picture")
    sign = pen.tokens.hold(f"![{alt}](media/{picture.name})")
    pen.media[picture.name] = picture.data
    cell = found.cells.setdefault(target, Cell("", "", at))
    gap = "" if not cell.text else " " if target.startswith("option.") else "\n\n"
    cell.text += gap + sign
