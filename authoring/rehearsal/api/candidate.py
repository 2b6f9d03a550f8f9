"""The candidate's way from the confirmation of the own data to the receipt."""

import asyncio
import os
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, File, Form, Query, Request, Response, UploadFile
from pydantic import Field
from sqlalchemy import Connection

from authoring.records import Record
from authoring.rehearsal import answers, steps
from authoring.rehearsal.answers import Given, Receipt
from authoring.rehearsal.api.asking import act, files, go_on, look, rehearsal_of
from authoring.rehearsal.api.fields import Text
from authoring.rehearsal.cameras import camera_says, keep_snapshot
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.photos import MOST_BYTES
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sections import enter_section, section_ends
from authoring.rehearsal.sitting import Camera, Ended, Sitting
from authoring.rehearsal.state import iso, state
from authoring.rehearsal.store.rows import load
from authoring.sessions.rules import ExamSession

__all__ = ["router"]

router = APIRouter()

MOST_SAMPLE = 8_000_000
"""Bytes of the speed test."""


class Confirmation(Record):
    correct: bool
    note: Text = ""


Measure = Annotated[float, Field(allow_inf_nan=False)]


class Environment(Record):
    items: dict[Text, Text | bool | Measure | list[Text] | None]


class Choice(Record):
    speciality: Text = ""
    kind: Text = ""


class Ticket(Record):
    ticket: Text


class Devices(Record):
    checks: dict[str, bool]
    ticks: dict[str, bool]
    chosen: dict[str, Text] = Field(default_factory=dict)


class Answer(Record):
    sequence: Annotated[int, Field(ge=1, lt=2**53)]
    response: Any = None
    at: Text = ""


class NamedAnswer(Answer):
    question: Annotated[str, Field(max_length=200)]


class Answers(Record):
    answers: Annotated[list[NamedAnswer], Field(max_length=200)]


class CameraState(Record):
    state: Camera


class HandIn(Record):
    confirmed: bool
    automatic: bool = False


@router.get("/api/state")
async def current(request: Request) -> dict[str, Any]:
    await act(request, lambda _c, _e, _s, _n: None)
    return await look(request, state)


@router.post("/api/confirm")
async def confirm(request: Request, entry: Confirmation) -> dict[str, Any]:
    return await go_on(request, lambda c, e, s, n: steps.confirm(c, e, s, n, entry.correct, entry.note))


@router.post("/api/environment")
async def environment(request: Request, entry: Environment) -> dict[str, Any]:
    return await go_on(request, lambda c, e, s, n: steps.pass_environment(c, e, s, n, entry.items))


@router.get("/api/speed", **files("application/octet-stream"))
async def speed(length: Annotated[int, Query(alias="bytes", ge=1, le=MOST_SAMPLE)]) -> Response:
    return Response(os.urandom(length), media_type="application/octet-stream")


@router.post("/api/enter")
async def enter(request: Request, entry: Choice) -> dict[str, Any]:
    return await go_on(request, lambda c, e, s, n: steps.choose_exam(c, e, s, n, entry.speciality))


@router.post("/api/ticket")
async def ticket(request: Request, entry: Ticket) -> dict[str, Any]:
    await act(request, lambda c, e, s, n: steps.enter_ticket(c, e, s, n, entry.ticket))
    return {"next": "/devices"}


@router.post("/api/devices")
async def devices(request: Request, entry: Devices) -> dict[str, Any]:
    missing = _missing(rehearsal_of(request).exam.rules, entry)
    return await go_on(request, lambda c, e, s, n: steps.pass_devices(c, e, s, n, entry.data(), missing))


@router.post("/api/room")
async def room(request: Request) -> dict[str, Any]:
    return await go_on(request, steps.enter_room)


@router.post("/api/identity")
async def identity(
    request: Request,
    photo: Annotated[UploadFile | None, File()] = None,
    consent: Annotated[str, Form()] = "",
    manual: Annotated[str, Form()] = "",
) -> dict[str, Any]:
    rehearsal = rehearsal_of(request)
    if manual == "true":
        return await go_on(request, steps.ask_for_person)
    if rehearsal.exam.rules.identity.consent and consent != "true":
        raise Refused("consent")
    content = await photo.read(MOST_BYTES + 1) if photo else b""
    if not 0 < len(content) <= MOST_BYTES:
        raise Refused("photo", most=MOST_BYTES // 2**20)
    faults = await asyncio.to_thread(rehearsal.photo_faults, content)
    return await go_on(request, lambda c, e, s, n: steps.keep_photo(c, e, s, n, content, faults))


@router.get("/api/paper")
async def paper(request: Request) -> dict[str, Any]:
    return await look(request, _paper)


@router.put("/api/answers/{question}")
async def answer(request: Request, question: str, entry: Answer) -> dict[str, Any]:
    given = Given(question=question, sequence=entry.sequence, response=entry.response, at=entry.at)
    kept = await act(request, lambda c, e, s, n: answers.take(c, e, s, given, n))
    if isinstance(kept, Refused):
        raise kept
    return _told(kept)


@router.post("/api/answers")
async def batch(request: Request, entries: Answers) -> dict[str, Any]:
    given = [Given.model_validate(entry.model_dump()) for entry in entries.answers]
    kept = await act(request, lambda c, e, s, n: [answers.take(c, e, s, one, n) for one in given])
    refused = [
        {"question": one.question, "code": each.code, "message": each.message}
        for one, each in zip(given, kept, strict=True)
        if isinstance(each, Refused)
    ]
    return {"stored": [_told(each) for each in kept if not isinstance(each, Refused)], "refused": refused}


@router.post("/api/sections/{section}")
async def section_entered(request: Request, section: str) -> dict[str, Any]:
    """The candidate enters a section; where it has a limit of its own, its clock starts."""

    def enter(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> dict[str, Any]:
        enter_section(connection, exam, sitting, section, now)
        end = section_ends(connection, exam, sitting, now).get(section)
        return {"section": section, "end": iso(end)}

    return await act(request, enter)


@router.post("/api/snapshot", status_code=204)
async def camera_picture(request: Request, content: Annotated[bytes, Body(media_type="image/jpeg")]) -> None:
    """A small picture of the computer's camera; the newest is kept."""
    await act(request, lambda c, e, s, n: keep_snapshot(c, e, s, content, n), patient=True)


@router.post("/api/camera", status_code=204)
async def camera_state(request: Request, entry: CameraState) -> None:
    """The computer's camera has come on, was refused, or is lost."""
    await act(request, lambda c, e, s, n: camera_says(c, e, s, entry.state, n))


@router.post("/api/hand-in")
async def hand_in(request: Request, entry: HandIn) -> dict[str, Any]:
    if not entry.confirmed:
        raise Refused("form", field="confirmed")
    return await act(request, _hand_in)


def _missing(rules: ExamSession, entry: Devices) -> list[str]:
    """Names of checks and ticks that are not passed."""
    checks = [check.name for check in rules.device_checks.checks if not entry.checks.get(check.kind)]
    return checks + [tick.name for tick in rules.device_checks.ticks if not entry.ticks.get(tick.kind)]


def _paper(connection: Connection, exam: Exam, candidate: int, now: datetime) -> dict[str, Any]:
    told = state(connection, exam, candidate, now)
    sitting = load(connection, candidate)
    if sitting.began_at is None:
        raise Refused("not_begun", more={"next": told["next"]})
    held = answers.stored(connection, candidate).items()
    return {
        "began": iso(sitting.began_at),
        "answers": {
            name: {"sequence": each.sequence, "response": each.response, "stored_at": iso(each.stored_at)}
            for name, each in held
        },
        "state": told,
    }


def _told(kept: answers.Stored) -> dict[str, Any]:
    return {"question": kept.question, "sequence": kept.sequence, "stored_at": iso(kept.stored_at)}


def _hand_in(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> dict[str, Any]:
    done = answers.hand_in(connection, exam, sitting.candidate, now)
    found = answers.receipt(connection, exam, done)
    return {"next": "/receipt"} | (_receipt(found) if found else {})


def _receipt(found: Receipt) -> dict[str, Any]:
    return {
        "at": iso(found.at),
        "automatic": found.ended is Ended.AUTOMATIC,
        "terminated": found.ended is Ended.TERMINATED,
        "answered": found.answered,
        "total": found.total,
        "fingerprint": found.digest,
    }
