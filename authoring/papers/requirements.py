"""What a blueprint requires of every form, as exact sums over the seats that are taken.

One list serves three readers: the engine's problem, the check of the finished forms, and the explanation of a refusal.
All amounts are whole numbers, of a fraction (`scale`) of a question, a mark or a second.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np

from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.engine.problem import INF, Ints, Limit
from authoring.papers.known import Known
from authoring.papers.pool import Pool
from authoring.papers.statistics import ItemStatistics, information
from authoring.papers.stock import HALF

__all__ = ["Kind", "Name", "Requirement", "broken", "requirements"]

FINE = 10_000
"""Fractions of one in which shares and information are counted."""


class Kind(StrEnum):
    SECTION = "section"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MARKS = "marks"
    MINUTES = "minutes"
    SECTION_MINUTES = "section_minutes"
    FIXED = "fixed"
    ENEMIES = "enemies"
    VARIANTS = "variants"
    """Variants of one template are enemies without being named."""
    ALIKE = "alike"
    """So are questions that read alike, where the blueprint says so."""
    LETTERS = "letters"
    """Share of a key letter among the single choice questions."""
    INFORMATION = "information"
    OVERLAP = "overlap"
    """Between forms, so not in the list of what each form requires; so are anchors."""
    ANCHORS = "anchors"


Name = tuple[Kind, str]
"""Of a requirement: its kind and its place."""
SPARSE = frozenset({Kind.ENEMIES, Kind.VARIANTS, Kind.ALIKE})
"""Kinds of which there may be thousands, each over a few seats."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """The amounts of the seats taken add up to between `lower` and `upper` (None: no limit)."""

    kind: Kind
    place: str
    """Id of a section, a fixed question or a template, position of a row or a group; empty for the whole paper."""
    seats: Ints
    """Positions among the pool's seats, ascending."""
    amounts: Ints
    """What each of them counts: questions, marks or seconds, times `scale`."""
    lower: Decimal | None = None
    upper: Decimal | None = None
    scale: int = 1

    @property
    def name(self) -> Name:
        return self.kind, self.place

    def amount(self, taken: Ints) -> Decimal:
        first, last = (np.searchsorted(self.seats, taken, side) for side in ("left", "right"))
        return Decimal(int(self.amounts[first[last > first]].sum())) / self.scale

    def missing(self, taken: Ints) -> Decimal:
        """How far below the lower limit."""
        return max(Decimal(0), self.lower - self.amount(taken)) if self.lower is not None else Decimal(0)

    def excess(self, taken: Ints) -> Decimal:
        """How far above the upper limit."""
        return max(Decimal(0), self.amount(taken) - self.upper) if self.upper is not None else Decimal(0)

    def limit(self) -> Limit:
        """The same for the engine."""
        lower = -INF if self.lower is None else float(self.lower * self.scale)
        upper = INF if self.upper is None else float(self.upper * self.scale)
        return Limit(self.name, self.seats, self.amounts.astype(np.float64), lower, upper).tight()


def requirements(blueprint: Blueprint, pool: Pool, known: Known) -> list[Requirement]:
    """Everything that each form must meet."""
    return [
        *_sections(blueprint, pool),
        *_rows(blueprint, pool),
        *_totals(blueprint, pool),
        *_questions(blueprint, pool),
        *_letters(blueprint, pool),
        *_information(blueprint, pool, known.statistics),
        *_alike(pool, known.alike),
    ]


def broken(required: Sequence[Requirement], taken: Ints) -> list[Requirement]:
    """The requirements that a form with these seats does not meet."""
    return [entry for entry in required if entry.missing(taken) or entry.excess(taken)]


def _ones(seats: Ints) -> Ints:
    return np.ones(len(seats), np.int64)


def _sections(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    seconds = pool.seconds()
    for place, section in enumerate(blueprint.sections):
        inside = np.flatnonzero(pool.sections == place)
        count = Decimal(section.count)
        yield Requirement(Kind.SECTION, section.id, inside, _ones(inside), count, count)
        if section.minutes is not None:
            most = Decimal(section.minutes * 60)
            yield Requirement(Kind.SECTION_MINUTES, section.id, inside, seconds[inside], upper=most)


def _rows(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    for place, row in enumerate(blueprint.rows):
        seats = np.flatnonzero(pool.within(row.section, row.select))
        counted = row.measure is Measure.COUNT
        amounts, scale = (_ones(seats), 1) if counted else (pool.halves[seats], HALF)
        if row.at_least is not None:
            yield Requirement(Kind.AT_LEAST, str(place), seats, amounts, lower=row.at_least, scale=scale)
        if row.at_most is not None:
            yield Requirement(Kind.AT_MOST, str(place), seats, amounts, upper=row.at_most, scale=scale)


def _totals(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    every = np.arange(len(pool))
    yield Requirement(Kind.MARKS, "", every, pool.halves, blueprint.marks, blueprint.marks, HALF)
    yield Requirement(Kind.MINUTES, "", every, pool.seconds(), upper=Decimal(blueprint.minutes * 60))


def _questions(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    one = Decimal(1)
    for question in sorted(set(blueprint.fixed)):
        seats = pool.of_questions(pool.stock.places([question]))
        yield Requirement(Kind.FIXED, question, seats, _ones(seats), one, one)
    for place, group in enumerate(blueprint.enemies):
        seats = pool.of_questions(pool.stock.places(group))
        yield Requirement(Kind.ENEMIES, str(place), seats, _ones(seats), upper=one)
    for template, places in pool.stock.siblings:
        seats = pool.of_questions(places)
        if len(seats) > 1:
            yield Requirement(Kind.VARIANTS, template, seats, _ones(seats), upper=one)


def _letters(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    """Where options keep their order, no letter may be the key of more than a share of the single choice questions."""
    if blueprint.key_share is None or blueprint.shuffle_options:
        return
    keys = pool.stock.letters[pool.questions]
    asked = np.flatnonzero(keys >= 0)
    share = int(blueprint.key_share * FINE)
    for letter in range(int(keys.max(initial=-1)) + 1):
        amounts = np.where(keys[asked] == letter, FINE - share, -share)
        yield Requirement(Kind.LETTERS, chr(ord("A") + letter), asked, amounts, upper=Decimal(0), scale=FINE)


def _information(blueprint: Blueprint, pool: Pool, statistics: Mapping[str, ItemStatistics]) -> Iterator[Requirement]:
    for place, wanted in enumerate(blueprint.information):
        known = [(n, statistics[name]) for n in range(len(pool)) if (name := pool.id(n)) in statistics]
        seats = np.array([n for n, _ in known], np.int64)
        amounts = np.rint(FINE * information([item for _, item in known], float(wanted.ability))).astype(np.int64)
        yield Requirement(Kind.INFORMATION, str(place), seats, amounts, wanted.at_least, wanted.at_most, FINE)


def _alike(pool: Pool, pairs: Sequence[tuple[str, str]]) -> Iterator[Requirement]:
    for pair in pairs:
        seats = pool.of_questions(pool.stock.places(pair))
        yield Requirement(Kind.ALIKE, " ".join(pair), seats, _ones(seats), upper=Decimal(1))
