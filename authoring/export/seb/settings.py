"""From a session's rules to a `.seb` file."""

import plistlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from authoring.errors import UsageError
from authoring.export.seb.config_key import config_key
from authoring.findings import Finding, Report, Voice
from authoring.records import Record, sha256_hex
from authoring.sessions.rules import ExamSession
from authoring.sessions.wording import label
from authoring.texts import say

__all__ = ["SebFile", "seb_file"]

_VOICE = Voice("export_seb.finding")
_WINDOWS = 1
"""SEB's number for programs of Windows."""
_PRIVATE_CLIPBOARD = 2
"""`clipboardPolicy`: 0 free, 1 blocked, 2 within the browser only."""
_START_EXAM = 0
"""`sebConfigPurpose`: the file starts an exam; 1 would configure the client for good."""
_FORBIDDEN = '"\\'
"""The Config Key is computed over unescaped text, so these would make it ambiguous."""


class SebFile(Record):
    """A settings file and what goes with it."""

    file: bytes
    """The file: a property list as XML."""
    config_key: str
    """64 hexadecimal digits; the delivery system compares what the browser sends with it."""
    report: Report
    """B6xx: rules of the session that the browser cannot enforce, each with who must."""


def seb_file(session: ExamSession, *, quit_password: str = "", quit_address: str = "", salt: bytes) -> SebFile:
    """The settings for one session. Equal arguments give equal bytes.

    `salt` (32 bytes, secret) goes into the Browser Exam Key, which only the browser itself can compute. The quit
    password is kept as its SHA-256; without one, candidates can leave only at `quit_address`.
    Raises UsageError for an address that is none, a text that the Config Key cannot carry, or a salt of another length.
    """
    if len(salt) != 32:
        raise UsageError(say("export_seb.salt", length=len(salt)))
    start = _address(session.platform.address)
    settings = _settings(session, start, _address(quit_address) if quit_address else "", quit_password, salt)
    data = plistlib.dumps(settings, fmt=plistlib.FMT_XML, sort_keys=True)
    return SebFile(file=data, config_key=config_key(settings), report=Report.of(_cannot(session, quit_password)))


def _settings(session: ExamSession, start: str, leave: str, password: str, salt: bytes) -> dict[str, Any]:
    return {
        "originatorVersion": "SEB_Win_3.0.0",
        "sebConfigPurpose": _START_EXAM,
        "startURL": start,
        "quitURL": leave,
        "quitURLConfirm": True,
        "allowQuit": bool(password),
        "hashedQuitPassword": sha256_hex(password.encode()) if password else "",
        "examKeySalt": salt,
        "sendBrowserExamKey": True,
        "prohibitedProcesses": [_program(name, executable) for name, executable in _programs(session)],
        "allowedDisplaysMaxNumber": session.environment.displays,
        "allowedDisplaysIgnoreFailure": False,
        "allowVirtualMachine": False,
        "allowScreenSharing": False,
        "clipboardPolicy": _PRIVATE_CLIPBOARD,
        "enablePrivateClipboard": True,
        "enablePrintScreen": False,
        "allowPrint": False,
        "allowDownloads": False,
        "allowUploads": False,
        "allowDownUploads": False,
        "allowSpellCheck": False,
        "allowDeveloperConsole": False,
        "allowSwitchToApplications": False,
        # The browser's own page shows the camera and records sound: steps 7, 8 and 12.
        "allowVideoCapture": True,
        "allowAudioCapture": True,
        "browserMediaCaptureCamera": True,
        "browserMediaCaptureMicrophone": True,
        "audioControlEnabled": True,
        # An input method must be chosen to type Chinese.
        "showInputLanguage": True,
        "showTime": True,
        # Reloading brings a candidate back to the own answers.
        "browserWindowAllowReload": True,
        "systemAlwaysOn": True,
    }


def _programs(session: ExamSession) -> Iterator[tuple[str, str]]:
    for program in session.environment.programs_to_close:
        for executable in program.executables:
            yield _plain(program.name), _plain(executable)


def _program(name: str, executable: str) -> dict[str, Any]:
    # An empty originalName would match every program.
    return {
        "active": True,
        "currentUser": True,
        "strongKill": False,
        "os": _WINDOWS,
        "executable": executable,
        "originalName": executable,
        "description": name,
    }


def _plain(text: str) -> str:
    if any(sign in _FORBIDDEN or ord(sign) < 32 for sign in text):
        raise UsageError(say("export_seb.text", text=text))
    return text


def _address(text: str) -> str:
    parts = urlsplit(_plain(text))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UsageError(say("export_seb.address", address=text))
    return text


def _cannot(session: ExamSession, password: str) -> Iterator[Finding]:
    """What the browser cannot enforce."""
    kinds = [program.name for program in session.environment.programs_to_close if not program.executables]
    if kinds:
        yield _VOICE.doubtful("B601", "environment.programs_to_close", names="、".join(kinds))
    if not password:
        yield _VOICE.doubtful("B602", "platform.address")
    systems = "、".join(session.equipment.allowed_systems)
    yield _VOICE.note("B603", "equipment.allowed_systems", systems=systems)
    yield _VOICE.note("B604", "equipment.download_mb_per_s", speed=session.equipment.download_mb_per_s)
    yield _VOICE.note("B605", "device_checks")
    if session.second_camera.required:
        yield _VOICE.note("B606", "second_camera", app=session.second_camera.app)
    if session.identity.required:
        yield _VOICE.note("B607", "identity", name=session.identity.name)
    yield _VOICE.note("B608", "timing", minutes=session.timing.duration_minutes)
    steps = "、".join(label("unlocked_by", step) for step in session.exam_login.unlocked_by)
    yield _VOICE.note("B609", "exam_login", steps=steps)
