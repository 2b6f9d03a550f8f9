"""保存期限: pictures go when the session's days are over, each kind on its own day; everything else stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from authoring.rehearsal.retention import delete_pictures, pictures_are_due
from authoring.rehearsal.store.schema import answer, event, photo, snapshot
from tests.rehearsal.running import Running

MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def kept(running: Running) -> Running:
    person = running.sitting(1)
    person.answer("T-D01-001", "B")
    rules = running.exam.rules
    days = rules.retention.model_copy(update={"photo_days": 10, "recording_days": 5})
    running.exam.rules = rules.model_copy(update={"retention": days})

    def fill(connection: Any) -> None:
        connection.execute(insert(photo).values(candidate=1, at=running.now, content=b"x", faults="[]"))
        for machine in ("pc", "phone"):
            connection.execute(insert(snapshot).values(candidate=1, machine=machine, at=running.now, content=b"x"))

    running.store.change(fill)
    return running


def counts(running: Running) -> list[int]:
    return running.store.look(lambda c: [len(c.execute(select(table)).all()) for table in (photo, snapshot)])


def sweep(running: Running) -> bool:
    due = running.store.look(lambda c: pictures_are_due(c, running.exam, running.now))
    running.store.change(lambda c: delete_pictures(c, running.exam, running.now))
    return due


def test_each_kind_goes_on_its_day(kept: Running) -> None:
    end = kept.exam.rules.timing.end
    steps = [
        (timedelta(days=5) - MOMENT, False, [1, 2]),
        (timedelta(days=5), True, [1, 0]),
        (timedelta(days=10) - MOMENT, False, [1, 0]),
        (timedelta(days=10), True, [0, 0]),
        (timedelta(days=11), False, [0, 0]),
    ]
    for after, due, left in steps:
        kept.now = end + after
        assert (sweep(kept), counts(kept)) == (due, left)
    lines = kept.store.look(lambda c: [row.data for row in c.execute(select(event).where(event.c.kind == "deleted"))])
    assert lines == ['{"snapshot":2}', '{"photo":1,"snapshot":0}']
    assert kept.store.look(lambda c: len(c.execute(select(answer)).all())) == 1


def test_nothing_of_a_deleted_picture_stays_in_the_file(tmp_path: Path) -> None:
    picture = b"portrait" * 5000
    with Running(tmp_path) as server:
        server.store.change(
            lambda c: c.execute(insert(photo).values(candidate=1, at=server.now, content=picture, faults="[]"))
        )
    file = tmp_path / "rehearsal.sqlite"
    assert b"portrait" * 10 in file.read_bytes()
    with Running(tmp_path) as server:
        server.now = server.exam.rules.timing.end + timedelta(days=400)
        sweep(server)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert b"portrait" not in file.read_bytes()
