"""What a refused blueprint asks for and cannot have, by how much, and the blueprint without it."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

from pydantic import Field

from authoring.papers.blueprint import Blueprint, Information, SectionPlan
from authoring.papers.requirements import Kind
from authoring.records import Exact, Record

__all__ = ["Shortfall", "relaxed"]


class Shortfall(Record):
    """One requirement that must give way; all shortfalls of a refusal together are the smallest change that helps."""

    kind: Kind
    place: str
    """Id of a section, position of a row; empty for the whole paper."""
    needed: Exact
    """What the blueprint says: questions, marks or, for time, seconds. Of each form."""
    available: Exact
    """What can be had at the same time as everything else."""
    missing: Exact
    """The distance between the two."""
    demand: Exact | None = None
    """What all forms together need at the very least, whatever else is required; None where questions are no help."""
    supply: Exact | None = None
    """What the whole pool has of it."""
    reachable: Exact | None = None
    """What each form could have if this were the only requirement."""
    elsewhere: dict[str, int] = Field(default_factory=dict)
    """How many more questions there would be, by what keeps them from use: a status, a level, a ban."""
    change: str
    """What would have to change, in Chinese: such as `“一、单项选择题”由 6 题改为 4 题`."""
    sentence: str
    """What is short, in Chinese."""

    @property
    def scarce(self) -> bool:
        """Whether the pool itself is too small, so that only more questions or a smaller number help."""
        return self.demand is not None and self.supply is not None and self.supply < self.demand

    def __str__(self) -> str:
        return self.sentence


def relaxed(blueprint: Blueprint, shortfalls: Iterable[Shortfall]) -> Blueprint | None:
    """The blueprint with each shortfall's limit moved to what is available; None where no section is left.

    A section that loses questions takes their marks from the total.
    """
    given = {(entry.kind, entry.place): entry.available for entry in shortfalls}
    sections = tuple(_section(section, given) for section in blueprint.sections)
    kept = tuple(section for section in sections if section is not None)
    if not kept:
        return None
    names = {section.id for section in kept}
    rows = []
    for place, row in enumerate(blueprint.rows):
        least = given.get((Kind.AT_LEAST, str(place)), row.at_least)
        most = given.get((Kind.AT_MOST, str(place)), row.at_most)
        if row.section is None or row.section in names:
            rows.append(row.model_copy(update={"at_least": least, "at_most": most}))
    marks = given.get((Kind.MARKS, ""), blueprint.marks) - _lost_marks(blueprint, given)
    smaller = blueprint.model_copy(
        update={
            "sections": kept,
            "rows": tuple(rows),
            "marks": marks,
            "pass_marks": min(blueprint.pass_marks, marks),
            "minutes": _minutes(given.get((Kind.MINUTES, "")), blueprint.minutes),
            "information": tuple(_information(n, wanted, given) for n, wanted in enumerate(blueprint.information)),
        }
    )
    return smaller.model_copy(
        update={"overlap": _overlap(smaller, int(given.get((Kind.OVERLAP, ""), blueprint.shared)))}
    )


def _information(place: int, wanted: Information, given: dict[tuple[Kind, str], Decimal]) -> Information:
    moved = given.get((Kind.INFORMATION, str(place)))
    if moved is None:
        return wanted
    least = wanted.at_least is not None and moved < wanted.at_least
    return wanted.model_copy(update={"at_least" if least else "at_most": moved})


def _section(section: SectionPlan, given: dict[tuple[Kind, str], Decimal]) -> SectionPlan | None:
    count = int(given.get((Kind.SECTION, section.id), section.count))
    seconds = given.get((Kind.SECTION_MINUTES, section.id))
    minutes = section.minutes if section.minutes is None else _minutes(seconds, section.minutes)
    return section.model_copy(update={"count": count, "minutes": minutes}) if count else None


def _lost_marks(blueprint: Blueprint, given: dict[tuple[Kind, str], Decimal]) -> Decimal:
    lost = (
        (section.count - given.get((Kind.SECTION, section.id), section.count)) * section.marks_each
        for section in blueprint.sections
        if section.marks_each is not None
    )
    return sum(lost, Decimal(0))


def _minutes(seconds: Decimal | None, otherwise: int) -> int:
    return otherwise if seconds is None else int((seconds / 60).to_integral_value(ROUND_CEILING))


def _overlap(blueprint: Blueprint, shared: int) -> Decimal:
    """The smallest share, of four decimals, that lets two forms have so many questions in common."""
    own = blueprint.own
    if shared <= blueprint.shared or own <= 0:
        return blueprint.overlap
    return min(Decimal(1), (Decimal(shared) / own).quantize(Decimal("0.0001"), ROUND_CEILING))
