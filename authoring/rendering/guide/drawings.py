"""The drawings of the candidate's guide, one for each step, with the session's own words in them.

They show what matters of a page, not how it looks: the platform's pages may change.
"""

import math
from collections.abc import Callable, Iterator

from authoring.rendering.guide.svg import (
    GOOD,
    GREY,
    INK,
    PALE,
    WARM,
    arrow,
    box,
    button,
    circle,
    face,
    field,
    line,
    path,
    phone,
    picture,
    screen,
    text,
    tick,
    width_of,
)
from authoring.sessions.choices import CheckKind
from authoring.sessions.rules import ExamSession
from authoring.sessions.timing import moment
from authoring.sessions.wording import label
from authoring.texts import say

__all__ = ["HEIGHT", "WIDTH", "drawing"]

WIDTH, HEIGHT = 640, 240
"""Pixels of every drawing."""
_EXAMPLE = "TCK7WN4M8"
"""A code as the manual shows one."""


def drawing(session: ExamSession, step: int) -> bytes | None:
    """The SVG of a step, 0 to 12; None where the session does without it."""
    if step in (9, 10, 11) and not session.second_camera.required:
        return None
    return picture(WIDTH, HEIGHT, _STEPS[step](session))


def _say(name: str, /, **values: object) -> str:
    return say(f"guide.drawing.{name}", **values)


def _devices(session: ExamSession) -> Iterator[str]:
    with_phone = session.second_camera.required
    x = 60 if with_phone else 170
    yield from _computer(x, 30)
    yield text(x + 150, 225, _say("computer"))
    for n, name in enumerate(("camera", "microphone", "speaker")):
        yield circle(x + 350, 50 + 50 * n, 16, fill=PALE)
        yield from _device(name, x + 350, 50 + 50 * n)
        yield text(x + 374, 55 + 50 * n, label("device", name), anchor="start")
    if with_phone:
        yield from (phone(530, 30, 70, 140), face(565, 85, 11), text(565, 225, _say("monitor")))


def _computer(x: float, y: float) -> Iterator[str]:
    yield box(x, y, 300, 150, fill="#2b3a4a", round_=10)
    yield box(x + 10, y + 14, 280, 126, fill="#f8fafc", stroke="#9fb3c8", round_=3)
    yield circle(x + 150, y + 7, 3, fill=PALE)
    yield path(f"M{x - 20} {y + 170}L{x + 4} {y + 152}H{x + 296}L{x + 320} {y + 170}Z", fill="#d8dde3")
    yield face(x + 150, y + 58, 20)


def _device(name: str, x: float, y: float) -> Iterator[str]:
    match name:
        case "camera":
            yield box(x - 9, y - 6, 18, 12, fill=INK, round_=3)
            yield circle(x, y, 3.5, fill=PALE)
        case "microphone":
            yield box(x - 3.5, y - 9, 7, 12, fill=INK, round_=3.5)
            yield path(f"M{x - 7} {y}a7 7 0 0 0 14 0M{x} {y + 7}v4")
        case "speaker":
            yield path(f"M{x - 9} {y - 3}h5l6 -6v18l-6 -6h-5Z", fill=INK)
            yield path(f"M{x + 5} {y - 5}a7 7 0 0 1 0 10")
        case _:
            yield box(x - 11, y - 7, 22, 14, fill=INK, round_=2)
            for n in range(3):
                yield circle(x - 6 + 6 * n, y - 2, 1, fill=PALE, stroke=PALE)
            yield line(x - 6, y + 3, x + 6, y + 3, stroke=PALE)


def _platform(session: ExamSession) -> Iterator[str]:
    yield screen(60, 20, 520, 200, session.platform.name)
    yield field(80, 60, 330, session.platform.address)
    yield from (button(480, 60, 80, _say("login")), circle(520, 75, 34, fill="none", stroke=WARM))
    yield from (box(80, 110, 480, 90, fill=PALE, stroke=PALE), text(320, 160, _say("home"), fill=GREY))


def _login(session: ExamSession) -> Iterator[str]:
    yield screen(150, 10, 340, 220, _say("login_page"))
    yield field(180, 50, 280, session.login.username)
    yield field(180, 92, 280, _say("password"))
    if session.login.captcha:
        yield from (field(180, 134, 170, _say("captcha")), box(362, 134, 98, 30, fill=PALE, stroke="#9fb3c8"))
        yield text(411, 155, "7K3M", size=17, fill=GREY)
    yield button(180, 182, 280, _say("login"))


def _confirmation(session: ExamSession) -> Iterator[str]:
    yield screen(120, 15, 400, 210, session.confirmation.place)
    shown = [field_ for field_ in session.confirmation.fields if field_ != "photo"]
    for n, name in enumerate(shown):
        yield text(145, 80 + 46 * n, label("confirmed", name), anchor="start", most=90)
        yield field(240, 60 + 46 * n, 150, _say(f"masked.{name}"))
    if "photo" in session.confirmation.fields:
        yield from (box(410, 60, 90, 110, fill="#ffffff", stroke="#9fb3c8"), face(455, 105, 17))
        yield text(455, 192, label("confirmed", "photo"), size=13, most=120)


def _client(session: ExamSession) -> Iterator[str]:
    yield from _chain([*session.client.download, _say("unpack", folder=session.client.unpack_to)])


def _chain(words: list[str]) -> Iterator[str]:
    """Boxes with arrows between them."""
    width = (WIDTH - 40 - 34 * (len(words) - 1)) / len(words)
    for n, word in enumerate(words):
        x = 20 + n * (width + 34)
        yield box(x, 90, width, 60, fill=PALE)
        rows = [word] if width_of(word, 15) < width - 12 else [word[: len(word) // 2], word[len(word) // 2 :]]
        for m, row in enumerate(rows):
            yield text(x + width / 2, 126 + 22 * m - 11 * (len(rows) - 1), row, most=width - 12)
        yield text(x + width / 2, 78, str(n + 1), size=18, fill=WARM)
        if n:
            yield arrow(x - 30, 120, x - 5, 120)


def _environment(session: ExamSession) -> Iterator[str]:
    yield screen(20, 20, 300, 200, session.client.launcher)
    for n, name in enumerate(("system", "display", "network")):
        yield from (tick(52, 78 + 34 * n), text(74, 83 + 34 * n, _say(f"environment.{name}"), anchor="start"))
    yield button(50, 172, 240, _say("passed"))
    yield text(350, 44, _say("close_first"), anchor="start", fill=WARM)
    for n, program in enumerate(session.environment.programs_to_close[:6]):
        y = 74 + 27 * n
        yield path(f"M352 {y - 9}l9 9M361 {y - 9}l-9 9", stroke="#b3261e")
        yield text(374, y, program.name, anchor="start", most=240)


def _entry(session: ExamSession) -> Iterator[str]:
    yield screen(60, 10, 520, 220, session.exam.group)
    names = [entry.name for entry in session.exam.specialities] or [_say("own")]
    for n, name in enumerate(names[:4]):
        x, y = 80 + 245 * (n % 2), 50 + 88 * (n // 2)
        yield from (box(x, y, 235, 78, fill=PALE if n else "#fff6e5", stroke="#9fb3c8" if n else WARM),)
        yield text(x + 117, y + 26, name, size=14, most=220)
        yield button(x + 60, y + 40, 115, _say("enter"), on=n == 0)


def _checks(session: ExamSession) -> Iterator[str]:
    checks = session.device_checks.checks
    width = (WIDTH - 40 - 34 * (len(checks) - 1)) / max(len(checks), 1)
    icons = {CheckKind.SPEAKER: "speaker", CheckKind.CAMERA: "camera", CheckKind.MICROPHONE: "microphone"}
    for n, check in enumerate(checks):
        x = 20 + n * (width + 34)
        yield from (box(x, 60, width, 120, fill=PALE), text(x + width / 2, 50, str(n + 1), size=18, fill=WARM))
        yield circle(x + width / 2, 105, 24)
        yield from _device(icons.get(check.kind, "keyboard"), x + width / 2, 105)
        yield text(x + width / 2, 162, check.name, most=width - 8)
        if n:
            yield arrow(x - 30, 120, x - 5, 120)


def _ticks(session: ExamSession) -> Iterator[str]:
    yield from _computer(20, 30)
    yield screen(370, 20, 250, 200, _say("result"))
    for n, each in enumerate(session.device_checks.ticks[:4]):
        yield from (tick(396, 66 + 28 * n), text(420, 71 + 28 * n, each.name, anchor="start", most=190))
    yield from (button(388, 178, 100, _say("again"), on=False), button(502, 178, 100, _say("done")))


def _codes(session: ExamSession) -> Iterator[str]:
    rules = session.second_camera
    yield screen(20, 15, 360, 210, _say("phone_way"))
    for n, code in enumerate((rules.app_code, rules.exam_code)):
        y = 60 + 84 * n
        yield text(40, y + 6, code.name, anchor="start")
        signs = code.value or (_EXAMPLE * 3)[: code.length]
        width = min(32.0, 320 / len(signs))
        for place, sign in enumerate(signs):
            yield box(40 + place * width, y + 18, width - 4, 34, fill=PALE, stroke="#9fb3c8", round_=3)
            yield text(38 + place * width + width / 2, y + 41, sign, size=17)
    yield arrow(390, 120, 452, 120)
    yield from (phone(470, 15, 110, 210), text(525, 66, rules.app, size=12, most=92))
    yield from _pattern(495, 84, 60)
    yield text(525, 172, _say("scan"), size=13, most=92)


def _pattern(x: float, y: float, size: float) -> Iterator[str]:
    """Something like a QR code; it holds nothing."""
    cell = size / 9
    yield box(x - 4, y - 4, size + 8, size + 8, stroke="#9fb3c8", round_=2)
    for row in range(9):
        for column in range(9):
            corner = any(abs(row - r) <= 1 and abs(column - c) <= 1 for r, c in ((1, 1), (1, 7), (7, 1)))
            if (corner and (row, column) not in ((1, 1), (1, 7), (7, 1))) or (
                not corner and (row * 5 + column * 7) % 3
            ):
                left, top = x + column * cell, y + row * cell
                yield f'<rect x="{left:.1f}" y="{top:.1f}" width="{cell:.1f}" height="{cell:.1f}" fill="{INK}"/>'


def _phone_login(session: ExamSession) -> Iterator[str]:
    rules = session.second_camera
    yield from (phone(60, 8, 160, 226), text(140, 48, rules.app, size=12, most=130))
    for n, words in enumerate(rules.login_fields[:2]):
        yield field(76, 62 + 38 * n, 128, words)
    yield button(76, 142, 128, _say("check_camera"))
    yield button(76, 180, 128, _say("login"), on=False)
    yield arrow(232, 120, 300, 120)
    yield from (phone(315, 8, 160, 226), face(395, 52, 12))
    for n, each in enumerate(session.device_checks.ticks[:4]):
        yield from (tick(345, 106 + 24 * n), text(364, 111 + 24 * n, each.name, size=13, anchor="start", most=100))
    yield text(560, 110, _say("then_login"), most=150)
    yield text(560, 136, _say("stay_open"), fill=WARM, most=150)


def _side_view(session: ExamSession) -> Iterator[str]:
    angle = session.second_camera.angle_degrees
    yield text(150, 26, _say("from_above"), fill=GREY)
    yield box(60, 40, 180, 60, fill="#f3ead9", stroke="#b59b6b")
    yield from (box(112, 46, 76, 12, fill="#2b3a4a", round_=3), text(100, 82, _say("desk"), size=13, most=76))
    x, y = 150, 165
    yield from (circle(x, y, 22, fill=PALE), text(x, y + 44, _say("candidate"), size=13))
    yield line(x, y, x, 60, stroke=GREY, dashed=True)
    turn = math.radians(angle)
    to_x, to_y = x + 135 * math.sin(turn), y - 135 * math.cos(turn)
    yield line(x, y, to_x, to_y, stroke=WARM, dashed=True)
    yield path(f"M{x} {y - 52}A52 52 0 0 1 {x + 52 * math.sin(turn):.1f} {y - 52 * math.cos(turn):.1f}", stroke=WARM)
    yield text(x + 66 * math.sin(turn / 2) + 6, y - 62 * math.cos(turn / 2), f"{angle}°", fill=WARM, size=16)
    yield box(to_x - 9, to_y - 14, 18, 28, fill="#2b3a4a", round_=4)
    yield text(to_x + 16, to_y + 5, _say("phone"), size=13, anchor="start")
    yield text(470, 26, _say("in_view"), fill=GREY)
    yield box(350, 40, 240, 150, fill="#f8fafc", round_=8)
    yield from (face(440, 84, 18), box(400, 150, 160, 14, fill="#f3ead9", stroke="#b59b6b", round_=2))
    yield path("M420 142q10 -14 26 2M474 142q10 -14 26 2")
    yield text(470, 216, "、".join(session.second_camera.required_view), size=14, most=250)


def _exam(session: ExamSession) -> Iterator[str]:
    timing = session.timing
    yield screen(15, 15, 330, 210, session.name)
    window = _say("window", start=moment(timing.start), end=f"{timing.end:%H:%M}")
    yield text(180, 66, window, size=13, most=300)
    yield field(40, 82, 280, session.exam_login.candidate_number)
    width = 280 / max(len(session.exam_login.buttons), 1)
    for n, words in enumerate(session.exam_login.buttons):
        yield button(40 + n * width, 130, width - 8, words, on=words != _say("login"), size=13)
    yield text(180, 196, _say("grey_until"), size=13, fill=WARM, most=300)
    if session.identity.required:
        yield screen(380, 15, 245, 210, session.identity.name)
        yield from (box(432, 52, 140, 118, stroke=GOOD, round_=60), face(502, 98, 22))
        yield button(400, 184, 98, _say("photo"))
        yield button(508, 184, 98, _say("verify"), on=False)


_STEPS: tuple[Callable[[ExamSession], Iterator[str]], ...] = (
    _devices,
    _platform,
    _login,
    _confirmation,
    _client,
    _environment,
    _entry,
    _checks,
    _ticks,
    _codes,
    _phone_login,
    _side_view,
    _exam,
)
