"""The server's clock rules: the session's times and one candidate's sitting in, what is open in that moment out.

Pure functions of the time they are given. Wrong clocks of candidates' machines do not matter: none of them is asked.
Extra time from the roster counts as far as the session allows, within the session. What the invigilator gives on the
day, and the time that a pause takes, move the candidate's end beyond it: nobody loses time to the organiser.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sitting import Sitting
from authoring.sessions.timing import Timing, moment

__all__ = [
    "GRACE",
    "Phase",
    "deadline",
    "hand_in_from",
    "over_at",
    "phase",
    "require_answering",
    "require_entry",
    "require_hand_in",
    "require_opened",
    "stopped",
    "stretch",
]

GRACE = timedelta(seconds=10)
"""After the deadline, for what is on its way: the page stops at the deadline, the line takes a moment."""


class Phase(StrEnum):
    """What the candidate's clock says."""

    BEFORE = "before"
    """登录 is not open yet."""
    CHECK_IN = "check_in"
    """Devices, phone and identity are checked."""
    LATE_ENTRY = "late_entry"
    """The exam has started, a candidate may still come in."""
    CLOSED = "closed"
    """Who has not passed the identity check by now has given up."""
    ANSWERING = "answering"
    PAUSED = "paused"
    TIME_OVER = "time_over"
    """The candidate's time is over, nothing is handed in yet."""
    ENDED = "ended"


def deadline(timing: Timing, sitting: Sitting, granted: int, now: datetime) -> datetime | None:
    """When the candidate must stop; None before the first question. `granted` is the roster's extra time, minutes.

    While a pause stops the clock the deadline moves with `now`.
    """
    if sitting.began_at is None:
        return None
    given = timedelta(minutes=sitting.extra_minutes)
    return timing.deadline(sitting.began_at, granted) + given + stopped(sitting, now)


def stopped(sitting: Sitting, now: datetime) -> timedelta:
    """For how long pauses have stopped the candidate's clock, the present one included."""
    held = now - sitting.paused_at if sitting.paused_at and sitting.clock_stopped else timedelta(0)
    return sitting.stopped + held


def stretch(timing: Timing, sitting: Sitting, granted: int) -> float:
    """By how much extra time lengthens the candidate's exam: 1.25 for half an hour beside two."""
    extra = min(granted, timing.max_extra_minutes) + sitting.extra_minutes
    return (timing.duration_minutes + extra) / timing.duration_minutes


def hand_in_from(timing: Timing, sitting: Sitting) -> datetime | None:
    """From when 交卷 works; None before the first question."""
    return timing.hand_in_from(sitting.began_at) if sitting.began_at else None


def over_at(timing: Timing, sitting: Sitting, granted: int, now: datetime) -> datetime | None:
    """The moment at which the server has to hand in for the candidate; None while it has not."""
    end = deadline(timing, sitting, granted, now)
    if end is None or sitting.ended or not timing.auto_hand_in or now < end + GRACE:
        return None
    return end


def phase(timing: Timing, sitting: Sitting, granted: int, now: datetime) -> Phase:
    """What is open to the candidate at `now`."""
    if sitting.ended:
        return Phase.ENDED
    end = deadline(timing, sitting, granted, now)
    if end is not None:
        if sitting.paused_at is not None:
            return Phase.PAUSED
        return Phase.ANSWERING if now < end else Phase.TIME_OVER
    if now < timing.opens:
        return Phase.BEFORE
    if now < timing.start:
        return Phase.CHECK_IN
    return Phase.LATE_ENTRY if now < timing.entry_closes else Phase.CLOSED


def require_opened(timing: Timing, now: datetime) -> None:
    """Raises Refused before the exam's 登录 opens and after the session's end."""
    if now < timing.opens:
        raise Refused("not_open", opens=moment(timing.opens))
    if now >= timing.end:
        raise Refused("entry_closed", closes=moment(timing.entry_closes))


def require_entry(timing: Timing, sitting: Sitting, now: datetime) -> None:
    """Raises Refused for an identity check outside its time; who has asked for a person in time may still pass."""
    require_opened(timing, now)
    if now >= timing.entry_closes and sitting.identity_asked_at is None:
        raise Refused("entry_closed", closes=moment(timing.entry_closes))


def require_answering(timing: Timing, sitting: Sitting, granted: int, now: datetime) -> None:
    """Raises Refused where an answer may not be stored at `now`."""
    if sitting.ended:
        raise Refused("ended")
    end = deadline(timing, sitting, granted, now)
    if end is None:
        raise Refused("not_begun")
    if sitting.paused_at is not None:
        raise Refused("paused")
    if now >= end + GRACE:
        raise Refused("ended")


def require_hand_in(timing: Timing, sitting: Sitting, granted: int, now: datetime) -> None:
    """Raises Refused where 交卷 does not work at `now`."""
    end, first = deadline(timing, sitting, granted, now), hand_in_from(timing, sitting)
    if end is None or first is None:
        raise Refused("not_begun")
    if sitting.paused_at is not None:
        raise Refused("paused")
    if now < min(first, end):
        raise Refused("early", first=moment(first))
