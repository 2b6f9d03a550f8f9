"""The lines to phones: pictures and signs of life come in, the state goes out."""

import json
import time
from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from authoring.errors import StorageError
from authoring.rehearsal.accounts import signed_in
from authoring.rehearsal.live import PAGE_LENGTH, SIGNED_OUT, TAKEN_OVER
from authoring.rehearsal.phone import (
    Status,
    is_picture,
    keep_picture,
    keep_status,
    phone_state,
    phone_states,
    take_line,
)
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.state import iso

__all__ = ["LOOK_SECONDS", "Phones"]

KEPT_EVERY = 0.9
"""Seconds between two pictures that are kept; phones send two a second, and the store need not keep them all."""
WAITED = 0.1
"""What comes so soon after a picture was stored has waited meanwhile and is old; a newer one follows."""
LOOK_SECONDS = 1.0
_UNREADABLE = 1003
_GONE = (WebSocketDisconnect, RuntimeError)


class Phones:
    """All phones of this process: they share one look a second."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self._lines: set[_PhoneLine] = set()

    async def hold(self, socket: WebSocket, page: str) -> None:
        """Serves one phone's line until it ends."""
        rehearsal, token = self._rehearsal, socket.cookies.get(COOKIES["phone"], "")
        candidate = await rehearsal.store.read(
            lambda connection: signed_in(connection, token, rehearsal.now(), kind="phone")
        )
        await socket.accept()
        if candidate is None or candidate not in rehearsal.exam.entries:
            await socket.close(SIGNED_OUT)
            return
        line = _PhoneLine(rehearsal, socket, candidate, page[:PAGE_LENGTH])
        await rehearsal.store.write(lambda connection: take_line(connection, candidate, line.page))
        self._lines.add(line)
        try:
            with suppress(*_GONE):
                with suppress(StorageError):  # the next look tells it
                    now = rehearsal.now()
                    await line.tell(
                        await rehearsal.store.read(lambda connection: phone_state(connection, candidate, now))
                    )
                await line.listen()
        finally:
            self._lines.discard(line)

    async def look(self) -> None:
        """Tells each phone what is new. Raises StorageError."""
        if not self._lines:
            return
        now = self._rehearsal.now()
        states = await self._rehearsal.store.read(lambda connection: phone_states(connection, now))
        for line in list(self._lines):
            with suppress(*_GONE):
                await line.tell(states[line.candidate])


class _PhoneLine:
    def __init__(self, rehearsal: Rehearsal, socket: WebSocket, candidate: int, page: str) -> None:
        self._rehearsal, self._socket, self.candidate, self.page = rehearsal, socket, candidate, page
        self._kept = self._stored = 0.0
        self._told: dict[str, Any] = {}

    async def listen(self) -> None:
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            content, text = message.get("bytes"), message.get("text")
            try:
                going_on = await (self._picture(content) if content is not None else self._words(text or ""))
            except StorageError:
                continue  # the next picture tries again
            if not going_on:
                return

    async def _picture(self, content: bytes) -> bool:
        if not is_picture(content):
            await self._socket.close(_UNREADABLE)
            return False
        at = time.monotonic()
        if at - self._kept < KEPT_EVERY or at - self._stored < WAITED:
            return True
        self._kept = at
        now = self._rehearsal.now()
        kept = await self._rehearsal.store.write(
            lambda connection: keep_picture(connection, self.candidate, self.page, content, now), patient=True
        )
        self._stored = time.monotonic()
        if kept:
            await self._socket.send_json({"type": "seen", "at": iso(now)})
        else:
            await self._socket.send_json({"type": "taken_over"})
            await self._socket.close(TAKEN_OVER)
        return kept

    async def _words(self, text: str) -> bool:
        try:
            said: Any = json.loads(text)
            kind = said.pop("type")
            status = Status.model_validate(said) if kind == "status" else None
        except (ValueError, KeyError, AttributeError, TypeError, ValidationError):
            await self._socket.close(_UNREADABLE)
            return False
        if status is not None:
            await self._rehearsal.store.write(lambda connection: keep_status(connection, self.candidate, status))
        elif kind == "ping":
            await self._socket.send_json({"type": "pong", "server_now": iso(self._rehearsal.now())})
        return True

    async def tell(self, state: dict[str, Any]) -> None:
        """Sends a state that says something new."""
        news = state | {"server_now": ""}
        if news != self._told:
            self._told = news
            await self._socket.send_json({"type": "state", "state": state})
