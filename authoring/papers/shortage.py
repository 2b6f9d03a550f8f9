"""Shortfalls in words: what a section or a row needs, what there is, and what lies out of reach."""

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal

import numpy as np

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, Name
from authoring.papers.shortfall import Shortfall
from authoring.papers.stock import HALF, Mask
from authoring.papers.wording import elsewhere_text, label, number, place_title, unit
from authoring.texts import say

__all__ = ["distinct_needed", "shortfall"]


def shortfall(name: Name, available: Decimal, blueprint: Blueprint, pool: Pool, syllabus: Syllabus | None) -> Shortfall:
    """The shortfall of one requirement, with its sentence."""
    kind, place = name
    needed = _needed(name, blueprint)
    words = {
        "title": _title(name, blueprint, syllabus),
        "needed": _amount(needed, kind),
        "available": _amount(available, kind),
        "missing": _amount(abs(needed - available), kind),
        "unit": _unit(name, blueprint),
    }
    wanted = _wanted(name, blueprint)
    demand, supply, reachable = None, None, None
    if wanted is not None and available < needed:
        demand, supply, reachable = _balance(name, needed, blueprint, pool, wanted)
    elsewhere = pool.elsewhere(wanted) if wanted and demand is not None else {}
    direction = "beyond" if available > needed and kind in (Kind.SECTION, Kind.MARKS) else "plain"
    said = say(f"papers.shortfall.{kind}.{direction}", **words)
    return Shortfall(
        kind=kind,
        place=place,
        needed=needed,
        available=available,
        missing=abs(needed - available),
        demand=demand,
        supply=supply,
        reachable=reachable,
        elsewhere=elsewhere,
        change=say(f"papers.change.{kind}", **words),
        sentence=said + _aside(demand, supply, elsewhere, blueprint.forms, words["unit"]),
    )


def distinct_needed(count: int, forms: int, shared: int) -> int:
    """How many different questions `forms` forms of `count` questions need when any two may have `shared` in common.

    A question in k forms is common to k·(k−1)/2 pairs; used as evenly as possible, they make the fewest pairs.
    """
    uses, pairs = forms * count, forms * (forms - 1) // 2
    for questions in range(count, uses):
        often, more = divmod(uses, questions)
        common = (questions - more) * often * (often - 1) // 2 + more * (often + 1) * often // 2
        if common <= pairs * shared:
            return questions
    return uses


def _needed(name: Name, blueprint: Blueprint) -> Decimal:
    kind, place = name
    match kind:
        case Kind.AT_LEAST:
            return blueprint.rows[int(place)].at_least or Decimal(0)
        case Kind.AT_MOST:
            return blueprint.rows[int(place)].at_most or Decimal(0)
        case Kind.MARKS:
            return blueprint.marks
        case Kind.MINUTES:
            return Decimal(blueprint.minutes * 60)
        case Kind.OVERLAP:
            return Decimal(blueprint.shared)
        case Kind.INFORMATION:
            wanted = blueprint.information[int(place)]
            return wanted.at_least if wanted.at_least is not None else wanted.at_most or Decimal(0)
    section = blueprint.section(place)
    assert section is not None  # noqa: S101  # places of these kinds are the blueprint's own sections
    return Decimal(section.count if kind is Kind.SECTION else (section.minutes or 0) * 60)


def _wanted(name: Name, blueprint: Blueprint) -> Callable[[Pool], Mask] | None:
    """Which seats would help; None where more questions are no help."""
    kind, place = name
    if kind is Kind.SECTION:
        return lambda pool: pool.within(place)
    if kind is not Kind.AT_LEAST:
        return None
    row = blueprint.rows[int(place)]
    return lambda pool: pool.within(row.section, row.select)


def _balance(
    name: Name, needed: Decimal, blueprint: Blueprint, pool: Pool, wanted: Callable[[Pool], Mask]
) -> tuple[Decimal, Decimal, Decimal]:
    """Questions or marks: what all forms need at the least, what the pool has, and what each form could have of it.

    As if this were the only requirement.
    """
    mask = wanted(pool)
    places = np.unique(pool.questions[mask])
    fixed = np.intersect1d(places, pool.stock.places(blueprint.fixed))
    if name[0] is Kind.AT_LEAST and blueprint.rows[int(name[1])].measure is Measure.MARKS:
        worth = np.zeros(len(pool.stock), np.int64)
        worth[pool.questions[mask]] = pool.halves[mask]
        given, supply = Decimal(int(worth[fixed].sum())) / HALF, Decimal(int(worth.sum())) / HALF
        forms = 1 if blueprint.shared or blueprint.anchors else blueprint.forms
        reachable = given + (supply - given) // forms
        return given + forms * max(Decimal(0), needed - given), supply, min(needed, reachable)

    common = len(fixed) + (blueprint.anchors if blueprint.forms > 1 else 0)

    def distinct(count: int) -> int:
        return min(count, common) + distinct_needed(max(0, count - common), blueprint.forms, blueprint.shared)

    most = next(count for count in range(int(needed), -1, -1) if count <= len(fixed) or distinct(count) <= len(places))
    return Decimal(distinct(int(needed))), Decimal(len(places)), Decimal(most)


def _title(name: Name, blueprint: Blueprint, syllabus: Syllabus | None) -> str:
    kind, place = name
    if kind in (Kind.AT_LEAST, Kind.AT_MOST):
        row = blueprint.rows[int(place)]
        return say(
            "papers.sentence.placed", place=place_title(row.section, blueprint), label=label(row.select, syllabus)
        )
    if kind is Kind.INFORMATION:
        return number(blueprint.information[int(place)].ability)
    return place_title(place or None, blueprint)


def _unit(name: Name, blueprint: Blueprint) -> str:
    if name[0] in (Kind.AT_LEAST, Kind.AT_MOST):
        return unit(blueprint.rows[int(name[1])].measure)
    return unit(Measure.MARKS if name[0] is Kind.MARKS else Measure.COUNT)


def _amount(value: Decimal, kind: Kind) -> str:
    """Questions and marks as they are, seconds as minutes with one decimal."""
    if kind not in (Kind.MINUTES, Kind.SECTION_MINUTES):
        return number(value)
    return number((value / 60).quantize(Decimal("0.1"), ROUND_CEILING))


def _aside(
    demand: Decimal | None, supply: Decimal | None, elsewhere: dict[str, int], forms: int, unit_name: str
) -> str:
    """In brackets: what all forms need, what the pool has, and what is out of reach."""
    parts = [elsewhere_text(elsewhere)]
    if demand is not None and supply is not None and (forms > 1 or supply >= demand):
        key = "papers.sentence.supply_short" if supply < demand else "papers.sentence.supply_enough"
        parts.insert(0, say(key, forms=forms, demand=number(demand), supply=number(supply), unit=unit_name))
    said = say("papers.sentence.aside_and").join(part for part in parts if part)
    return say("papers.sentence.aside", text=said) if said else ""
