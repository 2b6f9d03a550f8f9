"""Step 12, 考试时间: when a session opens and closes, and when a candidate comes in, hands in and must stop."""

from datetime import datetime, timedelta, timezone
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from authoring.records import Record

__all__ = ["BEIJING", "Timing", "moment"]

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Time of the exams. China has had no summer time since 1991, so no time zone database is needed."""


def _in_beijing(moment: datetime) -> datetime:
    if not 1 < moment.year < 9999:  # shifting the zone would leave the calendar
        raise ValueError("year out of range")
    return moment.astimezone(BEIJING)


def moment(when: datetime) -> str:
    """`2026-12-19 09:00`, Beijing time, as messages and candidates' pages show it."""
    return when.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


Moment = Annotated[AwareDatetime, AfterValidator(_in_beijing)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]


class Timing(Record):
    """When the exam is taken."""

    start: Moment
    """The exam begins (开考): from here on questions are shown. With time zone; kept in Beijing time."""
    end: Moment
    """Nobody answers after it. With time zone; kept in Beijing time."""
    duration_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 120
    """Answering time of a candidate, counted from when the first question is shown."""
    check_in_minutes: Minutes = 60
    """Minutes before `start` from which candidates check devices, log in and verify. The manual is silent."""
    late_entry_minutes: Minutes = 0
    """Minutes after `start` in which a candidate may still come in; the manual lets nobody in after the start."""
    early_hand_in_minutes: Minutes = 30
    """Minutes after a candidate's first question before 交卷 works; 0 is any time. The manual is silent."""
    auto_hand_in: bool = True
    """What was answered is handed in when the candidate's time is over."""
    max_extra_minutes: Minutes = 0
    """Most extra time, in minutes, that the roster may give a candidate with a granted need; 0 is none."""

    @property
    def opens(self) -> datetime:
        """From here on candidates may log in."""
        return self.start - timedelta(minutes=self.check_in_minutes)

    @property
    def entry_closes(self) -> datetime:
        """Who has not passed the identity check by now has given up the exam."""
        return self.start + timedelta(minutes=self.late_entry_minutes)

    def hand_in_from(self, began: datetime) -> datetime:
        """When a candidate who saw the first question at `began` may hand in."""
        return began + timedelta(minutes=self.early_hand_in_minutes)

    def deadline(self, began: datetime, extra_minutes: int = 0) -> datetime:
        """When a candidate who saw the first question at `began` must stop: at the end of the session at the latest.

        No more extra time counts than the session allows.
        """
        extra = min(extra_minutes, self.max_extra_minutes)
        return min(began + timedelta(minutes=self.duration_minutes + extra), self.end)
