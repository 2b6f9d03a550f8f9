"""The phone as second camera, on the server's side: pairing, pictures, loss and return, leaving."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from authoring.rehearsal.events import Kind
from authoring.rehearsal.live import SIGNED_OUT, TAKEN_OVER
from authoring.rehearsal.phone import MOST_PICTURE, follow_losses
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.sitting import Ended
from authoring.rehearsal.store.rows import load, paired_phone
from authoring.rehearsal.store.schema import event, snapshot
from authoring.sessions.choices import SideViewLost
from tests.rehearsal.running import Running

JPEG = b"\xff\xd8\xff\xe0picture"
NUMBER = 1


class Phone:
    """A phone's browser, as far as the server sees it."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.client = httpx.Client(base_url=running.url, timeout=20)
        running.clients.append(self.client)
        page = self.client.get("/m").text
        self.csrf = page.partition('<meta name="csrf" content="')[2].partition('"')[0]
        entry = running.exam.entries[NUMBER]
        self.entry = {
            "app_code": entry.app_code,
            "exam_code": entry.exam_code,
            "ticket": entry.candidate.phone,
            "id_number": entry.candidate.id_number,
        }

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.client.post(path, json=body, headers={"X-CSRF": self.csrf})

    def log_in(self, **other: str) -> httpx.Response:
        reply = self.post("/api/phone/login", self.entry | other)
        self.csrf = reply.json().get("csrf", self.csrf)
        return reply

    def state(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.get("/api/phone/state").json()
        return told

    @contextmanager
    def line(self, page: str = "1-1") -> Iterator[ClientConnection]:
        cookie = f"{COOKIES['phone']}={self.client.cookies.get(COOKIES['phone'], '')}"
        address = f"{self.running.url.replace('http', 'ws')}/ws/phone?page={page}"
        with connect(address, additional_headers={"Cookie": cookie}) as socket:
            yield socket


def heard(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of a kind."""
    while (message := json.loads(socket.recv(timeout=10)))["type"] != kind:
        pass
    told: dict[str, Any] = message
    return told


@pytest.fixture
def phone(running: Running) -> Phone:
    return Phone(running)


@pytest.fixture
def paired(phone: Phone) -> Phone:
    assert phone.log_in().status_code == 200
    return phone


def test_all_four_entries_must_belong_together(running: Running, phone: Phone) -> None:
    other = running.exam.entries[2]
    for wrong in (
        {"app_code": other.app_code},
        {"exam_code": "ADFRHPDH4"},
        {"ticket": other.candidate.phone},
        {"id_number": other.candidate.id_number},
        {"id_number": "\u202e😀<b>"},
    ):
        reply = phone.log_in(**wrong)
        assert (reply.status_code, reply.json()["code"]) == (401, "phone_wrong")
    assert phone.state()["step"] == "login"
    assert phone.log_in().json()["next"] == "/m"
    assert phone.state()["step"] == "monitoring"


def test_not_before_the_exam_opens_nor_after_the_hand_in(running: Running, phone: Phone) -> None:
    running.now = running.exam.rules.timing.opens - timedelta(seconds=1)
    assert phone.log_in().json()["code"] == "not_open"
    running.sitting(NUMBER)
    running.now += timedelta(hours=1)
    running.person(NUMBER)
    person = running.admit(NUMBER)
    assert person.post("/api/hand-in", {"confirmed": True}).status_code == 200
    assert phone.log_in().json()["code"] == "ended"


def test_ticks_that_are_missing_are_named(running: Running, paired: Phone) -> None:
    ticks = running.exam.rules.device_checks.ticks
    reply = paired.post("/api/phone/checks", {"ticks": {tick.kind: tick is not ticks[0] for tick in ticks}})
    assert reply.json()["code"] == "checks"
    assert ticks[0].name in reply.json()["message"]
    assert paired.post("/api/phone/checks", {"ticks": {tick.kind: True for tick in ticks}}).status_code == 200


def test_requests_of_others_are_refused(running: Running, paired: Phone) -> None:
    stranger = Phone(running)
    assert stranger.post("/api/phone/leave", {}).json()["code"] == "signed_out"
    assert paired.client.post("/api/phone/leave", json={}).json()["code"] == "csrf"
    with stranger.line() as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == SIGNED_OUT


def test_the_newest_picture_is_kept_and_counts_as_a_sign_of_life(running: Running, paired: Phone) -> None:
    with paired.line() as socket:
        assert heard(socket, "state")["state"]["step"] == "monitoring"
        socket.send(JPEG)
        heard(socket, "seen")
        socket.send(json.dumps({"type": "status", "battery": 0.376, "charging": False, "network": "4g"}))
        socket.send(json.dumps({"type": "ping"}))
        heard(socket, "pong")
    query = select(snapshot.c.content).where(snapshot.c.candidate == NUMBER, snapshot.c.machine == "phone")
    assert running.store.look(lambda connection: connection.execute(query).scalar_one()) == JPEG
    held = running.store.look(lambda connection: paired_phone(connection, NUMBER))
    assert (held.seen_at, held.battery, held.charging, held.network) == (running.now, 38, False, "4g")


@pytest.mark.parametrize("sent", [b"GIF89a", JPEG + bytes(MOST_PICTURE), "no json", "[]", '{"type": "status", "x": 1}'])
def test_what_is_no_picture_ends_the_line(paired: Phone, sent: bytes | str) -> None:
    with paired.line() as socket:
        socket.send(sent)
        with pytest.raises(ConnectionClosed) as closed:
            heard(socket, "seen")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1003


def test_the_newest_page_takes_over(paired: Phone) -> None:
    with paired.line("1-1") as old, paired.line("2-2") as new:
        heard(new, "state")
        new.send(JPEG)
        heard(new, "seen")
        old.send(JPEG)
        heard(old, "taken_over")
        with pytest.raises(ConnectionClosed) as closed:
            old.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == TAKEN_OVER


def test_a_second_phone_ends_the_first_one_s_session(running: Running, paired: Phone) -> None:
    assert Phone(running).log_in().status_code == 200
    assert paired.state()["step"] == "login"


def test_who_leaves_early_may_log_in_again(paired: Phone) -> None:
    assert paired.post("/api/phone/leave", {}).status_code == 200
    assert paired.state()["step"] == "login"
    paired.log_in()
    assert paired.state()["step"] == "monitoring"


# Loss and return


def lose(running: Running, rule: SideViewLost, seconds: float) -> None:
    """A candidate who answers and whose phone was last seen so many seconds ago."""
    running.sitting(NUMBER)
    phone = Phone(running)
    assert phone.log_in().status_code == 200
    camera = running.exam.rules.second_camera.model_copy(update={"on_lost": rule, "grace_seconds": 60})
    running.exam.rules = running.exam.rules.model_copy(update={"second_camera": camera})
    running.now += timedelta(seconds=seconds)
    follow(running)


def follow(running: Running) -> None:
    running.store.change(lambda connection: follow_losses(connection, running.exam, running.now))


def kinds(running: Running) -> list[str]:
    query = select(event.c.kind).where(event.c.candidate == NUMBER, event.c.actor == "server").order_by(event.c.id)
    return list(running.store.look(lambda connection: connection.execute(query).scalars().all()))


@pytest.mark.parametrize("rule", list(SideViewLost))
def test_within_the_grace_time_nothing_happens(running: Running, rule: SideViewLost) -> None:
    lose(running, rule, 59)
    assert kinds(running) == []


def test_the_pause_ends_by_itself_when_the_picture_is_back(running: Running) -> None:
    lose(running, SideViewLost.PAUSE, 60)
    held = running.store.look(lambda connection: load(connection, NUMBER))
    assert held.paused_at is not None
    assert not held.clock_stopped
    again = Phone(running)
    again.log_in()
    follow(running)
    assert running.store.look(lambda connection: load(connection, NUMBER)).paused_at is None
    assert kinds(running) == [Kind.PAUSE, Kind.RESUME]


def test_a_loss_is_flagged_once(running: Running) -> None:
    lose(running, SideViewLost.FLAG, 61)
    running.now += timedelta(seconds=30)
    follow(running)
    assert kinds(running) == [Kind.FLAG]
    assert running.store.look(lambda connection: load(connection, NUMBER)).paused_at is None


def test_the_strictest_rule_ends_the_exam(running: Running) -> None:
    lose(running, SideViewLost.TERMINATE, 61)
    assert running.store.look(lambda connection: load(connection, NUMBER)).ended is Ended.TERMINATED
    assert Kind.TERMINATE in kinds(running)


def test_without_a_phone_no_loss_is_made_up(running: Running) -> None:
    running.sitting(NUMBER)
    running.now += timedelta(minutes=10)
    follow(running)
    assert kinds(running) == []
