"""Steps 9 to 11, the phone as second camera: pairing by codes and numbers, pictures, leaving, what its loss does."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from authoring.records import Record, canonical_json
from authoring.rehearsal import clock
from authoring.rehearsal.accounts import let_in
from authoring.rehearsal.answers import finish
from authoring.rehearsal.cameras import Machine, keep_newest
from authoring.rehearsal.events import Kind, log
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sitting import Ended, Sitting
from authoring.rehearsal.state import ONLINE, iso
from authoring.rehearsal.store.rows import change, load, raise_flag, record
from authoring.rehearsal.store.schema import event, live, phone, sign_in, sitting
from authoring.roster.entries import RosterEntry
from authoring.sessions.choices import SideViewLost
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = [
    "MOST_PICTURE",
    "PhoneEntry",
    "Status",
    "check",
    "follow_losses",
    "is_picture",
    "keep_picture",
    "keep_status",
    "leave",
    "losses",
    "pair",
    "phone_state",
    "phone_states",
    "take_line",
]

MOST_PICTURE = 200 * 1024
"""Bytes."""
SEVERITY = 50
"""Per cent, of a flag for a lost side view: somebody should look, nothing is proven."""
_JPEG = b"\xff\xd8\xff"
_COMPUTER = timedelta(seconds=12)
"""Without a sign of life for longer the computer's page counts as gone; it gives one every five seconds."""
_SEEN = update(phone).where(
    phone.c.candidate == bindparam("of"), phone.c.page == bindparam("by"), phone.c.left_at.is_(None)
)
_STATES = (
    select(sitting.c.candidate, sitting.c.ended, phone.c.left_at, live.c.here, live.c.seen_at)
    .outerjoin(phone, phone.c.candidate == sitting.c.candidate)
    .outerjoin(live, live.c.candidate == sitting.c.candidate)
)
_STATE = _STATES.where(sitting.c.candidate == bindparam("of"))


class PhoneEntry(Record):
    """What is entered on the phone."""

    app_code: str
    exam_code: str
    ticket: str
    id_number: str


class Status(Record):
    """What a phone says of itself; each may be unknown."""

    battery: float | None = None
    """From 0 to 1."""
    charging: bool | None = None
    network: str = ""


def pair(connection: Connection, exam: Exam, given: PhoneEntry, now: datetime) -> str:
    """A session for the phone of the candidate whom all four entries name; an earlier phone's ends.

    Raises Refused for entries that do not belong together, without saying which is wrong.
    """
    clock.require_opened(exam.rules.timing, now)
    entry = next((each for each in exam.entries.values() if _fits(each, given)), None)
    if entry is None:
        record(connection, now, None, Kind.PHONE_REFUSED, canonical_json({}), actor="server")
        raise Refused("phone_wrong")
    number = entry.candidate.number
    if load(connection, number).ended:
        raise Refused("ended")
    earlier = (sign_in.c.owner == number) & (sign_in.c.kind == "phone")
    connection.execute(delete(sign_in).where(earlier))
    connection.execute(delete(phone).where(phone.c.candidate == number))
    connection.execute(insert(phone).values(candidate=number, paired_at=now))
    change(connection, number)
    log(connection, now, number, Kind.PHONE_PAIRED)
    return let_in(connection, number, now, kind="phone")


def _fits(entry: RosterEntry, given: PhoneEntry) -> bool:
    pairs = (
        (entry.app_code, given.app_code),
        (entry.exam_code, given.exam_code),
        (entry.candidate.phone, given.ticket),
        (entry.candidate.id_number, given.id_number),
    )
    same = [compare_digest(known.encode(), said.encode("utf-8", "replace")) for known, said in pairs]
    return all(same)  # every pair is compared, so that time tells nothing


def check(connection: Connection, rules: ExamSession, candidate: int, ticks: dict[str, bool], now: datetime) -> None:
    """小程序检测. Raises Refused naming the ticks that are missing."""
    missing = [tick.name for tick in rules.device_checks.ticks if not ticks.get(tick.kind)]
    if missing:
        raise Refused("checks", names="、".join(missing))
    _keep(connection, candidate, checked_at=now)
    change(connection, candidate)


def take_line(connection: Connection, candidate: int, page: str) -> None:
    """The page of the phone that was opened last holds the line."""
    _keep(connection, candidate, page=page)


def is_picture(content: bytes) -> bool:
    return len(content) <= MOST_PICTURE and content.startswith(_JPEG)


def keep_picture(connection: Connection, candidate: int, page: str, content: bytes, now: datetime) -> bool:
    """Keeps the newest picture; False where another page has taken the line."""
    if not connection.execute(_SEEN, {"of": candidate, "by": page, "seen_at": now}).rowcount:
        return False
    keep_newest(connection, candidate, Machine.PHONE, content, now)
    return True


def keep_status(connection: Connection, candidate: int, status: Status) -> None:
    percent = None if status.battery is None else round(min(max(status.battery, 0), 1) * 100)
    _keep(connection, candidate, battery=percent, charging=status.charging, network=status.network[:20])


def leave(connection: Connection, candidate: int, now: datetime) -> None:
    """退出监控, by hand on the phone."""
    _keep(connection, candidate, left_at=now)
    change(connection, candidate)
    log(connection, now, candidate, Kind.PHONE_LEFT)


def _keep(connection: Connection, candidate: int, **values: Any) -> None:
    connection.execute(update(phone).where(phone.c.candidate == candidate).values(**values))


def phone_state(connection: Connection, candidate: int, now: datetime) -> dict[str, Any]:
    """What the phone's page follows. Who left before the end may log in again."""
    return _state(connection.execute(_STATE, {"of": candidate}).one(), now)


def phone_states(connection: Connection, now: datetime) -> dict[int, dict[str, Any]]:
    """The same for every candidate."""
    return {row.candidate: _state(row, now) for row in connection.execute(_STATES)}


def _state(row: Row[*tuple[Any, ...]], now: datetime) -> dict[str, Any]:
    ended = row.ended is not None
    return {
        "step": "monitoring" if row.left_at is None else "left" if ended else "login",
        "exam_ended": ended,
        "candidate_online": bool(row.here) and now - row.seen_at < _COMPUTER,
        "server_now": iso(now),
    }


def follow_losses(connection: Connection, exam: Exam, now: datetime) -> None:
    """Does what the session says for each candidate who answers and whose phone has been away beyond the grace time.

    A pause of that kind ends by itself when the picture is back; one by the invigilator does not.
    """
    for held, since in losses(connection, exam, now):
        if _is_back(since, now):
            change(connection, held.candidate, paused_at=None, pause_reason="")
            record(connection, now, held.candidate, Kind.RESUME, _why(), actor="server")
        else:
            _lost(connection, exam.rules.second_camera.on_lost, held, since, now)


def losses(connection: Connection, exam: Exam, now: datetime) -> list[tuple[Sitting, datetime]]:
    """Who has to be acted on, and when the phone last gave a sign of life: lost for too long, or back in a pause."""
    rules = exam.rules.second_camera
    if not rules.required:
        return []
    phones = {row.candidate: row for row in connection.execute(select(phone))}
    grace, found = timedelta(seconds=rules.grace_seconds), []
    for held in _running(connection, exam):
        known = phones.get(held.candidate)
        if known is None:
            continue  # no phone was ever paired: 登录 has seen to that
        since = known.left_at or known.seen_at or known.paired_at
        paused = held.paused_at is not None and held.pause_reason == _reason()
        if now - since >= grace or (paused and _is_back(since, now)):
            found.append((held, since))
    return found


def _running(connection: Connection, exam: Exam) -> Iterator[Sitting]:
    query = select(sitting).where(sitting.c.began_at.is_not(None), sitting.c.ended.is_(None))
    found = (Sitting.model_validate(dict(row._mapping)) for row in connection.execute(query))
    return (one for one in found if one.candidate in exam.entries)


def _is_back(since: datetime, now: datetime) -> bool:
    return now - since < ONLINE


def _lost(connection: Connection, rule: SideViewLost, held: Sitting, since: datetime, now: datetime) -> None:
    match rule:
        case SideViewLost.FLAG:
            flags = select(event.c.id).where(
                event.c.candidate == held.candidate, event.c.kind == Kind.FLAG, event.c.at > since
            )
            if connection.execute(flags).first() is None:
                raise_flag(connection, held.candidate, SEVERITY)
                record(connection, now, held.candidate, Kind.FLAG, _why(), actor="server")
        case SideViewLost.PAUSE:
            if held.paused_at is None:
                change(connection, held.candidate, paused_at=now, pause_reason=_reason(), clock_stopped=False)
                record(connection, now, held.candidate, Kind.PAUSE, _why(), actor="server")
        case SideViewLost.TERMINATE:
            finish(connection, held, Ended.TERMINATED, now)
            record(connection, now, held.candidate, Kind.TERMINATE, _why(), actor="server")


def _reason() -> str:
    return say("rehearsal.phone.lost")


def _why() -> str:
    return canonical_json({"reason": "side_view_lost"})
