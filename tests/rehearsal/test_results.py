"""Results: points worked by hand from the example paper, and what each file says of them."""

import io
import json
import zipfile
from datetime import timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from authoring.rehearsal.marking import by_people
from authoring.rehearsal.results.qti_results import NAMESPACE
from authoring.rehearsal.scores import Result, Status, results
from authoring.rehearsal.staff import Role
from authoring.rehearsal.store.schema import event
from tests.rehearsal.running import START, Member, Running
from tests.rehearsal.test_marking import following, split

Q = "T-D01-00"
ANSWERS: dict[str, Any] = {f"{Q}1": "B", f"{Q}8": "=HYPERLINK(0)", f"{Q}9": {f"{Q}9.1": "B", f"{Q}9.4": "案例作答"}}
NS = {"q": NAMESPACE}


@pytest.fixture
def chief(running: Running) -> Member:
    return running.member()


@pytest.fixture
def sat(running: Running) -> Running:
    """1 has handed in, 2 answers, 3 has been ended, 4 has not come."""
    for number in (1, 2, 3):
        person = running.sitting(number)
        for question, response in ANSWERS.items():
            assert person.answer(question, response).status_code == 200
    running.now = START + timedelta(minutes=45)
    running.admit(1).post("/api/hand-in", {"confirmed": True})
    running.member(Role.INVIGILATOR).post("/api/console/terminate", {"candidates": [3], "reason": "other"})
    return running


def found(running: Running) -> dict[int, Result]:
    return {one.candidate: one for one in running.store.look(lambda c: results(c, running.exam))}


def mark_everything(running: Running, share: str) -> None:
    """Two markers give each answer this share of its maximum."""
    for name in ("甲", "乙"):
        marker = running.member(Role.MARKER, name)
        while task := following(marker)["task"]:
            points = split(task, Decimal(share) * Decimal(task["maximum"]))
            marker.post("/api/console/marking/mark", {"script": task["script"], "points": points})


def test_who_has_earned_what(sat: Running) -> None:
    held = found(sat)
    assert [held[number].status for number in (1, 2, 3, 4)] == [
        Status.HANDED_IN,
        Status.OPEN,
        Status.TERMINATED,
        Status.ABSENT,
    ]
    parts = {part.part: part for part in held[1].parts}
    questions = sat.exam.key.questions
    single = questions[f"{Q}1"].marks
    assert (parts[f"{Q}1"].points, parts[f"{Q}2"].points) == (single, 0)  # the key is B; no answer
    assert parts[f"{Q}9.1"].points == parts[f"{Q}9.1"].maximum
    assert [parts[name].points for name in (f"{Q}8", f"{Q}9.4")] == [None, None]
    assert held[1].points is None
    assert held[1].maximum == sum(question.marks for question in questions.values())
    mark_everything(sat, "0.5")
    people = sum(part.marks for question in questions.values() for part in by_people(question))
    expected = single + parts[f"{Q}9.1"].maximum + people / 2
    assert [found(sat)[number].points for number in (1, 3)] == [expected, expected]


def test_the_key_of_the_example_is_b(running: Running) -> None:
    """What the expected points above stand on."""
    assert running.exam.key.questions[f"{Q}1"].data()["key"] == "B"


def qti(member: Member) -> dict[str, Any]:
    reply = member.get("/api/console/results/qti.zip")
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314  # our own


def values(node: Any, path: str) -> list[str]:
    return [each.text or "" for each in node.findall(f"{path}//q:value", NS)]


def item(result: Any, part: str) -> Any:
    return result.find(f"q:itemResult[@identifier='{part}']", NS)


def test_qti_results_follow_the_schema(sat: Running, chief: Member) -> None:
    mark_everything(sat, "1")
    held = qti(chief)
    assert sorted(held) == [f"user-{number:05}.xml" for number in (1, 2, 3, 4)]
    result = held["user-00001.xml"]
    assert [child.tag.partition("}")[2] for child in result][:2] == ["context", "testResult"]
    assert result.find("q:context", NS).get("sourcedId") == "user-00001"
    single = item(result, f"{Q}1")
    assert (single.get("sessionStatus"), values(single, "q:responseVariable")) == ("final", ["B"])
    order = single.find("q:responseVariable", NS).get("choiceSequence").split()
    view = next(one for section in sat.exam.paper(1).sections for one in section.items if one.id == f"{Q}1")
    assert order == [option.id for option in view.options]  # type: ignore[union-attr]
    marked = item(result, f"{Q}8").find("q:outcomeVariable", NS)
    assert (marked.get("external-scored"), marked.get("normalMaximum")) == ("human", "10")
    total = result.find("q:testResult/q:outcomeVariable[@identifier='SCORE']", NS)
    assert Decimal(values(total, ".")[0]) == found(sat)[1].points
    sections = [
        Decimal(values(each, ".")[0])
        for each in result.findall("q:testResult/q:outcomeVariable", NS)
        if each.get("identifier").endswith("_SCORE")
    ]
    assert sum(sections) == found(sat)[1].points
    assert {one.get("sessionStatus") for one in held["user-00002.xml"].findall("q:itemResult", NS)} == {
        "pendingSubmission"
    }
    assert {one.get("sessionStatus") for one in held["user-00004.xml"].findall("q:itemResult", NS)} == {"initial"}


def test_qti_results_lose_no_odd_answer(running: Running, chief: Member) -> None:
    person = running.sitting(1)
    person.answer(f"{Q}5", {"value": "约570 <吨>", "unit": "tCO₂"})
    number = item(qti(chief)["user-00001.xml"], f"{Q}5").find("q:responseVariable", NS)
    assert (number.get("baseType"), values(number, ".")) == ("string", ["约570 <吨>"])


def test_oneroster_scores(sat: Running, chief: Member) -> None:
    mark_everything(sat, "1")
    with zipfile.ZipFile(io.BytesIO(chief.get("/api/console/results/oneroster.zip").content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(texts) == ["categories.csv", "lineItems.csv", "manifest.csv", "results.csv"]
    rows = [line.split(",") for line in texts["results.csv"].splitlines()]
    head = rows[0]
    totals = {row[0]: dict(zip(head, row, strict=True)) for row in rows[1:] if row[0].count("-") == 1}
    assert [totals[f"result-0000{n}"]["scoreStatus"] for n in (1, 2, 3, 4)] == [
        "fully graded",
        "not submitted",
        "fully graded",
        "not submitted",
    ]
    assert Decimal(totals["result-00001"]["score"]) == found(sat)[1].points
    items = {line.split(",")[0] for line in texts["lineItems.csv"].splitlines()}
    assert {row["lineItemSourcedId"] for row in totals.values()} <= items
    assert "file.results,bulk" in texts["manifest.csv"]
    assert "file.users,absent" in texts["manifest.csv"]


def test_the_workbook_reads_back(sat: Running, chief: Member) -> None:
    mark_everything(sat, "1")
    book = load_workbook(io.BytesIO(chief.get("/api/console/results/scores.xlsx").content))
    assert book.sheetnames == ["成绩", "作答"]
    head, *rows = book["成绩"].iter_rows(values_only=True)
    people = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert [people[number]["状态"] for number in (1, 2, 3, 4)] == ["已交卷", "作答中", "被终止", "缺考"]
    assert Decimal(str(people[1]["总分"])) == found(sat)[1].points
    assert people[1]["结果"] == "合格"
    assert (people[4]["总分"], people[2]["总分"]) == (None, None)
    assert people[1]["用时（分）"] == 45
    cells = [cell for row in book["作答"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK(0)" in {cell.value for cell in cells}


def test_json_lines_hold_everything(sat: Running, chief: Member) -> None:
    lines = [json.loads(line) for line in chief.get("/api/console/results/events.jsonl").text.splitlines()]
    kinds = [line["type"] for line in lines]
    assert kinds == sorted(kinds, key=["exam", "event", "response"].index)
    kept = sat.store.look(lambda c: len(c.execute(event.select()).all()))
    assert kinds.count("event") == kept
    told = {(line["candidate"], line["question"]): line["response"] for line in lines if line["type"] == "response"}
    assert told == {(f"user-0000{n}", name): response for n in (1, 2, 3) for name, response in ANSWERS.items()}


def test_no_file_names_a_person_but_the_workbook(sat: Running, chief: Member) -> None:
    for name in ("qti.zip", "oneroster.zip", "events.jsonl", "scores.xlsx"):
        content = plain(chief.get(f"/api/console/results/{name}").content)
        for entry in sat.exam.entries.values():
            assert entry.candidate.phone not in content
            assert entry.candidate.id_number not in content
            assert (entry.candidate.name in content) is (name == "scores.xlsx")


def plain(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_same_results_same_bytes(sat: Running, chief: Member) -> None:
    for name in ("qti.zip", "oneroster.zip", "events.jsonl", "scores.xlsx"):
        assert chief.get(f"/api/console/results/{name}").content == chief.get(f"/api/console/results/{name}").content


def test_results_are_the_coordinator_s(sat: Running) -> None:
    for role, status in ((Role.INVIGILATOR, 403), (Role.MARKER, 403)):
        assert sat.member(role, role).get("/api/console/results/scores.xlsx").status_code == status
    assert sat.person(1).get("/api/console/results/scores.xlsx").status_code == 401
    assert sat.member(name="另一位").get("/api/console/results/other.zip").status_code == 404
