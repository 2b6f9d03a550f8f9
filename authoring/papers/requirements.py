"""What a blueprint requires of every form, as exact sums over the seats that are taken.

One list serves three readers: the solver's model, the check of the finished forms, and the explanation of a refusal.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.pool import Seat

__all__ = ["Kind", "Requirement", "broken", "requirements"]

ONE = Decimal(1)


class Kind(StrEnum):
    SECTION = "section"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MARKS = "marks"
    MINUTES = "minutes"
    SECTION_MINUTES = "section_minutes"
    FIXED = "fixed"
    ENEMIES = "enemies"
    ONCE = "once"
    """A question stands in one section at most; true of every paper, so never to blame."""
    OVERLAP = "overlap"
    """Between forms, so not in the list of what each form requires."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """The amounts of the seats taken add up to between `lower` and `upper` (None: no limit)."""

    kind: Kind
    place: str
    """Id of a section or of a fixed question, position of a row or a group of enemies; empty for the whole paper."""
    amounts: dict[int, Decimal]
    """What each seat counts, by its position among the pool's seats. Questions, marks or seconds."""
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def name(self) -> tuple[Kind, str]:
        return self.kind, self.place

    def amount(self, taken: Sequence[int]) -> Decimal:
        return sum((self.amounts[seat] for seat in taken if seat in self.amounts), Decimal(0))

    def missing(self, taken: Sequence[int]) -> Decimal:
        """How far below the lower limit."""
        return max(Decimal(0), self.lower - self.amount(taken)) if self.lower is not None else Decimal(0)

    def excess(self, taken: Sequence[int]) -> Decimal:
        """How far above the upper limit."""
        return max(Decimal(0), self.amount(taken) - self.upper) if self.upper is not None else Decimal(0)


def requirements(blueprint: Blueprint, seats: Sequence[Seat]) -> list[Requirement]:
    """Everything that each form must meet."""
    return [
        *_sections(blueprint, seats),
        *_rows(blueprint, seats),
        *_totals(blueprint, seats),
        *_questions(blueprint, seats),
    ]


def broken(required: Sequence[Requirement], taken: Sequence[int]) -> list[Requirement]:
    """The requirements that a form with these seats does not meet."""
    return [entry for entry in required if entry.missing(taken) or entry.excess(taken)]


def _sections(blueprint: Blueprint, seats: Sequence[Seat]) -> Iterator[Requirement]:
    for section in blueprint.sections:
        inside = [n for n, seat in enumerate(seats) if seat.section.id == section.id]
        count = Decimal(section.count)
        yield Requirement(Kind.SECTION, section.id, dict.fromkeys(inside, ONE), count, count)
        if section.minutes is not None:
            seconds = {n: Decimal(seats[n].question.seconds) for n in inside}
            yield Requirement(Kind.SECTION_MINUTES, section.id, seconds, upper=Decimal(section.minutes * 60))


def _rows(blueprint: Blueprint, seats: Sequence[Seat]) -> Iterator[Requirement]:
    for place, row in enumerate(blueprint.rows):
        covered = [n for n, seat in enumerate(seats) if row.section in (None, seat.section.id)]
        amounts = {
            n: ONE if row.measure is Measure.COUNT else seats[n].marks
            for n in covered
            if row.select.covers(seats[n].question)
        }
        if row.at_least is not None:
            yield Requirement(Kind.AT_LEAST, str(place), amounts, lower=row.at_least)
        if row.at_most is not None:
            yield Requirement(Kind.AT_MOST, str(place), amounts, upper=row.at_most)


def _totals(blueprint: Blueprint, seats: Sequence[Seat]) -> Iterator[Requirement]:
    marks = {n: seat.marks for n, seat in enumerate(seats)}
    yield Requirement(Kind.MARKS, "", marks, blueprint.marks, blueprint.marks)
    seconds = {n: Decimal(seat.question.seconds) for n, seat in enumerate(seats)}
    yield Requirement(Kind.MINUTES, "", seconds, upper=Decimal(blueprint.minutes * 60))


def _questions(blueprint: Blueprint, seats: Sequence[Seat]) -> Iterator[Requirement]:
    places: dict[str, list[int]] = defaultdict(list)
    for n, seat in enumerate(seats):
        places[seat.question.id].append(n)
    for question in sorted(set(blueprint.fixed)):
        yield Requirement(Kind.FIXED, question, dict.fromkeys(places[question], ONE), ONE, ONE)
    for place, group in enumerate(blueprint.enemies):
        among = [n for question in group for n in places[question]]
        yield Requirement(Kind.ENEMIES, str(place), dict.fromkeys(among, ONE), upper=ONE)
    for question, at in list(places.items()):
        if len(at) > 1:
            yield Requirement(Kind.ONCE, question, dict.fromkeys(at, ONE), upper=ONE)
