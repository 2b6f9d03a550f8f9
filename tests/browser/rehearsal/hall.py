"""A hall with three hundred candidates at every stage, for the console."""

import io
from datetime import timedelta
from functools import cache
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext
from sqlalchemy import Connection, insert

from authoring.rehearsal.answers import finish
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.sitting import Ended
from authoring.rehearsal.staff import Role
from authoring.rehearsal.store.rows import change, load
from authoring.rehearsal.store.schema import account, answer, live, phone, photo, snapshot
from tests.export import examples
from tests.rehearsal.running import START, STEPS, Running

__all__ = ["Hall"]

CANDIDATES = 300
QUESTIONS = ("T-D01-001", "T-D01-002", "T-D01-003")


def picture(shade: int) -> bytes:
    """A plain JPEG."""
    file = io.BytesIO()
    Image.new("RGB", (160, 120), (shade % 256, 120, 255 - shade % 256)).save(file, "JPEG")
    return file.getvalue()


@cache
def _package() -> bytes:
    """With one initial password for all: three hundred own ones take their time to hash."""
    return examples.package(rules={"login.initial_password": "Abcd@1234"})


class Hall(Running):
    """1–20 have not come, 21–40 are on their way, 41–45 wait for a person, 46–280 answer, 281–300 have handed in."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, candidates=CANDIDATES, package=_package())
        self.now = START + timedelta(minutes=20)
        self.store.change(self._fill)

    def _fill(self, connection: Connection) -> None:
        connection.execute(account.update().values(must_change=False))
        for number in range(21, 41):
            change(connection, number, confirmed_at=START, environment_at=START)
        for number in range(41, 46):
            change(connection, number, identity="review", **dict.fromkeys(STEPS, START))
            connection.execute(insert(photo).values(candidate=number, at=START, content=picture(number), faults="[]"))
        for number in range(46, CANDIDATES + 1):
            change(connection, number, identity="passed", **dict.fromkeys((*STEPS, "began_at"), START))
            self.there(connection, number)
        for number in range(281, CANDIDATES + 1):
            finish(connection, load(connection, number), Ended.HANDED_IN, self.now)

    def there(self, connection: Connection, number: int) -> None:
        """A computer, a phone, pictures, one or two answers."""
        connection.execute(insert(live).values(candidate=number, page=f"{number}-1", here=True, seen_at=self.now))
        connection.execute(
            insert(phone).values(candidate=number, paired_at=START, seen_at=self.now, page="1", battery=number % 101)
        )
        for machine in ("pc", "phone"):
            content = picture(number * (2 if machine == "pc" else 3))
            connection.execute(insert(snapshot).values(candidate=number, machine=machine, at=self.now, content=content))
        for question in QUESTIONS[: number % 3]:
            values = {"sequence": 1, "response": '"A"', "at": "", "stored_at": self.now}
            if self.exam.item(number, question):
                connection.execute(insert(answer).values(candidate=number, question=question, **values))

    def admit_staff(self, context: BrowserContext, role: Role = Role.COORDINATOR) -> None:
        """Signs somebody of the staff in."""
        token = self.member(role).client.cookies[COOKIES["console"]]
        context.add_cookies([{"name": COOKIES["console"], "value": token, "url": self.url}])
