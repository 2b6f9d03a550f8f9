"""The staff's login and accounts, and what every route of the staff begins with: who asks, and whether they may."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, delete
from starlette.requests import HTTPConnection

from authoring.records import Record, canonical_json
from authoring.rehearsal import staff as people
from authoring.rehearsal.api.asking import rehearsal_of
from authoring.rehearsal.api.fields import Text
from authoring.rehearsal.events import Kind
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.staff import Role, Staff
from authoring.rehearsal.store.rows import record
from authoring.rehearsal.store.schema import sign_in
from authoring.rehearsal.tokens import hashed
from authoring.texts import say

__all__ = ["ONLY_COORDINATOR", "RUNNING_THE_EXAM", "router", "staff_act", "staff_look", "staff_of"]

router = APIRouter(prefix="/api/console")

T = TypeVar("T")
Action = Callable[[Connection, Exam, Staff, datetime], T]
RUNNING_THE_EXAM = frozenset({Role.COORDINATOR, Role.INVIGILATOR})
"""Who may use the console."""
ONLY_COORDINATOR = frozenset({Role.COORDINATOR})


class Login(Record):
    name: Text
    password: Text


class NewAccount(Record):
    name: Text
    role: Role


class Known(Record):
    name: Text


def staff_of(connection: Connection, asked: HTTPConnection, roles: frozenset[Role], now: datetime) -> Staff:
    """Who asks. Raises Refused for nobody and for a role that may not."""
    found = people.staff_signed_in(connection, asked.cookies.get(COOKIES["console"], ""), now)
    if found is None:
        raise Refused("staff_signed_out", more={"next": "/console/login"})
    if found.role not in roles:
        raise Refused("role", role=say(f"rehearsal_staff.role.{found.role}"))
    return found


async def staff_act(asked: HTTPConnection, roles: frozenset[Role], action: Action[T]) -> T:
    """Does something for a member of staff, in one commit. Raises Refused, StorageError."""
    rehearsal = rehearsal_of(asked)
    now = rehearsal.now()
    return await rehearsal.store.write(
        lambda connection: action(connection, rehearsal.exam, staff_of(connection, asked, roles, now), now)
    )


async def staff_look(asked: HTTPConnection, roles: frozenset[Role], action: Action[T]) -> T:
    """Reads something for a member of staff."""
    rehearsal = rehearsal_of(asked)
    now = rehearsal.now()
    return await rehearsal.store.read(
        lambda connection: action(connection, rehearsal.exam, staff_of(connection, asked, roles, now), now)
    )


@router.post("/login")
async def login(request: Request, response: Response, entry: Login) -> dict[str, str]:
    rehearsal = rehearsal_of(request)
    now, passwords = rehearsal.now(), rehearsal.passwords
    booked = await rehearsal.store.write(lambda connection: people.book_staff_try(connection, entry.name, now))
    kept = booked.password if booked else None
    right = await asyncio.get_running_loop().run_in_executor(
        passwords.threads, passwords.is_right, kept, entry.password
    )
    if booked is None or not right:
        raise await rehearsal.store.write(lambda connection: people.refused_try(connection, booked, now))
    token = await rehearsal.store.write(lambda connection: people.let_staff_in(connection, booked, now))
    secure, path = request.url.scheme == "https", rehearsal.prefix or "/"
    response.set_cookie(COOKIES["console"], token, httponly=True, samesite="strict", secure=secure, path=path)
    return {"next": "/console/marking" if booked.role is Role.MARKER else "/console"}


@router.post("/logout")
async def logout(request: Request, response: Response) -> dict[str, str]:
    def end(connection: Connection, _exam: Exam, staff: Staff, now: datetime) -> None:
        connection.execute(delete(sign_in).where(sign_in.c.token == hashed(request.cookies[COOKIES["console"]])))
        record(connection, now, None, Kind.LOGOUT, canonical_json({}), actor=staff.name)

    await staff_act(request, frozenset(Role), end)
    response.delete_cookie(COOKIES["console"], path=rehearsal_of(request).prefix or "/")
    return {"next": "/console/login"}


@router.get("/staff")
async def accounts(request: Request) -> list[Staff]:
    return await staff_look(
        request, ONLY_COORDINATOR, lambda connection, _exam, _staff, _now: list(people.all_staff(connection))
    )


@router.post("/staff")
async def add(request: Request, entry: NewAccount) -> dict[str, str]:
    """The new account's password, told this once."""
    passwords = rehearsal_of(request).passwords

    def added(connection: Connection, _exam: Exam, staff: Staff, now: datetime) -> str:
        password = people.add_staff(connection, passwords, entry.name, entry.role)
        told = {"name": entry.name.strip(), "role": entry.role}
        record(connection, now, None, Kind.STAFF, canonical_json(told), actor=staff.name)
        return password

    return {"password": await staff_act(request, ONLY_COORDINATOR, added)}


@router.post("/staff/password")
async def renew(request: Request, entry: Known) -> dict[str, str]:
    """A new password for an account, told this once."""
    passwords = rehearsal_of(request).passwords

    def renewed(connection: Connection, _exam: Exam, staff: Staff, now: datetime) -> str:
        password = people.renew_password(connection, passwords, entry.name)
        record(connection, now, None, Kind.PASSWORD, canonical_json({"name": entry.name}), actor=staff.name)
        return password

    return {"password": await staff_act(request, ONLY_COORDINATOR, renewed)}
