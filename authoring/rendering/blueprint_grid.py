"""A blueprint as the two-way table (双向细目表) that exam boards know: domains down, sections and levels across."""

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint, Row, Selection
from authoring.papers.wording import number, unit
from authoring.questions import Cognitive, QuestionType
from authoring.records import Record
from authoring.texts import say

__all__ = ["Column", "Grid", "Line", "blueprint_grid"]

Across = tuple[str, str]
"""What a row is counted in: the paper or a section (its id), a type or a cognitive level."""
WHOLE = ("section", "")


class Column(Record):
    group: str
    """Heading above; equal neighbours belong together."""
    name: str


class Line(Record):
    name: str
    cells: tuple[str, ...]


class Grid(Record):
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    """Domains, and at the end what holds for all of them."""
    totals: tuple[Line, ...]
    """Questions, marks each, marks and minutes."""
    beside: tuple[int, ...]
    """Numbers (1-based) of the rows that no cell of such a table can hold."""


def blueprint_grid(blueprint: Blueprint, syllabus: Syllabus) -> Grid:
    """Rows whose selection names at most a domain and a section, a type or a cognitive level, in a cell each."""
    placed = [_place(row) for row in blueprint.rows]
    columns: list[Across] = [WHOLE, *(("section", section.id) for section in blueprint.sections)]
    columns += [("type", kind.value) for kind in QuestionType if any(at and at[1] == ("type", kind) for at in placed)]
    columns += [("level", name.value) for name in Cognitive if any(at and at[1] == ("level", name) for at in placed)]
    down = sorted({at[0] for at in placed if at}, key=lambda codes: (not codes, codes))
    cells: dict[tuple[tuple[str, ...], Across], list[str]] = {}
    for row, at in zip(blueprint.rows, placed, strict=True):
        if at:
            cells.setdefault(at, []).append(_limits(row))
    return Grid(
        columns=tuple(_column(across, blueprint) for across in columns),
        lines=tuple(
            Line(name=_named(codes, syllabus), cells=tuple("；".join(cells.get((codes, at), ())) for at in columns))
            for codes in down
        ),
        totals=_totals(blueprint, len(columns)),
        beside=tuple(n for n, at in enumerate(placed, start=1) if at is None),
    )


def _place(row: Row) -> tuple[tuple[str, ...], Across] | None:
    """The line and the column of a row; None where a two-way table has no place for it."""
    chosen = row.select
    bare = Selection(knowledge_points=chosen.knowledge_points)
    if chosen == bare:
        return chosen.knowledge_points, ("section", row.section or "")
    if row.section is not None:
        return None
    if len(chosen.types) == 1 and chosen == bare.model_copy(update={"types": chosen.types}):
        return chosen.knowledge_points, ("type", chosen.types[0].value)
    if len(chosen.cognitive) == 1 and chosen == bare.model_copy(update={"cognitive": chosen.cognitive}):
        return chosen.knowledge_points, ("level", chosen.cognitive[0].value)
    return None


def _column(across: Across, blueprint: Blueprint) -> Column:
    kind, name = across
    if across == WHOLE:
        return Column(group="", name=say("report.grid.whole"))
    if kind == "section":
        section = blueprint.section(name)
        return Column(group=say("report.grid.sections"), name=section.title if section else name)
    if kind == "type":
        return Column(group=say("report.grid.types"), name=say(f"label.question_type.{name}"))
    return Column(group=say("report.grid.levels"), name=say(f"label.cognitive.{name}"))


def _named(codes: tuple[str, ...], syllabus: Syllabus) -> str:
    if not codes:
        return say("report.grid.all")
    if len(codes) > 1:
        return "、".join(codes)
    return f"{codes[0]} {syllabus.names.get(codes[0], '')}".strip()


def _limits(row: Row) -> str:
    low, high = (None if limit is None else number(limit) for limit in (row.at_least, row.at_most))
    name = "none"
    if low is not None and high is not None:
        name = "exactly" if low == high else "between"
    elif low is not None or high is not None:
        name = "at_least" if high is None else "at_most"
    return say(f"report.grid.{name}", low=low, high=high, unit=unit(row.measure))


def _totals(blueprint: Blueprint, width: int) -> tuple[Line, ...]:
    plans = blueprint.sections
    each = [None if plan.marks_each is None else number(plan.marks_each) for plan in plans]
    sums = [None if plan.marks_each is None else number(plan.count * plan.marks_each) for plan in plans]
    values = {
        "questions": [str(blueprint.size), *(str(plan.count) for plan in plans)],
        "each": ["", *(value or say("report.grid.own") for value in each)],
        "marks": [number(blueprint.marks), *(value or "" for value in sums)],
        "minutes": [str(blueprint.minutes), *("" if plan.minutes is None else str(plan.minutes) for plan in plans)],
    }
    return tuple(
        Line(name=say(f"report.grid.total_{name}"), cells=tuple(cells + [""] * (width - len(cells))))
        for name, cells in values.items()
    )
