"""The roster of one session as the delivery system needs it: who, which paper and form, which codes.

It holds everything that is secret about candidates and is never written but sealed (see `authoring.export.sealing`).
"""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from authoring.errors import FormatError, StorageError
from authoring.findings import Report
from authoring.records import Record
from authoring.roster.assignment import assign, neighbours_alike
from authoring.roster.candidate import Candidate, Roster
from authoring.roster.codes import draw_codes, draw_passwords
from authoring.sessions.rules import ExamSession
from authoring.texts import say
from authoring.validation import faults

__all__ = ["ROSTER_FORMAT", "ExamRoster", "RosterEntry", "enter", "read_entries"]

ROSTER_FORMAT = 1


class RosterEntry(Record):
    """One candidate of a session."""

    candidate: Candidate
    paper: str
    """Id of the paper."""
    form: str
    """卷别."""
    shuffle: int
    """Seed of the order in which options are shown to this candidate."""
    app_code: str = Field(repr=False)
    """APP识别码."""
    exam_code: str = Field(repr=False)
    """考试识别码."""
    password: str = Field(default="", repr=False)
    """Initial password; empty where the session has one for all."""


class ExamRoster(Record):
    """All candidates of a session."""

    format: Literal[1] = 1
    session: str
    """Id of the session."""
    seed: int
    """Of the assignment of forms; the codes have none."""
    entries: Annotated[tuple[RosterEntry, ...], Field(repr=False)]
    """In the order of the roster."""


def enter(roster: Roster, session: ExamSession, *, seed: int) -> tuple[ExamRoster, Report]:
    """Papers, forms and codes for all candidates, and what is doubtful about the forms.

    Papers, forms and shuffles are the same for the same seed; codes and passwords are drawn anew each time. Raises
    UsageError where a speciality has no paper, or the session's rule for codes has too few.
    """
    candidates = roster.candidates
    assignments = assign(candidates, session.exam.papers, seed)
    rules, count = session.second_camera, len(candidates)
    own_password = session.login.initial_password is None
    drawn = zip(
        draw_codes(rules.app_code, count),
        draw_codes(rules.exam_code, count),
        draw_passwords(count) if own_password else [""] * count,
        strict=True,
    )
    entries = tuple(
        RosterEntry(
            candidate=candidate,
            paper=given.paper,
            form=given.form,
            shuffle=given.shuffle,
            app_code=app,
            exam_code=exam,
            password=password,
        )
        for candidate, given, (app, exam, password) in zip(candidates, assignments, drawn, strict=True)
    )
    made = ExamRoster(session=session.id, seed=seed, entries=entries)
    return made, Report.of(neighbours_alike(candidates, assignments))


def read_entries(data: bytes) -> ExamRoster:
    """The roster of its canonical JSON. Raises StorageError, FormatError; no message shows personal data."""
    try:
        return ExamRoster.model_validate_json(data)
    except ValidationError as problem:
        fault = faults(problem)[0]
        if fault.field == "format":
            raise FormatError(say("roster.newer", known=ROSTER_FORMAT)) from None
        raise StorageError(say("roster.unreadable", field=fault.field or "—")) from None
