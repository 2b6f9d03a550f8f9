"""Storing answers and handing in. Confirmed means committed; of two answers the one with the newer sequence counts.

A sequence is the server's time in milliseconds as the candidate's page has measured it, so that two tabs or machines
agree on which answer is newer without talking to each other. Sending an answer again changes nothing.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from authoring.records import Record, sha256_hex
from authoring.rehearsal import clock
from authoring.rehearsal.events import Kind, log
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.responses import MOST_BYTES, answered, check_shape, clean
from authoring.rehearsal.sections import require_open_section
from authoring.rehearsal.sitting import Ended, Sitting
from authoring.rehearsal.store import rows
from authoring.rehearsal.store.schema import EPOCH, MILLISECOND, answer

__all__ = [
    "Given",
    "Receipt",
    "Stored",
    "close_if_over",
    "finish",
    "hand_in",
    "receipt",
    "store_answer",
    "stored",
    "stored_since",
    "take",
]

AHEAD = timedelta(hours=24)
"""No honest sequence is further from the server's time: one from the far future would lock the answer for ever."""

_HERE = (answer.c.candidate == bindparam("of")) & (answer.c.question == bindparam("to"))
_HELD = select(answer).where(_HERE)
_ALL = select(answer).where(answer.c.candidate == bindparam("of")).order_by(answer.c.question)
_UPDATE = update(answer).where(_HERE & (answer.c.sequence < bindparam("newer")))
_INSERT = insert(answer).inline()


class Given(Record):
    """An answer as a page sends it."""

    question: str
    sequence: int
    response: Any
    """JSON; None is a cleared answer."""
    at: str
    """When the candidate's machine says it was given; kept, never used."""


class Stored(Record):
    """What the server holds of a question."""

    question: str
    sequence: int
    """The newest: another page may have been faster."""
    response: Any
    stored_at: datetime


class Receipt(Record):
    """What is kept of a finished sitting."""

    at: datetime
    ended: Ended
    answered: int
    total: int
    """Questions, a case counted as its children."""
    digest: str
    """SHA-256 of the canonical JSON (ASCII) of all responses by question."""


def store_answer(connection: Connection, exam: Exam, sitting: Sitting, given: Given, now: datetime) -> Stored:
    """Stores an answer if it is the newest. Raises Refused, before anything is written, for one that may not be.

    The sitting is locked until the commit, as `close_if_over` leaves it.
    """
    item = exam.item(sitting.candidate, given.question)
    if item is None:
        raise Refused("question", question=given.question[:40])
    check_shape(item, given.response)  # first: no shape is deep, and what is too deep cannot be written as JSON
    text = json.dumps(clean(given.response), sort_keys=True, separators=(",", ":"))
    if len(text) > MOST_BYTES:
        raise Refused("large", most=MOST_BYTES // 1024)
    if abs(EPOCH + given.sequence * MILLISECOND - now) > AHEAD:
        raise Refused("form", field="sequence")
    clock.require_answering(exam.rules.timing, sitting, exam.granted(sitting.candidate), now)
    require_open_section(connection, exam, sitting, given.question, now)
    return _newest(connection, sitting.candidate, given, text, now)


def _newest(connection: Connection, candidate: int, given: Given, text: str, now: datetime) -> Stored:
    here = {"of": candidate, "to": given.question, "newer": given.sequence}
    values = {"sequence": given.sequence, "response": text, "at": given.at[:40], "stored_at": now}
    if not connection.execute(_UPDATE, here | values).rowcount:
        held = connection.execute(_HELD, {"of": candidate, "to": given.question}).one_or_none()
        if held is not None:
            return _stored(held)
        connection.execute(_INSERT, {"candidate": candidate, "question": given.question} | values)
    log_answer(connection, Kind.ANSWER, candidate, given, text, now)
    return Stored(question=given.question, sequence=given.sequence, response=json.loads(text), stored_at=now)


def log_answer(connection: Connection, kind: Kind, candidate: int, given: Given, text: str, now: datetime) -> None:
    """An answer in the log, late ones too: nobody can say that it was never sent."""
    head = json.dumps({"at": clean(given.at[:40]), "question": given.question, "sequence": given.sequence})
    rows.record(connection, now, candidate, kind, f'{head[:-1]}, "response": {text}}}', actor="candidate")


def take(connection: Connection, exam: Exam, sitting: Sitting, given: Given, now: datetime) -> Stored | Refused:
    """Stores an answer or says why not; what came after the end stays in the log, for a person to decide on.

    Raises Refused where the page shall keep the answer and send it again.
    """
    try:
        return store_answer(connection, exam, sitting, given, now)
    except Refused as refused:
        if refused.code == "paused":
            raise
        if refused.code in {"ended", "section_over"}:
            text = json.dumps(clean(given.response), sort_keys=True, separators=(",", ":"))
            log_answer(connection, Kind.LATE_ANSWER, sitting.candidate, given, text, now)
        return refused


def stored(connection: Connection, candidate: int) -> dict[str, Stored]:
    """All answers by question, cleared ones too: their sequences count."""
    return {row.question: _stored(row) for row in connection.execute(_ALL, {"of": candidate})}


def stored_since(connection: Connection, since: datetime) -> Iterator[tuple[int, Stored]]:
    """Candidate and answer, of all that were stored from a moment on."""
    for row in connection.execute(select(answer).where(answer.c.stored_at >= since)):
        yield row.candidate, _stored(row)


def _stored(row: Any) -> Stored:
    return Stored(
        question=row.question, sequence=row.sequence, response=json.loads(row.response), stored_at=row.stored_at
    )


def hand_in(connection: Connection, exam: Exam, candidate: int, now: datetime) -> Sitting:
    """交卷; again changes nothing; after the deadline it counts as the server's. Raises Refused if too early."""
    sitting = rows.load(connection, candidate, lock=True)
    if sitting.ended:
        return sitting
    timing, granted = exam.rules.timing, exam.granted(candidate)
    clock.require_hand_in(timing, sitting, granted, now)
    end = clock.deadline(timing, sitting, granted, now)
    over = timing.auto_hand_in and end is not None and now >= end
    return finish(connection, sitting, Ended.AUTOMATIC if over else Ended.HANDED_IN, now)


def finish(connection: Connection, sitting: Sitting, how: Ended, at: datetime) -> Sitting:
    """Ends a sitting, whoever ends it; a pause ends with it."""
    values = {"ended": how, "ended_at": at, "paused_at": None, "clock_stopped": False}
    rows.change(connection, sitting.candidate, **values)
    log(connection, at, sitting.candidate, Kind.HANDED_IN, how=how)
    return sitting.model_copy(update=values)


def close_if_over(connection: Connection, exam: Exam, candidate: int, now: datetime) -> Sitting:
    """The sitting, handed in at its deadline if its time is over; true even if the server slept meanwhile."""
    sitting = rows.load(connection, candidate, lock=True)
    end = clock.over_at(exam.rules.timing, sitting, exam.granted(candidate), now)
    return sitting if end is None else finish(connection, sitting, Ended.AUTOMATIC, end)


def receipt(connection: Connection, exam: Exam, sitting: Sitting) -> Receipt | None:
    """The receipt of a sitting that has ended; None before."""
    if sitting.ended is None or sitting.ended_at is None:
        return None
    held = {name: each.response for name, each in stored(connection, sitting.candidate).items()}
    given = {name: response for name, response in held.items() if response is not None}
    items = [item for section in exam.sections(sitting.candidate) for item in section.items]
    return Receipt(
        at=sitting.ended_at,
        ended=sitting.ended,
        answered=sum(answered(item, given.get(item.id)) for item in items),
        total=exam.parts(exam.entries[sitting.candidate].form),
        digest=sha256_hex(json.dumps(given, sort_keys=True, separators=(",", ":")).encode()),
    )
