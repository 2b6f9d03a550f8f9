"""Checks of the exam's times: window against duration, late entry, early hand-in, extra time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from authoring.findings import Finding
from authoring.sessions.faults import doubtful, wrong
from authoring.sessions.rules import ExamSession
from authoring.sessions.timing import Timing, moment
from authoring.sessions.wording import wordings

__all__ = ["timing_faults"]


def timing_faults(session: ExamSession, now: datetime | None) -> Iterator[Finding]:
    timing = session.timing
    if timing.end <= timing.start:
        yield wrong("R101", "timing.end", start=moment(timing.start), end=moment(timing.end))
    else:
        yield from _window(timing)
    if timing.late_entry_minutes >= timing.duration_minutes:
        late, duration = timing.late_entry_minutes, timing.duration_minutes
        yield wrong("R104", "timing.late_entry_minutes", late=late, duration=duration)
    if timing.early_hand_in_minutes > timing.duration_minutes:
        early, duration = timing.early_hand_in_minutes, timing.duration_minutes
        yield wrong("R106", "timing.early_hand_in_minutes", early=early, duration=duration)
    if now is not None and timing.end <= now:
        yield doubtful("R107", "timing.end", end=moment(timing.end))
    if not timing.auto_hand_in:
        yield doubtful("R108", "timing.auto_hand_in")
    yield from _entry(session)


def _window(timing: Timing) -> Iterator[Finding]:
    window = (timing.end - timing.start) // timedelta(minutes=1)
    needed = timing.late_entry_minutes + timing.duration_minutes + timing.max_extra_minutes
    if window < timing.duration_minutes:
        end = moment(timing.start + timedelta(minutes=timing.duration_minutes))
        yield wrong("R102", "timing.end", window=window, duration=timing.duration_minutes, end=end)
    elif window < needed:
        end = moment(timing.start + timedelta(minutes=needed))
        late, extra = timing.late_entry_minutes, timing.max_extra_minutes
        yield doubtful("R105", "timing.end", late=late, extra=extra, short=needed - window, end=end)


def _entry(session: ExamSession) -> Iterator[Finding]:
    """The manual's fifth tip lets nobody in after the start; late entry contradicts it."""
    late, last_tip = session.timing.late_entry_minutes, wordings("identity", "tips")[-1]
    if late == 0 and session.timing.check_in_minutes == 0:
        yield wrong("R109", "timing.check_in_minutes")
    if late > 0 and last_tip in session.identity.tips:
        yield doubtful("R110", f"identity.tips.{session.identity.tips.index(last_tip)}", late=late, tip=last_tip)
