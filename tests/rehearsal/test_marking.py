"""Marking by people: the rule for two and three marks worked by hand; markers see neither people nor other marks."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.questions.entry import RubricPoint
from authoring.rehearsal.marking import Script, check_points, final_mark, script_code, wanted
from authoring.rehearsal.marks import final_marks
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.staff import Role
from tests.rehearsal.running import Member, Person, Running

SHORT = "T-D01-008"
TEN = Decimal(10)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], None),
        ([6], None),
        ([6, 8], "7"),  # two apart, no more than a fifth of ten
        ([6, "8.5"], None),  # a third person marks
        ([6, "8.5", 8], "8.25"),  # nearer to the second
        ([6, "8.5", 7], "6.5"),  # nearer to the first
        ([4, 8, 6], "7"),  # equally near: the higher one
        ([0, 10, 10], "10"),
    ],
)
def test_what_counts(marks: list[Any], expected: str | None) -> None:
    found = final_mark([Decimal(each) for each in marks], TEN)
    assert found == (None if expected is None else Decimal(expected))


@given(st.lists(st.integers(0, 20).map(lambda half: Decimal(half) / 2), min_size=3, max_size=3))
def test_what_counts_lies_between_the_marks(marks: list[Decimal]) -> None:
    counted = final_mark(marks[: wanted(marks, TEN)], TEN)
    assert counted is not None
    assert min(marks) <= counted <= max(marks)


RUBRIC = (RubricPoint(text="一", marks=Decimal(3)), RubricPoint(text="二", marks=Decimal("0.5")))


@pytest.mark.parametrize(
    ("points", "allowed"),
    [
        ((3, 0), True),
        (("1.5", "0.5"), True),
        (("1.2", 0), False),
        ((3,), False),
        (("3.5", 0), False),
        ((0, "0.1"), False),
        ((-1, 0), False),
    ],
)
def test_points_along_the_rubric(points: tuple[Any, ...], allowed: bool) -> None:
    given = [Decimal(each) for each in points]
    if allowed:
        assert check_points(RUBRIC, given) == sum(given)
    else:
        with pytest.raises(Refused):
            check_points(RUBRIC, given)


def finished(running: Running, number: int, text: str | None) -> Person:
    person = running.sitting(number)
    if text is not None:
        person.answer(SHORT, text)
    running.now += running.exam.rules.timing.hand_in_from(running.now) - running.now
    assert person.post("/api/hand-in", {"confirmed": True}).status_code == 200
    return person


def told(reply: Any) -> dict[str, Any]:
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()
    return data


def following(member: Member) -> dict[str, Any]:
    return told(member.get("/api/console/marking/next"))


def split(task: dict[str, Any], total: Decimal) -> list[str]:
    """A sum as marks for each point of the rubric."""
    points = []
    for point in task["rubric"]:
        points.append(min(total, Decimal(point["marks"])))
        total -= points[-1]
    assert total == 0
    return [str(each) for each in points]


def mark(member: Member, share: str) -> dict[str, Any]:
    """Marks the next answer with a share of the maximum."""
    task = following(member)["task"]
    points = split(task, Decimal(share) * Decimal(task["maximum"]))
    return told(member.post("/api/console/marking/mark", {"script": task["script"], "points": points}))


@pytest.fixture
def markers(running: Running) -> list[Member]:
    return [running.member(Role.MARKER, name) for name in ("甲", "乙", "丙")]


def test_two_markers_and_a_third(running: Running, markers: list[Member]) -> None:
    finished(running, 1, "一份回答")
    first, second, third = markers
    assert mark(first, "0")["task"] is None
    assert mark(second, "1")["overview"] | {"mine": 0} == {"total": 1, "done": 0, "marks": 2, "third": 1, "mine": 0}
    assert following(first)["task"] is None  # a third person, not one of the two
    assert mark(third, "1")["overview"]["done"] == 1
    full = running.exam.key.part(SHORT, SHORT).marks
    assert running.store.look(lambda c: final_marks(c, running.exam)) == {Script(1, SHORT, SHORT): full}


def test_who_agrees_needs_no_third(running: Running, markers: list[Member]) -> None:
    finished(running, 1, "一份回答")
    mark(markers[0], "0.5")
    mark(markers[1], "0.5")
    assert following(markers[2])["task"] is None
    counted = running.store.look(lambda c: final_marks(c, running.exam))
    assert list(counted.values()) == [running.exam.key.part(SHORT, SHORT).marks / 2]


def test_only_finished_answers_are_marked(running: Running, markers: list[Member]) -> None:
    running.sitting(1).answer(SHORT, "还在作答")
    finished(running, 2, None)
    finished(running, 3, "   \n")
    assert following(markers[0]) == {
        "task": None,
        "overview": {"total": 0, "done": 0, "marks": 0, "third": 0, "mine": 0},
    }


def test_a_mark_is_taken_back_and_given_anew(running: Running, markers: list[Member]) -> None:
    finished(running, 1, "一份回答")
    first, second, third = markers
    refused = first.post("/api/console/marking/withdraw")
    assert refused.json()["code"] == "no_mark"
    mark(first, "0")
    again = told(first.post("/api/console/marking/withdraw"))
    assert (again["task"]["response"], again["overview"]["marks"]) == ("一份回答", 0)
    mark(first, "0")
    mark(second, "1")
    mark(third, "1")
    assert first.post("/api/console/marking/withdraw").json()["code"] == "built_on"


def test_wrong_marks_are_refused(running: Running, markers: list[Member]) -> None:
    finished(running, 1, "一份回答")
    task = following(markers[0])["task"]
    points = split(task, Decimal(task["maximum"]))
    wrong = [
        ({"script": "0000000000", "points": points}, "script"),
        ({"script": task["script"], "points": points[:-1]}, "points"),
        ({"script": task["script"], "points": ["99", *points[1:]]}, "points"),
        ({"script": task["script"], "points": ["0.25", *points[1:]]}, "points"),
        ({"script": task["script"], "points": ["NaN", *points[1:]]}, "form"),
        ({"script": task["script"], "points": ["-1", *points[1:]]}, "form"),
    ]
    for body, code in wrong:
        assert markers[0].post("/api/console/marking/mark", body).json()["code"] == code
    told(markers[0].post("/api/console/marking/mark", {"script": task["script"], "points": points}))
    twice = markers[0].post("/api/console/marking/mark", {"script": task["script"], "points": points})
    assert twice.json()["code"] == "marked"


def test_markers_see_neither_people_nor_marks(running: Running, markers: list[Member]) -> None:
    people = [finished(running, number, f"回答{'甲乙丙丁'[number - 1]}") for number in (1, 2, 3, 4)]
    mark(markers[0], "1")
    seen = (
        json.dumps([following(each) for each in markers], ensure_ascii=False) + markers[1].get("/console/marking").text
    )
    for person in people:
        entry = running.exam.entries[person.number].candidate
        for secret in (entry.name, entry.phone, entry.id_number, entry.phone[-4:]):
            assert secret not in seen
    log = running.member().get("/api/console/log?kind=mark").json()["lines"]
    assert [(each["candidate"], sorted(each["data"])) for each in log] == [(None, ["script"])]
    for member in (running.member(Role.INVIGILATOR), people[0]):
        assert member.get("/api/console/marking/next").status_code in {401, 403}


def test_answers_come_in_an_order_of_each_marker(running: Running) -> None:
    codes = [script_code("secret", Script(number, SHORT, SHORT)) for number in range(1, 200)]
    assert len(set(codes)) == len(codes)
    assert codes != sorted(codes)
    assert script_code("other", Script(1, SHORT, SHORT)) != codes[0]
