"""The ASGI application of a rehearsal: `make_app(rehearsal)`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from fastapi import FastAPI, WebSocket
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from authoring import __version__
from authoring.errors import StorageError
from authoring.rehearsal import console_lines, live, phone_lines
from authoring.rehearsal.api import candidate, console, marking, phone, results, signing_in, staff
from authoring.rehearsal.closing import DUE_SECONDS, do_what_is_due
from authoring.rehearsal.console_lines import Consoles
from authoring.rehearsal.live import Lines
from authoring.rehearsal.phone_lines import Phones
from authoring.rehearsal.refusals import STATUS, Refused
from authoring.rehearsal.repeating import repeat
from authoring.rehearsal.security import Guard
from authoring.rehearsal.serving import routes
from authoring.rehearsal.serving_staff import staff_routes
from authoring.rehearsal.setting_up import Rehearsal
from authoring.texts import say

__all__ = ["make_app"]


class Problem(BaseModel):
    """What every refusal says; some say more, such as `next` or `locked_until`."""

    model_config = ConfigDict(extra="allow")
    code: str
    message: str
    hint: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in sorted({*STATUS.values(), 400, 404, 405, 503})
}
"""The replies of every route other than its own."""


def make_app(rehearsal: Rehearsal) -> FastAPI:
    """The application; it holds nothing that a restart would lose."""
    lines, phones, consoles = Lines(rehearsal), Phones(rehearsal), Consoles(rehearsal)

    @asynccontextmanager
    async def run(_app: FastAPI) -> AsyncIterator[None]:
        always = (
            repeat(live.LOOK_SECONDS, lines.look),
            repeat(phone_lines.LOOK_SECONDS, phones.look),
            repeat(console_lines.LOOK_SECONDS, consoles.look),
            repeat(DUE_SECONDS, partial(do_what_is_due, rehearsal)),
        )
        tasks = [asyncio.create_task(each) for each in always]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    app = FastAPI(
        title="Rehearsal",
        version=__version__,
        lifespan=run,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=PROBLEMS,
    )
    app.state.rehearsal = rehearsal
    app.include_router(signing_in.router)
    app.include_router(candidate.router)
    app.include_router(phone.router)
    app.include_router(staff.router)
    app.include_router(console.router)
    app.include_router(marking.router)
    app.include_router(results.router)
    app.router.routes.extend((*routes, *staff_routes))

    @app.websocket("/ws/candidate")
    async def line(socket: WebSocket, page: str = "") -> None:
        await lines.hold(socket, page)

    @app.websocket("/ws/phone")
    async def phone_line(socket: WebSocket, page: str = "") -> None:
        await phones.hold(socket, page)

    @app.websocket("/ws/console")
    async def console_line(socket: WebSocket) -> None:
        await consoles.hold(socket)

    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(StorageError, _not_stored)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Guard, secret=rehearsal.secret, prefix=rehearsal.prefix)
    return app


async def _refused(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Refused)  # noqa: S101  # registered for it
    return JSONResponse(problem.body(), problem.status)


async def _malformed(_request: Request, problem: Exception) -> Response:
    found = problem.errors() if isinstance(problem, RequestValidationError) else []
    place = ".".join(str(step) for step in found[0]["loc"][1:]) if found else ""
    refused = Refused("form", field=place[:80] or "—")
    return JSONResponse(refused.body(), refused.status)


async def _not_stored(_request: Request, problem: Exception) -> Response:
    hint = say("rehearsal.store.hint")
    return JSONResponse({"code": "storage", "message": str(problem), "hint": hint}, 503)


async def _http(_request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    message = say("rehearsal.server.http", status=status)
    return JSONResponse({"code": "http", "message": message, "hint": ""}, status)
