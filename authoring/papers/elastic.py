"""The smallest change with which there would be forms.

An elastic model lets every limit give way at a price, and the cheapest way out is taken. Rows give way before the
sections, the total and common questions do; fewer changed limits are better than many. Small pools have the exact model
of all forms, large ones that of all forms taken together, whose answer is tried out before it is given.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.engine.choosing import promising, union_model
from authoring.papers.engine.exact import Exact, exact_model
from authoring.papers.engine.problem import Floats, Ints, Problem
from authoring.papers.engine.sifting import sift
from authoring.papers.engine.solver import Outcome
from authoring.papers.engine.union import Extra, Union
from authoring.papers.engine.watch import Watch
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, Name, Requirement
from authoring.papers.stock import HALF

__all__ = ["SMALL", "Elastic", "elastic_model", "missed"]

FIRST_RESORT, LAST_RESORT = 1.0, 3.0
"""Prices of a question by which a row, or the paper itself, gives way. Marks and seconds cost in proportion."""
CHANGE = 0.5
"""Price of changing a limit at all."""
GAP = 0.005
"""How far the price may be from the smallest, as a share of it."""
MOST_NODES = 20_000
SMALL = 2_000
"""Columns up to which the exact model of all forms is used; beyond, it takes longer than anybody waits."""
OVERLAP = (Kind.OVERLAP, "")


@dataclass(frozen=True)
class Elastic:
    made: Exact
    beyond: dict[Name, int]
    """Column that says by how much the upper limit of a requirement is exceeded."""


@dataclass(frozen=True)
class _Price:
    name: Name
    scale: int
    each: float
    below: float = 0.0
    """The furthest that it may be below its limit; 0 for never."""
    above: float = 0.0


def missed(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], asked: Problem, watch: Watch
) -> dict[Name, Decimal]:
    """What each requirement that must give way can have at the most, or must have at the least; empty when stopped.

    The exact model may take half of the watch's work; what it has not finished by then is left to the other.
    """
    if asked.width <= SMALL:
        found = _missed_exactly(blueprint, required, asked, watch.within(watch.left / 2))
        if found or watch.should_stop():
            return found
    return _missed_together(blueprint, required, asked, pool.stock.taste(0)[pool.questions], watch)


def _missed_exactly(
    blueprint: Blueprint, required: Sequence[Requirement], asked: Problem, watch: Watch
) -> dict[Name, Decimal]:
    elastic = elastic_model(blueprint, required, asked)
    solution = elastic.made.model.solve(gap=GAP, nodes=MOST_NODES, watch=watch)
    if solution.outcome is not Outcome.SOLVED:
        return {}
    taken = elastic.made.taken(solution)
    lacking = _lacking_marks(blueprint, required, taken)
    found = {}
    for entry in required:
        available = _available(entry, taken, lacking)
        if available is not None:
            found[entry.name] = available
    beyond = int(np.rint(solution.values[elastic.beyond[OVERLAP]])) if OVERLAP in elastic.beyond else 0
    return found | ({OVERLAP: Decimal(blueprint.shared + beyond)} if beyond else {})


def _missed_together(
    blueprint: Blueprint, required: Sequence[Requirement], asked: Problem, taste: Floats, watch: Watch
) -> dict[Name, Decimal]:
    """The same from the union of all forms, each giving way by the forms' mean."""
    union = Union(replace(asked, cost=1e-4 * taste))
    rows = {row.name: n for n, row in enumerate(union.rows)}
    names: list[tuple[Name, float]] = []
    for price in _prices(blueprint, required, asked):
        for most, sign in ((price.below, 1.0), (price.above, -1.0)):
            if most:
                union.extras.append(Extra(price.each, _together(blueprint, asked, rows, price, sign)))
                names.append((price.name, sign))
    relaxation = sift(union, watch)
    if relaxation is None or not relaxation.feasible:
        return {}
    candidates, _ = promising(relaxation, union, relaxation.used + max(300, relaxation.used // 2))
    model, _, extras = union_model(union, candidates)
    solution = model.solve(gap=GAP, nodes=MOST_NODES, watch=watch)
    if not solution.found:
        return {}
    limits = {entry.name: entry for entry in required}
    found: dict[Name, Decimal] = {}
    for (name, sign), value in zip(names, solution.values[extras], strict=True):
        if value > 1e-6:
            moved = _moved(limits.get(name), sign, float(value), blueprint)
            entry = limits.get(name)
            if entry is None or moved != (entry.lower if sign > 0 else entry.upper):
                found[name] = moved
    return found


def _moved(entry: Requirement | None, sign: float, value: float, blueprint: Blueprint) -> Decimal:
    """A limit moved by a value, to the next that whole questions or half marks can reach."""
    if entry is None:
        return Decimal(blueprint.shared + int(np.ceil(value - 1e-6)))
    step = {1: Decimal(1), HALF: Decimal(1) / HALF}.get(entry.scale, Decimal("0.01"))
    steps = (Decimal(repr(round(value, 6))) / step).to_integral_value(ROUND_CEILING) * step
    tight = entry.limit()
    if sign > 0:
        lower = Decimal(repr(tight.lower)) / entry.scale
        moved = max(Decimal(0), ((lower - steps) / step).to_integral_value(ROUND_FLOOR) * step)
        return moved if entry.lower is None else min(entry.lower, moved)
    moved = Decimal(repr(tight.upper)) / entry.scale + steps
    return moved if entry.upper is None else max(entry.upper, moved)


def _together(
    blueprint: Blueprint, asked: Problem, rows: dict[Hashable, int], price: _Price, sign: float
) -> dict[int, float]:
    """What one unit of giving way counts in the union's rows."""
    if price.name == OVERLAP:
        return {rows[OVERLAP]: sign * asked.forms * (asked.forms - 1) / 2}
    counts = {rows[price.name]: sign * price.scale * asked.forms}
    section = blueprint.section(price.name[1]) if price.name[0] is Kind.SECTION else None
    if section is not None and section.marks_each is not None:
        counts[rows[Kind.MARKS, ""]] = sign * float(section.marks_each) * HALF * asked.forms
    return counts


def elastic_model(blueprint: Blueprint, required: Sequence[Requirement], asked: Problem) -> Elastic:
    """The forms' model, with columns for what is missing below and what is too much above each limit.

    A change is the same for all forms. A question that a section lacks has the section's marks all the same, so that
    the total need not change too.
    """
    made = exact_model(asked, priced=False)
    beyond: dict[Name, int] = {}
    for price in _prices(blueprint, required, asked):
        if price.below:
            _give_way(made, blueprint, price, 1.0, price.below)
        if price.above:
            beyond[price.name] = _give_way(made, blueprint, price, -1.0, price.above)
    return Elastic(made, beyond)


def _give_way(made: Exact, blueprint: Blueprint, price: _Price, sign: float, most: float) -> int:
    model = made.model
    column = model.column(cost=price.each)
    changed = model.column(cost=CHANGE, upper=1, whole=True)
    model.row("changed", np.array([column, changed]), np.array([1.0, -most]), upper=0)
    one = np.array([column])
    for row in made.rows[price.name]:
        model.extend(row, one, sign * price.scale)
    kind, place = price.name
    section = blueprint.section(place) if kind is Kind.SECTION else None
    if section is not None and section.marks_each is not None:
        for row in made.rows[Kind.MARKS, ""]:
            model.extend(row, one, sign * float(section.marks_each) * HALF)
    return column


def _prices(blueprint: Blueprint, required: Sequence[Requirement], asked: Problem) -> Iterator[_Price]:
    size, marks = float(blueprint.size), float(blueprint.marks)
    for entry in required:
        name, scale = entry.name, entry.scale
        match entry.kind:
            case Kind.AT_LEAST | Kind.AT_MOST:
                counted = blueprint.rows[int(entry.place)].measure is Measure.COUNT
                each, most = (FIRST_RESORT, size) if counted else (FIRST_RESORT * size / marks, marks)
                below = max(0.0, entry.limit().lower / scale)  # tightened, it may ask for more than the row says
                yield _Price(name, scale, each, below, most if entry.upper is not None else 0.0)
            case Kind.SECTION:
                yield _section_price(entry, blueprint, marks / size)
            case Kind.MARKS:
                yield _Price(name, scale, LAST_RESORT * size / marks, marks, marks)
            case Kind.MINUTES | Kind.SECTION_MINUTES:
                longest = size * int(entry.amounts.max(initial=1))
                yield _Price(name, scale, FIRST_RESORT * size / (blueprint.minutes * 60), above=longest)
            case Kind.INFORMATION:
                most = float(entry.lower or entry.upper or 1)
                above = size if entry.upper is not None else 0.0
                yield _Price(name, scale, FIRST_RESORT * size / most, float(entry.lower or 0), above)
    if asked.forms > 1 and asked.shared:
        yield _Price(OVERLAP, 1, LAST_RESORT, above=size)


def _section_price(entry: Requirement, blueprint: Blueprint, mean_marks: float) -> _Price:
    section = blueprint.section(entry.place)
    worth = float(section.marks_each or 0) / mean_marks if section is not None else 0.0
    too_many = float(blueprint.size) if blueprint.fixed else 0.0  # only fixed questions can overfill a section
    return _Price(entry.name, 1, LAST_RESORT * max(1.0, worth), float(entry.lower or 0), too_many)


def _lacking_marks(blueprint: Blueprint, required: Sequence[Requirement], taken: Sequence[Ints]) -> Decimal:
    """Marks of the questions that sections lack, where the sections say what a question is worth."""
    lacking = Decimal(0)
    for entry in required:
        section = blueprint.section(entry.place) if entry.kind is Kind.SECTION else None
        if section is not None and section.marks_each is not None:
            lacking += (section.count - entry.amount(taken[0])) * section.marks_each
    return lacking


def _available(entry: Requirement, taken: Sequence[Ints], lacking: Decimal) -> Decimal | None:
    """The limit that the forms found do keep; None where they keep the blueprint's own."""
    amounts = [entry.amount(form) + (lacking if entry.kind is Kind.MARKS else 0) for form in taken]
    if entry.lower is not None and min(amounts) < entry.lower:
        return min(amounts)
    if entry.upper is not None and max(amounts) > entry.upper:
        return max(amounts)
    return None
