"""The phone's side of the server for the pages' tests: login, snapshots, leaving, kept in the rehearsal's own store."""

import asyncio
import json
from typing import Any

from sqlalchemy import Connection, delete, insert, update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.state import iso
from authoring.rehearsal.store.rows import change, load, paired_phone
from authoring.rehearsal.store.schema import phone
from authoring.texts import say

COOKIE = "rehearsal_phone"
LOOK = 0.2
"""Seconds between two looks at the exam's state."""


class PhoneSide:
    """The application with the phone's addresses added."""

    def __init__(self, inner: ASGIApp, rehearsal: Rehearsal) -> None:
        self.inner, self.rehearsal, self.picture = inner, rehearsal, b""
        self.own = Starlette(
            routes=[
                Route("/api/phone/state", self.state),
                Route("/api/phone/login", self.login, methods=["POST"]),
                Route("/api/phone/checks", self.checks, methods=["POST"]),
                Route("/api/phone/leave", self.leave, methods=["POST"]),
                WebSocketRoute("/ws/phone", self.line),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mine = str(scope.get("path", "")).startswith(("/api/phone/", "/ws/phone"))
        await (self.own if mine else self.inner)(scope, receive, send)

    async def login(self, request: Request) -> JSONResponse:
        given = await request.json()
        for number, entry in self.rehearsal.exam.entries.items():
            known = {
                "app_code": entry.app_code,
                "exam_code": entry.exam_code,
                "ticket": entry.candidate.phone,
                "id_number": entry.candidate.id_number,
            }
            if given == known:
                self._pair(number)
                reply = JSONResponse({"next": "/m"})
                reply.set_cookie(COOKIE, str(number))
                return reply
        return JSONResponse({"code": "wrong", "message": say("rehearsal.page.phone.missing"), "hint": ""}, 401)

    async def state(self, request: Request) -> JSONResponse:
        return JSONResponse(self._told(request.cookies.get(COOKIE, "")))

    async def checks(self, _: Request) -> JSONResponse:
        return JSONResponse({"next": "/m"})

    async def leave(self, request: Request) -> JSONResponse:
        self._keep(int(request.cookies[COOKIE]), left_at=self.rehearsal.now())
        return JSONResponse({"next": "/m"})

    async def line(self, socket: WebSocket) -> None:
        await socket.accept()
        number = socket.cookies[COOKIE]
        watching = asyncio.ensure_future(self._watch(socket, number))
        try:
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                if message.get("bytes"):
                    self.picture = message["bytes"]
                    self._keep(int(number), seen_at=self.rehearsal.now())
                    await socket.send_json({"type": "seen", "at": iso(self.rehearsal.now())})
                elif json.loads(message["text"])["type"] == "ping":
                    await socket.send_json({"type": "pong", "server_now": iso(self.rehearsal.now())})
        finally:
            watching.cancel()

    async def _watch(self, socket: WebSocket, number: str) -> None:
        told: dict[str, Any] = {}
        while True:
            now = self._told(number)
            if now | {"server_now": ""} != told:
                await socket.send_json({"type": "state", "state": now})
            told = now | {"server_now": ""}
            await asyncio.sleep(LOOK)

    def _told(self, number: str) -> dict[str, Any]:
        if not number:
            return {"step": "login", "server_now": iso(self.rehearsal.now())}
        held = self.rehearsal.store.look(lambda connection: paired_phone(connection, int(number)))
        sitting = self.rehearsal.store.look(lambda connection: load(connection, int(number)))
        step = "left" if held.left_at else "monitoring" if held.paired_at else "login"
        return {"step": step, "exam_ended": sitting.ended is not None, "server_now": iso(self.rehearsal.now())}

    def _pair(self, number: int) -> None:
        def pair(connection: Connection) -> None:
            connection.execute(delete(phone).where(phone.c.candidate == number))
            connection.execute(insert(phone).values(candidate=number, paired_at=self.rehearsal.now()))
            change(connection, number)

        self.rehearsal.store.change(pair)

    def _keep(self, number: int, **values: Any) -> None:
        def keep(connection: Connection) -> None:
            connection.execute(update(phone).where(phone.c.candidate == number).values(**values))
            change(connection, number)

        self.rehearsal.store.change(keep)
