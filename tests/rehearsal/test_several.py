"""Several server processes on one PostgreSQL, connections that break, and a database that goes away and comes back."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, func, select, text
from websockets.sync.client import connect

from authoring.export.reader import open_package
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import open_rehearsal
from authoring.rehearsal.store import Store
from authoring.rehearsal.store.schema import account, event, setting
from tests.export import examples
from tests.rehearsal.postgres import Cluster
from tests.rehearsal.running import START, Person, Running

SINGLE, SHORT = "T-D01-001", "T-D01-008"


@pytest.fixture
def database(postgres: Cluster) -> str:
    return str(postgres.new())


@pytest.fixture
def pair(tmp_path: Path, database: str) -> Iterator[tuple[Running, Running]]:
    with Running(tmp_path, address=database) as one, Running(tmp_path, address=database) as two:
        yield one, two


def at(other: Running, person: Person) -> Person:
    """The same session at another process."""
    other.now = person.running.now
    moved = other.person(person.number)
    moved.take(person.client.cookies[COOKIES["candidate"]])
    return moved


def test_a_candidate_may_come_through_any_process(pair: tuple[Running, Running]) -> None:
    one, two = pair
    person = one.sitting(1)
    there = at(two, person)
    assert there.answer(SINGLE, "B").status_code == 200
    assert person.stored() == {SINGLE: "B"}
    one.now += one.exam.rules.timing.hand_in_from(one.now) - one.now
    two.now = one.now
    assert there.post("/api/hand-in", {"confirmed": True}).status_code == 200
    assert person.get("/api/state").json()["ended"] == "handed_in"


def test_what_one_process_does_the_other_s_page_hears(pair: tuple[Running, Running]) -> None:
    one, two = pair
    person = one.sitting(1)
    two.now = one.now
    cookie = f"{COOKIES['candidate']}={person.client.cookies[COOKIES['candidate']]}"
    with connect(
        f"{one.url.replace('http', 'ws')}/ws/candidate?page=1-1", additional_headers={"Cookie": cookie}
    ) as line:
        assert json.loads(line.recv(timeout=10))["state"]["paused"] is None
        two.member().post("/api/console/pause", {"candidates": [1], "words": "检修"})
        heard = (json.loads(line.recv(timeout=10)) for _ in range(10))
        assert next(each["state"]["paused"]["reason"] for each in heard if each["state"]["paused"]) == "检修"


def test_processes_that_start_at_once_begin_one_rehearsal(database: str) -> None:
    package = examples.package()

    def begin(_: int) -> str:
        store = Store(database, now=START)
        try:
            return open_rehearsal(open_package(package), store, candidates=4).secret
        finally:
            store.close()

    with ThreadPoolExecutor(3) as threads:
        assert len(set(threads.map(begin, range(3)))) == 1
    store = Store(database, now=START)
    kept = store.look(lambda c: [c.execute(select(func.count()).select_from(t)).scalar_one() for t in TABLES])
    store.close()
    assert kept == [4, 4]  # package, start, secret, roster; four candidates


TABLES = (setting, account)


def test_a_database_that_cuts_every_connection_loses_nothing_confirmed(tmp_path: Path, database: str) -> None:
    admin = create_engine(database.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    cut = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with Running(tmp_path, address=database) as server, admin.connect() as killer:
        person = server.sitting(1)
        refused = 0
        for turn in range(20):
            killer.execute(cut)
            sequence = int(server.now.timestamp() * 1000) + turn
            replies = [person.answer(SHORT, f"{turn}", sequence) for _ in range(2)]
            refused += sum(reply.status_code != 200 for reply in replies)
            assert {reply.status_code for reply in replies} <= {200, 503}
            assert replies[-1].status_code == 200, replies[-1].text  # asked again, it is stored
        assert person.stored() == {SHORT: "19"}
        assert refused <= 20
    admin.dispose()


def test_a_connection_cut_before_the_reply_changes_nothing(running: Running) -> None:
    person = running.sitting(1)
    sequence = int(running.now.timestamp() * 1000)
    body = json.dumps({"sequence": sequence, "response": "B", "at": ""})
    host = urlsplit(running.url)
    cookie = f"{COOKIES['candidate']}={person.client.cookies[COOKIES['candidate']]}"
    lines = [
        f"PUT /api/answers/{SINGLE} HTTP/1.1",
        f"Host: {host.netloc}",
        f"Cookie: {cookie}",
        f"X-CSRF: {person.csrf}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    for _ in range(5):
        with socket.create_connection((host.hostname, host.port)) as raw:  # type: ignore[arg-type]
            raw.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
    for _ in range(5):  # and cut in the middle of the request
        with socket.create_connection((host.hostname, host.port)) as raw:  # type: ignore[arg-type]
            raw.sendall(("\r\n".join(lines) + "\r\n\r\n" + body[:10]).encode())
    assert person.answer(SINGLE, "B", sequence).json()["sequence"] == sequence
    assert person.stored() == {SINGLE: "B"}
    kept = running.store.look(lambda c: c.execute(select(event.c.id).where(event.c.kind == "answer")).all())
    assert len(kept) == 1


def test_wrong_clocks_of_the_machine_change_nothing(running: Running) -> None:
    person = running.sitting(1)
    for place, at_ in enumerate(("1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "yesterday", "\U0001f550")):
        entry = {"sequence": int(running.now.timestamp() * 1000) + place, "response": "ABCD"[place], "at": at_}
        assert person.post(f"/api/answers/{SINGLE}", entry, method="PUT").status_code == 200
    assert person.stored() == {SINGLE: "D"}
    assert person.get("/api/state").json()["ended"] is None
