"""The console: cards, acts on many candidates, pictures, the log. Times by arithmetic on the session's rules."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from authoring.rehearsal.live import SIGNED_OUT
from authoring.rehearsal.phone import keep_picture
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.staff import Role
from authoring.rehearsal.store.schema import phone, photo
from tests.rehearsal.running import START, Member, Running

SINGLE, SHORT = "T-D01-001", "T-D01-008"
JPEG = b"\xff\xd8\xff\xe0picture"


@pytest.fixture
def console(running: Running) -> Member:
    return running.member(Role.INVIGILATOR)


@contextmanager
def line(running: Running, member: Member) -> Iterator[ClientConnection]:
    cookie = f"{COOKIES['console']}={member.client.cookies.get(COOKIES['console'], '')}"
    with connect(
        f"{running.url.replace('http', 'ws')}/ws/console", additional_headers={"Cookie": cookie}, max_size=None
    ) as socket:
        yield socket


def cards(running: Running, member: Member) -> dict[int, dict[str, Any]]:
    with line(running, member) as socket:
        told = json.loads(socket.recv(timeout=10))
        assert told["whole"]
        return {card["number"]: card for card in told["cards"]}


def deadline(running: Running, member: Member, number: int) -> datetime:
    told = cards(running, member)[number]["deadline"]
    return datetime.fromtimestamp(told / 1000, tz=START.tzinfo)


def acted(member: Member, act: str, **body: Any) -> dict[str, Any]:
    reply = member.post(f"/api/console/{act}", body)
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    return told


def test_everybody_has_a_card(running: Running, console: Member) -> None:
    person = running.sitting(2)
    person.answer(SINGLE, "B")
    running.admit(3, identity="review")
    found = cards(running, console)
    assert sorted(found) == sorted(running.exam.entries)
    assert [found[number]["state"] for number in (1, 2, 3)] == ["missed", "answering", "review"]
    assert (found[2]["answered"], found[2]["total"]) == (1, 12)
    assert deadline(running, console, 2) == START + timedelta(minutes=120)
    assert found[2]["phone"] == f"{person.username[:3]}****{person.username[-4:]}"
    assert person.username not in json.dumps(found)


def test_only_changed_cards_follow(running: Running, console: Member) -> None:
    person = running.sitting(1)
    with line(running, console) as socket:
        assert len(json.loads(socket.recv(timeout=10))["cards"]) == len(running.exam.entries)
        person.answer(SINGLE, "B")
        assert [(card["number"], card["answered"]) for card in changed(socket)] == [(1, 1)]
        running.now += timedelta(seconds=1)
        person.answer(SINGLE, None)
        assert [(card["number"], card["answered"]) for card in changed(socket)] == [(1, 0)]


def test_a_second_console_takes_nothing_from_the_first(running: Running, console: Member) -> None:
    person = running.sitting(1)
    with line(running, console) as first:
        first.recv(timeout=10)
        for response, count in (("B", 1), (None, 0)) * 3:
            running.now += timedelta(seconds=1)
            person.answer(SINGLE, response)
            assert cards(running, console)[1]["answered"] == count
            assert [(card["number"], card["answered"]) for card in changed(first)] == [(1, count)]


def changed(socket: ClientConnection) -> list[dict[str, Any]]:
    """The next cards that come, one message a second."""
    messages = (json.loads(socket.recv(timeout=10))["cards"] for _ in range(20))
    return next(cards for cards in messages if cards)


def test_a_pause_gives_its_time_back(running: Running, console: Member) -> None:
    person = running.sitting(1)
    assert acted(console, "pause", candidates=[1], reason="technical", words="网络检修")["done"] == [1]
    assert person.get("/api/state").json()["paused"]["reason"] == "网络检修"
    assert person.answer(SINGLE, "A").status_code == 423
    running.now += timedelta(minutes=7)
    held = cards(running, console)[1]
    assert (held["state"], held["deadline"], held["left"]) == ("paused", None, 120 * 60_000)
    assert acted(console, "pause", candidates=[1])["refused"][0]["code"] == "already_paused"
    assert acted(console, "resume", candidates=[1])["done"] == [1]
    assert deadline(running, console, 1) == START + timedelta(minutes=127)
    assert acted(console, "resume", candidates=[1])["refused"][0]["code"] == "not_paused"
    assert person.answer(SINGLE, "A").status_code == 200


def test_extra_time_moves_the_end(running: Running, console: Member) -> None:
    running.sitting(1)
    assert acted(console, "extra-time", candidates=[1, 2], minutes=10, words="断电")["done"] == [1, 2]
    assert deadline(running, console, 1) == START + timedelta(minutes=130)
    running.sitting(2)  # given before the first question
    assert deadline(running, console, 2) == START + timedelta(minutes=130)
    assert console.post("/api/console/extra-time", {"candidates": [1], "minutes": 241}).status_code == 422


def test_who_is_ended_is_ended(running: Running, console: Member) -> None:
    person = running.sitting(1)
    person.answer(SINGLE, "B")
    told = acted(console, "terminate", candidates=[1, 4, 99], reason="other_person", words="替考")
    assert (told["done"], [each["code"] for each in told["refused"]]) == ([1, 4], ["candidate"])
    assert person.answer(SINGLE, "C").status_code == 409
    assert person.get("/api/state").json()["ended"] == "terminated"
    again = [acted(console, act, candidates=[1], **more) for act, more in OVER]
    assert {each["refused"][0]["code"] for each in again} == {"over"}
    assert cards(running, console)[1]["state"] == "terminated"


OVER: list[tuple[str, dict[str, Any]]] = [
    ("terminate", {"reason": "other"}),
    ("pause", {}),
    ("resume", {}),
    ("extra-time", {"minutes": 5}),
]


def test_flags_are_counted_and_kept(running: Running, console: Member) -> None:
    person = running.sitting(1)
    before = person.get("/api/state").json()
    for severity in (30, 80, 50):
        acted(console, "flag", candidates=[1], severity=severity, reason="absent", words="离开画面")
    assert {name: cards(running, console)[1][name] for name in ("flags", "severity")} == {"flags": 3, "severity": 80}
    assert person.get("/api/state").json() | {"server_now": ""} == before | {"server_now": ""}
    lines = console.get("/api/console/log?kind=flag").json()["lines"]
    assert [each["data"]["incident_severity"] for each in lines] == ["0.50", "0.80", "0.30"]
    assert {each["data"]["reason_code"] for each in lines} == {"absent"}
    assert {each["actor"] for each in lines} == {"监考"}


def test_messages_reach_one_some_or_all(running: Running, console: Member) -> None:
    first, second = running.sitting(1), running.sitting(2)
    acted(console, "message", candidates=[1], text="请坐正")
    acted(console, "message", text="还有三十分钟 <b>")
    texts = [[each["text"] for each in one.get("/api/state").json()["messages"]] for one in (first, second)]
    assert texts == [["请坐正", "还有三十分钟 <b>"], ["还有三十分钟 <b>"]]
    assert console.post("/api/console/message", {"text": "  "}).status_code == 422


def test_a_person_decides_on_the_identity(running: Running, console: Member) -> None:
    running.now = START - timedelta(minutes=5)
    person = running.admit(1, identity="review")
    running.store.change(
        lambda c: c.execute(insert(photo).values(candidate=1, at=running.now, content=JPEG, faults="[]"))
    )
    assert console.get("/api/console/photo/1").content == JPEG
    assert console.get("/api/console/photo/2").status_code == 404
    assert acted(console, "identity", candidates=[1], passed=False, words="不是本人")["done"] == [1]
    assert person.get("/api/state").json()["identity"] == "refused"
    acted(console, "identity", candidates=[1], passed=True)
    assert person.get("/api/state").json()["next"] == "/wait"
    assert acted(console, "identity", candidates=[1, 2], passed=False)["done"] == []


def test_a_new_password_unlocks(running: Running, console: Member) -> None:
    person = running.person(1)
    for _ in range(5):
        person.sign_in("guess-1")
    assert person.sign_in().status_code == 423
    assert cards(running, console)[1]["locked"]
    told = acted(console, "password", candidates=[1])
    assert person.sign_in(told["password"]).json() == {"next": "/password"}
    assert console.post("/api/console/password", {"candidates": [1, 2]}).status_code == 422


def test_pictures_are_for_the_staff_alone(running: Running, console: Member) -> None:
    person = running.sitting(1)
    running.store.change(lambda c: c.execute(insert(phone).values(candidate=1, paired_at=running.now, page="1-1")))
    running.store.change(lambda c: keep_picture(c, 1, "1-1", JPEG, running.now))
    reply = console.get("/api/console/snapshot/1/phone")
    assert (reply.content, reply.headers["content-type"]) == (JPEG, "image/jpeg")
    assert console.get("/api/console/snapshot/1/pc").status_code == 404
    card = cards(running, console)[1]
    assert (card["side_view"], card["seen"]) == (True, int(running.now.timestamp() * 1000))
    running.now += timedelta(seconds=2)
    assert not cards(running, console)[1]["side_view"]
    for path in (
        "/api/console/snapshot/1/phone",
        "/api/console/log",
        "/api/console/log.jsonl",
        "/api/console/candidate/1",
    ):
        assert person.get(path).status_code == 401
    assert running.member(Role.MARKER).get("/api/console/snapshot/1/phone").status_code == 403


def test_the_log_hides_answers(running: Running, console: Member) -> None:
    person = running.sitting(1)
    person.answer(SHORT, "我的作答内容")
    lines = console.get("/api/console/log?candidate=1&answers=true").json()["lines"]
    assert [each["data"]["question"] for each in lines if each["kind"] == "answer"] == [SHORT]
    table = console.get("/api/console/log.csv")
    assert table.text.count("\r\n") > 2
    records = console.get("/api/console/log.jsonl")
    told = [json.loads(each) for each in records.text.splitlines()]
    assert [each["id"] for each in told] == sorted(each["id"] for each in told)
    assert len(told) == len(list(csv.DictReader(io.StringIO(table.text))))
    assert [each["data"]["question"] for each in told if each["kind"] == "answer"] == [SHORT]
    details = console.get("/api/console/candidate/1").json()
    assert "我的作答内容" not in json.dumps([lines, details], ensure_ascii=False) + table.text + records.text
    assert person.username not in json.dumps([lines, details]) + table.text + records.text


def test_the_log_is_read_in_pages(running: Running, console: Member) -> None:
    for _ in range(3):
        acted(console, "flag", candidates=list(running.exam.entries) * 20, severity=1, reason="other")
        for number in running.exam.entries:
            for _ in range(9):
                acted(console, "flag", candidates=[number], severity=1, reason="other")
    first = console.get("/api/console/log?kind=flag").json()
    assert (len(first["lines"]), first["more"]) == (100, True)
    rest = console.get(f"/api/console/log?kind=flag&before={first['lines'][-1]['id']}").json()
    assert (len(rest["lines"]), rest["more"]) == (20, False)  # 3 rounds of 4 candidates, each flagged 1 + 9 times


def test_nobody_else_has_a_line(running: Running) -> None:
    for member in (running.member(Role.MARKER), Member(running, "nobody")):
        with line(running, member) as socket, pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == SIGNED_OUT
