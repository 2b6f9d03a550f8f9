"""The candidate's way: which page comes next, and which pages are open. The server decides, pages only follow."""

from datetime import datetime

from authoring.rehearsal.sitting import Identity, Sitting
from authoring.sessions.choices import Unlock
from authoring.sessions.rules import ExamSession

__all__ = ["next_page", "open_pages", "room_is_unlocked"]

ALWAYS = frozenset({"/", "/login", "/recover", "/downloads"})
"""Open to whoever is signed in."""


def next_page(rules: ExamSession, sitting: Sitting, *, must_change: bool, now: datetime) -> str:
    """Path of the page where the candidate belongs now, without prefix."""
    if must_change:
        return "/password"
    if sitting.ended:
        return "/receipt"
    steps = (
        (sitting.confirmed_at is None, "/confirm"),
        (sitting.environment_at is None, "/downloads"),
        (sitting.entered_at is None, "/exams"),
        (sitting.room_at is None, "/room"),
        (rules.identity.required and sitting.identity is not Identity.PASSED, "/identity"),
        (now < rules.timing.start, "/wait"),
    )
    return next((path for missing, path in steps if missing), "/paper")


def open_pages(next_path: str, sitting: Sitting) -> frozenset[str]:
    """Every page the candidate may open; all others lead to the next one."""
    beside = {"/downloads": {"/environment"}, "/room": {"/exams"} | ({"/devices"} if sitting.ticket_at else set())}
    return ALWAYS | {next_path} | beside.get(next_path, set())


def room_is_unlocked(rules: ExamSession, sitting: Sitting, *, phone_online: bool) -> bool:
    """Whether 登录 has lost its grey."""
    done = {
        Unlock.DEVICE_CHECK: sitting.devices_at is not None,
        Unlock.SECOND_CAMERA: phone_online or not rules.second_camera.required,
    }
    return all(done[unlock] for unlock in rules.exam_login.unlocked_by)
