"""What the server knows of one candidate's way through the exam: one row of the store."""

from datetime import datetime, timedelta
from enum import StrEnum

from authoring.records import Record

__all__ = ["Camera", "Ended", "Identity", "Sitting"]


class Identity(StrEnum):
    """Where the identity check stands."""

    NONE = "none"
    REVIEW = "review"
    """A person decides (人工核验)."""
    PASSED = "passed"
    REFUSED = "refused"


class Camera(StrEnum):
    """What the page says of the computer's camera while the candidate waits and answers."""

    UNKNOWN = ""
    """It has said nothing yet."""
    ON = "on"
    NOT_ALLOWED = "not_allowed"
    """The candidate or the browser does not allow it."""
    LOST = "lost"
    """Unplugged, taken by another program, or without a picture."""


class Ended(StrEnum):
    """How a sitting ended."""

    HANDED_IN = "handed_in"
    AUTOMATIC = "automatic"
    """By the server, at the end of the candidate's time."""
    TERMINATED = "terminated"
    """By an invigilator."""


class Sitting(Record):
    """One candidate's sitting. Moments are None until the thing has happened."""

    candidate: int
    """Number in the roster."""
    confirmed_at: datetime | None = None
    """考生信息确认, or a mismatch was reported."""
    environment_at: datetime | None = None
    """环境检测 is passed."""
    entered_at: datetime | None = None
    """进入考试 was clicked for the own speciality."""
    ticket_at: datetime | None = None
    """准考证号 was entered."""
    devices_at: datetime | None = None
    """PC端设备检测 is passed."""
    room_at: datetime | None = None
    """登录 was clicked in the exam's room."""
    identity: Identity = Identity.NONE
    identity_asked_at: datetime | None = None
    """First photo or wish for 人工核验; in time is who asked in time."""
    photos: int = 0
    """Photos taken for the identity check."""
    began_at: datetime | None = None
    """The first question was shown."""
    extra_minutes: int = 0
    """Given by the invigilator, beyond what the roster grants."""
    stopped_ms: int = 0
    """Milliseconds that ended pauses have stopped the clock for."""
    paused_at: datetime | None = None
    """Since when the candidate is paused."""
    pause_reason: str = ""
    clock_stopped: bool = False
    """The present pause stops the clock."""
    camera: Camera = Camera.UNKNOWN
    flags: int = 0
    """How often an invigilator or a rule has flagged the candidate."""
    severity: int = 0
    """Of the gravest flag, in per cent."""
    ended: Ended | None = None
    ended_at: datetime | None = None
    revision: int = 0
    """Rises with every change that a page must hear of."""

    @property
    def stopped(self) -> timedelta:
        """By how much ended pauses have moved the end."""
        return timedelta(milliseconds=self.stopped_ms)
