"""Login, new password, captcha, logout."""

import asyncio
from datetime import timedelta

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from authoring.records import Record
from authoring.rehearsal import accounts
from authoring.rehearsal.api.asking import candidate_of, rehearsal_of
from authoring.rehearsal.api.fields import Text
from authoring.rehearsal.captcha import MINUTES, captcha_picture
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.state import next_of
from authoring.rehearsal.store.rows import find_account, load
from authoring.rehearsal.tokens import sealed, unsealed

__all__ = ["router"]

router = APIRouter()


class Login(Record):
    """考生账号登录."""

    username: Text
    password: Text
    captcha_id: Text = ""
    captcha: Text = ""


class NewPassword(Record):
    """The first login asks for it."""

    old: Text
    new: Text


@router.get("/api/captcha")
async def captcha(request: Request) -> dict[str, str]:
    rehearsal = rehearsal_of(request)
    text = rehearsal.captcha()
    until = rehearsal.now() + timedelta(minutes=MINUTES)
    picture = await asyncio.to_thread(captcha_picture, text)
    return {"id": sealed(rehearsal.secret, until, text.casefold()), "image": picture}


@router.post("/api/login")
async def login(request: Request, response: Response, entry: Login) -> dict[str, str]:
    rehearsal = rehearsal_of(request)
    now, exam = rehearsal.now(), rehearsal.exam
    booked = await rehearsal.store.write(lambda connection: _try(connection, rehearsal, entry))
    if not await _is_right(rehearsal, booked.found.password if booked.found else None, entry.password):
        raise await rehearsal.store.write(lambda connection: accounts.wrong_password(connection, booked, now))

    def let_in(connection: Connection) -> tuple[str, str]:
        number = booked.found.candidate if booked.found else 0
        token = accounts.let_in(connection, number, now)
        return token, next_of(connection, exam, load(connection, number), now)

    token, path = await rehearsal.store.write(let_in)
    response.set_cookie(
        COOKIES["candidate"],
        token,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path=rehearsal.prefix or "/",
    )
    return {"next": path}


@router.post("/api/password")
async def password(request: Request, entry: NewPassword) -> dict[str, str]:
    rehearsal = rehearsal_of(request)
    now = rehearsal.now()
    candidate = await rehearsal.store.read(lambda connection: candidate_of(connection, request, now))
    kept = await rehearsal.store.read(lambda connection: find_account(connection, candidate=candidate))
    if not await _is_right(rehearsal, kept.password if kept else None, entry.old):
        raise Refused("password_wrong")
    accounts.check_new_password(entry.old, entry.new, rehearsal.initial_password)
    new = await asyncio.get_running_loop().run_in_executor(
        rehearsal.passwords.threads, rehearsal.passwords.hash, entry.new
    )

    def change(connection: Connection) -> str:
        accounts.change_password(connection, candidate, new, request.cookies[COOKIES["candidate"]], now)
        return next_of(connection, rehearsal.exam, load(connection, candidate), now)

    return {"next": await rehearsal.store.write(change)}


@router.post("/api/logout")
async def logout(request: Request, response: Response) -> dict[str, str]:
    rehearsal = rehearsal_of(request)
    now = rehearsal.now()

    def end(connection: Connection) -> None:
        candidate = candidate_of(connection, request, now)
        accounts.leave(connection, request.cookies[COOKIES["candidate"]], candidate, now)

    await rehearsal.store.write(end)
    response.delete_cookie(COOKIES["candidate"], path=rehearsal.prefix or "/")
    return {"next": "/"}


def _try(connection: Connection, rehearsal: Rehearsal, entry: Login) -> accounts.Try:
    """Raises Refused for a wrong or used captcha, before the try counts, and for a locked account."""
    now = rehearsal.now()
    if rehearsal.exam.rules.login.captcha:
        if not unsealed(rehearsal.secret, now, entry.captcha_id, entry.captcha.strip().casefold()):
            raise Refused("captcha")
        accounts.require_unlocked(connection, entry.username, now)
        accounts.spend_captcha(connection, entry.captcha_id, now + timedelta(minutes=MINUTES))
    return accounts.book_try(connection, entry.username, now)


async def _is_right(rehearsal: Rehearsal, kept: str | None, given: str) -> bool:
    passwords = rehearsal.passwords
    return await asyncio.get_running_loop().run_in_executor(passwords.threads, passwords.is_right, kept, given)
