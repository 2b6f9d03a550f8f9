"""Checks of specialities, papers, the identity check and the marks."""

from collections.abc import Iterator, Mapping

from authoring.findings import Finding
from authoring.sessions.choices import ExamKind
from authoring.sessions.computer_check import repeated
from authoring.sessions.faults import doubtful, wrong
from authoring.sessions.rules import ExamEntry, ExamSession, IdentityCheck, PassMarks, Speciality
from authoring.texts import say

__all__ = ["exam_faults"]


def exam_faults(session: ExamSession, specialities: Mapping[str, str] | None) -> Iterator[Finding]:
    yield from _specialities(session.exam, specialities)
    yield from _papers(session.exam)
    yield from _identity(session.identity, formal=session.exam.kind is ExamKind.FORMAL)
    yield from _marks(session.marks)


def _specialities(exam: ExamEntry, known: Mapping[str, str] | None) -> Iterator[Finding]:
    if not exam.specialities:
        yield doubtful("R161", "exam.specialities")
    for place, code in repeated(entry.code for entry in exam.specialities):
        yield wrong("R164", f"exam.specialities.{place}.code", value=code)
    if known is not None:
        for place, entry in enumerate(exam.specialities):
            yield from _in_syllabus(entry, known, f"exam.specialities.{place}")


def _in_syllabus(entry: Speciality, known: Mapping[str, str], field: str) -> Iterator[Finding]:
    name = known.get(entry.code)
    if name is None:
        listed = say("sessions.journey.list").join(f"{code} {title}" for code, title in known.items())
        yield wrong("R162", f"{field}.code", value=entry.code, known=listed)
    elif name != entry.name:
        yield doubtful("R163", f"{field}.name", code=entry.code, known=name, value=entry.name)


def _papers(exam: ExamEntry) -> Iterator[Finding]:
    codes, served = {entry.code for entry in exam.specialities}, {use.speciality for use in exam.papers}
    if not exam.papers:
        yield doubtful("R165", "exam.papers")
    for place, use in enumerate(exam.papers):
        if use.speciality is not None and use.speciality not in codes:
            yield wrong("R166", f"exam.papers.{place}.speciality", paper=use.paper, value=use.speciality)
        if not use.forms or len(set(use.forms)) < len(use.forms) or "" in use.forms:
            yield wrong("R168", f"exam.papers.{place}.forms", paper=use.paper)
    if exam.papers and None not in served:
        for place, entry in enumerate(exam.specialities):
            if entry.code not in served:
                yield wrong("R167", f"exam.specialities.{place}", value=f"{entry.code} {entry.name}")


def _identity(identity: IdentityCheck, formal: bool) -> Iterator[Finding]:
    if not identity.required:
        if formal:
            yield doubtful("R193", "identity.required")
        return
    if not identity.tips:
        yield wrong("R191", "identity.tips")
    for place, tip in enumerate(identity.tips):
        if not tip.strip():
            yield wrong("R192", f"identity.tips.{place}", number=place + 1)
    if not identity.manual_check:
        yield doubtful("R194", "identity.manual_check")
    if not identity.consent:
        yield doubtful("R195", "identity.consent")


def _marks(marks: PassMarks) -> Iterator[Finding]:
    for name in ("total", "passing", "scale"):
        if getattr(marks, name) <= 0:
            yield wrong("R197", f"marks.{name}", value=f"marks.{name}")
    if marks.passing > marks.total:
        yield wrong("R196", "marks.passing", passing=marks.passing, total=marks.total)
