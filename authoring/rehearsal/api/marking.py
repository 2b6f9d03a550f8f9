"""阅卷: the next answer, a mark, the last one taken back. Nothing of a person is in any reply."""

from datetime import datetime
from decimal import Decimal
from mimetypes import guess_type
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import Connection

from authoring.content import parse
from authoring.errors import PackageError
from authoring.questions import ShortAnswer
from authoring.records import Record
from authoring.rehearsal import marks
from authoring.rehearsal.api.asking import ANY_FILE, files, rehearsal_of
from authoring.rehearsal.api.fields import Text
from authoring.rehearsal.api.staff import staff_act, staff_look
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.marks import Task
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.staff import Role, Staff
from authoring.rendering.views import CaseView

__all__ = ["MARKING", "router"]

router = APIRouter(prefix="/api/console/marking")

MARKING = frozenset({Role.MARKER, Role.COORDINATOR})
Points = Annotated[Decimal, Field(ge=0, le=1000, max_digits=6, decimal_places=2)]


class Mark(Record):
    script: Text
    points: Annotated[list[Points], Field(max_length=50)]
    comment: Text = ""


@router.get("/next")
async def following(request: Request) -> dict[str, Any]:
    secret = rehearsal_of(request).secret
    return await staff_look(request, MARKING, lambda c, exam, staff, _now: _told(c, exam, secret, staff))


@router.post("/mark")
async def mark(request: Request, entry: Mark) -> dict[str, Any]:
    """Keeps a mark; the reply is the next answer."""
    secret = rehearsal_of(request).secret

    def given(connection: Connection, exam: Exam, staff: Staff, now: datetime) -> dict[str, Any]:
        marks.give_mark(connection, exam, secret, staff, entry.script, entry.points, entry.comment, now)
        return _told(connection, exam, secret, staff)

    return await staff_act(request, MARKING, given)


@router.post("/withdraw")
async def withdraw(request: Request) -> dict[str, Any]:
    secret = rehearsal_of(request).secret

    def taken(connection: Connection, exam: Exam, staff: Staff, now: datetime) -> dict[str, Any]:
        code = marks.take_back(connection, secret, staff, now)
        return _told(connection, exam, secret, staff, code)

    return await staff_act(request, MARKING, taken)


@router.get("/media/{name:path}", **files(*ANY_FILE))
async def media(request: Request, name: str) -> Response:
    """A picture of a stem or a model answer."""

    def found(_connection: Connection, exam: Exam, _staff: Staff, _now: datetime) -> bytes | None:
        try:
            return exam.key.media(name)
        except PackageError:
            return None

    content = await staff_look(request, MARKING, found)
    if content is None:
        raise Refused("missing")
    return Response(content, media_type=guess_type(name)[0] or "application/octet-stream")


def _told(connection: Connection, exam: Exam, secret: str, staff: Staff, code: str = "") -> dict[str, Any]:
    """The next answer, or the one of a code, and how far the marking is."""
    task = marks.next_task(connection, exam, secret, staff, code)
    far = marks.overview(connection, exam, staff)._asdict()
    return {"task": _shown(exam, task) if task else None, "overview": far}


def _shown(exam: Exam, task: Task) -> dict[str, Any]:
    script = task.script
    view = exam.item(script.candidate, script.question)
    asked = exam.key.part(script.question, script.part)
    stimulus, stem = "", view.stem if view else ""
    if isinstance(view, CaseView):
        stimulus, stem = view.stem, next(child.stem for child in view.children if child.id == script.part)
    return {
        "script": task.code,
        "stimulus": stimulus,
        "stem": stem,
        "response": task.response,
        "maximum": str(asked.marks),
        "model_answer": parse(asked.model_answer).xhtml() if isinstance(asked, ShortAnswer) else "",
        "rubric": [
            {"text": parse(point.text).xhtml(), "marks": str(point.marks), "keywords": point.keywords}
            for point in exam.key.rubric(script.question, script.part)
        ],
    }
