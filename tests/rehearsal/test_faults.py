"""Surroundings that fail in the middle of an exam: the database goes, the line is cut, clocks jump."""

import json
import socket
import threading
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import pytest
from sqlalchemy import func, select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.store.schema import event
from tests.rehearsal.postgres import Cluster
from tests.rehearsal.running import Person, Running

SINGLE, SHORT = "T-D01-001", "T-D01-008"


def sequence(running: Running) -> int:
    return int(running.now.timestamp() * 1000)


def test_a_database_that_stops_and_starts_again(tmp_path: Path, postgres: Cluster) -> None:
    with Running(tmp_path, address=postgres.new()) as server:
        person = server.sitting(1)
        assert person.answer(SINGLE, "A").status_code == 200
        postgres.stop()
        try:
            refused = person.answer(SHORT, "等", sequence(server))
            assert (refused.status_code, refused.json()["code"]) == (503, "storage")
            assert "tests@" not in refused.text  # nothing of the address
            for path in ("/api/state", "/api/paper", "/paper", "/room", "/media/x.png"):
                assert person.get(path).status_code == 503, path
        finally:
            postgres.start()
        assert person.answer(SHORT, "等", sequence(server)).status_code == 200
        assert person.stored() == {SINGLE: "A", SHORT: "等"}
        server.now = server.exam.rules.timing.end + timedelta(hours=1)
        assert person.get("/api/state").json()["ended"] == "automatic"


class CuttingLine:
    """A line to the server that breaks after so many bytes of each reply."""

    def __init__(self, running: Running) -> None:
        self._to = running.url.removeprefix("http://").split(":")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.after = 0
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _work(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            with here, socket.create_connection((self._to[0], int(self._to[1]))) as there:
                asked = here.recv(65536)
                while b"\r\n\r\n" not in asked or not asked.endswith(b"}"):
                    asked += here.recv(65536)
                there.sendall(asked)
                told = there.recv(65536)  # the server has committed by the first byte of its reply
                here.sendall(told[: self.after])


def test_a_reply_cut_anywhere_is_asked_for_again(running: Running) -> None:
    person = running.sitting(1)
    begun = sequence(running)
    cookie = f"{COOKIES['candidate']}={person.client.cookies[COOKIES['candidate']]}"
    headers = {"X-CSRF": person.csrf, "Cookie": cookie, "Connection": "close"}
    with CuttingLine(running) as line:
        for place, line.after in enumerate((0, 1, 12, 80, 200)):
            body = {"sequence": begun + place, "response": f"{place}", "at": ""}
            with pytest.raises(httpx.TransportError):
                httpx.put(f"{line.url}/api/answers/{SHORT}", json=body, headers=headers)
            assert person.answer(SHORT, f"{place}", begun + place).json()["sequence"] == begun + place
            assert person.stored() == {SHORT: f"{place}"}
    assert logged(running, "answer") == 5  # each once, however often it was sent


def test_a_server_s_clock_that_jumps_back_locks_nothing(running: Running) -> None:
    person = running.sitting(1)
    running.now += timedelta(minutes=50)
    assert person.answer(SINGLE, "A", sequence(running)).status_code == 200
    newest = sequence(running)
    running.now -= timedelta(minutes=40)
    assert person.answer(SINGLE, "B", sequence(running)).json()["sequence"] == newest  # told which one counts
    assert person.stored() == {SINGLE: "A"}
    assert person.answer(SINGLE, "B", newest + 1).status_code == 200  # as the page does: at least one more
    assert person.stored() == {SINGLE: "B"}
    assert person.get("/api/state").json()["ended"] is None


def test_what_has_ended_stays_ended_whatever_the_clock_says(running: Running) -> None:
    person = running.sitting(1)
    assert person.answer(SINGLE, "A").status_code == 200
    begun, running.now = running.now, running.exam.rules.timing.end + timedelta(minutes=1)
    ended = person.get("/api/state").json()
    assert ended["ended"] == "automatic"
    for running.now in (begun, begun - timedelta(hours=1), begun - timedelta(days=400)):
        assert person.answer(SINGLE, "B", sequence(running)).status_code in {409, 422}
        assert person.get("/api/state").json()["ended"] == "automatic"
    assert person.stored() == {SINGLE: "A"}


ODD = ["[]", "null", "7", '"ping"', "{}", '{"type": []}', "{", "[" * 20_000, '{"type": "ping", "x": NaN}', ""]


def test_odd_words_end_a_line_and_no_other(running: Running) -> None:
    one, two = running.sitting(1), running.sitting(2)
    with held(two, "2-2") as other:
        other.recv(timeout=10)
        for word in ODD:
            with held(one, "1-1") as line:
                line.send(word)
                line.send('{"type": "ping"}')
                assert told(line) <= {"state", "pong"}, word
        with held(one, "1-1") as line:
            line.send(b"\xff\xd8\xff")
            assert told(line) <= {"state"}
        for _ in range(200):  # each end is noticed and in the log, with the other's line still there
            other.send('{"type": "ping"}')
            assert "pong" in told(other)
            if logged(running, "disconnected") == len(ODD) + 1:
                break
        assert logged(running, "disconnected") == len(ODD) + 1


def logged(running: Running, kind: str) -> int:
    """Lines of one kind in the log."""
    lines = select(func.count()).select_from(event).where(event.c.kind == kind)
    return running.store.look(lambda connection: connection.execute(lines).scalar_one())


def held(person: Person, page: str) -> connect:
    cookie = f"{COOKIES['candidate']}={person.client.cookies[COOKIES['candidate']]}"
    address = f"{person.running.url.replace('http', 'ws')}/ws/candidate?page={page}"
    return connect(address, additional_headers={"Cookie": cookie})


def told(line: connect) -> set[str]:
    """Kinds of what is said until a pong or the line's end."""
    kinds: set[str] = set()
    try:
        while "pong" not in kinds:
            kinds.add(json.loads(line.recv(timeout=10))["type"])
    except ConnectionClosed:
        pass
    return kinds
