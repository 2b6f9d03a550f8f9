"""What a blueprint gets wrong by itself, before it meets a bank."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding, Report
from authoring.papers.blueprint import Blueprint, SectionPlan
from authoring.papers.faults import doubtful, note, wrong
from authoring.papers.row_check import row_faults
from authoring.papers.timing import usual_seconds
from authoring.papers.wording import listing, number, sentence
from authoring.texts import say

__all__ = ["check_blueprint", "sentence"]


def check_blueprint(blueprint: Blueprint, syllabus: Syllabus | None = None) -> Report:
    """Findings P101–P128, each with the field it is about.

    Without a syllabus, knowledge points are taken as they are.
    """
    return Report.of(
        [
            *_sections(blueprint),
            *_marks(blueprint),
            *_time(blueprint),
            *row_faults(blueprint, syllabus),
            *_knowledge_points(blueprint, syllabus),
            *_named_questions(blueprint),
            *_level_and_forms(blueprint),
            *_targets(blueprint),
        ]
    )


def _sections(blueprint: Blueprint) -> Iterator[Finding]:
    names = [section.id for section in blueprint.sections]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield wrong("P101", f"sections.{place}.id", id=name)
    for place, row in enumerate(blueprint.rows):
        if row.section is not None and row.section not in names:
            near = get_close_matches(row.section, names, n=1, cutoff=0.4)
            hint = say("papers.near", name=near[0]) if near else ""
            yield wrong("P102", f"rows.{place}.section", id=row.section, near=hint, known=listing(names))


def _marks(blueprint: Blueprint) -> Iterator[Finding]:
    known = [section.count * section.marks_each for section in blueprint.sections if section.marks_each is not None]
    total = sum(known, Decimal(0))
    values = {"total": number(total), "marks": number(blueprint.marks)}
    if len(known) == len(blueprint.sections) and total != blueprint.marks:
        yield wrong("P103", "marks", parts=listing(map(_product, blueprint.sections)), **values)
    elif total >= blueprint.marks and len(known) < len(blueprint.sections):
        yield wrong("P104", "marks", **values)
    if blueprint.pass_marks > blueprint.marks:
        yield wrong("P105", "pass_marks", passing=number(blueprint.pass_marks), marks=number(blueprint.marks))


def _product(section: SectionPlan) -> str:
    values = {"title": section.title, "count": section.count, "marks": number(section.marks_each or 0)}
    return say("papers.sentence.product", **values)


def _time(blueprint: Blueprint) -> Iterator[Finding]:
    own = [section.minutes for section in blueprint.sections if section.minutes is not None]
    if sum(own) > blueprint.minutes:
        yield wrong("P106", "minutes", total=sum(own), minutes=blueprint.minutes)
    seconds = usual_seconds(blueprint)
    if seconds > blueprint.minutes * 60:
        yield doubtful("P107", "minutes", usual=round(seconds / 60), minutes=blueprint.minutes)


def _knowledge_points(blueprint: Blueprint, syllabus: Syllabus | None) -> Iterator[Finding]:
    if syllabus is None:
        return
    known = syllabus.names
    for place, row in enumerate(blueprint.rows):
        for n, code in enumerate(row.select.knowledge_points):
            if code not in known:
                near = syllabus.nearest(code)
                hint = say("papers.near_named", code=near, name=known[near]) if near else ""
                yield wrong("P108", f"rows.{place}.select.knowledge_points.{n}", code=code, near=hint)


def _named_questions(blueprint: Blueprint) -> Iterator[Finding]:
    fixed = set(blueprint.fixed)
    for field in ("fixed", "banned"):
        names = getattr(blueprint, field)
        for place, name in enumerate(names):
            if name in names[:place]:
                yield doubtful("P109", f"{field}.{place}", id=name)
    for place, name in enumerate(blueprint.banned):
        if name in fixed:
            yield wrong("P110", f"banned.{place}", id=name)
    for place, group in enumerate(blueprint.enemies):
        both = [name for name in dict.fromkeys(group) if name in fixed]
        if len(both) > 1:
            yield wrong("P111", f"enemies.{place}", ids=listing(both))
        if len(set(group)) < 2:
            yield doubtful("P112", f"enemies.{place}", ids=listing(group))
    if len(fixed) > blueprint.size:
        yield wrong("P113", "fixed", fixed=len(fixed), size=blueprint.size)
    elif blueprint.forms > 1 and blueprint.own < 0:
        yield wrong("P127", "anchors", fixed=len(fixed), anchors=blueprint.anchors, size=blueprint.size)


def _level_and_forms(blueprint: Blueprint) -> Iterator[Finding]:
    if blueprint.level not in blueprint.levels:
        names = listing(say(f"label.level.{level}") for level in blueprint.levels)
        yield doubtful("P114", "levels", level=say(f"label.level.{blueprint.level}"), levels=names)
    if blueprint.forms == 1 and blueprint.overlap:
        yield note("P115", "overlap", overlap=number(blueprint.overlap))
    if blueprint.forms == 1 and blueprint.anchors:
        yield note("P128", "anchors", anchors=blueprint.anchors)
    doubled = Counter(blueprint.rows)
    for place, row in enumerate(blueprint.rows):
        if doubled[row] > 1 and row in blueprint.rows[:place]:
            yield doubtful("P116", f"rows.{place}", number=place + 1, sentence=sentence(row, blueprint))


def _targets(blueprint: Blueprint) -> Iterator[Finding]:
    if blueprint.spread is not None and blueprint.difficulty is None:
        yield wrong("P117", "spread", spread=number(blueprint.spread))
    for place, wanted in enumerate(blueprint.information):
        low, high = wanted.at_least, wanted.at_most
        if low is None and high is None:
            yield wrong("P118", f"information.{place}", ability=number(wanted.ability))
        elif low is not None and high is not None and low > high:
            yield wrong("P121", f"information.{place}.at_least", low=number(low), high=number(high))
