"""Rows as records, for all who read and write within an operation."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, insert, select, update

from authoring.records import Record
from authoring.rehearsal.sitting import Sitting
from authoring.rehearsal.store.schema import account, event, message, phone, setting, sitting

__all__ = [
    "Account",
    "Phone",
    "change",
    "find_account",
    "load",
    "messages_for",
    "paired_phone",
    "raise_flag",
    "record",
    "settings",
]


_SITTING = select(sitting).where(sitting.c.candidate == bindparam("candidate"))
_LOCKED = _SITTING.with_for_update()
_EVENT = insert(event).inline()
_PHONE = select(phone).where(phone.c.candidate == bindparam("candidate"))
_MESSAGES = (
    select(message.c.id, message.c.at, message.c.text)
    .where((message.c.candidate == bindparam("candidate")) | message.c.candidate.is_(None))
    .order_by(message.c.id)
)
"""Made once: every page and answer needs them, and making a statement costs more than SQLite's work on it."""


class Account(Record):
    """Who may sign in."""

    candidate: int
    username: str
    password: str
    """Hash."""
    must_change: bool
    failures: int
    locked_until: datetime | None


class Phone(Record):
    """A candidate's phone as second camera."""

    candidate: int
    paired_at: datetime | None = None
    checked_at: datetime | None = None
    left_at: datetime | None = None
    seen_at: datetime | None = None
    """Of its last sign of life."""
    page: str = ""
    """Which page of the phone holds the line."""
    battery: int | None = None
    """Per cent."""
    charging: bool | None = None
    network: str = ""


def load(connection: Connection, candidate: int, *, lock: bool = False) -> Sitting:
    """A sitting; `lock` keeps other processes' changes off it until the commit."""
    found = connection.execute(_LOCKED if lock else _SITTING, {"candidate": candidate}).one()
    return Sitting.model_validate(found._asdict())


def change(connection: Connection, candidate: int, **values: Any) -> None:
    """Changes a sitting; its pages hear of it."""
    changed = update(sitting).where(sitting.c.candidate == candidate)
    connection.execute(changed.values(revision=sitting.c.revision + 1, **values))


def raise_flag(connection: Connection, candidate: int, severity: int) -> None:
    """Counts a flag and keeps the gravest severity, in per cent. The candidate's page does not hear of it."""
    here = sitting.c.candidate == candidate
    gravest = case((sitting.c.severity > severity, sitting.c.severity), else_=severity)
    connection.execute(update(sitting).where(here).values(flags=sitting.c.flags + 1, severity=gravest))


def find_account(connection: Connection, **where: Any) -> Account | None:
    found = connection.execute(_account_by(*where), where).one_or_none()
    return Account.model_validate(found._asdict()) if found else None


@cache
def _account_by(*names: str) -> Select[Any]:
    return select(account).where(*(account.c[name] == bindparam(name) for name in names))


def paired_phone(connection: Connection, candidate: int) -> Phone:
    found = connection.execute(_PHONE, {"candidate": candidate}).one_or_none()
    return Phone.model_validate(found._asdict()) if found else Phone(candidate=candidate)


def messages_for(connection: Connection, candidate: int) -> Sequence[tuple[int, datetime, str]]:
    """Messages to the candidate and to all: id, moment, text."""
    return [(row.id, row.at, row.text) for row in connection.execute(_MESSAGES, {"candidate": candidate})]


def settings(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(setting))}


def record(connection: Connection, now: datetime, candidate: int | None, kind: str, data: str, *, actor: str) -> None:
    """One line of the append-only log. `data` is JSON."""
    connection.execute(_EVENT, {"at": now, "candidate": candidate, "actor": actor, "kind": kind, "data": data})
