"""The candidate's journey: the manual's steps 0 to 12, told in sentences with the session's values.

The printed guide, the candidate preview and the package's readable page show it; machines read the record itself.
"""

from collections.abc import Callable, Iterable

from authoring.records import Record
from authoring.sessions.account import Contact
from authoring.sessions.choices import Unlock
from authoring.sessions.rules import ExamSession
from authoring.sessions.second_camera import Code
from authoring.sessions.timing import moment
from authoring.sessions.wording import label
from authoring.texts import say

__all__ = ["Step", "contact_line", "journey"]


class Step(Record):
    """One step of the journey."""

    number: int
    """0 (before the exam day) to 12."""
    title: str
    """The manual's words."""
    sentences: tuple[str, ...]
    """What the candidate meets and does, in order; plain text."""


def journey(session: ExamSession) -> tuple[Step, ...]:
    """Steps 0 to 12 of a session."""
    return tuple(
        Step(number=number, title=_title(number), sentences=tuple(tell(session))) for number, tell in enumerate(_STEPS)
    )


def _title(number: int) -> str:
    return say(f"sessions.journey.title.{number}")


def _say(name: str, /, **values: object) -> str:
    return say(f"sessions.journey.say.{name}", **values)


def _list(words: Iterable[str]) -> str:
    return say("sessions.journey.list").join(words)


def _quoted(words: Iterable[str]) -> str:
    return _list(say("sessions.journey.quoted", text=word) for word in words)


def _labels(choice: str, values: Iterable[str]) -> str:
    return _list(label(choice, value) for value in values)


def contact_line(contact: Contact) -> str:
    """Name, telephone, e-mail, web address and hours of a contact, those that are given."""
    said = (contact.name, contact.phone, contact.email, contact.web, contact.hours)
    return say("sessions.journey.contact").join(word for word in said if word)


def _equipment(session: ExamSession) -> list[str]:
    rules = session.equipment
    return [
        _say("computer", computer=rules.computer, devices=_labels("device", rules.computer_devices)),
        *(
            [_say("monitor", monitor=rules.monitor, devices=_labels("device", rules.monitor_devices))]
            if session.second_camera.required
            else []
        ),
        _say("allowed_systems", systems=_list(rules.allowed_systems)),
        *([_say("refused_systems", systems=_list(rules.refused_systems))] if rules.refused_systems else []),
        _say("network", bandwidth=rules.bandwidth_mbps, download=rules.download_mb_per_s),
        *rules.notes,
    ]


def _platform(session: ExamSession) -> list[str]:
    return [_say("platform", name=session.platform.name, address=session.platform.address)]


def _login(session: ExamSession) -> list[str]:
    rules = session.login
    shared = rules.initial_password is not None
    return [
        _say("open_login"),
        _say("username", username=rules.username),
        _say("password", password=rules.initial_password) if shared else _say("own_password"),
        _say("captcha" if rules.captcha else "no_captcha"),
        *([_say("change_password")] if rules.change_at_first_login else []),
        rules.recovery,
    ]


def _confirmation(session: ExamSession) -> list[str]:
    rules = session.confirmation
    return [
        _say("confirm", place=rules.place, fields=_labels("confirmed", rules.fields)),
        rules.advice,
        _say("registrar", contact=contact_line(rules.contact)),
    ]


def _client(session: ExamSession) -> list[str]:
    rules = session.client
    version = _say("client_version", version=rules.version) if rules.version else ""
    file = _say("client_name", file=rules.file) if rules.file else ""
    return [
        _say("client", path=say("sessions.journey.path").join(rules.download), folder=rules.unpack_to),
        _say("client_file", name=rules.name, file=version + file),
        *([_say("checksum", sha256=rules.sha256)] if rules.sha256 else []),
    ]


def _environment(session: ExamSession) -> list[str]:
    rules = session.environment
    return [
        _say("close", programs=_list(program.name for program in rules.programs_to_close)),
        _say("displays", displays=rules.displays),
        _say("launch", launcher=session.client.launcher),
        *rules.notes,
    ]


def _entry(session: ExamSession) -> list[str]:
    rules = session.exam
    names = _list(entry.name for entry in rules.specialities)
    return [
        _say("speciality", specialities=names) if names else _say("own_speciality"),
        _say("enter", group=rules.group, kind=label("kind", rules.kind)),
    ]


def _device_checks(session: ExamSession) -> list[str]:
    checks = session.device_checks.checks
    arrow = say("sessions.journey.path")
    return [
        _say("number", number=session.exam_login.candidate_number, button=label("unlocked_by", Unlock.DEVICE_CHECK)),
        _say("order", checks=arrow.join(check.name for check in checks)),
        *(_say("check", name=check.name, task=check.task) for check in checks),
        *(_say("advice", name=check.name, advice="".join(check.advice)) for check in checks if check.advice),
    ]


def _ticks(session: ExamSession) -> list[str]:
    rules = session.device_checks
    return [
        _say("ticks", ticks=_quoted(tick.name for tick in rules.ticks)),
        *rules.notes,
        _say("view", view=rules.view),
    ]


def _second_camera(session: ExamSession) -> list[str]:
    rules = session.second_camera
    return [
        _say("second_camera", app=rules.app),
        *(_say("entry", phone=entry.phone, way=entry.way) for entry in rules.entries),
        *(_code(code) for code in (rules.app_code, rules.exam_code)),
    ]


def _code(code: Code) -> str:
    value = _say("code_value", value=code.value) if code.value else ""
    return _say("code", name=code.name, length=code.length, scope=label("scope", code.scope), value=value)


def _phone_login(session: ExamSession) -> list[str]:
    rules = session.second_camera
    return [
        _say("phone_login", fields=_list(rules.login_fields), sign_in=rules.sign_in),
        _say("phone_ticks", ticks=_quoted(tick.name for tick in session.device_checks.ticks)),
        rules.keep_open,
    ]


def _placement(session: ExamSession) -> list[str]:
    rules = session.second_camera
    return [
        _say("angle", angle=rules.angle_degrees, view=_list(rules.required_view)),
        *rules.placement,
        _say("lost", seconds=rules.grace_seconds, action=label("on_lost", rules.on_lost)),
        rules.leaving,
    ]


def _exam(session: ExamSession) -> list[str]:
    marks, retention = session.marks, session.retention
    return [
        *_times(session),
        *_unlocking(session),
        *_identity(session),
        _say("answer"),
        _say("marks", total=marks.total, passing=marks.passing, scale=marks.scale),
        _say("help", name=session.help.name, contact=contact_line(session.help.contact)),
        _say("retention", photos=retention.photo_days, recordings=retention.recording_days),
    ]


def _times(session: ExamSession) -> list[str]:
    timing = session.timing
    late, early, extra = timing.late_entry_minutes, timing.early_hand_in_minutes, timing.max_extra_minutes
    return [
        _say("session", name=session.name, start=moment(timing.start), end=moment(timing.end)),
        _say("timing", duration=timing.duration_minutes, check_in=timing.check_in_minutes),
        _say("late", late=late) if late else _say("no_late"),
        _say("early", early=early) if early else _say("any_time"),
        _say("auto" if timing.auto_hand_in else "no_auto"),
        *([_say("extra", extra=extra)] if extra else []),
    ]


def _unlocking(session: ExamSession) -> list[str]:
    rules = session.exam_login
    return [
        _say("buttons", buttons=_quoted(rules.buttons)),
        _say("grey", unlocked=_quoted(label("unlocked_by", step) for step in rules.unlocked_by))
        if rules.unlocked_by
        else _say("not_grey"),
    ]


def _identity(session: ExamSession) -> list[str]:
    rules = session.identity
    if not rules.required:
        return [_say("no_identity", name=rules.name)]
    return [
        *([_say("consent")] if rules.consent else []),
        _say("identity", name=rules.name, procedure=rules.procedure),
        *(_say("tip", number=number, text=tip) for number, tip in enumerate(rules.tips, 1)),
        _say("attempts", attempts=rules.attempts),
        *([_say("manual_check")] if rules.manual_check else []),
    ]


def _if_required(tell: Callable[[ExamSession], list[str]]) -> Callable[[ExamSession], list[str]]:
    """A step of the second camera, or the sentence that this session does without."""
    return lambda session: tell(session) if session.second_camera.required else [_say("no_second_camera")]


_STEPS: tuple[Callable[[ExamSession], list[str]], ...] = (
    _equipment,
    _platform,
    _login,
    _confirmation,
    _client,
    _environment,
    _entry,
    _device_checks,
    _ticks,
    _if_required(_second_camera),
    _if_required(_phone_login),
    _if_required(_placement),
    _exam,
)
