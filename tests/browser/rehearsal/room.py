"""A rehearsal for the browser tests: its server, its candidate, what an invigilator does, and power cuts."""

import dataclasses
import datetime as dt
import socket
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Self

import uvicorn
from playwright.sync_api import BrowserContext
from sqlalchemy import Connection, event, insert, select

from authoring.export.reader import open_package
from authoring.rehearsal.accounts import TRIES, let_in
from authoring.rehearsal.answers import Stored, finish, stored
from authoring.rehearsal.app import make_app
from authoring.rehearsal.cameras import Machine
from authoring.rehearsal.photos import PhotoFault
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import Rehearsal, open_rehearsal
from authoring.rehearsal.sitting import Camera, Ended, Identity
from authoring.rehearsal.store import Store, sqlite_address
from authoring.rehearsal.store.rows import change, load
from authoring.rehearsal.store.schema import message, snapshot
from authoring.sessions.rules import ExamSession
from tests.browser.rehearsal.places import place
from tests.export import examples

CAPTCHA = "7K4M"


@cache
def _package() -> bytes:
    return examples.package()


class Room:
    """A running server whose clock can be moved, with one candidate who sits form A."""

    captcha = CAPTCHA
    tries = TRIES
    total = 12
    """Questions, the case counted as its four children."""
    short_answer = "8"
    """Number of a question that asks for a text."""

    def __init__(self, folder: Path, *, package: bytes = b"") -> None:
        self.package = package or _package()
        self.address = sqlite_address(folder)
        self.ahead = dt.timedelta(0)
        self.start = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)
        self.faults: tuple[PhotoFault, ...] = ()
        self.changes: dict[str, Any] = {"late_entry_minutes": 30, "early_hand_in_minutes": 0}
        self.port = 0

    def __enter__(self) -> Self:
        self.restart()
        entries = self.rehearsal.exam.entries.values()
        entry = next(entry for entry in entries if entry.form == "A")
        self.candidate = entry.candidate.number
        self.username = self.ticket = entry.candidate.phone
        self.id_number = entry.candidate.id_number
        self.app_code, self.exam_code = entry.app_code, entry.exam_code
        self.password = entry.password or self.rehearsal.initial_password
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def phone_address(self) -> str:
        return f"{self.url}/m?c={self.app_code}&e={self.exam_code}"

    @property
    def rules(self) -> ExamSession:
        return self.rehearsal.exam.rules

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.ahead

    # Power

    def stop(self) -> None:
        """Cuts every connection."""
        self.server.should_exit = self.server.force_exit = True
        self.thread.join()
        self.listening.close()
        self.store.close()

    def restart(self) -> None:
        """Starts where it stopped, at the same address."""
        self.listening = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listening.getsockname()[1]
        self.store = Store(self.address, now=self.now())
        self.rehearsal = self._opened()
        self._set_timing()
        up = threading.Event()
        config = uvicorn.Config(make_app(self.rehearsal), lifespan="on", log_level="error", ws="websockets-sansio")
        self.server = _Told(config, up)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listening]})
        self.thread.start()
        up.wait()

    def fill_disk(self) -> None:
        """The database may not grow from here on: SQLite takes its present size where the limit is below it."""
        self._pages = 1

        def hold(connection: Connection) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {self._pages}")

        event.listen(self.store.engine, "begin", hold)

    def make_space(self) -> None:
        self._pages = 2**30

    def _opened(self) -> Rehearsal:
        opened = open_rehearsal(
            open_package(self.package),
            self.store,
            candidates=2,
            start=self.start,
            now=self.now,
            phone_origin=self.url,
            captcha=lambda: CAPTCHA,
        )
        return dataclasses.replace(opened, photo_faults=lambda _: self.faults)

    def _set_timing(self) -> None:
        rules = self.rehearsal.exam.rules
        timing = rules.timing.model_copy(update=self.changes | {"end": self.start + dt.timedelta(hours=6)})
        self.rehearsal.exam.rules = rules.model_copy(update={"timing": timing})

    # The candidate

    def admit(self, context: BrowserContext, step: str = "/paper") -> None:
        """Signs a browser in and puts the candidate at a step."""
        token = self.store.change(lambda connection: let_in(connection, self.candidate, self.now()))
        context.add_cookies([{"name": COOKIES["candidate"], "value": token, "url": self.url}])
        self.put_at(step)

    def put_at(self, step: str) -> None:
        """The candidate's place in the journey; answering and the receipt come after the start."""
        if step in ("/paper", "/receipt") and not self.ahead:
            self.forward(minutes=6)
        self.store.change(lambda connection: place(connection, self.candidate, step, self.now()))

    def answers(self) -> dict[str, object]:
        """The stored responses by question."""
        return {name: held.response for name, held in self.store.look(self._answers).items()}

    def _answers(self, connection: Connection) -> dict[str, Stored]:
        return stored(connection, self.candidate)

    def snapshot(self, machine: Machine = Machine.PHONE) -> bytes | None:
        """The last picture of a camera."""
        here = (snapshot.c.candidate == self.candidate) & (snapshot.c.machine == machine)
        query = select(snapshot.c.content).where(here)
        return self.store.look(lambda connection: connection.execute(query).scalar_one_or_none())

    def camera(self) -> Camera:
        """What the page says of the computer's camera."""
        return self.store.look(lambda connection: load(connection, self.candidate)).camera

    # The invigilator and the clock

    def forward(self, minutes: int) -> None:
        """The server's clock goes on."""
        self.ahead += dt.timedelta(minutes=minutes)

    def early(self, minutes: int) -> None:
        """Handing in is allowed from so many minutes on."""
        self.changes["early_hand_in_minutes"] = minutes
        self._set_timing()

    def pause(self) -> None:
        self._change(paused_at=self.now(), clock_stopped=True)

    def resume(self) -> None:
        held = self.store.look(lambda connection: load(connection, self.candidate))
        assert held.paused_at is not None
        stopped = held.stopped + (self.now() - held.paused_at)
        self._change(paused_at=None, clock_stopped=False, stopped_ms=stopped // dt.timedelta(milliseconds=1))

    def tell(self, text: str) -> None:
        row = {"candidate": self.candidate, "at": self.now(), "text": text}
        self._do(lambda connection: connection.execute(insert(message).values(**row)))

    def extend(self, minutes: int) -> None:
        self._change(extra_minutes=minutes)

    def terminate(self) -> None:
        self._do(lambda connection: finish(connection, load(connection, self.candidate), Ended.TERMINATED, self.now()))

    def refuse_photos(self, *faults: PhotoFault) -> None:
        """What the photo check finds from now on."""
        self.faults = faults

    def decide_identity(self, *, passed: bool) -> None:
        self._change(identity=Identity.PASSED if passed else Identity.REFUSED)

    def _change(self, **values: Any) -> None:
        self._do(lambda connection: change(connection, self.candidate, **values))

    def _do(self, operation: Callable[[Connection], object]) -> None:
        """As another process of the server would: through the store."""
        self.store.change(operation)
        self.store.change(lambda connection: change(connection, self.candidate))


class _Told(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, up: threading.Event) -> None:
        super().__init__(config)
        self.up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()
