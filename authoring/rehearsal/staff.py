"""Who runs the exam: 主考 (coordinator), 监考 (invigilator), 阅卷 (marker), with accounts apart from candidates'."""

import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from authoring.records import Record, canonical_json
from authoring.rehearsal.accounts import LOCK, TRIES, Passwords, let_in, locked, signed_in
from authoring.rehearsal.events import Kind
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.store.rows import record
from authoring.rehearsal.store.schema import sign_in, staff
from authoring.texts import say

__all__ = [
    "Account",
    "Role",
    "Staff",
    "add_staff",
    "all_staff",
    "book_staff_try",
    "first_account",
    "let_staff_in",
    "refused_try",
    "renew_password",
    "staff_signed_in",
]

LONGEST_NAME = 40
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that are mistaken for one another when read from paper."""
GROUPS, GROUP = 3, 4


class Role(StrEnum):
    """What somebody may do."""

    COORDINATOR = "coordinator"
    """Everything."""
    INVIGILATOR = "invigilator"
    """The console; neither marks nor results."""
    MARKER = "marker"
    """Marking, nothing else: who marks sees no candidate."""


class Staff(Record):
    """Somebody who is signed in."""

    number: int
    name: str
    role: Role


class Account(Staff):
    """With what a login is held against."""

    password: str
    failures: int
    locked_until: datetime | None


def add_staff(connection: Connection, passwords: Passwords, name: str, role: Role, *, password: str = "") -> str:
    """A new account; its password, made here unless given. Raises Refused for a bad or taken name."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or any(unicodedata.category(sign).startswith("C") for sign in name):
        raise Refused("staff_name", longest=LONGEST_NAME)
    if connection.execute(select(staff.c.number).where(staff.c.name == name)).first():
        raise Refused("staff_taken", name=name)
    password = password or _new_password()
    connection.execute(insert(staff).values(name=name, role=role, password=passwords.hash(password)))
    return password


def first_account(connection: Connection, passwords: Passwords) -> str | None:
    """The coordinator's password where there is no account yet; None where there is."""
    if connection.execute(select(staff.c.number)).first():
        return None
    return add_staff(connection, passwords, say("rehearsal_staff.coordinator"), Role.COORDINATOR)


def renew_password(connection: Connection, passwords: Passwords, name: str) -> str:
    """A new password; it unlocks the account and ends its sessions. Raises Refused for an unknown name."""
    found = _find(connection, staff.c.name == name)
    if found is None:
        raise Refused("staff_name", longest=LONGEST_NAME)
    password = _new_password()
    values = {"password": passwords.hash(password), "failures": 0, "locked_until": None}
    connection.execute(update(staff).where(staff.c.number == found.number).values(**values))
    connection.execute(delete(sign_in).where((sign_in.c.kind == "console") & (sign_in.c.owner == found.number)))
    return password


def all_staff(connection: Connection) -> Sequence[Staff]:
    """By number."""
    query = select(staff.c.number, staff.c.name, staff.c.role).order_by(staff.c.number)
    return [Staff.model_validate(dict(row._mapping)) for row in connection.execute(query)]


def book_staff_try(connection: Connection, name: str, now: datetime) -> Account | None:
    """Counts a try before its password is looked at. Raises Refused for a locked account."""
    found = _find(connection, staff.c.name == name.strip())
    if found is None:
        return None
    if found.locked_until is not None and found.locked_until > now:
        raise locked(found.locked_until)
    failures = (0 if found.locked_until else found.failures) + 1
    until = now + LOCK if failures >= TRIES else None
    changed = update(staff).where(staff.c.number == found.number)
    connection.execute(changed.values(failures=failures, locked_until=until))
    return found.model_copy(update={"failures": failures})


def refused_try(connection: Connection, booked: Account | None, now: datetime) -> Refused:
    """What is said after a wrong password; the same for an account that does not exist."""
    left = TRIES - (booked.failures if booked else 1)
    if booked:
        kind = Kind.LOGIN_FAILED if left else Kind.LOCKED
        record(connection, now, None, kind, canonical_json({"tries_left": left}), actor=booked.name)
    return Refused("staff_wrong", left=left) if left else locked(now + LOCK)


def let_staff_in(connection: Connection, booked: Account, now: datetime) -> str:
    """A session, after the right password."""
    values = {"failures": 0, "locked_until": None}
    connection.execute(update(staff).where(staff.c.number == booked.number).values(**values))
    record(connection, now, None, Kind.LOGIN, canonical_json({}), actor=booked.name)
    return let_in(connection, booked.number, now, kind="console")


def staff_signed_in(connection: Connection, token: str, now: datetime) -> Staff | None:
    """Whose session a token is; None for no one's."""
    number = signed_in(connection, token, now, kind="console")
    found = _find(connection, staff.c.number == number) if number is not None else None
    return found and Staff(number=found.number, name=found.name, role=found.role)


def _find(connection: Connection, where: ColumnElement[bool]) -> Account | None:
    found = connection.execute(select(staff).where(where)).one_or_none()
    return Account.model_validate(dict(found._mapping)) if found else None


def _new_password() -> str:
    """About 59 bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
