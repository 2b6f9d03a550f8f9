"""A real rehearsal server on a free port, with a clock that tests move, and candidates as they talk to it."""

import re
import socket
import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import uvicorn

from authoring.export.reader import open_package
from authoring.rehearsal.accounts import let_in
from authoring.rehearsal.app import make_app
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import open_rehearsal
from authoring.rehearsal.staff import Role, add_staff, all_staff
from authoring.rehearsal.store import Store, sqlite_address
from authoring.rehearsal.store.rows import change
from authoring.rehearsal.store.schema import account
from authoring.rehearsal.tokens import csrf_token
from authoring.texts import say
from tests.export import examples

START = datetime(2026, 12, 19, 1, tzinfo=UTC)
"""09:00 in Beijing, as the session of the examples says."""
CAPTCHA = "7K4M"
STEPS = ("confirmed_at", "environment_at", "entered_at", "ticket_at", "devices_at", "room_at")


@cache
def _package() -> bytes:
    return examples.package()


class Running:
    """A server; `now` is its clock."""

    def __init__(
        self,
        folder: Path,
        *,
        address: str = "",
        prefix: str = "",
        candidates: int = 4,
        package: bytes = b"",
        photos: dict[int, bytes] | None = None,
    ) -> None:
        self.now = START - timedelta(minutes=30)
        self.clients: list[httpx.Client] = []
        self.store = Store(address or sqlite_address(folder), now=self.now)
        self.rehearsal = open_rehearsal(
            open_package(package or _package()),
            self.store,
            candidates=candidates,
            now=lambda: self.now,
            prefix=prefix,
            captcha=lambda: CAPTCHA,
            photos=photos or {},
        )
        self.exam, self.prefix = self.rehearsal.exam, prefix
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}{prefix}"
        config = uvicorn.Config(make_app(self.rehearsal), log_level="error", ws="websockets-sansio")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]})
        self._thread.start()
        httpx.get(f"{self.url}/login").raise_for_status()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self.clients:
            client.close()
        self._server.should_exit = True
        self._thread.join()
        self.store.close()

    def person(self, number: int = 1) -> "Person":
        return Person(self, number)

    def admit(self, number: int = 1, *, steps: tuple[str, ...] = STEPS, identity: str = "passed") -> "Person":
        """A signed-in candidate who has done the steps before the paper."""
        person = self.person(number)

        def enter(connection: Any) -> str:
            change(connection, number, identity=identity, **dict.fromkeys(steps, self.now))
            connection.execute(account.update().where(account.c.candidate == number).values(must_change=False))
            return let_in(connection, number, self.now)

        person.take(self.store.change(enter))
        return person

    def member(self, role: Role = Role.COORDINATOR, name: str = "") -> "Member":
        """Somebody of the staff, signed in."""
        name = name or say("rehearsal_staff.role." + role)

        def enter(connection: Any) -> str:
            add_staff(connection, self.rehearsal.passwords, name, role)
            number = next(each.number for each in all_staff(connection) if each.name == name)
            return let_in(connection, number, self.now, kind="console")

        return Member(self, self.store.change(enter))

    def sitting(self, number: int = 1) -> "Person":
        """A candidate who has begun at the start."""
        self.now = max(self.now, START)
        person = self.admit(number)
        assert person.get("/paper").status_code == 200
        return person


class Member:
    """A browser of the staff, as far as the server sees it."""

    def __init__(self, running: Running, token: str) -> None:
        self.client = httpx.Client(base_url=running.url, timeout=20)
        running.clients.append(self.client)
        self.client.cookies.set(COOKIES["console"], token, domain="127.0.0.1")
        self.csrf = csrf_token(running.rehearsal.secret, token)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.client.post(path, headers={"X-CSRF": self.csrf}, json=body if body is not None else {})


class Person:
    """A candidate's browser, as far as the server sees it."""

    def __init__(self, running: Running, number: int) -> None:
        self.running, self.number = running, number
        entry = running.exam.entries[number]
        self.username, self.password = entry.candidate.phone, entry.password
        self.client = httpx.Client(base_url=running.url, timeout=20)
        running.clients.append(self.client)
        self.csrf = ""

    def take(self, token: str) -> None:
        """Goes on with a session of its own."""
        self.client.cookies.set(COOKIES["candidate"], token, domain="127.0.0.1")
        self.csrf = csrf_token(self.running.rehearsal.secret, token)

    def get(self, path: str) -> httpx.Response:
        reply = self.client.get(path)
        found = re.search(r'<meta name="csrf" content="([^"]*)"', reply.text)
        self.csrf = found[1] if found else self.csrf
        return reply

    def post(self, path: str, body: Any = None, method: str = "POST", **more: Any) -> httpx.Response:
        sent = {"json": body} if body is not None else {}
        return self.client.request(method, path, headers={"X-CSRF": self.csrf}, **sent, **more)

    def sign_in(self, password: str | None = None, captcha: str = CAPTCHA) -> httpx.Response:
        self.get("/login")
        entry = {"username": self.username, "password": password or self.password, "captcha": captcha}
        return self.post("/api/login", entry | {"captcha_id": self.get("/api/captcha").json()["id"]})

    def answer(self, question: str, response: Any, sequence: int | None = None) -> httpx.Response:
        number = sequence or int(self.running.now.timestamp() * 1000)
        body = {"sequence": number, "response": response, "at": self.running.now.isoformat()}
        return self.post(f"/api/answers/{question}", body, method="PUT")

    def stored(self) -> dict[str, Any]:
        held: dict[str, Any] = self.client.get("/api/paper").json()["answers"]
        return {name: each["response"] for name, each in held.items()}
