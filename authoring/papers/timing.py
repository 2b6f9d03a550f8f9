"""Answering time: of forms against their limits, expected and observed, and of a blueprint before it has questions."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal

from authoring.findings import Finding
from authoring.papers.blueprint import Blueprint
from authoring.papers.faults import doubtful
from authoring.papers.paper import Form, FormSection, Paper
from authoring.papers.statistics import Observed
from authoring.papers.wording import number
from authoring.questions import QuestionType
from authoring.records import Record

__all__ = [
    "EXTRA_TIME",
    "TIGHT",
    "USUAL_SECONDS",
    "SectionTimes",
    "extended",
    "form_seconds",
    "observed_seconds",
    "section_seconds",
    "section_times",
    "tight_times",
    "usual_seconds",
]

TIGHT = 0.95
"""Share of the time allowed from which reading and checking come short."""

EXTRA_TIME = (Decimal("0.3"), Decimal("0.5"))
"""Shares by which the time is prolonged for candidates with disabilities: 30 %, and 50 % for papers in Braille
(残疾人参加普通高等学校招生全国统一考试管理规定, 教育部 and 中国残联, 28 April 2017)."""

USUAL_SECONDS = {
    QuestionType.SINGLE_CHOICE: 50,
    QuestionType.MULTIPLE_CHOICE: 75,
    QuestionType.TRUE_FALSE: 30,
    QuestionType.BLANKS: 60,
    QuestionType.NUMERIC: 240,
    QuestionType.MATCHING: 90,
    QuestionType.ORDERING: 80,
    QuestionType.SHORT_ANSWER: 440,
    QuestionType.CASE: 780,
}
"""Seconds that a question of each type usually takes (authors' convention, see `docs/question-format.md`)."""


def section_seconds(section: FormSection) -> int:
    return sum(item.seconds for item in section.items)


def form_seconds(form: Form) -> int:
    return sum(section_seconds(section) for section in form.sections)


def usual_seconds(blueprint: Blueprint) -> int:
    """What a form will take if its questions take the usual time; where a section has several types, the quickest."""
    return sum(section.count * min(USUAL_SECONDS[kind] for kind in section.types) for section in blueprint.sections)


def tight_times(form: Form, minutes: int) -> Iterator[Finding]:
    """P221 for a form, P222 for a section whose expected time leaves no room."""
    seconds = form_seconds(form)
    if seconds > TIGHT * minutes * 60:
        yield doubtful("P221", "minutes", form=form.name, **_times(seconds, minutes))
    for place, section in enumerate(form.sections):
        seconds = section_seconds(section)
        if section.minutes is not None and seconds > TIGHT * section.minutes * 60:
            where = f"sections.{place}.minutes"
            yield doubtful("P222", where, form=form.name, title=section.title, **_times(seconds, section.minutes))


def _times(seconds: int, minutes: int) -> dict[str, object]:
    return {
        "expected": number(round(seconds / 6) / 10),
        "minutes": minutes,
        "share": round(100 * seconds / minutes / 60),
    }


class SectionTimes(Record):
    """One section in all forms, or all sections together."""

    title: str
    """Empty for all sections."""
    limit: int | None
    """Minutes; None where the section has no limit of its own."""
    expected: tuple[int, ...]
    """Seconds, by form."""
    observed: tuple[int | None, ...]
    """Seconds, by form; None where nothing was observed."""


def section_times(paper: Paper, observed: Mapping[str, Observed]) -> tuple[SectionTimes, ...]:
    """The sections in their order, at the end all together. `observed`: by question."""
    sections = list(zip(*(form.sections for form in paper.forms), strict=True))
    found = [
        SectionTimes(
            title=same[0].title,
            limit=same[0].minutes,
            expected=tuple(map(section_seconds, same)),
            observed=tuple(observed_seconds(section, observed) for section in same),
        )
        for same in sections
    ]
    whole = SectionTimes(
        title="",
        limit=paper.minutes,
        expected=tuple(map(form_seconds, paper.forms)),
        observed=tuple(_whole(form, observed) for form in paper.forms),
    )
    return (*found, whole)


def observed_seconds(section: FormSection, observed: Mapping[str, Observed]) -> int | None:
    """With the expected time of questions that were not observed; None where none was."""
    seen = {item.question: observed[item.question].seconds for item in section.items if item.question in observed}
    if all(seconds is None for seconds in seen.values()):
        return None
    times = ((seen.get(item.question), item.seconds) for item in section.items)
    return round(sum(expected if seconds is None else seconds for seconds, expected in times))


def _whole(form: Form, observed: Mapping[str, Observed]) -> int | None:
    times = [(observed_seconds(section, observed), section_seconds(section)) for section in form.sections]
    if all(seconds is None for seconds, _ in times):
        return None
    return sum(expected if seconds is None else seconds for seconds, expected in times)


def extended(minutes: int, extra: Decimal) -> int:
    """A limit prolonged by a share of itself, in whole minutes, rounded up."""
    return int((minutes * (1 + extra)).to_integral_value(ROUND_CEILING))
