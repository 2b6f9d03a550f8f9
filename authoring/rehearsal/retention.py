"""保存期限: photos and cameras' pictures are deleted as many days after the session as its rules say.

Answers, marks and the log stay.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, delete, select

from authoring.records import canonical_json
from authoring.rehearsal.events import Kind
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.store.rows import record
from authoring.rehearsal.store.schema import photo, snapshot

__all__ = ["delete_pictures", "pictures_are_due"]


def pictures_are_due(connection: Connection, exam: Exam, now: datetime) -> bool:
    """Whether there are pictures whose time is over."""
    return any(connection.execute(select(table.c.candidate).limit(1)).first() for table in _due(exam, now))


def delete_pictures(connection: Connection, exam: Exam, now: datetime) -> None:
    """Deletes them, and says in the log how many there were."""
    gone = {table.name: connection.execute(delete(table)).rowcount for table in _due(exam, now)}
    if any(gone.values()):
        record(connection, now, None, Kind.DELETED, canonical_json(gone), actor="server")


def _due(exam: Exam, now: datetime) -> Iterator[Table]:
    rules = exam.rules.retention
    for table, days in ((photo, rules.photo_days), (snapshot, rules.recording_days)):
        if now >= exam.rules.timing.end + timedelta(days=days):
            yield table
