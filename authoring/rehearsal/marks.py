"""What markers do, in the store: the next answer, a mark given, the last one taken back, how far all are."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from authoring.records import canonical_json
from authoring.rehearsal.answers import stored
from authoring.rehearsal.events import Kind
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.marking import (
    MARKERS,
    Script,
    by_people,
    check_points,
    final_mark,
    order_for,
    script_code,
    wanted,
)
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.responses import is_given
from authoring.rehearsal.staff import Staff
from authoring.rehearsal.store.rows import record
from authoring.rehearsal.store.schema import mark, sitting

__all__ = ["Overview", "Task", "final_marks", "give_mark", "next_task", "overview", "take_back"]

Given = Mapping[Script, list[tuple[int, Decimal]]]
"""Marker and mark, in the order in which they were given."""


class Task(NamedTuple):
    """An answer that somebody may mark."""

    script: Script
    code: str
    response: str


class Overview(NamedTuple):
    """How far the marking is, in answers."""

    total: int
    done: int
    marks: int
    """Marks given so far, all markers'."""
    third: int
    """Answers whose first two marks are too far apart."""
    mine: int
    """Marks that the one who asks has given."""


def final_marks(connection: Connection, exam: Exam) -> dict[Script, Decimal | None]:
    """What counts for each answer that people mark; None while it is open."""
    given = _given(connection)
    return {
        script: final_mark(
            [each for _, each in given.get(script, [])], exam.key.part(script.question, script.part).marks
        )
        for script in _scripts(connection, exam)
    }


def next_task(connection: Connection, exam: Exam, secret: str, staff: Staff, code: str = "") -> Task | None:
    """An answer that needs a mark and has none by this person, the one of `code` before others; None: there is none."""
    given = _given(connection)
    open_ = []
    for script, response in _scripts(connection, exam).items():
        marks = given.get(script, [])
        if staff.number not in {marker for marker, _ in marks} and _needs(exam, script, marks):
            open_.append(Task(script, script_code(secret, script), response))
    places = {task.code: order_for(secret, staff.number, task.code) for task in open_}
    return min(open_, key=lambda task: (task.code != code, places[task.code]), default=None)


def give_mark(
    connection: Connection,
    exam: Exam,
    secret: str,
    staff: Staff,
    code: str,
    points: list[Decimal],
    comment: str,
    now: datetime,
) -> None:
    """Keeps a mark. Raises Refused for an unknown answer, one that needs no mark any more, and wrong points."""
    given = _given(connection)
    found = next((script for script in _scripts(connection, exam) if script_code(secret, script) == code), None)
    if found is None:
        raise Refused("script", script=code[:20])
    marks = given.get(found, [])
    if staff.number in {marker for marker, _ in marks} or not _needs(exam, found, marks):
        raise Refused("marked", script=code)
    total = check_points(exam.key.rubric(found.question, found.part), points)
    values = {"candidate": found.candidate, "question": found.question, "part": found.part, "marker": staff.number}
    steps = json.dumps([str(each) for each in points])
    connection.execute(insert(mark).values(**values, at=now, points=str(total), steps=steps, comment=comment))
    _log(connection, now, staff, Kind.MARK, code)


def take_back(connection: Connection, secret: str, staff: Staff, now: datetime) -> str:
    """Withdraws the mark that this person gave last, and says of which answer; the mark itself stays in the store.

    Raises Refused where there is none, and where a third person has marked because of it.
    """
    own = mark.c.marker == staff.number
    last = connection.execute(select(mark).where(own, mark.c.withdrawn_at.is_(None)).order_by(mark.c.id.desc())).first()
    if last is None:
        raise Refused("no_mark")
    script = Script(last.candidate, last.question, last.part)
    if len(_given(connection)[script]) > MARKERS:
        raise Refused("built_on")
    connection.execute(update(mark).where(mark.c.id == last.id).values(withdrawn_at=now))
    code = script_code(secret, script)
    _log(connection, now, staff, Kind.MARK_WITHDRAWN, code)
    return code


def overview(connection: Connection, exam: Exam, staff: Staff) -> Overview:
    """Counts, nothing of single answers."""
    given, scripts = _given(connection), _scripts(connection, exam)
    held = {script: given.get(script, []) for script in scripts}
    return Overview(
        total=len(scripts),
        done=sum(not _needs(exam, script, marks) for script, marks in held.items()),
        marks=sum(map(len, held.values())),
        third=sum(_wanted(exam, script, marks) > MARKERS for script, marks in held.items()),
        mine=sum(marker == staff.number for marks in held.values() for marker, _ in marks),
    )


def _needs(exam: Exam, script: Script, marks: list[tuple[int, Decimal]]) -> bool:
    return len(marks) < _wanted(exam, script, marks)


def _wanted(exam: Exam, script: Script, marks: list[tuple[int, Decimal]]) -> int:
    return wanted([each for _, each in marks], exam.key.part(script.question, script.part).marks)


def _given(connection: Connection) -> Given:
    given: defaultdict[Script, list[tuple[int, Decimal]]] = defaultdict(list)
    query = select(mark).where(mark.c.withdrawn_at.is_(None)).order_by(mark.c.id)
    for row in connection.execute(query):
        given[Script(row.candidate, row.question, row.part)].append((row.marker, Decimal(row.points)))
    return given


def _scripts(connection: Connection, exam: Exam) -> dict[Script, str]:
    """Every answer of a finished sitting that people mark, with its text. An empty one earns nothing by rule."""
    ended = connection.execute(select(sitting.c.candidate).where(sitting.c.ended.is_not(None))).scalars()
    found = {}
    for candidate in sorted(set(ended) & set(exam.entries)):
        for name, held in stored(connection, candidate).items():
            for part in by_people(exam.key.questions[name]):
                response = held.response if part.id == name else (held.response or {}).get(part.id)
                if is_given(response):
                    found[Script(candidate, name, part.id)] = str(response)
    return found


def _log(connection: Connection, now: datetime, staff: Staff, kind: Kind, code: str) -> None:
    """Who marked which answer when, never beside a candidate or a mark."""
    record(connection, now, None, kind, canonical_json({"script": code}), actor=staff.name)
