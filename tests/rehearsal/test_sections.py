"""Sections with a limit of their own: the server keeps their clock. Times by arithmetic on the session's rules."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from authoring.rehearsal.clock import GRACE
from authoring.rehearsal.store.rows import change
from tests.export import examples
from tests.rehearsal.running import START, Person, Running

SINGLE, LAST = "T-D01-001", "T-D01-009"
"""Of the first and of the second section of form A."""
LIMIT = timedelta(minutes=20)


@cache
def package() -> bytes:
    return examples.package(section_minutes=20)


@pytest.fixture
def running(tmp_path: Path, address: str) -> Iterator[Running]:
    with Running(tmp_path, address=address, package=package()) as server:
        yield server


@pytest.fixture
def person(running: Running) -> Person:
    number = next(number for number, entry in running.exam.entries.items() if entry.form == "A")
    return running.sitting(number)


def ends(person: Person) -> dict[str, datetime]:
    told: dict[str, str] = person.get("/api/state").json()["sections"]
    return {name: datetime.fromisoformat(end) for name, end in told.items()}


def alter(person: Person, **values: Any) -> None:
    person.running.store.change(lambda connection: change(connection, person.number, **values))


def test_the_clock_starts_with_the_first_entry(person: Person) -> None:
    assert ends(person) == {}
    reply = person.post("/api/sections/S1", {})
    assert datetime.fromisoformat(reply.json()["end"]) == START + LIMIT
    person.running.now += timedelta(minutes=5)
    assert person.post("/api/sections/S1", {}).json() == reply.json()
    person.post("/api/sections/S2", {})
    assert ends(person) == {"S1": START + LIMIT, "S2": START + timedelta(minutes=25)}


def test_answers_count_until_the_section_ends(person: Person) -> None:
    running = person.running
    person.post("/api/sections/S1", {})
    running.now = START + LIMIT + GRACE - timedelta(milliseconds=1)
    assert person.answer(SINGLE, "B").status_code == 200
    running.now = START + LIMIT + GRACE
    late = person.answer(SINGLE, "A")
    assert (late.status_code, late.json()["code"]) == (409, "section_over")
    assert "第S1部分" in late.json()["message"]
    assert person.stored() == {SINGLE: "B"}
    reply = person.post("/api/answers", {"answers": [given(running, SINGLE, "A"), given(running, LAST, None)]}).json()
    assert [each["question"] for each in reply["stored"]] == [LAST]
    assert [each["code"] for each in reply["refused"]] == ["section_over"]
    assert ends(person)["S2"] == running.now + LIMIT  # the first answer has entered it


def given(running: Running, question: str, response: Any) -> dict[str, Any]:
    return {"question": question, "sequence": int(running.now.timestamp() * 1000), "response": response, "at": ""}


def test_extra_time_stretches_a_section(person: Person) -> None:
    person.post("/api/sections/S1", {})
    alter(person, extra_minutes=30)  # 150 minutes instead of 120
    assert ends(person)["S1"] == START + timedelta(minutes=25)


def test_a_pause_stops_a_section(person: Person) -> None:
    running = person.running
    alter(person, stopped_ms=60_000)  # a pause before the section does not count for it
    person.post("/api/sections/S1", {})
    running.now = START + timedelta(minutes=10)
    alter(person, paused_at=running.now, clock_stopped=True)
    running.now = START + timedelta(minutes=13)
    assert ends(person)["S1"] == START + LIMIT + timedelta(minutes=3)
    alter(person, paused_at=None, clock_stopped=False, stopped_ms=60_000 + 180_000)
    assert ends(person)["S1"] == START + LIMIT + timedelta(minutes=3)


def test_no_section_lasts_longer_than_the_paper(person: Person) -> None:
    person.running.now = START + timedelta(minutes=110)
    person.post("/api/sections/S2", {})
    assert ends(person)["S2"] == START + timedelta(minutes=120)


def test_what_is_no_section_is_refused(person: Person) -> None:
    assert person.post("/api/sections/S9", {}).status_code == 404
    assert person.running.person(2).post("/api/sections/S1", {}).status_code == 403
