"""The handouts of a session, from its rules alone: nothing in them is about a candidate or about a question."""

from collections.abc import Iterator, Sequence

from authoring.records import Record
from authoring.rendering.guide.blocks import Block, Bullets, Figure, Grid, Handout, Heading, Notice, Paragraph
from authoring.rendering.guide.drawings import drawing
from authoring.sessions.choices import CodeScope
from authoring.sessions.journey import contact_line, journey
from authoring.sessions.rules import ExamSession
from authoring.sessions.timing import moment
from authoring.sessions.wording import label
from authoring.texts import say, tree

__all__ = [
    "HANDOUTS",
    "Room",
    "candidate_guide",
    "coordinator_checklist",
    "handouts",
    "invigilator_sheet",
    "one_page_notice",
]

HANDOUTS = ("guide", "notice", "invigilator", "checklist")
"""In the order of `handouts`."""
_EMPTY_ROWS = 12
"""Lines of the invigilator's log to be filled in by hand."""


class Room(Record):
    """Where or in which group candidates are watched."""

    name: str
    candidates: int
    codes: tuple[str, ...] = ()
    """考试识别码 of the room, when rooms have codes of their own."""


def handouts(session: ExamSession, rooms: Sequence[Room] = (), pictures: Sequence[Figure] = ()) -> list[Handout]:
    """All four. `pictures` show the answering page; they stand with their captions in the guide's last step."""
    return [
        candidate_guide(session, pictures),
        one_page_notice(session),
        invigilator_sheet(session, rooms),
        coordinator_checklist(session),
    ]


def candidate_guide(session: ExamSession, pictures: Sequence[Figure] = ()) -> Handout:
    """考试操作流程: the manual's steps 0 to 12, each with a drawing."""
    return _handout("guide", session, [*_summary(session), *_steps(session, pictures)])


def one_page_notice(session: ExamSession) -> Handout:
    """考生须知 on one page: when, with what, and what loses the exam."""
    return _handout("notice", session, [*_summary(session), *_musts(session)])


def invigilator_sheet(session: ExamSession, rooms: Sequence[Room] = ()) -> Handout:
    """监考单: rooms and codes, times, what to do and say when something happens, and a log to fill in."""
    return _handout("invigilator", session, list(_invigilation(session, rooms)))


def coordinator_checklist(session: ExamSession) -> Handout:
    """考务清单: what has to be done before, on and after the day."""
    return _handout("checklist", session, list(_checklist(session)))


def _handout(name: str, session: ExamSession, blocks: Sequence[Block]) -> Handout:
    return Handout(
        name=name,
        title=say(f"guide.{name}.title"),
        subtitle=session.name,
        blocks=tuple(blocks),
        footer=say(f"guide.{name}.footer", name=session.name),
    )


def _summary(session: ExamSession) -> Iterator[Block]:
    timing = session.timing
    rows = [
        ("time", say("guide.span", start=moment(timing.start), end=moment(timing.end))),
        ("login", say("guide.login", opens=moment(timing.opens), closes=moment(timing.entry_closes))),
        ("duration", say("guide.minutes", minutes=timing.duration_minutes)),
        ("marks", say("guide.marks", total=session.marks.total, passing=session.marks.passing)),
        ("platform", session.platform.address),
        ("help", contact_line(session.help.contact)),
    ]
    cells = tuple((say(f"guide.about.{name}"), value) for name, value in rows if value)
    yield Grid(head=(), rows=cells, widths=(1, 4))


def _steps(session: ExamSession, pictures: Sequence[Figure]) -> Iterator[Block]:
    for step in journey(session):
        yield Heading(text=step.title, number=step.number)
        drawn = drawing(session, step.number)
        if drawn is not None:
            yield Figure(name=f"step-{step.number:02d}", content=drawn, caption=step.title)
        yield Bullets(items=step.sentences)
    for picture in pictures:
        yield Paragraph(text=picture.caption, keeps=True)
        yield picture


def _musts(session: ExamSession) -> Iterator[Block]:
    steps = {step.number: step for step in journey(session)}
    yield Heading(text=say("guide.notice.before"))
    yield Bullets(items=tuple(steps[0].sentences[:5]), boxes=True)
    yield Bullets(items=_lines("notice.prepare", session), boxes=True)
    yield Heading(text=say("guide.notice.day"))
    yield Bullets(items=_lines("notice.on_the_day", session))
    if session.identity.required:
        yield Heading(text=session.identity.name)
        yield Bullets(items=session.identity.tips)
    before = [label("unlocked_by", step) for step in session.exam_login.unlocked_by]
    before += [session.identity.name] if session.identity.required else []
    if before:
        closes = moment(session.timing.entry_closes)
        yield Notice(text=say("guide.notice.late", closes=closes, steps="、".join(before)))


def _lines(table: str, session: ExamSession) -> tuple[str, ...]:
    """The sentences of a table that this session needs, with its values."""
    words = _words(session)
    needs = {"phone": session.second_camera.required, "identity": session.identity.required}
    lines = tree("guide", *table.split("."))
    return tuple(say(f"guide.{table}.{name}", **words) for name in lines if needs.get(name.partition("_")[0], True))


def _words(session: ExamSession) -> dict[str, object]:
    timing = session.timing
    return {
        "opens": moment(timing.opens),
        "start": moment(timing.start),
        "end": moment(timing.end),
        "check_in": timing.check_in_minutes,
        "late": timing.late_entry_minutes,
        "early": timing.early_hand_in_minutes,
        "minutes": timing.duration_minutes,
        "programs": "、".join(program.name for program in session.environment.programs_to_close),
        "angle": session.second_camera.angle_degrees,
        "view": "、".join(session.second_camera.required_view),
        "grace": session.second_camera.grace_seconds,
        "attempts": session.identity.attempts,
        "speed": session.equipment.download_mb_per_s,
        "photos": session.retention.photo_days,
        "recordings": session.retention.recording_days,
        "registrar": contact_line(session.confirmation.contact),
        "help": contact_line(session.help.contact),
        "client": session.client.name,
    }


def _invigilation(session: ExamSession, rooms: Sequence[Room]) -> Iterator[Block]:
    yield from _summary(session)
    yield Heading(text=say("guide.invigilator.rooms"))
    code = session.second_camera.exam_code
    fixed = code.value or ""
    shown = rooms or [Room(name="", candidates=0) for _ in range(3)]
    yield Grid(
        head=tuple(say(f"guide.invigilator.room.{name}") for name in ("name", "count", "code", "people", "came")),
        rows=tuple((room.name, str(room.candidates or ""), "、".join(room.codes) or fixed, "", "") for room in shown),
        widths=(3, 2, 4, 4, 3),
    )
    if code.scope is CodeScope.SESSION and session.second_camera.required and not fixed:
        yield Paragraph(text=say("guide.invigilator.code_later", name=code.name))
    yield Heading(text=say("guide.invigilator.clock"))
    yield Grid(head=_head("clock"), rows=tuple(_clock(session)), widths=(2, 3, 6))
    yield Heading(text=say("guide.invigilator.incidents"))
    yield Grid(head=_head("incident"), rows=tuple(_incidents(session)), widths=(3, 6, 5))
    yield Heading(text=say("guide.invigilator.log"))
    yield Grid(head=_head("entry"), rows=(("",) * 5,) * _EMPTY_ROWS, widths=(2, 3, 5, 4, 2))


def _head(table: str) -> tuple[str, ...]:
    return tuple(map(str, tree("guide", "invigilator", f"{table}_head").values()))


def _clock(session: ExamSession) -> Iterator[tuple[str, str, str]]:
    timing = session.timing
    moments = [
        ("opens", timing.opens),
        ("start", timing.start),
        *([("entry_closes", timing.entry_closes)] if timing.late_entry_minutes else []),
        *([("hand_in", timing.hand_in_from(timing.start))] if timing.early_hand_in_minutes else []),
        ("end", timing.end),
    ]
    words = _words(session)
    for name, when in moments:
        yield f"{when:%H:%M}", say(f"guide.invigilator.moment.{name}"), say(f"guide.invigilator.do.{name}", **words)


def _incidents(session: ExamSession) -> Iterator[tuple[str, str, str]]:
    names = ["devices", "network", "crash", "noise", "other_page", "quit"]
    if session.second_camera.required:
        names.insert(1, f"phone_{session.second_camera.on_lost}")
    if session.identity.required:
        names.insert(0, "identity")
    words = _words(session)
    for name in names:
        what, do, spoken = (say(f"guide.incident.{name}.{part}", **words) for part in ("what", "do", "words"))
        yield what, do, spoken


def _checklist(session: ExamSession) -> Iterator[Block]:
    yield from _summary(session)
    for part in ("weeks", "days", "day", "after"):
        yield Heading(text=say(f"guide.checklist.{part}"))
        yield Bullets(items=_lines(f"checklist.{part}_items", session), boxes=True)
    if session.second_camera.required:
        action = label("on_lost", session.second_camera.on_lost)
        yield Notice(text=say("guide.checklist.lost", seconds=session.second_camera.grace_seconds, action=action))
