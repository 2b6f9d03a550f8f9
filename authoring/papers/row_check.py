"""What is wrong with the rows of a blueprint, one by one and added up."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding
from authoring.papers.blueprint import Blueprint, Measure, Row, SectionPlan
from authoring.papers.faults import doubtful, wrong
from authoring.papers.wording import listing, number, place_title, sentence, unit
from authoring.questions import Cognitive

__all__ = ["row_faults"]

FIELDS = ("knowledge_points", "types", "levels", "cognitive", "difficulty")
"""Fields of a selection by which rows share out a paper. Tags do not: a question may have several."""


def row_faults(blueprint: Blueprint, syllabus: Syllabus | None) -> Iterator[Finding]:
    for place, row in enumerate(blueprint.rows):
        yield from _limits(row, f"rows.{place}")
        yield from _reach(row, place, blueprint, syllabus)
    yield from _shares(blueprint, syllabus)


def _limits(row: Row, field: str) -> Iterator[Finding]:
    low, high = row.at_least, row.at_most
    if low is None and high is None:
        yield wrong("P120", field)
    if low is not None and high is not None and low > high:
        yield wrong("P121", f"{field}.at_least", low=number(low), high=number(high))
    for name, limit in (("at_least", low), ("at_most", high)):
        if limit is not None and row.measure is Measure.COUNT and limit % 1:
            yield wrong("P122", f"{field}.{name}", value=number(limit))


def _reach(row: Row, place: int, blueprint: Blueprint, syllabus: Syllabus | None) -> Iterator[Finding]:
    """P123 for a row that covers nothing where it stands, P124 for one that asks for more than fits there."""
    sections = _sections(row, blueprint)
    if row.section is not None and blueprint.section(row.section) is None:
        return
    said = sentence(row, blueprint, syllabus)
    levels = not row.select.levels or set(row.select.levels) & set(blueprint.levels)
    if not sections or not levels:
        fault = wrong if row.at_least else doubtful
        yield fault("P123", f"rows.{place}.select", number=place + 1, sentence=said)
        return
    room = _room(sections, row.measure)
    if room is not None and row.at_least is not None and row.at_least > room:
        values = {"number": place + 1, "sentence": said, "room": number(room), "unit": unit(row.measure)}
        yield wrong("P124", f"rows.{place}.at_least", **values)


def _sections(row: Row, blueprint: Blueprint) -> list[SectionPlan]:
    """Sections that a question of the row can stand in."""
    return [
        section
        for section in blueprint.sections
        if row.section in (None, section.id) and (not row.select.types or set(row.select.types) & set(section.types))
    ]


def _room(sections: Sequence[SectionPlan], measure: Measure) -> Decimal | None:
    """Questions or marks of these sections; None where the marks depend on the questions."""
    if measure is Measure.COUNT:
        return Decimal(sum(section.count for section in sections))
    marks = [section.count * section.marks_each for section in sections if section.marks_each is not None]
    return sum(marks, Decimal(0)) if len(marks) == len(sections) else None


def _shares(blueprint: Blueprint, syllabus: Syllabus | None) -> Iterator[Finding]:
    """Rows that share out one place by one field: too much in all, or too little to fill it."""
    shares: dict[tuple[str | None, Measure, str], list[int]] = defaultdict(list)
    for place, row in enumerate(blueprint.rows):
        used = [field for field in FIELDS if getattr(row.select, field)]
        if len(used) == 1 and not row.select.tags:
            shares[row.section, row.measure, used[0]].append(place)
    for (section, measure, field), places in shares.items():
        rows = [blueprint.rows[place] for place in places]
        values = [value for row in rows for value in getattr(row.select, field)]
        sections = [plan for plan in blueprint.sections if section in (None, plan.id)]
        room = _room(sections, measure)
        if room is None or not sections or not _apart(values):
            continue
        said = {
            "place": place_title(section, blueprint),
            "rows": listing(str(place + 1) for place in places),
            "room": number(room),
            "unit": unit(measure),
        }
        least = sum((row.at_least or Decimal(0) for row in rows), Decimal(0))
        if len(rows) > 1 and least > room:
            yield wrong("P125", f"rows.{places[-1]}.at_least", total=number(least), **said)
        most = [row.at_most for row in rows if row.at_most is not None]
        if len(most) == len(rows) and sum(most) < room and _exhaust(field, set(values), sections, blueprint, syllabus):
            yield wrong("P126", f"rows.{places[-1]}.at_most", total=number(sum(most, Decimal(0))), **said)


def _apart(values: Sequence[object]) -> bool:
    """Whether no question can belong to two of them; of knowledge points, none lies in another."""
    words = [str(value) for value in values]
    return len(set(words)) == len(words) and not any(
        other.startswith(f"{word}-") for word in words for other in words if other != word
    )


def _exhaust(
    field: str, values: set[object], sections: Sequence[SectionPlan], blueprint: Blueprint, syllabus: Syllabus | None
) -> bool:
    """Whether every question that can stand there has one of the values."""
    match field:
        case "types":
            return values >= {kind for section in sections for kind in section.types}
        case "levels":
            return values >= set(blueprint.levels)
        case "cognitive":
            return values >= set(Cognitive)
        case "difficulty":
            return values >= set(range(1, 6))
        case _:
            return syllabus is not None and values >= {domain.code for domain in syllabus.domains}
