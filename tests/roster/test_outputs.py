"""What others get of a roster: whole where it is for, and no more than that."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from authoring.roster.entries import ExamRoster, enter
from authoring.roster.oneroster import oneroster_files
from authoring.roster.printed_list import candidate_list
from authoring.roster.tao import tao_files
from tests.roster.people import person, read, session

NAMES = ["欧阳修", "王芳", "阿依古丽·买买提", "李", "John Smith"]


@pytest.fixture(scope="module")
def entered() -> ExamRoster:
    roster, report = read([person(number, name=name) for number, name in enumerate(NAMES)])
    assert report.passed
    return enter(roster, session(), seed=1)[0]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode())))


def test_oneroster_refers_to_nothing_that_is_not_there(entered: ExamRoster) -> None:
    files = oneroster_files(entered, session())
    manifest = {row["propertyName"]: row["value"] for row in rows(files["manifest.csv"])}
    assert (manifest["manifest.version"], manifest["oneroster.version"]) == ("1.0", "1.2")
    bulk = {name.removeprefix("file.") for name, value in manifest.items() if value == "bulk"}
    assert {f"{name}.csv" for name in bulk} == set(files) - {"manifest.csv"}
    tables = {name.removesuffix(".csv"): rows(data) for name, data in files.items()}
    ids = {name: {row["sourcedId"] for row in tables[name]} for name in bulk}
    for table, column, target in (
        ("users", "primaryOrgSourcedId", "orgs"),
        ("roles", "userSourcedId", "users"),
        ("roles", "orgSourcedId", "orgs"),
        ("classes", "courseSourcedId", "courses"),
        ("classes", "schoolSourcedId", "orgs"),
        ("classes", "termSourcedIds", "academicSessions"),
        ("courses", "orgSourcedId", "orgs"),
        ("enrollments", "classSourcedId", "classes"),
        ("enrollments", "userSourcedId", "users"),
        ("enrollments", "schoolSourcedId", "orgs"),
    ):
        assert {row[column] for row in tables[table]} <= ids[target], (table, column)
    assert all(len(tables[name]) == len(ids[name]) for name in bulk)
    assert all(not row["status"] and not row["dateLastModified"] for name in bulk for row in tables[name])


def test_oneroster_names(entered: ExamRoster) -> None:
    users = rows(oneroster_files(entered, session())["users.csv"])
    assert [(user["familyName"], user["givenName"]) for user in users] == [
        ("欧阳", "修"),
        ("王", "芳"),
        ("买买提", "阿依古丽"),
        ("李", "李"),
        ("Smith", "John"),
    ]
    assert [user["username"] for user in users] == [entry.candidate.phone for entry in entered.entries]


def test_tao_gets_what_it_ingests(entered: ExamRoster) -> None:
    """Columns as in TAO Simple Roster's documentation of its ingesters."""
    files = tao_files(entered, session())
    items, users, given = (rows(files[name]) for name in ("line-items.csv", "users.csv", "assignments.csv"))
    assert list(items[0]) == ["uri", "label", "slug", "startTimestamp", "endTimestamp", "maxAttempts"]
    assert list(users[0]) == ["username", "password", "groupId"]
    assert list(given[0]) == ["username", "lineItemSlug"]
    assert {row["lineItemSlug"] for row in given} == {row["slug"] for row in items} == {"P1-A", "P1-B"}
    assert [row["username"] for row in given] == [row["username"] for row in users]
    assert {row["password"] for row in users} == {session().login.initial_password}
    # 2026-12-19 08:00 Beijing time is midnight UTC, check-in opens an hour before the start
    assert {row["startTimestamp"] for row in items} == {"1797638400"}


def test_what_is_not_needed_is_not_there(entered: ExamRoster) -> None:
    for files in (oneroster_files(entered, session()), tao_files(entered, session())):
        whole = b"".join(files.values()).decode()
        for entry in entered.entries:
            assert entry.candidate.id_number not in whole
            assert entry.app_code not in whole


def test_same_roster_same_bytes(entered: ExamRoster) -> None:
    assert oneroster_files(entered, session()) == oneroster_files(entered, session())
    assert candidate_list(entered, session()) == candidate_list(entered, session())


def test_the_printed_list_is_masked(entered: ExamRoster) -> None:
    book = load_workbook(BytesIO(candidate_list(entered, session())))
    page = book.worksheets[0]
    cells = [[cell.value or "" for cell in row] for row in page.iter_rows()]
    assert cells[2] == ["序号", "姓名", "准考证号", "证件号", "专业", "座位号", "卷别", "签名"]
    assert cells[3][:6] == [
        "1",
        "欧阳修",
        "138****8000",
        f"110105********{entered.entries[0].candidate.id_number[-4:]}",
        "碳排放核算",
        "1",
    ]
    text = str(cells)
    assert not any(entry.candidate.phone in text or entry.candidate.id_number in text for entry in entered.entries)
