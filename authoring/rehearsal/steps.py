"""The steps before the paper: each is allowed in its turn only, is kept, and is logged. Doing one again is fine."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from authoring.records import canonical_json
from authoring.rehearsal import clock
from authoring.rehearsal.events import Kind, log
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.journey import room_is_unlocked
from authoring.rehearsal.photos import PhotoFault
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.responses import clean
from authoring.rehearsal.sitting import Identity, Sitting
from authoring.rehearsal.state import next_of, phone_is_online
from authoring.rehearsal.store.rows import change, paired_phone
from authoring.rehearsal.store.schema import photo

__all__ = [
    "ask_for_person",
    "begin",
    "choose_exam",
    "confirm",
    "enter_room",
    "enter_ticket",
    "keep_photo",
    "pass_devices",
    "pass_environment",
]

MOST_NOTE = 4000
"""Bytes of JSON that a candidate's machine may say about itself or its owner."""


def _require(connection: Connection, exam: Exam, sitting: Sitting, now: datetime, *pages: str) -> None:
    """Raises Refused where the candidate does not belong on one of the pages."""
    path = next_of(connection, exam, sitting, now)
    if path not in pages:
        raise Refused("not_yet", more={"next": path})


def _short(data: Any) -> Any:
    tidy = clean(data)
    if len(canonical_json(tidy)) > MOST_NOTE:
        raise Refused("large", most=MOST_NOTE // 1000)
    return tidy


def confirm(connection: Connection, exam: Exam, sitting: Sitting, now: datetime, correct: bool, note: str) -> None:
    """考生信息确认; a mismatch is for the registering body, and the rehearsal goes on."""
    _require(connection, exam, sitting, now, "/confirm", "/downloads")
    told = _short(note)
    change(connection, sitting.candidate, confirmed_at=now)
    log(connection, now, sitting.candidate, Kind.CONFIRMED if correct else Kind.MISMATCH, note=told)


def pass_environment(
    connection: Connection, exam: Exam, sitting: Sitting, now: datetime, items: dict[str, Any]
) -> None:
    """环境检测, as the candidate's machine says it: nothing here can be proven from a page."""
    _require(connection, exam, sitting, now, "/downloads", "/exams")
    told = _short(items)
    change(connection, sitting.candidate, environment_at=now)
    log(connection, now, sitting.candidate, Kind.ENVIRONMENT, items=told)


def choose_exam(connection: Connection, exam: Exam, sitting: Sitting, now: datetime, speciality: str) -> None:
    """进入考试: each takes the own speciality."""
    _require(connection, exam, sitting, now, "/exams", "/room")
    own = exam.entries[sitting.candidate].candidate.speciality
    if own and speciality != own:
        names = {each.code: each.name for each in exam.rules.exam.specialities}
        raise Refused("speciality", own=names.get(own, own))
    change(connection, sitting.candidate, entered_at=now)
    log(connection, now, sitting.candidate, Kind.ENTERED, speciality=own)


def enter_ticket(connection: Connection, exam: Exam, sitting: Sitting, now: datetime, ticket: str) -> None:
    """输入准考证号 before the device check."""
    _require(connection, exam, sitting, now, "/room")
    if ticket.strip() != exam.entries[sitting.candidate].candidate.phone:
        raise Refused("ticket", name=exam.rules.exam_login.candidate_number)
    change(connection, sitting.candidate, ticket_at=now)


def pass_devices(
    connection: Connection, exam: Exam, sitting: Sitting, now: datetime, said: dict[str, Any], missing: list[str]
) -> None:
    """PC端设备检测 with all checks and ticks passed; `missing` names those that are not."""
    _require(connection, exam, sitting, now, "/room")
    if sitting.ticket_at is None:
        raise Refused("not_yet", more={"next": "/room"})
    if missing:
        raise Refused("checks", names="、".join(missing))
    told = _short(said)
    change(connection, sitting.candidate, devices_at=now)
    log(connection, now, sitting.candidate, Kind.DEVICES, **told)


def enter_room(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> None:
    """登录, once it has lost its grey."""
    _require(connection, exam, sitting, now, "/room", "/identity")
    clock.require_opened(exam.rules.timing, now)
    online = phone_is_online(paired_phone(connection, sitting.candidate), now)
    if not room_is_unlocked(exam.rules, sitting, phone_online=online):
        raise Refused("not_ready")
    if sitting.room_at is None:
        change(connection, sitting.candidate, room_at=now)
        log(connection, now, sitting.candidate, Kind.ROOM)


def keep_photo(
    connection: Connection,
    exam: Exam,
    sitting: Sitting,
    now: datetime,
    content: bytes,
    faults: tuple[PhotoFault, ...],
) -> dict[str, Any]:
    """考生身份验证 by photo: passed, to be taken again, or for a person once no attempt is left."""
    _require(connection, exam, sitting, now, "/identity")
    clock.require_entry(exam.rules.timing, sitting, now)
    rules, taken = exam.rules.identity, sitting.photos + 1
    if sitting.identity is Identity.REVIEW or taken > rules.attempts:
        raise Refused("not_yet", more={"next": "/identity"})
    left = rules.attempts - taken
    now_is = Identity.PASSED if not faults else Identity.NONE
    if faults and left == 0:
        now_is = Identity.REVIEW if rules.manual_check else Identity.REFUSED
    asked = sitting.identity_asked_at or now
    codes = [fault.code for fault in faults]
    connection.execute(
        insert(photo).values(candidate=sitting.candidate, at=now, content=content, faults=canonical_json(codes))
    )
    change(connection, sitting.candidate, photos=taken, identity=now_is, identity_asked_at=asked)
    log(connection, now, sitting.candidate, Kind.PHOTO, faults=codes, identity=now_is)
    return {
        "passed": now_is is Identity.PASSED,
        "faults": [fault.model_dump() for fault in faults],
        "attempts_left": left,
        "review": now_is is Identity.REVIEW,
    }


def ask_for_person(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> dict[str, Any]:
    """人工核验 instead of a photo."""
    _require(connection, exam, sitting, now, "/identity")
    clock.require_entry(exam.rules.timing, sitting, now)
    if not exam.rules.identity.manual_check:
        raise Refused("not_yet", more={"next": "/identity"})
    asked = sitting.identity_asked_at or now
    change(connection, sitting.candidate, identity=Identity.REVIEW, identity_asked_at=asked)
    log(connection, now, sitting.candidate, Kind.IDENTITY, identity=Identity.REVIEW)
    return {"passed": False, "faults": [], "attempts_left": 0, "review": True}


def begin(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> Sitting:
    """The first question is shown: the candidate's time begins. A second time it changes nothing."""
    _require(connection, exam, sitting, now, "/paper")
    if sitting.began_at is not None:
        return sitting
    clock.require_opened(exam.rules.timing, now)
    if not exam.rules.identity.required:
        clock.require_entry(exam.rules.timing, sitting, now)
    change(connection, sitting.candidate, began_at=now)
    log(connection, now, sitting.candidate, Kind.BEGAN, form=exam.entries[sitting.candidate].form)
    return sitting.model_copy(update={"began_at": now})
