"""Reading the append-only log, for people: names beside numbers, but no answers' contents."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from authoring.records import canonical_json
from authoring.rehearsal.events import Kind
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.state import iso
from authoring.rehearsal.store.schema import event
from authoring.roster.csv_text import csv_text
from authoring.roster.privacy import masked
from authoring.sessions.timing import BEIJING
from authoring.texts import say

__all__ = ["MOST_LINES", "LogLine", "log_lines", "log_records", "log_table"]

MOST_LINES = 100
"""At once."""
ANSWERS = (Kind.ANSWER, Kind.LATE_ANSWER)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HIDDEN = frozenset({"response"})
"""What the staff of the room does not see of a line's data."""


@dataclass(frozen=True)
class LogLine:
    """One line."""

    id: int
    at: str
    """ISO, UTC."""
    candidate: int | None
    name: str
    actor: str
    """`candidate`, `server`, or who of the staff."""
    kind: str
    data: dict[str, Any]


def log_lines(
    connection: Connection,
    exam: Exam,
    *,
    candidate: int | None = None,
    kind: str = "",
    before: int | None = None,
    answers: bool = False,
) -> tuple[list[LogLine], bool]:
    """The newest lines, older than line `before`, and whether there are more."""
    query = select(event).order_by(event.c.id.desc()).limit(MOST_LINES + 1)
    if candidate is not None:
        query = query.where(event.c.candidate == candidate)
    if kind:
        query = query.where(event.c.kind == kind)
    elif not answers:
        query = query.where(event.c.kind.not_in(ANSWERS))
    if before is not None:
        query = query.where(event.c.id < before)
    found = [_line(exam, row) for row in connection.execute(query)]
    return found[:MOST_LINES], len(found) > MOST_LINES


def log_table(connection: Connection, exam: Exam) -> str:
    """The whole log as CSV, the oldest line first."""
    columns = [say(f"rehearsal_log.page.{name}") for name in ("id", "at", "candidate", "name", "actor", "kind", "data")]
    lines = (_line(exam, row) for row in connection.execute(select(event).order_by(event.c.id)))
    rows = (dict(zip(columns, _cells(line), strict=True)) for line in lines)
    return "\ufeff" + csv_text(columns, rows)


def log_records(connection: Connection, exam: Exam) -> str:
    """The whole log as JSON lines, the oldest first; members are those of `LogLine`."""
    found = connection.execute(select(event).order_by(event.c.id))
    return "".join(canonical_json(asdict(_line(exam, row))) + "\n" for row in found)


def _cells(line: LogLine) -> tuple[object, ...]:
    at = datetime.fromisoformat(line.at).astimezone(BEIJING)
    kind = say(f"rehearsal_log.line.kinds.{line.kind}")
    data = json.dumps(line.data, ensure_ascii=False, sort_keys=True) if line.data else ""
    when = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d}"
    return line.id, when, line.candidate, _harmless(line.name), _harmless(line.actor), kind, data


def _harmless(text: str) -> str:
    """A spreadsheet takes it for no formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _line(exam: Exam, row: Any) -> LogLine:
    entry = exam.entries.get(row.candidate)
    data = {name: value for name, value in json.loads(row.data).items() if name not in HIDDEN}
    return LogLine(
        id=row.id,
        at=iso(row.at) or "",
        candidate=row.candidate,
        name=f"{entry.candidate.name} {masked(entry.candidate.phone)}" if entry else "",
        actor=row.actor,
        kind=row.kind,
        data=data,
    )
