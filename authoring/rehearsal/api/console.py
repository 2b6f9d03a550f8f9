"""The console's acts on one or many candidates, pictures, and the log."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import Connection, select

from authoring.records import Record
from authoring.rehearsal import invigilating as acts
from authoring.rehearsal.accounts import new_initial_password
from authoring.rehearsal.api.asking import files, rehearsal_of
from authoring.rehearsal.api.fields import LineNumber, Number, Words
from authoring.rehearsal.api.staff import RUNNING_THE_EXAM, staff_act, staff_look
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.invigilating import MOST_MINUTES, Reason
from authoring.rehearsal.logbook import LogLine, log_lines, log_records, log_table
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sitting import Sitting
from authoring.rehearsal.staff import Staff
from authoring.rehearsal.store.rows import load
from authoring.rehearsal.store.schema import photo, snapshot

__all__ = ["router"]

router = APIRouter(prefix="/api/console")

Numbers = Annotated[list[Number], Field(min_length=1, max_length=2000)]
Act = Callable[[Connection, Sitting, Staff, datetime], None]


class Chosen(Record):
    """Whom an act concerns."""

    candidates: Numbers


class Paused(Chosen):
    reason: Reason = Reason.OTHER
    words: Words = ""


class Told(Record):
    candidates: Annotated[list[Number], Field(max_length=2000)] = Field(default_factory=list)
    """None: all."""
    text: Annotated[Words, Field(min_length=1)]


class Time(Chosen):
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    words: Words = ""


class Ended(Chosen):
    reason: Reason
    words: Words = ""


class Flag(Chosen):
    severity: Annotated[int, Field(ge=0, le=100)]
    """Per cent."""
    reason: Reason
    words: Words = ""


class Decision(Chosen):
    passed: bool
    words: Words = ""


async def _each(request: Request, candidates: list[int], act: Act) -> dict[str, Any]:
    """Acts on each, in one commit; whom it does not fit is told beside the others, who are acted on."""

    def all_of_them(connection: Connection, exam: Exam, staff: Staff, now: datetime) -> dict[str, Any]:
        done, refused = [], []
        for number in dict.fromkeys(candidates):
            try:
                act(connection, _known(connection, exam, number), staff, now)
                done.append(number)
            except Refused as problem:
                refused.append({"candidate": number} | problem.body())
        return {"done": done, "refused": refused}

    return await staff_act(request, RUNNING_THE_EXAM, all_of_them)


def _known(connection: Connection, exam: Exam, number: int) -> Sitting:
    if number not in exam.entries:
        raise Refused("candidate", number=number)
    return load(connection, number, lock=True)


@router.post("/pause")
async def pause(request: Request, entry: Paused) -> dict[str, Any]:
    return await _each(request, entry.candidates, lambda c, h, s, n: acts.pause(c, h, s, entry.reason, entry.words, n))


@router.post("/resume")
async def resume(request: Request, entry: Chosen) -> dict[str, Any]:
    return await _each(request, entry.candidates, acts.resume)


@router.post("/extra-time")
async def extra_time(request: Request, entry: Time) -> dict[str, Any]:
    return await _each(
        request, entry.candidates, lambda c, h, s, n: acts.give_time(c, h, s, entry.minutes, entry.words, n)
    )


@router.post("/terminate")
async def terminate(request: Request, entry: Ended) -> dict[str, Any]:
    return await _each(
        request, entry.candidates, lambda c, h, s, n: acts.terminate(c, h, s, entry.reason, entry.words, n)
    )


@router.post("/flag")
async def flag(request: Request, entry: Flag) -> dict[str, Any]:
    return await _each(
        request, entry.candidates, lambda c, h, s, n: acts.flag(c, h, s, entry.severity, entry.reason, entry.words, n)
    )


@router.post("/identity")
async def identity(request: Request, entry: Decision) -> dict[str, Any]:
    def decide(connection: Connection, held: Sitting, staff: Staff, now: datetime) -> None:
        acts.decide_identity(connection, held, staff, passed=entry.passed, words=entry.words, now=now)

    return await _each(request, entry.candidates, decide)


@router.post("/message")
async def message(request: Request, entry: Told) -> dict[str, Any]:
    """To the chosen candidates; to all, those who are not here yet too, where none is chosen."""
    if entry.candidates:
        return await _each(
            request, entry.candidates, lambda c, h, s, n: acts.send_message(c, h.candidate, s, entry.text, n)
        )

    def to_all(connection: Connection, exam: Exam, staff: Staff, now: datetime) -> dict[str, Any]:
        acts.send_message(connection, None, staff, entry.text, now)
        return {"done": list(exam.entries), "refused": []}

    return await staff_act(request, RUNNING_THE_EXAM, to_all)


@router.post("/password")
async def password(request: Request, entry: Chosen) -> dict[str, Any]:
    """A new initial password for one candidate, told this once."""
    rehearsal = rehearsal_of(request)
    if len(entry.candidates) != 1:
        raise Refused("form", field="candidates")
    new = new_initial_password()
    kept = await asyncio.get_running_loop().run_in_executor(rehearsal.passwords.threads, rehearsal.passwords.hash, new)
    told = await _each(request, entry.candidates, lambda c, h, s, n: acts.reset_password(c, h, s, kept, n))
    return told | {"password": new if told["done"] else ""}


@router.get("/snapshot/{candidate}/{machine}", **files("image/jpeg"))
async def picture(request: Request, candidate: Number, machine: Words) -> Response:
    """The last picture of a camera: `phone` or `pc`."""
    here = (snapshot.c.candidate == candidate) & (snapshot.c.machine == machine)
    return await _jpeg(request, lambda c: c.execute(select(snapshot.c.content).where(here)).scalar_one_or_none())


@router.get("/photo/{candidate}", **files("image/jpeg"))
async def last_photo(request: Request, candidate: Number) -> Response:
    """The last photo that the candidate took for the identity check."""
    query = select(photo.c.content).where(photo.c.candidate == candidate).order_by(photo.c.id.desc()).limit(1)
    return await _jpeg(request, lambda c: c.execute(query).scalar_one_or_none())


async def _jpeg(request: Request, find: Callable[[Connection], bytes | None]) -> Response:
    content = await staff_look(request, RUNNING_THE_EXAM, lambda c, _exam, _staff, _now: find(c))
    if content is None:
        raise Refused("missing")
    return Response(content, media_type="image/jpeg")


@router.get("/candidate/{candidate}")
async def details(request: Request, candidate: Number) -> dict[str, Any]:
    """One candidate's data, masked, and the newest lines of the log."""

    def told(connection: Connection, exam: Exam, _staff: Staff, _now: datetime) -> dict[str, Any]:
        _known(connection, exam, candidate)
        seen = connection.execute(select(photo.c.id).where(photo.c.candidate == candidate)).first() is not None
        return exam.person(candidate) | {"photo": seen, "log": log_lines(connection, exam, candidate=candidate)[0]}

    return await staff_look(request, RUNNING_THE_EXAM, told)


@router.get("/log")
async def log(
    request: Request,
    candidate: Number | None = None,
    kind: Words = "",
    before: LineNumber | None = None,
    answers: bool = False,
) -> dict[str, Any]:
    """Lines of the log, the newest first."""

    def told(connection: Connection, exam: Exam, _staff: Staff, _now: datetime) -> dict[str, list[LogLine] | bool]:
        lines, more = log_lines(connection, exam, candidate=candidate, kind=kind, before=before, answers=answers)
        return {"lines": lines, "more": more}

    return await staff_look(request, RUNNING_THE_EXAM, told)


@router.get("/log.csv", **files("text/csv; charset=utf-8"))
async def log_csv(request: Request) -> Response:
    """The whole log, the oldest line first."""
    return await _download(request, "log.csv", "text/csv; charset=utf-8", log_table)


@router.get("/log.jsonl", **files("application/jsonl; charset=utf-8"))
async def log_jsonl(request: Request) -> Response:
    """The same as JSON lines."""
    return await _download(request, "log.jsonl", "application/jsonl; charset=utf-8", log_records)


async def _download(request: Request, name: str, kind: str, told: Callable[[Connection, Exam], str]) -> Response:
    content = await staff_look(request, RUNNING_THE_EXAM, lambda c, exam, _staff, _now: told(c, exam))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
