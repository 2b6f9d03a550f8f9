"""The computer's camera while a candidate waits and answers: its newest picture is kept, and whether it runs is known.

Pictures have a request of their own, so that none waits in front of an answer; what does not arrive is not sent again.
"""

import io
from datetime import datetime, timedelta
from enum import StrEnum

from PIL import Image, UnidentifiedImageError
from sqlalchemy import Connection, bindparam, insert, select, update

from authoring.rehearsal.events import Kind, log
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sitting import Camera, Sitting
from authoring.rehearsal.store.rows import change
from authoring.rehearsal.store.schema import snapshot
from authoring.sessions.choices import Device
from authoring.sessions.rules import ExamSession

__all__ = ["MOST_SNAPSHOT", "Machine", "camera_says", "is_watched", "keep_newest", "keep_snapshot"]

MOST_SNAPSHOT = 48 * 1024
"""Bytes; a page sends some 12 KB."""
LARGEST = (320, 240)
"""Pixels, either way up."""
KEPT_EVERY = timedelta(seconds=1)
_HERE = (snapshot.c.candidate == bindparam("of")) & (snapshot.c.machine == bindparam("by"))
_AT = select(snapshot.c.at).where(_HERE)
_KEEP = update(snapshot).where(_HERE)
_FIRST = insert(snapshot).inline()


class Machine(StrEnum):
    """Whose camera it is."""

    COMPUTER = "pc"
    PHONE = "phone"


def is_watched(rules: ExamSession) -> bool:
    """Whether the computer must have a camera: then it runs until the end."""
    return Device.CAMERA in rules.equipment.computer_devices


def keep_snapshot(connection: Connection, exam: Exam, sitting: Sitting, content: bytes, now: datetime) -> None:
    """Keeps the computer's newest picture. One that comes too soon after another is dropped.

    Raises Refused for what is no small JPEG, and out of season.
    """
    _require_season(exam, sitting)
    if not _is_small(content):
        raise Refused("snapshot", most=MOST_SNAPSHOT // 1024)
    place = {"of": sitting.candidate, "by": Machine.COMPUTER}
    before = connection.execute(_AT, place).scalar_one_or_none()
    if before is None or not timedelta(0) <= now - before < KEPT_EVERY:
        keep_newest(connection, sitting.candidate, Machine.COMPUTER, content, now)
    _note(connection, sitting, Camera.ON, now)


def camera_says(connection: Connection, exam: Exam, sitting: Sitting, said: Camera, now: datetime) -> None:
    """The page tells whether its camera runs. Raises Refused out of season."""
    _require_season(exam, sitting)
    _note(connection, sitting, said, now)


def keep_newest(connection: Connection, candidate: int, machine: Machine, content: bytes, now: datetime) -> None:
    """The one picture that is kept of a camera."""
    picture = {"at": now, "content": content}
    if not connection.execute(_KEEP, {"of": candidate, "by": machine} | picture).rowcount:
        connection.execute(_FIRST, {"candidate": candidate, "machine": machine} | picture)


def _require_season(exam: Exam, sitting: Sitting) -> None:
    if sitting.ended is not None:
        raise Refused("ended")
    if sitting.room_at is None or not is_watched(exam.rules):
        raise Refused("not_yet")


def _note(connection: Connection, sitting: Sitting, state: Camera, now: datetime) -> None:
    if sitting.camera is state:
        return
    change(connection, sitting.candidate, camera=state)
    log(connection, now, sitting.candidate, Kind.CAMERA, state=state)


def _is_small(content: bytes) -> bool:
    """Whether it is a small JPEG by its header; the picture itself is not decoded."""
    if len(content) > MOST_SNAPSHOT:
        return False
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            return max(image.size) <= max(LARGEST) and min(image.size) <= min(LARGEST)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
