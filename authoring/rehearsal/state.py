"""What a candidate's page is told: where to go, the times, the phone, messages. Never anything of another candidate."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from authoring.rehearsal import clock
from authoring.rehearsal.answers import stored
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.journey import next_page
from authoring.rehearsal.responses import answered
from authoring.rehearsal.sections import section_ends
from authoring.rehearsal.sitting import Sitting
from authoring.rehearsal.store.rows import Phone, find_account, load, messages_for, paired_phone

__all__ = ["ONLINE", "iso", "next_of", "phone_is_online", "state"]

ONLINE = timedelta(seconds=2)
"""Without a sign of life for longer a phone counts as lost: pictures come every second, and a loss is to be seen within
three."""


def iso(moment: datetime | None) -> str | None:
    """A moment as the API says it: UTC with milliseconds."""
    return None if moment is None else moment.isoformat(timespec="milliseconds")


def next_of(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> str:
    """Path of the page where the candidate belongs now."""
    kept = find_account(connection, candidate=sitting.candidate)
    return next_page(exam.rules, sitting, must_change=kept is not None and kept.must_change, now=now)


def phone_is_online(phone: Phone, now: datetime) -> bool:
    return phone.left_at is None and phone.seen_at is not None and now - phone.seen_at < ONLINE


def state(connection: Connection, exam: Exam, candidate: int, now: datetime) -> dict[str, Any]:
    """All that a page follows, as plain JSON."""
    sitting, phone = load(connection, candidate), paired_phone(connection, candidate)
    path, granted = next_of(connection, exam, sitting, now), exam.granted(candidate)
    answers = stored(connection, candidate)
    items = {name: exam.item(candidate, name) for name in answers}
    timing = exam.rules.timing
    return {
        "server_now": iso(now),
        "step": path.strip("/"),
        "next": path,
        "exam": _exam(exam),
        "devices": sitting.devices_at is not None,
        "phone": _phone(exam, phone, now),
        "identity": sitting.identity,
        "deadline": iso(clock.deadline(timing, sitting, granted, now)),
        "hand_in_from": iso(clock.hand_in_from(timing, sitting)),
        "paused": _paused(sitting),
        "messages": [
            {"id": str(number), "at": iso(at), "text": text} for number, at, text in messages_for(connection, candidate)
        ],
        "sections": {name: iso(end) for name, end in section_ends(connection, exam, sitting, now).items()},
        "extra_minutes": min(granted, timing.max_extra_minutes) + sitting.extra_minutes,
        "ended": sitting.ended,
        "answered": sum(answered(item, answers[name].response) for name, item in items.items() if item),
    }


def _exam(exam: Exam) -> dict[str, Any]:
    timing = exam.rules.timing
    return {
        "name": exam.rules.name,
        "kind": exam.rules.exam.kind,
        "opens": iso(timing.opens),
        "start": iso(timing.start),
        "end": iso(timing.end),
        "entry_closes": iso(timing.entry_closes),
    }


def _phone(exam: Exam, phone: Phone, now: datetime) -> dict[str, Any]:
    return {
        "required": exam.rules.second_camera.required,
        "paired": phone.paired_at is not None and phone.left_at is None,
        "online": phone_is_online(phone, now),
        "battery": phone.battery,
        "charging": phone.charging,
    }


def _paused(sitting: Sitting) -> dict[str, Any] | None:
    if sitting.paused_at is None:
        return None
    return {"reason": sitting.pause_reason, "since": iso(sitting.paused_at), "clock_stopped": sitting.clock_stopped}
