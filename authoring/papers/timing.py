"""Expected answering time: of forms against their limits, and of a blueprint before it has questions."""

from collections.abc import Iterator

from authoring.findings import Finding
from authoring.papers.blueprint import Blueprint
from authoring.papers.faults import doubtful
from authoring.papers.paper import Form, FormSection
from authoring.papers.wording import number
from authoring.questions import QuestionType

__all__ = ["TIGHT", "USUAL_SECONDS", "form_seconds", "section_seconds", "tight_times", "usual_seconds"]

TIGHT = 0.95
"""Share of the time allowed from which reading and checking come short."""

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
