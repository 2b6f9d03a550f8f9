"""The lines to candidates' pages: a change in the store reaches the page, whichever process made it.

One page holds a candidate's line: the one that was loaded last, so that a machine that was offline for a while does not
push away the one the candidate works on now. Every process looks at the store twice a second.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from starlette.websockets import WebSocket, WebSocketDisconnect

from authoring.errors import StorageError
from authoring.rehearsal.accounts import signed_in
from authoring.rehearsal.events import Kind, log
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.state import iso, phone_is_online, state
from authoring.rehearsal.store.rows import Phone
from authoring.rehearsal.store.schema import EPOCH, MILLISECOND, live, message, phone, sitting

__all__ = ["LOOK_SECONDS", "SIGNED_OUT", "TAKEN_OVER", "Lines"]

TAKEN_OVER, SIGNED_OUT = 4001, 4003
"""Codes with which a line is closed."""
LOOK_SECONDS = 0.5
PAGE_LENGTH = 64
AHEAD = timedelta(minutes=1)
"""A page that claims to be from further in the future holds nothing: a clock was set back."""

Mark = tuple[str, int, int, bool, bool]
"""What a page would have to hear of: page that holds the line, revision, newest message, phone there, phone seen."""

_NEWEST = select(message.c.candidate, func.max(message.c.id).label("newest")).group_by(message.c.candidate)
_MARKS = (
    select(live.c.candidate, live.c.page, sitting.c.revision, phone.c.paired_at, phone.c.left_at, phone.c.seen_at)
    .join(sitting, sitting.c.candidate == live.c.candidate)
    .outerjoin(phone, phone.c.candidate == live.c.candidate)
)
_MARK = _MARKS.where(live.c.candidate == bindparam("of"))
_SEEN = update(live).where(live.c.candidate == bindparam("of"), live.c.page == bindparam("by"))


class Lines:
    """The lines that this process holds."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self._held: dict[int, dict[str, tuple[WebSocket, Mark | None]]] = {}

    async def hold(self, socket: WebSocket, page: str) -> None:
        """Serves one page's line until it ends."""
        rehearsal, token = self._rehearsal, socket.cookies.get(COOKIES["candidate"], "")
        candidate = await rehearsal.store.read(lambda connection: signed_in(connection, token, rehearsal.now()))
        await socket.accept()
        if candidate is None:
            await socket.close(SIGNED_OUT)
            return
        page = page[:PAGE_LENGTH]
        await rehearsal.store.write(lambda connection: _take(connection, candidate, page, rehearsal.now()))
        self._held.setdefault(candidate, {})[page] = (socket, None)
        with suppress(WebSocketDisconnect, RuntimeError, ValueError, KeyError, TypeError, StorageError):
            await self._tell(candidate, page)
            while True:
                if (await socket.receive_json())["type"] == "ping":
                    await rehearsal.store.write(lambda connection: _seen(connection, candidate, page, rehearsal.now()))
                    await socket.send_json({"type": "pong", "server_now": iso(rehearsal.now())})
        self._held[candidate].pop(page, None)
        with suppress(StorageError):
            await rehearsal.store.write(lambda connection: _gone(connection, candidate, page, rehearsal.now()))

    async def look(self) -> None:
        """Tells each page what has changed since it was told. Raises StorageError."""
        if not any(self._held.values()):
            return
        marks = await self._rehearsal.store.read(lambda connection: _marks(connection, self._rehearsal.now()))
        for candidate, pages in list(self._held.items()):
            for page, (socket, before) in list(pages.items()):
                mark = marks.get(candidate)
                if mark is None:
                    continue
                if mark[0] != page:
                    await _hang_up(socket)
                elif before != mark:
                    with suppress(WebSocketDisconnect, RuntimeError, Refused):
                        await self._tell(candidate, page)

    async def _tell(self, candidate: int, page: str) -> None:
        """The state, and the mark that stands for it; a change between two looks at the store is told again."""
        rehearsal = self._rehearsal
        exam, now = rehearsal.exam, rehearsal.now()

        def read(connection: Connection) -> tuple[Mark | None, dict[str, Any]]:
            mark = _marks(connection, now, candidate).get(candidate)
            return mark, state(connection, exam, candidate, now)

        mark, told = await rehearsal.store.read(read)
        pages = self._held.get(candidate, {})
        if page in pages:
            socket, _ = pages[page]
            if mark is not None and mark[0] == page:
                pages[page] = (socket, mark)
            await socket.send_json({"type": "state", "state": told})


def _take(connection: Connection, candidate: int, page: str, now: datetime) -> None:
    """The page takes the line, unless a page that was loaded later has it: then it is told with the next look."""
    before = connection.execute(select(live).where(live.c.candidate == candidate)).one_or_none()
    if before is not None and _loaded(page) < _loaded(before.page) < (now + AHEAD - EPOCH) // MILLISECOND:
        return
    connection.execute(delete(live).where(live.c.candidate == candidate))
    connection.execute(insert(live).values(candidate=candidate, page=page, here=True, seen_at=now))
    other = before is not None and before.here and before.page != page
    log(connection, now, candidate, Kind.TAKEN_OVER if other else Kind.CONNECTED)


def _loaded(page: str) -> int:
    """When a page was loaded, by the server's clock in milliseconds since 1970; 0 for one that does not say."""
    moment = page.partition("-")[0]
    return int(moment) if moment.isascii() and moment.isdigit() and len(moment) < 16 else 0


def _seen(connection: Connection, candidate: int, page: str, now: datetime) -> None:
    connection.execute(_SEEN, {"of": candidate, "by": page, "seen_at": now})


def _gone(connection: Connection, candidate: int, page: str, now: datetime) -> None:
    here = (live.c.candidate == candidate) & (live.c.page == page)
    if connection.execute(update(live).where(here).values(here=False)).rowcount:
        log(connection, now, candidate, Kind.DISCONNECTED)


def _marks(connection: Connection, now: datetime, candidate: int | None = None) -> dict[int, Mark]:
    """Of everybody with a line, or of one candidate."""
    newest = {row.candidate: row.newest for row in connection.execute(_NEWEST)}
    held = connection.execute(_MARKS) if candidate is None else connection.execute(_MARK, {"of": candidate})
    marks = {}
    for row in held:
        last = max(newest.get(row.candidate, 0), newest.get(None, 0))
        seen = Phone(candidate=row.candidate, paired_at=row.paired_at, left_at=row.left_at, seen_at=row.seen_at)
        paired = seen.paired_at is not None and seen.left_at is None
        marks[row.candidate] = (row.page, row.revision, last, paired, phone_is_online(seen, now))
    return marks


async def _hang_up(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_json({"type": "taken_over"})
        await socket.close(TAKEN_OVER)
