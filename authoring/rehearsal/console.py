"""What the console shows: one card for each candidate, nothing of keys or answers."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from authoring.records import Record
from authoring.rehearsal import clock
from authoring.rehearsal.answers import stored_since
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.journey import next_page
from authoring.rehearsal.responses import answered
from authoring.rehearsal.sitting import Identity, Sitting
from authoring.rehearsal.state import phone_is_online
from authoring.rehearsal.store.rows import Phone
from authoring.rehearsal.store.schema import EPOCH, MILLISECOND, account, live, phone, sitting, snapshot
from authoring.roster.privacy import masked

__all__ = ["Card", "Progress", "State", "cards", "state_of"]

AWAY = timedelta(seconds=12)
"""Without a sign of life for longer a computer counts as gone; its page gives one every five seconds."""
OVERLAP = timedelta(seconds=5)
"""Answers are looked at again for so long: another process may commit later what it stored earlier."""


class State(StrEnum):
    """Where a candidate stands, as the console counts them."""

    ABSENT = "absent"
    CHECKING = "checking"
    """On the way from the login to the identity check."""
    REVIEW = "review"
    """人工核验: somebody has to look."""
    REFUSED = "refused"
    READY = "ready"
    """Waits for the start, or has not opened the paper yet."""
    MISSED = "missed"
    """The last entry has passed."""
    ANSWERING = "answering"
    PAUSED = "paused"
    HANDED_IN = "handed_in"
    AUTOMATIC = "automatic"
    TERMINATED = "terminated"


class Card(Record):
    """One candidate. Moments are milliseconds since 1970."""

    number: int
    name: str
    phone: str
    """Masked; its end is what candidates are called by."""
    ends_in: str
    """Last four digits, for the search."""
    place: str
    """Room and seat; empty where all sit at home."""
    form: str
    state: State
    page: str
    """Where the candidate belongs now, such as `/devices`."""
    answered: int
    total: int
    deadline: int | None
    """None before the first question, and while the clock stands still."""
    left: int | None
    """Milliseconds left while the clock stands still."""
    extra: int
    """Minutes, those of the roster included."""
    computer: bool
    """Its page is there."""
    side_view: bool
    """The phone's picture comes in."""
    paired: bool
    battery: int | None
    charging: bool | None
    seen: int | None
    """Of the phone's last picture kept."""
    camera: int | None
    """Of the computer's last picture kept."""
    camera_state: str
    """What its page says of it: see `sitting.Camera`."""
    flags: int
    severity: int
    """Highest so far, in per cent."""
    reason: str
    """Of the present pause."""
    locked: bool
    """Too many wrong passwords."""


class Progress:
    """How many parts each candidate has answered; reads only what is new."""

    def __init__(self, exam: Exam) -> None:
        self._exam = exam
        self._answered: dict[int, dict[str, int]] = {}
        self._read = EPOCH

    def look(self, connection: Connection, now: datetime) -> dict[int, int]:
        """Parts answered, by candidate."""
        since = self._read - OVERLAP if EPOCH + OVERLAP < self._read <= now else EPOCH
        for candidate, held in stored_since(connection, since):
            item = self._exam.item(candidate, held.question) if candidate in self._exam.entries else None
            if item is not None:
                self._answered.setdefault(candidate, {})[held.question] = answered(item, held.response)
        self._read = now
        return {candidate: sum(parts.values()) for candidate, parts in self._answered.items()}


def cards(connection: Connection, exam: Exam, progress: Progress, now: datetime) -> list[Card]:
    """All candidates, by number."""
    done = progress.look(connection, now)
    phones = {row.candidate: Phone.model_validate(dict(row._mapping)) for row in connection.execute(select(phone))}
    here = select(live.c.candidate).where(live.c.here, live.c.seen_at > now - AWAY)
    computers, pictures = set(connection.execute(here).scalars()), _pictures(connection)
    query = select(sitting, account.c.must_change, account.c.locked_until).join(account).order_by(sitting.c.candidate)
    return [
        Card.model_validate(
            _who(exam, row.candidate)
            | _place(exam, row, now)
            | _devices(phones.get(row.candidate, Phone(candidate=row.candidate)), now)
            | {
                "answered": done.get(row.candidate, 0),
                "computer": row.candidate in computers,
                "camera": pictures.get((row.candidate, "pc")),
                "camera_state": row.camera,
                "seen": pictures.get((row.candidate, "phone")),
                "locked": row.locked_until is not None and row.locked_until > now,
            }
        )
        for row in connection.execute(query)
        if row.candidate in exam.entries
    ]


def state_of(exam: Exam, held: Sitting, now: datetime) -> State:
    """Where a candidate stands."""
    if held.ended is not None:
        return State(held.ended)
    if held.began_at is not None:
        return State.ANSWERING if held.paused_at is None else State.PAUSED
    if held.identity is Identity.REVIEW:
        return State.REVIEW
    if held.identity is Identity.REFUSED:
        return State.REFUSED
    if held.identity is Identity.PASSED or (held.room_at is not None and not exam.rules.identity.required):
        return State.READY
    if now >= exam.rules.timing.entry_closes:
        return State.MISSED
    return State.ABSENT if held.confirmed_at is None else State.CHECKING


def _who(exam: Exam, candidate: int) -> dict[str, Any]:
    entry = exam.entries[candidate]
    person = entry.candidate
    return {
        "number": candidate,
        "name": person.name,
        "phone": masked(person.phone),
        "ends_in": person.phone[-4:],
        "place": " ".join(filter(None, (person.room, person.seat))),
        "form": entry.form,
        "total": exam.parts(entry.form),
    }


def _place(exam: Exam, row: Any, now: datetime) -> dict[str, Any]:
    values = dict(row._mapping)
    must_change = values.pop("must_change")
    values.pop("locked_until")
    held, granted, timing = Sitting.model_validate(values), exam.granted(row.candidate), exam.rules.timing
    end = clock.deadline(timing, held, granted, now) if held.ended is None else None
    still = held.paused_at is not None and held.clock_stopped
    return {
        "state": state_of(exam, held, now),
        "page": next_page(exam.rules, held, must_change=must_change, now=now),
        "deadline": None if still else _millis(end),
        "left": (end - now) // MILLISECOND if end is not None and still else None,
        "extra": min(granted, timing.max_extra_minutes) + held.extra_minutes,
        "flags": held.flags,
        "severity": held.severity,
        "reason": held.pause_reason if held.paused_at is not None else "",
    }


def _devices(held: Phone, now: datetime) -> dict[str, Any]:
    return {
        "paired": held.paired_at is not None and held.left_at is None,
        "side_view": phone_is_online(held, now),
        "battery": held.battery,
        "charging": held.charging,
    }


def _pictures(connection: Connection) -> dict[tuple[int, str], int | None]:
    query = select(snapshot.c.candidate, snapshot.c.machine, snapshot.c.at)
    return {(row.candidate, row.machine): _millis(row.at) for row in connection.execute(query)}


def _millis(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // MILLISECOND
