"""要素细目表: the blueprint of 国家题库: 鉴定范围 on three levels, 鉴定比重, 鉴定点 and 重要程度. Codes are kept."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from authoring.findings import Finding, Place, Report
from authoring.intake.excel.cell_formats import number_text
from authoring.intake.excel.cells import letters
from authoring.intake.excel.faults import fault
from authoring.intake.excel.opening import Sheet, open_workbook
from authoring.intake.excel.words import bare
from authoring.records import Record
from authoring.texts import tree

__all__ = ["Element", "ElementTable", "Scope", "read_elements"]

_LEVELS = ("level_1", "level_2", "level_3")
_HEADER_ROWS = 3
_LOOKED_AT = 15


class Scope(Record):
    """A 鉴定范围."""

    code: str
    """With the codes above it: `A-B`."""
    name: str
    level: int
    """1, 2 or 3."""
    weight: float | None = None
    """鉴定比重 in per cent of the whole, where the table says it."""
    row: int | None = None
    """Where the table says it first, counted from 0."""


class Element(Record):
    """A 鉴定点."""

    code: str
    """With the codes of its 鉴定范围: `A-B-A-001`."""
    name: str
    importance: str = ""
    """X (core), Y (general) or Z (auxiliary)."""


class ElementTable(Record):
    """A whole 要素细目表, in the order of its rows."""

    sheet: str | None = None
    """Name of the sheet it stands in; None where there is no table."""

    scopes: tuple[Scope, ...] = ()
    elements: tuple[Element, ...] = ()


def read_elements(data: bytes, source: str) -> tuple[ElementTable, Report]:
    """The table in a workbook's first sheet that has one. What is missing or odd is told."""
    opened = open_workbook(data, source)
    findings = list(opened.findings)
    for sheet in opened.sheets:
        columns, first = _columns(sheet)
        if "point.name" in columns and any(f"{level}.name" in columns for level in _LEVELS):
            reading = _Reading(sheet, source, columns)
            reading.read(first)
            return reading.table(), Report.of([*findings, *reading.findings])
    if opened.sheets:
        missing = "、".join(str(_first(name)) for name in ("point", "level_1", "weight"))
        findings.append(fault("I511", Place(file=source), missing=missing))
    return ElementTable(), Report.of(findings)


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    table = tree("intake_excel", "elements")
    return {name: list(map(str, words)) for name, words in table.items() if isinstance(words, list)}


def _first(name: str) -> str:
    return _words()[name][0]


def _columns(sheet: Sheet) -> tuple[dict[str, int], int]:
    """Columns of `level_1.code`, `point.name` …, and the index of the first row under the header."""
    best: tuple[dict[str, int], int] = ({}, 0)
    for top in range(min(len(sheet.rows), _LOOKED_AT)):
        paths = [""] * max(len(values) for _, values in sheet.rows[top : top + _HEADER_ROWS])
        for height in range(1, _HEADER_ROWS + 1):
            if top + height > len(sheet.rows):
                break
            row, values = sheet.rows[top + height - 1]
            for at, word in enumerate(_spread(sheet, row, values)):
                paths[at] += bare(word)
            columns = _named(paths)
            if len(columns) > len(best[0]):
                best = (columns, top + height)
    return best


def _spread(sheet: Sheet, row: int, values: list[Any]) -> list[Any]:
    """A row of a header with its words in every column that a merged cell spans."""
    spread = list(values)
    for (top, left), (bottom, right) in sheet.merged:
        if top == row == bottom and left < len(spread):
            spread[left : right + 1] = [spread[left]] * (min(right, len(spread) - 1) - left + 1)
    return spread


def _named(paths: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, path in enumerate(paths):
        name = _meaning(path)
        if name:
            columns.setdefault(name, at)
    return columns


def _meaning(path: str) -> str:
    """`level_1.weight` of 鉴定范围一级鉴定比重."""
    if len(path) > 40:
        return ""
    if any(word in path for word in _words()["importance"]):
        return "importance"
    place = next((name for name in (*_LEVELS, "point") if any(word in path for word in _words()[name])), "")
    if not place:
        return ""
    for kind in ("weight", "code", "name"):
        if any(word in path for word in _words()[kind]):
            return f"{place}.{kind}"
    return f"{place}.name"


class _Reading:
    def __init__(self, sheet: Sheet, source: str, columns: dict[str, int]) -> None:
        self.sheet = sheet
        self.where = Place(file=source, sheet=sheet.name)
        self.columns = columns
        self.scopes: dict[str, Scope] = {}
        self.elements: list[Element] = []
        self.findings: list[Finding] = []

    def table(self) -> ElementTable:
        scopes, elements = tuple(self.scopes.values()), tuple(self.elements)
        return ElementTable(sheet=self.sheet.name, scopes=scopes, elements=elements)

    def read(self, first: int) -> None:
        codes = ["", "", ""]
        for row, values in self.sheet.rows[first:]:
            for number, level in enumerate(_LEVELS):
                name, code = self.text(values, f"{level}.name"), self.text(values, f"{level}.code")
                if name or code:
                    # A table without codes of its own is told apart by names.
                    codes[number:] = [code or name, *[""] * (2 - number)]
                    self.scope(codes, number, name, self.weight(row, values, f"{level}.weight"), row)
            if name := self.text(values, "point.name"):
                code = self.text(values, "point.code")
                whole = code if "-" in code else "-".join(part for part in (*codes, code) if part)
                self.elements.append(Element(code=whole, name=name, importance=self.text(values, "importance")))
        self.findings += self.sums()

    def text(self, values: list[Any], name: str) -> str:
        at = self.columns.get(name, -1)
        value = values[at] if 0 <= at < len(values) else ""
        return number_text(value) if isinstance(value, float) else str(value).strip()

    def weight(self, row: int, values: list[Any], name: str) -> float | None:
        text = self.text(values, name)
        try:
            return float(text.rstrip("%％")) if text else None
        except ValueError:
            at = self.columns[name]
            place = self.where.model_copy(update={"row": row + 1, "column": letters(at)})
            self.findings.append(fault("I512", place, value=text))
            return None

    def scope(self, codes: list[str], number: int, name: str, weight: float | None, row: int) -> None:
        code = "-".join(part for part in codes[: number + 1] if part)
        self.scopes.setdefault(code, Scope(code=code, name=name, level=number + 1, weight=weight, row=row))

    def sums(self) -> Iterator[Finding]:
        """The weights under a 鉴定范围 add up to its own; those of the first level to 100."""
        for parent in (None, *self.scopes.values()):
            level = parent.level + 1 if parent else 1
            start = f"{parent.code}-" if parent else ""
            inner = [entry for entry in self.scopes.values() if entry.level == level and entry.code.startswith(start)]
            weights = [entry.weight for entry in inner if entry.weight is not None]
            wanted = parent.weight if parent else 100
            if not weights or len(weights) < len(inner) or wanted is None or abs(sum(weights) - wanted) < 0.01:
                continue
            total, due = number_text(sum(weights)), number_text(wanted)
            name = parent.name if parent else str(self.sheet.name)
            yield fault("I513", self.where, name=name, total=total, wanted=due)
