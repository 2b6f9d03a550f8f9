"""Whether a bank can carry a blueprint: what its forms ask for beside what there is, before anything is assembled.

What is enough for each requirement alone may still be too little for all of them together: only assembling tells.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import numpy as np
from pydantic import Field

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint, Measure, Row, SectionPlan, Selection
from authoring.papers.pool import Pool
from authoring.papers.remedies import RELEASABLE
from authoring.papers.requirements import Kind, Name
from authoring.papers.shortage import distinct_needed, shortfall
from authoring.papers.stock import Mask, among
from authoring.papers.wording import requirement, sentence, unit
from authoring.records import Record

__all__ = ["Coverage", "Plenty", "RequirementCover", "coverage"]

AMPLE = Decimal("1.5")
"""Times what is asked for, from which there is a choice left."""


class Plenty(StrEnum):
    """How far a supply goes."""

    SHORT = "short"
    """Less than is asked for."""
    TIGHT = "tight"
    """Enough, but less than half as much again."""
    ENOUGH = "enough"
    UNASKED = "unasked"
    """Nothing is asked for."""

    @classmethod
    def of(cls, supply: Decimal | int, demand: Decimal | int) -> "Plenty":
        if demand <= 0:
            return cls.UNASKED
        if supply < demand:
            return cls.SHORT
        return cls.TIGHT if supply < AMPLE * demand else cls.ENOUGH


class RequirementCover(Record):
    """One section or row of a blueprint, as if it were the only one."""

    sentence: str
    unit: str
    """题 or 分."""
    demand: Decimal | None = None
    """What all forms together need at the least, each common question once; None where no least amount is asked."""
    supply: Decimal | None = None
    """What the bank has to use."""
    elsewhere: dict[str, int] = Field(default_factory=dict)
    """How many more questions there would be, by what keeps them from use: a status, a level, a ban."""

    @property
    def plenty(self) -> Plenty:
        return Plenty.UNASKED if self.demand is None or self.supply is None else Plenty.of(self.supply, self.demand)


class Coverage(Record):
    """A bank against a blueprint."""

    domains: tuple[str, ...]
    """Codes, in the syllabus's order."""
    sections: tuple[str, ...]
    """Titles."""
    supply: tuple[tuple[int, ...], ...]
    """Questions that can be used, by domain, then section."""
    waiting: tuple[tuple[int, ...], ...]
    """Questions besides that only their status keeps from use: approved, in review or drafts."""
    resting: tuple[tuple[int, ...], ...]
    """Questions besides that were used too recently or too often."""
    asked: tuple[tuple[int, ...], ...]
    """How many different ones all forms take by a row for the domain in the section; 0 without such a row."""
    demand: tuple[tuple[int, ...], ...]
    """The same, but at least the domain's least share of the paper, spread evenly over the sections: an estimate, for
    the marks of a domain may as well come from other sections."""
    requirements: tuple[RequirementCover, ...]
    """Sections first, then rows, in the blueprint's order."""

    def plenty(self, domain: int, section: int) -> Plenty:
        """Short only of what a row asks for: an estimate that is not reached leaves it tight."""
        supply = self.supply[domain][section]
        if supply < self.asked[domain][section]:
            return Plenty.SHORT
        found = Plenty.of(supply, self.demand[domain][section])
        return Plenty.TIGHT if found is Plenty.SHORT else found

    def count(self, plenty: Plenty) -> int:
        """How many requirements have it."""
        return sum(1 for entry in self.requirements if entry.plenty is plenty)


def coverage(blueprint: Blueprint, pool: Pool, syllabus: Syllabus) -> Coverage:
    """`pool` is the blueprint's own. The blueprint must be free of errors."""
    domains = _domains(pool, syllabus)
    out = pool if pool.out is None else pool.out
    cells = [[(domain, section) for section in blueprint.sections] for domain in domains]
    return Coverage(
        domains=domains,
        sections=tuple(section.title for section in blueprint.sections),
        supply=_counts(pool, np.ones(len(pool.stock), bool), domains),
        waiting=_counts(out, _waiting(pool), domains),
        resting=_counts(out, _resting(pool), domains),
        asked=tuple(tuple(_asked(blueprint, *cell) for cell in line) for line in cells),
        demand=tuple(tuple(_demand(blueprint, *cell) for cell in line) for line in cells),
        requirements=(
            *(_covered((Kind.SECTION, section.id), blueprint, pool, syllabus) for section in blueprint.sections),
            *(_row(place, blueprint, pool, syllabus) for place in range(len(blueprint.rows))),
        ),
    )


def _domains(pool: Pool, syllabus: Syllabus) -> tuple[str, ...]:
    """The syllabus's, then those that only questions name."""
    known = [domain.code for domain in syllabus.domains]
    return (*known, *sorted({code.split("-")[0] for code in pool.stock.codes} - set(known)))


def _counts(pool: Pool, kept: Mask, domains: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Seats of the kept questions of the stock, by domain, then section."""
    height, width = len(domains), len(pool.blueprint.sections)
    line = np.array([domains.index(code.split("-")[0]) for code in pool.stock.codes], np.int64)
    seats = kept[pool.questions]
    cells = line[pool.stock.points[pool.questions[seats]]] * width + pool.sections[seats]
    counted = np.bincount(cells, minlength=height * width).reshape(height, width)
    return tuple(tuple(found) for found in counted.tolist())


def _waiting(pool: Pool) -> Mask:
    """Of the stock: what only its status keeps from use, and a decision may release."""
    found: Mask = _open(pool) & ~among(pool.stock.statuses, pool.blueprint.statuses)
    return found & among(pool.stock.statuses, RELEASABLE)


def _resting(pool: Pool) -> Mask:
    """Of the stock, where it is out of reach: nothing else is left that could keep it from use."""
    found: Mask = _open(pool) & among(pool.stock.statuses, pool.blueprint.statuses)
    return found


def _open(pool: Pool) -> Mask:
    """Of the stock: of the blueprint's levels and not banned."""
    stock, plan = pool.stock, pool.blueprint
    banned = np.isin(np.arange(len(stock)), stock.places(plan.banned))
    found: Mask = among(stock.levels, plan.levels) & ~banned
    return found


def _asked(blueprint: Blueprint, domain: str, section: SectionPlan) -> int:
    """Different questions of a domain that all forms together take in a section, as a row says it."""
    here = (row.at_least or 0 for row in _rows_of(blueprint, domain, section.id) if row.measure is Measure.COUNT)
    return distinct_needed(int(max(here, default=0)), blueprint.forms, blueprint.shared)


def _demand(blueprint: Blueprint, domain: str, section: SectionPlan) -> int:
    """At least what a row asks for, and the domain's even share of the section."""
    share = _share(blueprint, _rows_of(blueprint, domain, None))
    whole = distinct_needed(section.count, blueprint.forms, blueprint.shared)
    return max(_asked(blueprint, domain, section), int((share * whole).quantize(Decimal(1), ROUND_HALF_UP)))


def _rows_of(blueprint: Blueprint, domain: str, section: str | None) -> list[Row]:
    only = Selection(knowledge_points=(domain,))
    return [row for row in blueprint.rows if row.select == only and row.section == section]


def _share(blueprint: Blueprint, rows: Sequence[Row]) -> Decimal:
    """The largest share of the paper that one of the rows asks for."""
    whole = {Measure.MARKS: blueprint.marks, Measure.COUNT: Decimal(blueprint.size)}
    return max(((row.at_least or Decimal(0)) / whole[row.measure] for row in rows), default=Decimal(0))


def _row(place: int, blueprint: Blueprint, pool: Pool, syllabus: Syllabus) -> RequirementCover:
    row = blueprint.rows[place]
    if row.at_least:
        return _covered((Kind.AT_LEAST, str(place)), blueprint, pool, syllabus)
    return RequirementCover(sentence=sentence(row, blueprint, syllabus), unit=unit(row.measure))


def _covered(name: Name, blueprint: Blueprint, pool: Pool, syllabus: Syllabus) -> RequirementCover:
    """From the shortfall that there would be with nothing at all."""
    kind, place = name
    missing = shortfall(name, Decimal(0), blueprint, pool, syllabus)
    row = blueprint.rows[int(place)] if kind is Kind.AT_LEAST else None
    return RequirementCover(
        sentence=requirement(name, blueprint, syllabus) if row is None else sentence(row, blueprint, syllabus),
        unit=unit(row.measure if row else Measure.COUNT),
        demand=missing.demand,
        supply=missing.supply,
        elsewhere=missing.elsewhere,
    )
