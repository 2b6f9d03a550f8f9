"""The lines to consoles: everything at first, then once a second the cards that have changed."""

import asyncio
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from authoring.errors import StorageError
from authoring.rehearsal.api.staff import RUNNING_THE_EXAM
from authoring.rehearsal.console import Card, Progress, cards
from authoring.rehearsal.live import SIGNED_OUT
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.staff import staff_signed_in
from authoring.rehearsal.state import iso

__all__ = ["LOOK_SECONDS", "Consoles"]

LOOK_SECONDS = 1.0
SLOW_SECONDS = 2.0
GONE = (WebSocketDisconnect, RuntimeError, ValueError, KeyError, StorageError)
"""Closed, said something that is no sign of life, or could not be told."""


class Consoles:
    """All consoles of this process: they share one look a second."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self._sockets: set[WebSocket] = set()
        self._shown: dict[int, Card] = {}
        self._progress = Progress(rehearsal.exam)
        self._looking = asyncio.Lock()

    async def hold(self, socket: WebSocket) -> None:
        """Serves one console until it goes."""
        await socket.accept()
        if not await self._may(socket):
            await socket.close(SIGNED_OUT)
            return
        try:
            async with self._looking:
                await self._tell()  # what this look finds is news to those who are here already
                await self._send(socket, list(self._shown.values()), whole=True)
                self._sockets.add(socket)
            while True:
                await socket.receive_json()  # signs of life
        except GONE:
            pass  # its page comes back by itself
        finally:
            self._sockets.discard(socket)

    async def look(self) -> None:
        """Tells the consoles which cards have changed. Raises StorageError."""
        if self._sockets:
            async with self._looking:
                await self._tell()

    async def _tell(self) -> None:
        changed = await self._read()
        await asyncio.gather(*(self._pass_on(socket, changed) for socket in list(self._sockets)))

    async def _pass_on(self, socket: WebSocket, changed: list[Card]) -> None:
        """One that takes nothing in is left out: the others do not wait, and its page notices the silence."""
        try:
            if await self._may(socket):
                await asyncio.wait_for(self._send(socket, changed), SLOW_SECONDS)
                return
            await asyncio.wait_for(socket.close(SIGNED_OUT), SLOW_SECONDS)
        except (*GONE, TimeoutError):
            pass
        self._sockets.discard(socket)

    async def _read(self) -> list[Card]:
        """Cards that are not as they were."""
        exam, now = self._rehearsal.exam, self._rehearsal.now()
        found = await self._rehearsal.store.read(lambda connection: cards(connection, exam, self._progress, now))
        changed = [card for card in found if self._shown.get(card.number) != card]
        self._shown |= {card.number: card for card in changed}
        return changed

    async def _send(self, socket: WebSocket, found: list[Card], *, whole: bool = False) -> None:
        said: dict[str, Any] = {"type": "cards", "whole": whole, "server_now": iso(self._rehearsal.now())}
        await socket.send_json(said | {"cards": [card.model_dump(mode="json") for card in found]})

    async def _may(self, socket: WebSocket) -> bool:
        """Whether the login still holds: it ends with a new password, and with its time."""
        token, now = socket.cookies.get(COOKIES["console"], ""), self._rehearsal.now()
        staff = await self._rehearsal.store.read(lambda connection: staff_signed_in(connection, token, now))
        return staff is not None and staff.role in RUNNING_THE_EXAM
