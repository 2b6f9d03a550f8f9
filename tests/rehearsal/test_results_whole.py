"""A whole sitting, worked by hand from the example's questions; and answers as hostile as the server takes them."""

import io
import json
import zipfile
from datetime import timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from authoring.export.qti3.items import item_xml
from authoring.questions import parts
from authoring.rehearsal.results.qti_results import NAMESPACE
from authoring.rehearsal.scores import results
from authoring.rehearsal.staff import Role
from tests.rehearsal.running import Member, Running
from tests.rehearsal.test_marking import following

Q = "T-D01-00"
RIGHT_NUMBER = {"value": "27068.55", "unit": "tCO₂"}
SAT: dict[str, tuple[Any, str]] = {
    "1": ("B", "2"),
    "2": (["A", "C"], "0"),  # one option short: nothing, by the paper's rules
    "3": (True, "0.5"),
    "4": (["生态环境部", "吨"], "1"),  # one of two blanks
    "5": ({"value": "27068550", "unit": "kgCO₂"}, "2"),  # in the other accepted unit
    "6": ({"P1": "C2", "P2": "C1", "P3": ""}, "1"),  # two of three of 2 marks are 1.33, down to half marks
    "7": (["A", "B", "C"], "0"),
    "8": ("要点一", "4"),  # both markers: 4 of 4 and 0 of 6
    "9": ({"9.1": "B", "9.2": ["A", "C", "D"], "9.3": {"value": "1", "unit": "tCO₂"}, "9.4": "要点一"}, "8"),
}
"""Response and marks; of the case 2 + 2 + 0 and 4 by people."""
TOTAL, MAXIMUM = Decimal("18.5"), Decimal("39.5")
HOSTILE = "\x00\x0b\x1f\ufffe]]>&<b>\u202e😀_x0041_\r\n\t\u2028"
NS = {"q": NAMESPACE}
VALUE = f"{{{NAMESPACE}}}value"


def response(number: str) -> Any:
    given = SAT[number][0]
    return given if number != "9" else {f"{Q}{part}": each for part, each in given.items()}


@pytest.fixture
def marked(running: Running) -> Running:
    """1 has sat form A and 2 form B with the same answers, and people have marked both."""
    for number in (1, 2):
        person = running.sitting(number)
        for name in SAT:
            assert person.answer(f"{Q}{name}", response(name)).status_code == 200
    running.member(Role.INVIGILATOR).post("/api/console/terminate", {"candidates": [1, 2], "reason": "other"})
    for name in ("甲", "乙"):
        marker = running.member(Role.MARKER, name)
        while task := following(marker)["task"]:
            marker.post("/api/console/marking/mark", {"script": task["script"], "points": ["4", "0"]})
    return running


def file(member: Member, name: str) -> bytes:
    reply = member.get(f"/api/console/results/{name}")
    assert reply.status_code == 200
    return reply.content


def documents(member: Member) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(file(member, "qti.zip"))) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314  # our own


def test_the_total_is_the_sum_worked_by_hand(marked: Running) -> None:
    assert sum(Decimal(marks) for _, marks in SAT.values()) == TOTAL
    held = {one.candidate: one for one in marked.store.look(lambda c: results(c, marked.exam))}
    for number in (1, 2):
        earned: dict[str, Decimal] = {}
        for part in held[number].parts:
            assert part.points is not None
            earned[part.question] = earned.get(part.question, Decimal(0)) + part.points
        assert earned == {f"{Q}{name}": Decimal(marks) for name, (_, marks) in SAT.items()}
        assert (held[number].points, held[number].maximum) == (TOTAL, MAXIMUM)
    assert {held[number].form for number in (1, 2)} == {"A", "B"}


def test_all_files_say_the_same_total(marked: Running) -> None:
    chief = marked.member()
    root = documents(chief)["user-00001.xml"]
    score = root.find("q:testResult/q:outcomeVariable[@identifier='SCORE']/q:value", NS)
    items = root.findall("q:itemResult/q:outcomeVariable[@identifier='SCORE']/q:value", NS)
    assert Decimal(score.text) == TOTAL == sum(Decimal(each.text) for each in items)
    with zipfile.ZipFile(io.BytesIO(file(chief, "oneroster.zip"))) as archive:
        rows = [line.split(",") for line in archive.read("results.csv").decode().splitlines()]
    scores = {row[0]: row[rows[0].index("score")] for row in rows}
    assert Decimal(scores["result-00001"]) == TOTAL
    assert sum(Decimal(scores[f"result-00001-S{n}"]) for n in (1, 2)) == TOTAL
    book = load_workbook(io.BytesIO(file(chief, "scores.xlsx")))
    head, first, *_ = book["成绩"].iter_rows(values_only=True)
    assert first[head.index("总分")] == float(TOTAL)
    points = [row[7] for row in book["作答"].iter_rows(min_row=2, values_only=True) if row[0] == 1]
    assert sum(points) == float(TOTAL)


def test_the_workbook_shows_responses_as_people_read_them(marked: Running) -> None:
    book = load_workbook(io.BytesIO(file(marked.member(), "scores.xlsx")))
    rows = [row for row in book["作答"].iter_rows(min_row=2, values_only=True) if row[0] == 2]
    assert {row[4].removeprefix(Q): row[5] for row in rows} == {
        "1": "B",
        "2": "A、C",
        "3": "正确",
        "4": "生态环境部；吨",
        "5": "27068550 kgCO₂",
        "6": "P1–C2；P2–C1",
        "7": "A → B → C",
        "8": "要点一",
        "9.1": "B",
        "9.2": "A、C、D",
        "9.3": "1 tCO₂",
        "9.4": "要点一",
    }


def test_what_people_have_not_marked_is_told_to_other_platforms(running: Running) -> None:
    person = running.sitting(1)
    for name in ("1", "9"):
        assert person.answer(f"{Q}{name}", response(name)).status_code == 200
    running.member(Role.INVIGILATOR).post("/api/console/terminate", {"candidates": [1], "reason": "other"})
    with zipfile.ZipFile(io.BytesIO(file(running.member(), "oneroster.zip"))) as archive:
        rows = [line.split(",") for line in archive.read("results.csv").decode().splitlines()]
    told = {row[0]: (row[5], row[6]) for row in rows}
    assert told["result-00001"] == ("partially graded", "")
    assert told["result-00001-S1"] == ("fully graded", "2")
    assert told["result-00001-S2"] == ("partially graded", "")


def test_variables_are_those_that_our_items_declare(marked: Running) -> None:
    """A platform that holds our QTI package finds each response's declaration, of the same kind."""
    key = marked.exam.key
    declared = {
        part.id: _declared(item_xml(part, marks=part.marks, rules=key.scoring))
        for question in key.questions.values()
        for part in parts(question)
    }
    for name in ("user-00001.xml", "user-00002.xml"):
        told = {
            item.get("identifier"): {_of(each, "baseType") for each in item.findall("q:responseVariable", NS)}
            for item in documents(marked.member(name=name))[name].findall("q:itemResult", NS)
        }
        assert told == declared


def _declared(item: str) -> set[tuple[str, str, str]]:
    root = ET.fromstring(item)  # noqa: S314  # our own
    return {_of(each, "base-type") for each in root.iter() if each.tag.endswith("}qti-response-declaration")}


def _of(node: Any, kind: str) -> tuple[str, str, str]:
    return node.get("identifier"), node.get("cardinality"), node.get(kind)


def test_points_are_told_of_who_has_ended_alone(running: Running) -> None:
    assert running.sitting(1).answer(f"{Q}1", "B").status_code == 200
    held = documents(running.member())
    for number in (1, 4):
        test = held[f"user-0000{number}.xml"].find("q:testResult", NS)
        told = {each.get("identifier"): [value.text for value in each.iter(VALUE)] for each in test}
        assert told == {"SCORE": [], "MAXSCORE": ["39.5"], "N-S1_SCORE": [], "N-S2_SCORE": []}
    running.now += timedelta(seconds=90, milliseconds=500)
    running.member(Role.INVIGILATOR).post("/api/console/terminate", {"candidates": [1], "reason": "other"})
    test = documents(running.member(name="后来"))["user-00001.xml"].find("q:testResult", NS)
    told = {each.get("identifier"): [value.text for value in each.iter(VALUE)] for each in test}
    assert told == {
        "duration": ["90.5"],
        "SCORE": ["2"],
        "MAXSCORE": ["39.5"],
        "N-S1_SCORE": ["2"],
        "N-S2_SCORE": ["0"],
        "PASSED": ["false"],
    }


def test_hostile_answers_break_no_file(running: Running) -> None:
    person = running.sitting(1)
    long = "a" * 30_000 + "😀" * 5_000
    for name, given in (("8", HOSTILE), ("4", [HOSTILE, "=1+1"]), ("5", {"value": "9" * 40, "unit": HOSTILE})):
        assert person.answer(f"{Q}{name}", given).status_code == 200
    assert person.answer(f"{Q}9", {f"{Q}9.3": {"value": "1e99", "unit": ""}, f"{Q}9.4": long}).status_code == 200
    chief = running.member()
    root = documents(chief)["user-00001.xml"]
    kept = root.find(f"q:itemResult[@identifier='{Q}8']//q:candidateResponse/q:value", NS).text
    assert kept == "\ufffd\ufffd\ufffd\ufffd]]>&<b>\u202e😀_x0041_\ufffd\n\t\u2028"
    number = root.find(f"q:itemResult[@identifier='{Q}9.3']/q:responseVariable", NS)
    assert (number.get("baseType"), number[0][0].text) == ("float", "1" + "0" * 99)
    cells = {row[4].value: row[5] for row in load_workbook(io.BytesIO(file(chief, "scores.xlsx")))["作答"].iter_rows()}
    assert "]]>&<b>\u202e😀" in cells[f"{Q}8"].value
    assert all(cell.data_type != "f" for cell in cells.values())
    assert len(cells[f"{Q}9.4"].value.encode("utf-16-le")) // 2 <= 32_767  # Excel's limit, in its own units
    assert cells[f"{Q}9.4"].value.endswith("…")
    lines = [json.loads(line) for line in file(chief, "events.jsonl").decode().split("\n")[:-1]]
    told = {line["question"]: line["response"] for line in lines if line["type"] == "response"}
    assert (told[f"{Q}8"], told[f"{Q}9"][f"{Q}9.4"]) == (HOSTILE, long)
