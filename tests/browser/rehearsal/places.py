"""Puts a candidate straight at a step of the journey, as if all before it were done."""

import datetime as dt

from sqlalchemy import Connection, update

from authoring.rehearsal.answers import finish
from authoring.rehearsal.sitting import Ended, Identity
from authoring.rehearsal.store.rows import change, load
from authoring.rehearsal.store.schema import account

COLUMNS = {
    "/confirm": "confirmed_at",
    "/downloads": "environment_at",
    "/environment": "environment_at",
    "/exams": "entered_at",
    "/room": "room_at",
    "/devices": "room_at",
}
"""What is not done yet by whoever stands at a step."""
ORDER = tuple(dict.fromkeys(COLUMNS.values()))


def place(connection: Connection, candidate: int, step: str, now: dt.datetime) -> None:
    changed = step == "/password"
    connection.execute(update(account).where(account.c.candidate == candidate).values(must_change=changed))
    open_from = ORDER.index(COLUMNS[step]) if step in COLUMNS else len(ORDER)
    done = {name: now if n < open_from else None for n, name in enumerate(ORDER)}
    past_room = open_from == len(ORDER)
    done |= {"ticket_at": now if step == "/devices" or past_room else None, "devices_at": now if past_room else None}
    passed = Identity.PASSED if step in ("/wait", "/paper", "/receipt") else Identity.NONE
    change(connection, candidate, **done, identity=passed)
    if step == "/receipt":
        finish(connection, load(connection, candidate), Ended.HANDED_IN, now)
