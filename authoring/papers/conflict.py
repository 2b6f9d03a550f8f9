"""Why there is no paper: the smallest change that helps, and requirements that cannot be met together.

The change comes from an elastic model: every limit may give way at a price, and the cheapest way out is taken. The
clash is an irreducible set: it cannot be met as a whole, but without any one of its members it can.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from authoring.bank.syllabus import Syllabus
from authoring.errors import AssemblyError
from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.forms_model import FormsModel, Name, forms_model
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, Requirement
from authoring.papers.shortage import shortfall
from authoring.papers.shortfall import Shortfall
from authoring.papers.solver import Outcome, Solution
from authoring.texts import say

__all__ = ["clash", "shortfalls"]

FIRST_RESORT, LAST_RESORT = 1.0, 3.0
"""Prices of a missing question. Rows give way before the paper's sections, marks and time do."""
MOST_NODES = 20_000
MOST_NODES_OF_A_TRIAL = 500
MEASURABLE = 1e-6


def shortfalls(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], syllabus: Syllabus | None = None
) -> tuple[Shortfall, ...]:
    """The smallest change of limits with which there are forms. Raises AssemblyError when it is not found."""
    made = forms_model(blueprint, pool.seats, required)
    slack = _let_give_way(made, blueprint, required)
    solution = made.model.solve(nodes=MOST_NODES)
    if not solution.found:
        raise AssemblyError(say("papers.undecided", nodes=MOST_NODES))
    found = []
    taken = made.taken(solution)
    short = _short_sections(blueprint, required, taken)
    for entry in required:
        available = _available(entry, blueprint, taken, short)
        if available is not None:
            found.append(shortfall(entry.name, available, blueprint, pool, syllabus))
    beyond = _whole(solution, slack.get((Kind.OVERLAP, "")))
    if beyond:
        available = Decimal(blueprint.shared + beyond)
        found.append(shortfall((Kind.OVERLAP, ""), available, blueprint, pool, syllabus))
    return tuple(found)


def _whole(solution: Solution, slack: tuple[int | None, int | None] | None) -> int:
    """The whole number that a limit was exceeded by."""
    return int(np.rint(solution.values[slack[1]])) if slack is not None and slack[1] is not None else 0


def _short_sections(
    blueprint: Blueprint, required: Sequence[Requirement], taken: Sequence[Sequence[int]]
) -> dict[str, Decimal]:
    """Marks of the questions that each section lacks; below zero where it has too many."""
    lacking = {
        entry.place: section.count - entry.amount(taken[0])
        for entry in required
        if entry.kind is Kind.SECTION and (section := blueprint.section(entry.place)) is not None
    }
    return {s.id: lacking[s.id] * s.marks_each for s in blueprint.sections if s.marks_each is not None}


def _available(
    entry: Requirement, blueprint: Blueprint, taken: Sequence[Sequence[int]], short: dict[str, Decimal]
) -> Decimal | None:
    """The limit that the forms found do keep; None where they keep the blueprint's own."""
    amounts = [entry.amount(form) for form in taken]
    if entry.kind is Kind.MARKS:
        amounts = [amount + sum(short.values()) for amount in amounts]
    if entry.lower is not None and min(amounts) < entry.lower:
        return min(amounts)
    if entry.upper is not None and max(amounts) > entry.upper:
        return max(amounts)
    return None


def _let_give_way(
    made: FormsModel, blueprint: Blueprint, required: Sequence[Requirement]
) -> dict[Name, tuple[int | None, int | None]]:
    """Adds what is missing below and what is too much above each limit as columns, the same for all forms."""
    model, slack = made.model, {}
    marks = made.rows[Kind.MARKS, ""]
    for name, price, low, high in _prices(blueprint, required):
        below = model.column(cost=price) if low else None
        above = model.column(cost=price) if high else None
        slack[name] = (below, above)
        for column, sign in ((below, 1.0), (above, -1.0)):
            if column is None:
                continue
            for row in made.rows[name]:
                model.extend(row, column, sign)
            section = blueprint.section(name[1]) if name[0] is Kind.SECTION else None
            if section is not None and section.marks_each is not None:
                for row in marks:
                    model.extend(row, column, sign * float(section.marks_each))
    return slack


def _prices(blueprint: Blueprint, required: Sequence[Requirement]) -> Iterator[tuple[Name, float, bool, bool]]:
    """Each limit that may give way: its name, the price of one unit, and whether it limits below and above."""
    mean_marks = float(blueprint.marks) / blueprint.size
    mean_seconds = blueprint.minutes * 60 / blueprint.size
    for entry in required:
        match entry.kind:
            case Kind.AT_LEAST | Kind.AT_MOST:
                unit = 1.0 if blueprint.rows[int(entry.place)].measure is Measure.COUNT else mean_marks
                price = FIRST_RESORT / unit
            case Kind.SECTION:
                price = LAST_RESORT
            case Kind.MARKS:
                price = LAST_RESORT / mean_marks
            case Kind.MINUTES | Kind.SECTION_MINUTES:
                price = LAST_RESORT / mean_seconds
            case _:
                continue
        yield entry.name, price, entry.lower is not None, entry.upper is not None
    if blueprint.forms > 1 and blueprint.shared:
        yield (Kind.OVERLAP, ""), LAST_RESORT, False, True


def clash(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], to_blame: Sequence[Name]
) -> tuple[Name, ...]:
    """An irreducible set of requirements that cannot be met together, in the blueprint's order.

    Members of `to_blame` are kept as long as possible, so that the set and the shortfalls speak of the same things.
    """
    base = forms_model(blueprint, pool.seats, required)
    every = [name for name in dict.fromkeys(base.model.names) if name[0] is not Kind.ONCE]
    continuous = base.model.solve(relaxed=True).outcome is Outcome.INFEASIBLE

    def impossible(names: Sequence[Name]) -> bool:
        without = set(every) - set(names)
        trial = base.model.solve(relaxed=continuous, without=without, nodes=MOST_NODES_OF_A_TRIAL)
        return trial.outcome is Outcome.INFEASIBLE

    kept = _certificate(blueprint, pool, required, every) if continuous else every
    if not impossible(kept):
        kept = every
    for name in sorted(kept, key=lambda entry: entry in to_blame):
        fewer = [other for other in kept if other != name]
        if impossible(fewer):
            kept = fewer
    return tuple(kept)


def _certificate(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], every: Sequence[Name]
) -> list[Name]:
    """Requirements that already clash when half questions are allowed: those with a price in the elastic model."""
    elastic = forms_model(blueprint, pool.seats, required)
    _let_give_way(elastic, blueprint, required)
    duals = elastic.model.solve(relaxed=True).duals
    priced = {elastic.model.names[n] for n in np.flatnonzero(np.abs(duals) > MEASURABLE)}
    rigid = {Kind.FIXED, Kind.ENEMIES, Kind.OVERLAP}
    return [name for name in every if name in priced or name[0] in rigid]
