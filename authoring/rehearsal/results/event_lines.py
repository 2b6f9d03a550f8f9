"""JSON lines: the whole log and every stored response, for who analyses an exam. No names, no phone numbers."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from authoring.rehearsal.exam import Exam
from authoring.rehearsal.results.people import user_id
from authoring.rehearsal.state import iso
from authoring.rehearsal.store.schema import answer, event

__all__ = ["event_lines"]


def event_lines(connection: Connection, exam: Exam) -> bytes:
    """One JSON object on each line: the exam, then events in their order, then responses by candidate and question."""
    lines = [*_head(exam), *_events(connection), *_responses(connection, exam)]
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines).encode(
        "utf-8", "replace"
    )


def _head(exam: Exam) -> Iterator[dict[str, Any]]:
    yield {"type": "exam", "session": exam.rules.id, "package": exam.id, "paper": exam.key.paper}


def _events(connection: Connection) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(event).order_by(event.c.id)):
        who = None if row.candidate is None else user_id(row.candidate)
        about = {
            "type": "event",
            "id": row.id,
            "at": iso(row.at),
            "candidate": who,
            "actor": row.actor,
            "kind": row.kind,
        }
        yield about | {"data": json.loads(row.data)}


def _responses(connection: Connection, exam: Exam) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(answer).order_by(answer.c.candidate, answer.c.question)):
        if row.candidate in exam.entries:
            yield {
                "type": "response",
                "candidate": user_id(row.candidate),
                "form": exam.entries[row.candidate].form,
                "question": row.question,
                "response": json.loads(row.response),
                "sequence": row.sequence,
                "stored_at": iso(row.stored_at),
            }
