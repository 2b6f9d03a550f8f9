"""The candidate's line: the page that was loaded last has it, whoever connects last."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from authoring.rehearsal.live import SIGNED_OUT, TAKEN_OVER
from authoring.rehearsal.security import COOKIES
from tests.rehearsal.running import Person, Running


@pytest.fixture
def person(running: Running) -> Person:
    return running.sitting()


@contextmanager
def line(person: Person, page: str) -> Iterator[ClientConnection]:
    cookie = f"{COOKIES['candidate']}={person.client.cookies.get(COOKIES['candidate'], '')}"
    address = f"{person.running.url.replace('http', 'ws')}/ws/candidate?page={page}"
    with connect(address, additional_headers={"Cookie": cookie}) as socket:
        assert json.loads(socket.recv(timeout=10))["type"] == "state"
        yield socket


def page(person: Person, seconds: int) -> str:
    """Of a page that was loaded so many seconds ago."""
    return f"{int((person.running.now - timedelta(seconds=seconds)).timestamp() * 1000)}-7"


def is_told(socket: ClientConnection) -> bool:
    """Whether the page hears that another one has the line, and is hung up on."""
    while json.loads(socket.recv(timeout=10))["type"] != "taken_over":
        pass
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=10)
    return closed.value.rcvd is not None and closed.value.rcvd.code == TAKEN_OVER


def answers(socket: ClientConnection) -> bool:
    """Whether the page still has the line."""
    socket.send(json.dumps({"type": "ping"}))
    while (kind := json.loads(socket.recv(timeout=10))["type"]) == "state":
        pass
    return bool(kind == "pong")


def test_a_page_that_was_loaded_later_takes_over(person: Person) -> None:
    with line(person, page(person, 60)) as old, line(person, page(person, 30)) as new:
        assert is_told(old)
        assert answers(new)


def test_a_page_that_comes_back_does_not_push_a_newer_one_away(person: Person) -> None:
    with line(person, page(person, 30)) as new, line(person, page(person, 60)) as old:
        assert is_told(old)
        assert answers(new)


def test_a_newer_page_keeps_the_line_while_it_is_away(person: Person) -> None:
    newer = page(person, 30)
    with line(person, newer):
        pass
    with line(person, page(person, 60)) as old:
        assert is_told(old)
    with line(person, newer) as new:
        assert answers(new)


def test_a_page_from_the_future_holds_nothing(person: Person) -> None:
    with line(person, page(person, -3600)) as odd, line(person, page(person, 0)) as new:
        assert is_told(odd)
        assert answers(new)


@pytest.mark.parametrize("odd", ["", "x", "-", "9" * 80, "²-1"])
def test_a_page_that_tells_no_time_is_the_oldest(person: Person, odd: str) -> None:
    with line(person, odd) as old, line(person, page(person, 60)) as new:
        assert is_told(old)
        assert answers(new)


def test_nobody_is_hung_up_on(running: Running) -> None:
    with (
        connect(f"{running.url.replace('http', 'ws')}/ws/candidate?page=1-1") as socket,
        pytest.raises(ConnectionClosed) as closed,
    ):
        socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == SIGNED_OUT
