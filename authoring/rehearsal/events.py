"""Words of the append-only log. Those of the invigilator are LTI Proctoring's (1EdTech, Assessment Control Service)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from authoring.records import canonical_json
from authoring.rehearsal.store.rows import record

__all__ = ["Kind", "log"]


class Kind(StrEnum):
    """What happened."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOCKED = "locked"
    PASSWORD = "password"  # noqa: S105  # the password was changed
    LOGOUT = "logout"
    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"
    ENVIRONMENT = "environment"
    ENTERED = "entered"
    DEVICES = "devices"
    ROOM = "room"
    PHOTO = "photo"
    IDENTITY = "identity"
    BEGAN = "began"
    ANSWER = "answer"
    LATE_ANSWER = "late_answer"
    """Arrived after the end: kept here, not counted."""
    HANDED_IN = "handed_in"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    TAKEN_OVER = "taken_over"
    PHONE_PAIRED = "phone_paired"
    PHONE_REFUSED = "phone_refused"
    PHONE_LEFT = "phone_left"
    CAMERA = "camera"
    """The computer's camera has come on, was refused, or is lost."""
    PAUSE = "pause"
    RESUME = "resume"
    UPDATE = "update"
    """Extra time."""
    TERMINATE = "terminate"
    FLAG = "flag"
    MESSAGE = "message"
    MARK = "mark"
    MARK_WITHDRAWN = "mark_withdrawn"
    DELETED = "deleted"
    """Pictures whose time was over."""
    STAFF = "staff"
    """A new account of the staff."""


def log(connection: Connection, now: datetime, candidate: int | None, kind: Kind, /, **data: object) -> None:
    """One line about a candidate, by the candidate."""
    record(connection, now, candidate, kind, canonical_json(data), actor="candidate")
