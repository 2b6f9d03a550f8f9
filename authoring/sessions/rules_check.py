"""What is wrong with a session's rules, all of it at once: codes R101 … of `docs/session-rules.md`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from authoring.findings import Finding, Place, Report
from authoring.sessions.account_check import account_faults
from authoring.sessions.computer_check import computer_faults
from authoring.sessions.exam_check import exam_faults
from authoring.sessions.rules import ExamSession
from authoring.sessions.second_camera_check import second_camera_faults
from authoring.sessions.timing_check import timing_faults

__all__ = ["check_session"]


def check_session(
    session: ExamSession,
    *,
    file: str | None = None,
    line_of: Callable[[str], int | None] | None = None,
    specialities: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Report:
    """Findings about the rules themselves, in the order of the candidate's journey.

    `line_of` gives the line of a field in `file`; `specialities` are the syllabus's, name by code;
    `now`, with a time zone, tells whether the session is over.
    """
    found = sorted(_faults(session, specialities, now), key=lambda finding: finding.code)
    return Report.of(_placed(finding, file, line_of) for finding in found)


def _faults(session: ExamSession, specialities: Mapping[str, str] | None, now: datetime | None) -> Iterator[Finding]:
    yield from timing_faults(session, now)
    yield from account_faults(session)
    yield from computer_faults(session)
    yield from exam_faults(session, specialities)
    yield from second_camera_faults(session)


def _placed(finding: Finding, file: str | None, line_of: Callable[[str], int | None] | None) -> Finding:
    field = finding.where.field
    line = line_of(field) if line_of and field else None
    return finding.model_copy(update={"where": Place(file=file, line=line, field=field)})
