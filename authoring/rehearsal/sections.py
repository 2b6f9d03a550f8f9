"""Sections with a time limit of their own: their clock starts when the candidate enters them, and the server keeps it.

Extra time stretches a section's limit in the ratio in which it stretches the whole paper; a pause that stops the
candidate's clock stops the section's as well; no section lasts longer than the paper.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from authoring.rehearsal import clock
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sitting import Sitting
from authoring.rehearsal.store.rows import change
from authoring.rehearsal.store.schema import section_clock
from authoring.rendering.views import CandidatePaper

__all__ = ["enter_section", "require_open_section", "section_ends", "with_own_limits"]


def enter_section(connection: Connection, exam: Exam, sitting: Sitting, section: str, now: datetime) -> None:
    """The section's first question is shown. Again, or for a section without a limit, it changes nothing.

    Raises Refused where nothing may be answered, and for a section that is not on the candidate's form.
    """
    clock.require_answering(exam.rules.timing, sitting, exam.granted(sitting.candidate), now)
    found = next((each for each in exam.sections(sitting.candidate) if each.id == section), None)
    if found is None:
        raise Refused("question", question=section[:40])
    if found.seconds is not None and section not in dict(_entered(connection, sitting.candidate)):
        _start(connection, sitting, section, now)


def require_open_section(connection: Connection, exam: Exam, sitting: Sitting, question: str, now: datetime) -> None:
    """Raises Refused for an answer in a section whose time is over. The first answer enters the section."""
    section = exam.section(sitting.candidate, question)
    if section is None or section.seconds is None:
        return
    end = section_ends(connection, exam, sitting, now).get(section.id)
    if end is None:
        _start(connection, sitting, section.id, now)
    elif now >= end + clock.GRACE:
        raise Refused("section_over", section=section.title)


def section_ends(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> dict[str, datetime]:
    """When each section that was entered ends, by id; only those with a limit of their own."""
    granted = exam.granted(sitting.candidate)
    last = clock.deadline(exam.rules.timing, sitting, granted, now)
    limited = _limited(exam, sitting.candidate)
    if last is None or not limited:
        return {}
    stopped, stretch = clock.stopped(sitting, now), clock.stretch(exam.rules.timing, sitting, granted)
    ends = {}
    for section, (entered, stopped_before) in _entered(connection, sitting.candidate):
        if section in limited:
            limit = timedelta(seconds=limited[section] * stretch)
            ends[section] = min(last, entered + limit + stopped - stopped_before)
    return ends


def with_own_limits(exam: Exam, candidate: int) -> CandidatePaper:
    """The candidate's paper, its sections' limits stretched by the extra time that the roster grants."""
    paper, timing = exam.paper(candidate), exam.rules.timing
    stretch = clock.stretch(timing, Sitting(candidate=candidate), exam.granted(candidate))
    sections = tuple(
        each if each.seconds is None else each.model_copy(update={"seconds": round(each.seconds * stretch)})
        for each in paper.sections
    )
    return paper.model_copy(update={"sections": sections})


def _limited(exam: Exam, candidate: int) -> dict[str, int]:
    """Seconds by section."""
    return {each.id: each.seconds for each in exam.sections(candidate) if each.seconds is not None}


def _entered(connection: Connection, candidate: int) -> Iterator[tuple[str, tuple[datetime, timedelta]]]:
    """Section, when it was entered, and for how long the clock had been stopped by then."""
    query = select(section_clock).where(section_clock.c.candidate == candidate)
    for row in connection.execute(query):
        yield row.section, (row.entered_at, timedelta(milliseconds=row.stopped_ms))


def _start(connection: Connection, sitting: Sitting, section: str, now: datetime) -> None:
    values = {"candidate": sitting.candidate, "section": section, "entered_at": now}
    connection.execute(insert(section_clock).values(**values, stopped_ms=sitting.stopped_ms))
    change(connection, sitting.candidate)
