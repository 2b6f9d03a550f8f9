"""The lines to phones: pictures and signs of life come in, the state goes out."""

import asyncio
import json
import time
from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from authoring.errors import StorageError
from authoring.rehearsal.accounts import signed_in
from authoring.rehearsal.live import PAGE_LENGTH, SIGNED_OUT, TAKEN_OVER
from authoring.rehearsal.phone import Status, is_picture, keep_picture, keep_status, phone_state, take_line
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.state import iso

__all__ = ["hold_phone"]

KEPT_EVERY = 0.9
"""Seconds between two pictures that are kept; phones send two a second, and the store need not keep them all."""
LOOK_SECONDS = 1.0
_UNREADABLE = 1003


async def hold_phone(rehearsal: Rehearsal, socket: WebSocket, page: str) -> None:
    """Serves one phone's line until it ends."""
    token = socket.cookies.get(COOKIES["phone"], "")
    candidate = await rehearsal.store.read(
        lambda connection: signed_in(connection, token, rehearsal.now(), kind="phone")
    )
    await socket.accept()
    if candidate is None or candidate not in rehearsal.exam.entries:
        await socket.close(SIGNED_OUT)
        return
    line = _PhoneLine(rehearsal, socket, candidate, page[:PAGE_LENGTH])
    await rehearsal.store.write(lambda connection: take_line(connection, candidate, line.page))
    telling = asyncio.create_task(line.tell())
    try:
        with suppress(WebSocketDisconnect, RuntimeError):
            await line.listen()
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling


class _PhoneLine:
    def __init__(self, rehearsal: Rehearsal, socket: WebSocket, candidate: int, page: str) -> None:
        self._rehearsal, self._socket, self._candidate, self.page = rehearsal, socket, candidate, page
        self._kept = 0.0

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
        if at - self._kept < KEPT_EVERY:
            return True
        self._kept = at
        now = self._rehearsal.now()
        kept = await self._rehearsal.store.write(
            lambda connection: keep_picture(connection, self._candidate, self.page, content, now)
        )
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
            await self._rehearsal.store.write(lambda connection: keep_status(connection, self._candidate, status))
        elif kind == "ping":
            await self._socket.send_json({"type": "pong", "server_now": iso(self._rehearsal.now())})
        return True

    async def tell(self) -> None:
        """Sends the state whenever it has changed."""
        told: dict[str, Any] = {}
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                with suppress(StorageError):
                    state = await self._rehearsal.store.read(
                        lambda connection: phone_state(connection, self._candidate, self._rehearsal.now())
                    )
                    if state | {"server_now": ""} != told:
                        await self._socket.send_json({"type": "state", "state": state})
                        told = state | {"server_now": ""}
                await asyncio.sleep(LOOK_SECONDS)
