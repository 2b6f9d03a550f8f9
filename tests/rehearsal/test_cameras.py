"""The computer's camera: its newest picture, its state, and what is refused."""

import json
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from authoring.rehearsal.cameras import MOST_SNAPSHOT
from authoring.rehearsal.store.rows import load
from authoring.rehearsal.store.schema import event, snapshot
from tests.rehearsal.portrait import jpeg
from tests.rehearsal.running import Person, Running
from tests.rehearsal.test_console import cards

HEADER = {"Content-Type": "image/jpeg"}


def picture(shade: int = 90, size: tuple[int, int] = (320, 240)) -> bytes:
    return jpeg(Image.new("RGB", size, (shade, shade, shade)))


def send(person: Person, content: bytes) -> tuple[int, str]:
    reply = person.client.post("/api/snapshot", headers=HEADER | {"X-CSRF": person.csrf}, content=content)
    return reply.status_code, reply.json()["code"] if reply.content else ""


def kept(running: Running, number: int = 1) -> list[bytes]:
    query = select(snapshot.c.content).where(snapshot.c.candidate == number, snapshot.c.machine == "pc")
    return list(running.store.look(lambda connection: connection.execute(query).scalars().all()))


def states(running: Running) -> list[str]:
    query = select(event.c.data).where(event.c.kind == "camera").order_by(event.c.id)
    return [json.loads(data)["state"] for data in running.store.look(lambda c: c.execute(query).scalars().all())]


def test_the_newest_picture_is_kept_and_shown_on_the_console(running: Running) -> None:
    person = running.sitting()
    assert send(person, picture(10)) == (204, "")
    running.now += timedelta(seconds=3)
    assert send(person, picture(200)) == (204, "")
    assert kept(running) == [picture(200)]
    console = running.member()
    assert console.get("/api/console/snapshot/1/pc").content == picture(200)
    assert states(running) == ["on"]


def test_pictures_that_come_too_fast_are_dropped(running: Running) -> None:
    person = running.sitting()
    assert [send(person, picture(shade))[0] for shade in (10, 20)] == [204, 204]
    assert kept(running) == [picture(10)]


def test_a_flood_of_pictures_takes_nothing_from_answers(running: Running) -> None:
    person = running.sitting()
    said = [send(person, picture())[1] for _ in range(20)]
    assert said.count("often") >= 10
    assert person.answer("T-D01-001", "A").status_code == 200


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", picture(size=(640, 480)), picture() + bytes(MOST_SNAPSHOT)],
    ids=["empty", "png", "cut", "large", "heavy"],
)
def test_other_things_are_refused(running: Running, content: bytes) -> None:
    status, code = send(running.sitting(), content)
    assert (status, code) in {(422, "snapshot"), (422, "form")}
    assert kept(running) == []


def test_what_the_page_says_of_the_camera_is_known_and_logged(running: Running) -> None:
    person = running.sitting()
    for state in ("not_allowed", "not_allowed", "on", "lost"):
        assert person.post("/api/camera", {"state": state}).status_code == 204
    assert person.post("/api/camera", {"state": "?"}).status_code == 422
    assert states(running) == ["not_allowed", "on", "lost"]
    assert running.store.look(lambda connection: load(connection, 1)).camera == "lost"
    shown = cards(running, running.member())
    assert [shown[number]["camera_state"] for number in (1, 2)] == ["lost", ""]


def test_only_in_the_exam(running: Running) -> None:
    early = running.admit(2, steps=("confirmed_at",), identity="none")
    assert send(early, picture())[1] == "not_yet"
    person = running.sitting()
    running.now += timedelta(hours=1)
    assert person.post("/api/hand-in", {"confirmed": True}).status_code == 200
    assert send(person, picture())[1] == "ended"
    assert send(running.person(3), picture())[1] in {"csrf", "signed_out"}
    assert kept(running) == []
