"""The two-way sheet of a blueprint before it is written, and whether it is the place where rows are changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from authoring.bank.syllabus import Syllabus
from authoring.intake.notation import plain_number
from authoring.papers.blueprint import Blueprint, Measure, Row, SectionPlan
from authoring.papers.two_way.layout import Column, Layout, layout, limits_text, line_text
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.reading import read_two_way
from authoring.papers.wording import listing
from authoring.papers.workbook_cells import Reading
from authoring.texts import say

__all__ = ["FIRST", "HEADS", "TOP", "TwoWaySheet", "two_way_sheet"]

TOP = 2
"""Rows above the head: the title, and which sheet leads."""
HEADS = 3
FIRST = TOP + HEADS
"""First row of the lines; rows count from 0."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """A column at the right that adds up columns which share out the same questions."""

    at: int
    measure: Measure
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TwoWaySheet:
    """A blueprint as a two-way table, before it is written."""

    blueprint: Blueprint
    syllabus: Syllabus | None
    layout: Layout
    leads: bool
    """Whether reading the sheet gives all rows of the blueprint: then it is the place where they are changed."""

    @property
    def labels(self) -> int:
        """Columns of labels: domains, and points where there are any."""
        return 2 if any("-" in code for codes in self.layout.lines for code in codes) else 1

    @property
    def sums(self) -> tuple[_Sum, ...]:
        found: list[_Sum] = []
        at = self.labels + len(self.layout.columns)
        for measure in Measure:
            sets = [(_dims(column), n) for n, column in enumerate(self.layout.columns) if column.measure is measure]
            if sets and sets[0][0]:
                parts = tuple(self.labels + n for dims, n in sets if dims == sets[0][0])
                found.append(_Sum(at + len(found), measure, parts))
        return tuple(found) if self.leads else ()

    def head(self) -> list[list[str]]:
        """Three rows of words over the columns; the labels' stand in the first of them."""
        heads = [self.layout.heads(column, self.blueprint) for column in self.layout.columns]
        total = say("blueprint_table.sheet.total")
        heads += [(total, total, say(f"papers.workbook.measure.{entry.measure}")) for entry in self.sums]
        labels = [say("blueprint_table.sheet.domain"), say("blueprint_table.sheet.point")][: self.labels]
        return [[*(labels if n == 0 else [""] * self.labels), *(head[n] for head in heads)] for n in range(HEADS)]

    def lines(self) -> Iterator[list[Any]]:
        """Labels and amounts of each line, None for empty cells."""
        for codes in self.layout.lines:
            cells = [self.layout.cells.get((codes, column)) for column in self.layout.columns]
            yield [*self._label(codes), *(None if row is None else _shown(row) for row in cells)]

    def _label(self, codes: tuple[str, ...]) -> list[str]:
        text = line_text(codes, self.syllabus)
        if self.labels == 1:
            return [text]
        if len(codes) != 1:
            return ["", text]
        domain, _, point = codes[0].partition("-")
        return [line_text([domain], self.syllabus), text if point else ""]

    def page(self) -> Page:
        """The sheet as it is read back, sums left out."""
        head = self.head()
        body = [["" if value is None else value for value in line] for line in self.lines()]
        width = len(head[0])
        rows = [[text] + [""] * (width - 1) for text in (self.blueprint.title, self.said())]
        name = say("blueprint_table.sheet.name")
        merged = [((TOP, at), (FIRST - 1, at)) for at in range(self.labels)]
        return Page("", name, [*rows, *head, *(line + [""] * (width - len(line)) for line in body)], merged)

    def count_formula(self, section: SectionPlan) -> str:
        """The questions of a section as the sum of its columns; empty where they are not all there."""
        total = next((entry for entry in self.sums if entry.measure is Measure.COUNT), None)
        columns = (
            [at for at in total.parts if self._inside(self.layout.columns[at - self.labels], section)] if total else []
        )
        mine = {self.layout.columns[at - self.labels] for at in columns}
        counts = [row.at_least or 0 for (_, column), row in self.layout.cells.items() if column in mine]
        if not columns or sum(counts) != section.count:
            return ""
        row = FIRST + len(self.layout.lines)
        name = say("blueprint_table.sheet.name")
        return "=" + "+".join(f"'{name}'!{xl_rowcol_to_cell(row, at)}" for at in columns)

    def _inside(self, column: Column, section: SectionPlan) -> bool:
        kinds = dict(column.chosen).get("types", ())
        homes = [plan.id for plan in self.blueprint.sections if set(kinds) & set(plan.types)]
        return column.section == section.id or (not column.section and homes == [section.id])

    def said(self) -> str:
        """Which sheet leads, and the rows that this one has no cell for."""
        if self.leads:
            return say("blueprint_table.sheet.lead")
        beside = listing(map(str, self.layout.beside))
        said = say("blueprint_table.sheet.view")
        return said + (say("blueprint_table.sheet.beside", rows=beside) if beside else "")


def two_way_sheet(blueprint: Blueprint, syllabus: Syllabus | None = None) -> TwoWaySheet:
    """The two-way table of a blueprint. It leads where reading it gives the same rows again."""
    laid_out = layout(blueprint)
    leading = TwoWaySheet(blueprint, syllabus, laid_out, leads=True)
    if not blueprint.rows or laid_out.beside or any(row.at_least != row.at_most for row in blueprint.rows):
        return TwoWaySheet(blueprint, syllabus, laid_out, leads=False)
    reading = Reading("")
    plain = read_two_way(leading.page(), reading, blueprint.model_dump(mode="json", exclude={"rows"}), syllabus)
    same = plain is not None and not reading.findings and "rows" in plain
    if same and plain:
        found = Blueprint.model_validate(plain)
        same = found.rows == blueprint.rows and found.sections == blueprint.sections
    return leading if same else TwoWaySheet(blueprint, syllabus, laid_out, leads=False)


def _dims(column: Column) -> frozenset[str]:
    return frozenset({*(("section",) if column.section else ()), *(field for field, _ in column.chosen)})


def _shown(row: Row) -> int | float | str:
    """One number as a number, limits as a text."""
    if row.at_least is not None and row.at_least == row.at_most:
        return plain_number(row.at_least)
    return limits_text(row.at_least, row.at_most)
