"""The smallest change with which there would be forms.

An elastic model lets every limit give way at a price, and the cheapest way out is taken. Rows give way before the
sections, the total and common questions do; fewer changed limits are better than many.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from authoring.bank.syllabus import Syllabus
from authoring.errors import AssemblyError
from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.forms_model import FormsModel, Name, forms_model
from authoring.papers.pool import Pool, Seat
from authoring.papers.requirements import Kind, Requirement
from authoring.papers.shortage import shortfall
from authoring.papers.shortfall import Shortfall
from authoring.texts import say

__all__ = ["Elastic", "elastic_model", "shortfalls"]

FIRST_RESORT, LAST_RESORT = 1.0, 3.0
"""Prices of a question by which a row, or the paper itself, gives way. Marks and seconds cost in proportion."""
CHANGE = 0.5
"""Price of changing a limit at all."""
GAP = 0.005
"""How far the price may be from the smallest, as a share of it."""
MOST_NODES = 20_000
OVERLAP = (Kind.OVERLAP, "")


@dataclass(frozen=True)
class Elastic:
    made: FormsModel
    beyond: dict[Name, int]
    """Column that says by how much the upper limit of a requirement is exceeded."""


@dataclass(frozen=True)
class _Price:
    name: Name
    each: float
    below: float = 0.0
    """The furthest that it may be below its limit; 0 for never."""
    above: float = 0.0


def shortfalls(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], syllabus: Syllabus | None = None
) -> tuple[Shortfall, ...]:
    """The smallest change of limits with which there are forms. Raises AssemblyError when it is not found."""
    elastic = elastic_model(blueprint, pool.seats, required)
    solution = elastic.made.model.solve(gap=GAP, nodes=MOST_NODES)
    if not solution.found:
        raise AssemblyError(say("papers.undecided", nodes=MOST_NODES))
    taken = elastic.made.taken(solution)
    lacking = _lacking_marks(blueprint, required, taken)
    found = []
    for entry in required:
        available = _available(entry, taken, lacking)
        if available is not None:
            found.append(shortfall(entry.name, available, blueprint, pool, syllabus))
    beyond = int(np.rint(solution.values[elastic.beyond[OVERLAP]])) if OVERLAP in elastic.beyond else 0
    if beyond:
        found.append(shortfall(OVERLAP, Decimal(blueprint.shared + beyond), blueprint, pool, syllabus))
    return tuple(found)


def elastic_model(blueprint: Blueprint, seats: Sequence[Seat], required: Sequence[Requirement]) -> Elastic:
    """The forms' model, with columns for what is missing below and what is too much above each limit.

    A change is the same for all forms. A question that a section lacks has the section's marks all the same, so that
    the total need not change too.
    """
    made = forms_model(blueprint, seats, required)
    beyond: dict[Name, int] = {}
    for price in _prices(blueprint, seats, required):
        if price.below:
            _give_way(made, blueprint, price, 1.0, price.below)
        if price.above:
            beyond[price.name] = _give_way(made, blueprint, price, -1.0, price.above)
    return Elastic(made, beyond)


def _give_way(made: FormsModel, blueprint: Blueprint, price: _Price, sign: float, most: float) -> int:
    model = made.model
    column = model.column(cost=price.each)
    changed = model.column(cost=CHANGE, upper=1, whole=True)
    model.row("changed", {column: 1.0, changed: -most}, upper=0)
    for row in made.rows[price.name]:
        model.extend(row, column, sign)
    kind, place = price.name
    section = blueprint.section(place) if kind is Kind.SECTION else None
    if section is not None and section.marks_each is not None:
        for row in made.rows[Kind.MARKS, ""]:
            model.extend(row, column, sign * float(section.marks_each))
    return column


def _prices(blueprint: Blueprint, seats: Sequence[Seat], required: Sequence[Requirement]) -> Iterator[_Price]:
    size, marks = float(blueprint.size), float(blueprint.marks)
    longest = size * max((seat.question.seconds for seat in seats), default=1)
    for entry in required:
        name = entry.name
        match entry.kind:
            case Kind.AT_LEAST | Kind.AT_MOST:
                counted = blueprint.rows[int(entry.place)].measure is Measure.COUNT
                each, most = (FIRST_RESORT, size) if counted else (FIRST_RESORT * size / marks, marks)
                below = float(entry.lower or 0)
                yield _Price(name, each, below, most if entry.upper is not None else 0.0)
            case Kind.SECTION:
                yield _section_price(entry, blueprint, marks / size)
            case Kind.MARKS:
                yield _Price(name, LAST_RESORT * size / marks, marks, marks)
            case Kind.MINUTES | Kind.SECTION_MINUTES:
                yield _Price(name, FIRST_RESORT * size / (blueprint.minutes * 60), above=longest)
    if blueprint.forms > 1 and blueprint.shared:
        yield _Price(OVERLAP, LAST_RESORT, above=size)


def _section_price(entry: Requirement, blueprint: Blueprint, mean_marks: float) -> _Price:
    section = blueprint.section(entry.place)
    worth = float(section.marks_each or 0) / mean_marks if section is not None else 0.0
    too_many = float(blueprint.size) if blueprint.fixed else 0.0  # only fixed questions can overfill a section
    return _Price(entry.name, LAST_RESORT * max(1.0, worth), float(entry.lower or 0), too_many)


def _lacking_marks(blueprint: Blueprint, required: Sequence[Requirement], taken: Sequence[Sequence[int]]) -> Decimal:
    """Marks of the questions that sections lack, where the sections say what a question is worth."""
    lacking = Decimal(0)
    for entry in required:
        section = blueprint.section(entry.place) if entry.kind is Kind.SECTION else None
        if section is not None and section.marks_each is not None:
            lacking += (section.count - entry.amount(taken[0])) * section.marks_each
    return lacking


def _available(entry: Requirement, taken: Sequence[Sequence[int]], lacking: Decimal) -> Decimal | None:
    """The limit that the forms found do keep; None where they keep the blueprint's own."""
    amounts = [entry.amount(form) + (lacking if entry.kind is Kind.MARKS else 0) for form in taken]
    if entry.lower is not None and min(amounts) < entry.lower:
        return min(amounts)
    if entry.upper is not None and max(amounts) > entry.upper:
        return max(amounts)
    return None
