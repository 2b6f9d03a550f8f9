"""Who asks, and in which moment: what every route of the candidate begins with."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection
from starlette.requests import HTTPConnection
from starlette.responses import Response

from authoring.rehearsal.accounts import signed_in
from authoring.rehearsal.answers import close_if_over
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.sitting import Sitting
from authoring.rehearsal.state import next_of
from authoring.rehearsal.store.rows import load

__all__ = ["ANY_FILE", "act", "candidate_of", "files", "go_on", "look", "rehearsal_of"]

T = TypeVar("T")
ANY_FILE = "application/octet-stream", "image/jpeg", "image/png", "image/svg+xml"
Action = Callable[[Connection, Exam, Sitting, datetime], T]


def files(*kinds: str) -> dict[str, Any]:
    """How the contract describes a route that replies with a file of one of these media types."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"response_class": Response, "responses": {200: {"content": content}}}


def rehearsal_of(connection: HTTPConnection) -> Rehearsal:
    found: Rehearsal = connection.app.state.rehearsal
    return found


def candidate_of(connection: Connection, asked: HTTPConnection, now: datetime) -> int:
    """Number of the candidate who asks. Raises Refused for nobody."""
    found = signed_in(connection, asked.cookies.get(COOKIES["candidate"], ""), now)
    if found is None or found not in rehearsal_of(asked).exam.entries:
        raise Refused("signed_out", more={"next": "/login"})
    return found


async def act(asked: HTTPConnection, action: Action[T], *, patient: bool = False) -> T:
    """Does something for the candidate who asks, in one commit. Raises Refused, StorageError.

    A `patient` thing lets all others go first.
    """
    rehearsal = rehearsal_of(asked)
    now = rehearsal.now()

    def operation(connection: Connection) -> T:
        candidate = candidate_of(connection, asked, now)
        return action(connection, rehearsal.exam, close_if_over(connection, rehearsal.exam, candidate, now), now)

    return await rehearsal.store.write(operation, patient=patient)


async def look(asked: HTTPConnection, action: Callable[[Connection, Exam, int, datetime], T]) -> T:
    """Reads something for the candidate who asks."""
    rehearsal = rehearsal_of(asked)
    now = rehearsal.now()
    return await rehearsal.store.read(
        lambda connection: action(connection, rehearsal.exam, candidate_of(connection, asked, now), now)
    )


async def go_on(asked: HTTPConnection, action: Action[dict[str, Any] | None]) -> dict[str, Any]:
    """Does a step and says where the candidate belongs then."""

    def then(connection: Connection, exam: Exam, sitting: Sitting, now: datetime) -> dict[str, Any]:
        said = action(connection, exam, sitting, now) or {}
        return said | {"next": next_of(connection, exam, load(connection, sitting.candidate), now)}

    return await act(asked, then)
