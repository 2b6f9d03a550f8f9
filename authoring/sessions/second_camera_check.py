"""Checks of the phone at the candidate's side: codes, place, view, and what the login waits for."""

import re
from collections.abc import Iterator

from authoring.findings import Finding
from authoring.sessions.choices import CodeScope, ExamKind, Unlock
from authoring.sessions.computer_check import repeated
from authoring.sessions.faults import doubtful, wrong
from authoring.sessions.rules import ExamSession
from authoring.sessions.second_camera import AMBIGUOUS, Code, SecondCamera
from authoring.sessions.wording import label

__all__ = ["second_camera_faults"]


def second_camera_faults(session: ExamSession) -> Iterator[Finding]:
    camera = session.second_camera
    if camera.required:
        yield from _code(camera.app_code, "second_camera.app_code")
        yield from _code(camera.exam_code, "second_camera.exam_code")
        yield from _view(camera)
    elif session.exam.kind is ExamKind.FORMAL:
        yield doubtful("R188", "second_camera.required")
    yield from _unlocked(session)


def _code(code: Code, field: str) -> Iterator[Finding]:
    unclear = "".join(
        sign for sign in dict.fromkeys(code.alphabet) if sign in AMBIGUOUS or not re.match("[0-9A-Z]", sign)
    )
    if unclear:
        yield doubtful("R181", f"{field}.alphabet", name=code.name, value=unclear)
    for _, sign in repeated(code.alphabet):
        yield doubtful("R184", f"{field}.alphabet", name=code.name, value=sign)
    if code.value is None:
        return
    if not re.fullmatch(code.pattern, code.value):
        yield wrong("R182", f"{field}.value", name=code.name, value=code.value, length=code.length)
    if code.scope is CodeScope.CANDIDATE:
        yield wrong("R183", f"{field}.value", name=code.name, value=code.value)


def _view(camera: SecondCamera) -> Iterator[Finding]:
    if not 20 <= camera.angle_degrees <= 70:
        yield doubtful("R185", "second_camera.angle_degrees", value=camera.angle_degrees)
    if not camera.entries:
        yield wrong("R186", "second_camera.entries")
    if not camera.required_view:
        yield wrong("R187", "second_camera.required_view")


def _unlocked(session: ExamSession) -> Iterator[Finding]:
    field, unlocked = "exam_login.unlocked_by", session.exam_login.unlocked_by
    if not session.second_camera.required and Unlock.SECOND_CAMERA in unlocked:
        yield wrong("R189", field)
    for step in Unlock:
        needed = step is Unlock.DEVICE_CHECK or session.second_camera.required
        if needed and step not in unlocked:
            yield doubtful("R190", field, value=label("unlocked_by", step), code=step)
