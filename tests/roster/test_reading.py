"""A roster is read as people write it, and everything that is wrong is told at once, by row and column."""

import csv
import re
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.roster.reading import read_roster
from tests.roster.people import EXAM_DAY, found, id_number, person, read, session, workbook


def test_a_good_roster() -> None:
    roster, report = read([person(0), person(1, speciality="碳资产管理"), person(2, speciality="S02 碳资产管理")])
    assert found(report) == []
    assert [one.speciality for one in roster.candidates] == ["S01", "S02", "S02"]
    assert [one.number for one in roster.candidates] == [1, 2, 3]
    assert roster.candidates[0].birth_date.isoformat() == "1970-01-01"


def test_words_of_all_kinds_and_a_title_above() -> None:
    header = ("序号", "考生姓名*", "准考证号（手机号）", "证件号码", "工作单位")
    data = workbook([[1, "王芳", 13800138000, id_number(), "碳管家公司"]], header, title="2026年12月考生名册")
    roster, report = read_roster(data, "a.xlsx", on=EXAM_DAY)
    assert report.passed
    assert (roster.candidates[0].phone, roster.candidates[0].organisation) == ("13800138000", "碳管家公司")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_with_the_tricks_that_keep_text_text(encoding: str) -> None:
    text = StringIO()
    rows = [("姓名", "手机", "身份证"), ("王芳", "\t+86 138-0013-8000", f"'{id_number().lower()}")]
    csv.writer(text).writerows(rows)
    roster, report = read_roster(text.getvalue().encode(encoding), "a.csv", on=EXAM_DAY)
    assert report.passed
    assert (roster.candidates[0].phone, roster.candidates[0].id_number) == ("13800138000", id_number())


def test_everything_at_once_by_row_and_column() -> None:
    rows: list[list[Any]] = [
        person(0),
        person(1, name=""),
        person(2, phone="1380013800"),
        person(3, id_number=id_number()[:-1] + "0"),
        person(4, speciality="钢琴"),
        person(5, phone="", id_number=""),
        person(6, id_number=float(id_number())),
        person(7, speciality=""),
        person(8, seat="1"),
    ]
    roster, report = read(rows)
    assert found(report) == [
        ("R211", 3, "A"),
        ("R214", 4, "B"),
        ("R224", 5, "C"),
        ("R231", 6, "D"),
        ("R213", 7, "B"),
        ("R221", 7, "C"),
        ("R222", 8, "C"),
        ("R232", 9, "D"),
        ("R244", 10, "F"),
    ]
    assert [one.number for one in roster.candidates] == [1, 9]
    assert {one.where.sheet for one in report} == {"名册"}


def test_duplicates() -> None:
    first = person(0)
    same_day = id_number("19700101", 77)
    rows = [
        first,
        person(1, phone=first[1]),
        person(2, id_number=first[2]),
        person(3, name=first[0], id_number=same_day),
        person(4, name=first[0]),
    ]
    _, report = read(rows)
    assert found(report) == [("R241", 3, "B"), ("R242", 4, "C"), ("R243", 5, "A")]
    assert not report.passed


def test_what_the_file_says_twice_must_agree() -> None:
    header = ("姓名", "手机号", "准考证号", "身份证号", "性别", "出生日期", "加时", "报考专业")
    rows = [
        ["王芳", "13800138000", "13800138000", id_number(sequence=2), "女", "1990-03-07", "", "S01"],
        ["李强", "13800138001", "20260001", id_number(sequence=3), "女", "1990年3月8日", "30分钟", "S01"],
    ]
    _, report = read(rows, header)
    assert found(report) == [("R215", 3, "C"), ("R227", 3, "E"), ("R230", 3, "F"), ("R234", 3, "G")]


@pytest.mark.parametrize(
    ("header", "rows", "codes"),
    [
        (("甲", "乙"), [["a", "b"]], ["R201"]),
        (("姓名", "手机号"), [["王芳", "13800138000"]], ["R202"]),
        (("姓名", "手机号", "身份证号"), [], ["R204"]),
        (("姓名", "手机号", "身份证号", "手机"), [["王芳", "13800138000", id_number(), ""]], ["R205"]),
        (("姓名", "手机号", "身份证号", "备注"), [["王芳", "13800138000", id_number(), "左撇子"]], ["R203"]),
    ],
)
def test_headers(header: tuple[str, ...], rows: list[list[Any]], codes: list[str]) -> None:
    _, report = read_roster(workbook(rows, header), "a.xlsx", on=EXAM_DAY)
    assert [one.code for one in report] == codes


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_files_that_cannot_be_read(data: bytes) -> None:
    roster, report = read_roster(data, "a.xlsx", on=EXAM_DAY)
    assert (roster.candidates, report.passed) == ((), False)


def test_no_number_is_shown_anywhere() -> None:
    """In no message of any fault, in no `repr`."""
    rows = [
        person(0),
        person(1, id_number=person(0)[2]),
        person(2, phone=person(0)[1]),
        person(3, id_number=id_number()[:-1] + "0"),
        person(4, phone="138001380004"),
        person(5, id_number=id_number("20150101")),
        person(6, id_number="110105900307002"),
        person(7, id_number=float(id_number())),
        person(8, id_number=id_number("19900230")),
        person(9, name="同名", id_number=id_number("19880704", 1)),
        person(10, name="同名", id_number=id_number("19880704", 2)),
    ]
    roster, report = read(rows)
    told = "".join(map(str, report)) + repr(roster) + repr(roster.candidates) + str(roster.candidates[0])
    numbers = [str(cell) for row in rows for cell in row[1:3]] + ["19900307", "900307", "19900230", "19880704"]
    assert [number for number in numbers if number in told] == []
    assert "110105********" in told


_PHONE = re.compile("1[3-9][0-9]{9}")
cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells | st.sampled_from(["13800138000", id_number(), "٣", "1E+17"]), max_size=13), max_size=6))
def test_whatever_stands_in_the_cells(rows: list[list[str]]) -> None:
    """Every row is a candidate or has an error of its own."""
    header = (
        "姓名",
        "手机号",
        "准考证号",
        "身份证号",
        "专业",
        "单位",
        "考场",
        "座位号",
        "照片",
        "加时",
        "性别",
        "出生日期",
    )
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    roster, report = read_roster(text.getvalue().encode(), "a.csv", on=EXAM_DAY, session=session())
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(roster.candidates) <= len(filled)
    assert all(_PHONE.fullmatch(one.phone) for one in roster.candidates)
    assert bool(roster.candidates) or not report.passed


def test_thirty_thousand_rows() -> None:
    header = ("姓名", "报名手机号", "身份证号")
    people = [
        [f"考{n}", str(13800000000 + n), id_number(f"{1970 + n // 1000:04}0101", n % 1000)] for n in range(30_000)
    ]
    text = StringIO()
    csv.writer(text).writerows([header, *people])
    roster, report = read_roster(text.getvalue().encode(), "a.csv", on=EXAM_DAY)
    assert len(roster.candidates) == 30_000
    assert report.passed


def test_the_session_may_be_unknown() -> None:
    roster, report = read_roster(workbook([person(0, speciality="随便")]), "a.xlsx", on=EXAM_DAY, session=None)
    assert report.passed
    assert roster.candidates[0].speciality == "随便"
    assert session().exam.specialities
