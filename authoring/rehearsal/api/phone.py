"""The phone's side: login, checks, state, leaving."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import Connection

from authoring.records import Record
from authoring.rehearsal import phone
from authoring.rehearsal.accounts import signed_in
from authoring.rehearsal.api.asking import rehearsal_of
from authoring.rehearsal.api.fields import Text
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.state import iso
from authoring.rehearsal.tokens import csrf_token

__all__ = ["router"]

router = APIRouter(prefix="/api/phone")


class Login(Record):
    app_code: Text
    exam_code: Text
    ticket: Text
    id_number: Text


class Checks(Record):
    ticks: Annotated[dict[str, bool] | None, Field(max_length=20)] = None


@router.post("/login")
async def login(request: Request, response: Response, entry: Login) -> dict[str, str]:
    rehearsal = rehearsal_of(request)
    given, now = phone.PhoneEntry.model_validate(entry.model_dump()), rehearsal.now()

    def pair(connection: Connection) -> str | Refused:
        try:
            return phone.pair(connection, rehearsal.exam, given, now)
        except Refused as refused:  # the try itself is kept in the log
            return refused

    token = await rehearsal.store.write(pair)
    if isinstance(token, Refused):
        raise token
    secure, path = request.url.scheme == "https", rehearsal.prefix or "/"
    response.set_cookie(COOKIES["phone"], token, httponly=True, samesite="lax", secure=secure, path=path)
    return {"next": "/m", "csrf": csrf_token(rehearsal.secret, token)}


@router.get("/state")
async def state(request: Request) -> dict[str, Any]:
    rehearsal = rehearsal_of(request)
    now = rehearsal.now()

    def told(connection: Connection) -> dict[str, Any]:
        candidate = _owner(connection, request)
        if candidate is None:
            return {"step": "login", "exam_ended": False, "candidate_online": None, "server_now": iso(now)}
        return phone.phone_state(connection, candidate, now)

    return await rehearsal.store.read(told)


@router.post("/checks")
async def checks(request: Request, entry: Checks) -> dict[str, str]:
    rehearsal = rehearsal_of(request)

    def passed(connection: Connection) -> None:
        phone.check(connection, rehearsal.exam.rules, _known(connection, request), entry.ticks or {}, rehearsal.now())

    await rehearsal.store.write(passed)
    return {"next": "/m"}


@router.post("/leave")
async def leave(request: Request) -> dict[str, str]:
    rehearsal = rehearsal_of(request)
    await rehearsal.store.write(
        lambda connection: phone.leave(connection, _known(connection, request), rehearsal.now())
    )
    return {"next": "/m"}


def _owner(connection: Connection, request: Request) -> int | None:
    rehearsal = rehearsal_of(request)
    found = signed_in(connection, request.cookies.get(COOKIES["phone"], ""), rehearsal.now(), kind="phone")
    return found if found in rehearsal.exam.entries else None


def _known(connection: Connection, request: Request) -> int:
    candidate = _owner(connection, request)
    if candidate is None:
        raise Refused("signed_out", more={"next": "/m"})
    return candidate
