"""A blueprint laid out as a two-way table: lines of domains and points, columns of sections, types and levels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint, Measure, Row
from authoring.papers.two_way.words import CHOSEN
from authoring.papers.wording import listing, number
from authoring.questions import Cognitive, Level, QuestionType
from authoring.texts import say

__all__ = ["Column", "Layout", "layout", "limits_text", "line_text", "place_of"]

_GRADES = {(1, 2): "easy", (3,): "middle", (4, 5): "hard"}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column counts: a choice of one value by field, perhaps in a section."""

    section: str
    chosen: tuple[tuple[str, tuple[str | int, ...]], ...]
    measure: Measure


@dataclass(frozen=True, slots=True)
class Layout:
    columns: tuple[Column, ...]
    lines: tuple[tuple[str, ...], ...]
    """Codes of each line."""
    cells: Mapping[tuple[tuple[str, ...], Column], Row]
    beside: tuple[int, ...]
    """Numbers (1-based) of the rows that no cell can hold."""

    def heads(self, column: Column, blueprint: Blueprint) -> tuple[str, str, str]:
        """Three words over a column, from the top down."""
        section = blueprint.section(column.section)
        names = [(say("blueprint_table.group.section"), section.title)] if section else []
        names += [(say(f"blueprint_table.group.{field}"), _word(field, values)) for field, values in column.chosen]
        measure = say(f"papers.workbook.measure.{column.measure}")
        if not names:
            return say("blueprint_table.sheet.whole"), "", measure
        first = names[0][0] if len(names) == 1 else names[0][1]
        return first, names[-1][1], measure


def layout(blueprint: Blueprint) -> Layout:
    """Each row that names at most two things besides its points, each of one value, in a cell."""
    placed = [place_of(row) for row in blueprint.rows]
    cells: dict[tuple[tuple[str, ...], Column], Row] = {}
    beside = []
    for n, (row, at) in enumerate(zip(blueprint.rows, placed, strict=True), start=1):
        if at is None or at in cells:
            beside.append(n)
        else:
            cells[at] = row
    order = [section.id for section in blueprint.sections]
    columns = sorted({column for _, column in cells}, key=lambda column: _rank(column, blueprint, order))
    return Layout(tuple(columns), tuple(dict.fromkeys(codes for codes, _ in cells)), cells, tuple(beside))


def place_of(row: Row) -> tuple[tuple[str, ...], Column] | None:
    """Codes of the line and the column of a row; None where a two-way table has no cell for it."""
    select = row.select
    chosen = []
    for field in CHOSEN:
        values = tuple(str(value) if isinstance(value, str) else value for value in getattr(select, field))
        if not values:
            continue
        if not (values in _GRADES if field == "difficulty" else len(values) == 1):
            return None
        chosen.append((field, values))
    if select.tags or len(chosen) + (row.section is not None) > 2:
        return None
    return select.knowledge_points, Column(row.section or "", tuple(chosen), row.measure)


def limits_text(low: Decimal | None, high: Decimal | None) -> str:
    """`5`, `14–32`, `≥15`, `≤20`."""
    if low is not None and low == high:
        return number(low)
    if low is not None and high is not None:
        return say("blueprint_table.sheet.between", low=number(low), high=number(high))
    name = "at_least" if high is None else "at_most"
    limit = low if high is None else high
    return say(f"blueprint_table.sheet.{name}", value=number(limit or Decimal(0)))


def line_text(codes: Sequence[str], syllabus: Syllabus | None) -> str:
    """`D03 燃料燃烧与能源排放核算`, `D11、D12`; the words for all of them."""
    if not codes:
        return say("blueprint_table.sheet.all")
    names = syllabus.names if syllabus else {}
    return f"{codes[0]} {names.get(codes[0], '')}".strip() if len(codes) == 1 else listing(codes)


def _word(field: str, values: Sequence[str | int]) -> str:
    if field == "difficulty":
        return say(f"blueprint_table.sheet.{_GRADES[tuple(map(int, values))]}")
    kind = {"types": "question_type", "cognitive": "cognitive", "levels": "level"}[field]
    return say(f"label.{kind}.{values[0]}")


def _rank(column: Column, blueprint: Blueprint, order: Sequence[str]) -> tuple[object, ...]:
    """Sections and types first, in the order of the paper; then levels in theirs; questions before marks."""
    chosen = dict(column.chosen)
    kinds: Iterable[str] = map(str, chosen.get("types", ()))
    home = next((n for kind in kinds for n, plan in enumerate(blueprint.sections) if kind in plan.types), -1)
    dims = tuple(-int(field in chosen) for field in CHOSEN)
    enums = {"types": [*QuestionType], "cognitive": [*Cognitive], "levels": [*Level], "difficulty": [1, 2, 3, 4, 5]}
    places = tuple(tuple(enums[field].index(value) for value in chosen.get(field, ())) for field in CHOSEN)
    section = order.index(column.section) if column.section in order else home
    return not column.section, dims, section, places, column.measure.value, column.section
