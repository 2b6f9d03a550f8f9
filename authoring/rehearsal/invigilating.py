"""What staff do to a candidate's sitting. Each act refuses before it writes, is logged under its actor's name, and the
candidate's page hears of it within a second.

Actions, severity and reason codes are those of LTI Proctoring (1EdTech, Assessment Control Service): pause, resume,
terminate, update (extra time) and flag, an incident's severity from 0 to 1, a reason code and a reason in words.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, update

from authoring.records import canonical_json
from authoring.rehearsal.answers import finish
from authoring.rehearsal.events import Kind
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sitting import Ended, Identity, Sitting
from authoring.rehearsal.staff import Staff
from authoring.rehearsal.store.rows import change, raise_flag, record
from authoring.rehearsal.store.schema import account, message, sign_in

__all__ = [
    "MOST_MINUTES",
    "Reason",
    "decide_identity",
    "flag",
    "give_time",
    "pause",
    "reset_password",
    "resume",
    "send_message",
    "terminate",
]

MOST_MINUTES = 240
"""Of extra time in one act."""
MILLISECOND = timedelta(milliseconds=1)


class Reason(StrEnum):
    """Why somebody is flagged, paused or ended."""

    ABSENT = "absent"
    OTHER_PERSON = "other_person"
    OTHER_DEVICE = "other_device"
    SIDE_VIEW = "side_view"
    IDENTITY = "identity"
    TECHNICAL = "technical"
    OTHER = "other"


def pause(connection: Connection, held: Sitting, staff: Staff, reason: Reason, words: str, now: datetime) -> None:
    """Stops the candidate and the clock; takes the place of a pause for a lost phone, which does not stop it."""
    _require_answering(held)
    if held.paused_at is not None and held.clock_stopped:
        raise Refused("already_paused")
    change(connection, held.candidate, paused_at=now, pause_reason=words, clock_stopped=True)
    _log(connection, now, held, Kind.PAUSE, staff, reason_code=reason, reason_msg=words)


def resume(connection: Connection, held: Sitting, staff: Staff, now: datetime) -> None:
    """Goes on; the time of the pause is given back where the clock stood still."""
    if held.ended is not None:
        raise Refused("over")
    if held.paused_at is None:
        raise Refused("not_paused")
    stopped = max(0, (now - held.paused_at) // MILLISECOND) if held.clock_stopped else 0
    values = {"paused_at": None, "pause_reason": "", "clock_stopped": False}
    change(connection, held.candidate, stopped_ms=held.stopped_ms + stopped, **values)
    _log(connection, now, held, Kind.RESUME, staff, stopped_ms=stopped)


def give_time(connection: Connection, held: Sitting, staff: Staff, minutes: int, words: str, now: datetime) -> None:
    """Extra time beyond what the roster grants; before the exam, too."""
    if held.ended is not None:
        raise Refused("over")
    change(connection, held.candidate, extra_minutes=held.extra_minutes + minutes)
    _log(connection, now, held, Kind.UPDATE, staff, extra_time=minutes, reason_msg=words)


def terminate(connection: Connection, held: Sitting, staff: Staff, reason: Reason, words: str, now: datetime) -> None:
    """Ends the exam for a candidate, also one who has not begun; what was answered is kept."""
    if held.ended is not None:
        raise Refused("over")
    finish(connection, held, Ended.TERMINATED, now)
    _log(connection, now, held, Kind.TERMINATE, staff, reason_code=reason, reason_msg=words)


def flag(
    connection: Connection, held: Sitting, staff: Staff, severity: int, reason: Reason, words: str, now: datetime
) -> None:
    """Notes an incident; `severity` in per cent. The candidate does not hear of it."""
    data = {"incident_severity": f"{severity / 100:.2f}", "reason_code": reason, "reason_msg": words}
    raise_flag(connection, held.candidate, severity)
    _log(connection, now, held, Kind.FLAG, staff, **data)


def decide_identity(
    connection: Connection, held: Sitting, staff: Staff, *, passed: bool, words: str, now: datetime
) -> None:
    """人工核验. A refusal may be taken back, an identity once passed is not refused any more: end the exam instead."""
    if held.identity not in {Identity.REVIEW, Identity.REFUSED} or held.ended is not None:
        raise Refused("no_review")
    outcome = Identity.PASSED if passed else Identity.REFUSED
    change(connection, held.candidate, identity=outcome)
    _log(connection, now, held, Kind.IDENTITY, staff, identity=outcome, reason_msg=words)


def send_message(connection: Connection, candidate: int | None, staff: Staff, words: str, now: datetime) -> None:
    """To one candidate, or to all (None)."""
    connection.execute(insert(message).values(candidate=candidate, at=now, text=words))
    record(connection, now, candidate, Kind.MESSAGE, canonical_json({"text": words}), actor=staff.name)


def reset_password(connection: Connection, held: Sitting, staff: Staff, kept: str, now: datetime) -> None:
    """A new initial password, to be changed at the login; unlocks, and ends the candidate's sessions."""
    values = {"password": kept, "must_change": True, "failures": 0, "locked_until": None}
    connection.execute(update(account).where(account.c.candidate == held.candidate).values(**values))
    own = (sign_in.c.owner == held.candidate) & (sign_in.c.kind == "candidate")
    connection.execute(delete(sign_in).where(own))
    change(connection, held.candidate)
    _log(connection, now, held, Kind.PASSWORD, staff)


def _require_answering(held: Sitting) -> None:
    if held.ended is not None:
        raise Refused("over")
    if held.began_at is None:
        raise Refused("not_answering")


def _log(connection: Connection, now: datetime, held: Sitting, kind: Kind, staff: Staff, **data: object) -> None:
    record(connection, now, held.candidate, kind, canonical_json(data), actor=staff.name)
