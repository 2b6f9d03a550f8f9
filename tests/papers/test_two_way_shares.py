"""Shares as whole marks, and 鉴定比重 of a 要素细目表 as rows of a blueprint; expected values worked out by hand."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.findings import Report
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_files import read_blueprint
from authoring.papers.two_way.sharing import apportioned, unit_of
from tests.papers.pools import syllabus
from tests.papers.test_two_way import book

ABOVE = [
    ["碳排放管理员理论知识鉴定要素细目表"],
    ["满分 50 分　考试时间 60 分钟　合格 30 分　初级"],
    ["单选 30 题，每题 1 分，多选 10 题，每题 2 分"],
]
TOP = ("鉴定范围", "", "", "", "", "", "鉴定点", "", "")
MIDDLE = ("一级", "", "", "二级", "", "", "代码", "名称", "重要程度")
LOW = ("名称", "代码", "鉴定比重", "名称", "代码", "鉴定比重", "", "", "")


def elements(*rows: Iterable[Any]) -> tuple[Blueprint | None, Report]:
    merged = ["A4:F4", "G4:I4", "A5:C5", "D5:F5"]
    return read_blueprint(book([*ABOVE, TOP, MIDDLE, LOW, *rows], merged), "yaosu.xlsx", syllabus())


def test_the_largest_remainders_get_what_is_left() -> None:
    # 100 × 1/3 three times: one mark is left, and of equal remainders the first gets it.
    assert apportioned([Decimal(1)] * 3, Decimal(100)) == [34, 33, 33]
    # 10 × .47, .16, .37 = 4.7, 1.6, 3.7
    assert apportioned([Decimal(47), Decimal(16), Decimal(37)], Decimal(10)) == [5, 1, 4]
    # In steps of two marks: 2.35, .8, 1.85 steps.
    assert apportioned([Decimal(47), Decimal(16), Decimal(37)], Decimal(10), Decimal(2)) == [4, 2, 4]
    with pytest.raises(ValueError, match="multiple"):
        apportioned([Decimal(1)], Decimal(10), Decimal("1.5"))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20).filter(any), st.integers(1, 300))
def test_whole_amounts_add_up_and_are_next_to_the_exact_ones(shares: list[int], total: int) -> None:
    made = apportioned([Decimal(share) for share in shares], Decimal(total))
    assert sum(made) == total
    for share, value in zip(shares, made, strict=True):
        assert abs(value - Decimal(share * total) / sum(shares)) < 1


def test_marks_of_questions_are_made_of() -> None:
    assert unit_of([Decimal(1), Decimal(2)]) == 1
    assert unit_of([Decimal(4), Decimal(6)]) == 2
    assert unit_of([Decimal("1.5"), Decimal(3)]) == Decimal("1.5")


def test_shares_of_scopes_become_marks_of_domains_and_points() -> None:
    plan, report = elements(
        ("基本要求", "A", 25, "职业素养与基础工具", "A", 5, "001", "职业道德", "X"),
        ("", "", "", "气候变化与双碳政策", "B", 20, "001", "碳达峰碳中和内涵", "X"),
        ("相关知识", "B", 75, "核算边界", "A", 45, "001", "组织边界与报告边界", "X"),
        ("", "", "", "", "", "", "002", "核算原则", "Y"),
        ("", "", "", "碳市场与配额管理", "B", 30, "001", "配额分配", "Z"),
    )
    assert report.passed
    assert plan is not None
    assert (plan.title, plan.id, plan.marks, plan.pass_marks) == ("碳排放管理员", "yaosu", 50, 30)
    # 2.5, 10, 22.5, 15 of 50: the first of the two halves gets the mark that is left.
    assert [(row.select.knowledge_points, row.at_least) for row in plan.rows] == [
        (("D15",), 3),
        (("D01",), 10),
        (("D02-02", "D02-01"), 22),
        (("D07",), 15),
    ]
    assert all(row.measure == "marks" and row.at_least == row.at_most for row in plan.rows)
    assert [(entry.types, entry.count, entry.marks_each) for entry in plan.sections] == [
        (("single_choice",), 30, 1),
        (("multiple_choice",), 10, 2),
    ]
    told = [finding for finding in report if finding.code == "P165"]
    assert told[0].message == "职业素养与基础工具：比重 5%，50 分的 5% 是 2.5 分，取 3 分"
    assert told[0].where.row == 7
    assert "X 类 3 个、Y 类 1 个、Z 类 1 个" in next(f.message for f in report if f.code == "P167")


def test_scopes_that_the_syllabus_does_not_know_are_named() -> None:
    plan, report = elements(
        ("基本要求", "A", 40, "气候变化与双碳政测", "A", 40, "001", "甲", "X"),
        ("相关知识", "B", 60, "碳市场与配额管理", "A", 60, "001", "乙", "X"),
    )
    assert plan is None
    (finding,) = [finding for finding in report if finding.code == "P166"]
    assert "“气候变化与双碳政测”（A-A）" in finding.message
    assert "是否指 D01 气候变化与双碳政策" in finding.message
    assert finding.where.row == 7


def test_a_domain_stands_for_parts_that_are_not_known() -> None:
    plan, report = elements(
        ("气候变化与双碳政策", "A", 40, "第一部分", "A", 40, "001", "甲", "X"),
        ("碳市场与配额管理", "B", 60, "第二部分", "A", 60, "001", "乙", "X"),
    )
    assert report.passed
    assert plan is not None
    assert [(row.select.knowledge_points, row.at_least) for row in plan.rows] == [(("D01",), 20), (("D07",), 30)]


def test_a_share_that_is_no_number_is_told_at_its_cell() -> None:
    plan, report = elements(
        ("气候变化与双碳政策", "A", 100, "", "", "", "001", "甲", "X"),
        ("碳市场与配额管理", "B", "若干", "", "", "", "001", "乙", "X"),
    )
    assert plan is not None
    told = next(finding for finding in report if finding.code == "I512")
    assert (told.where.row, told.where.column) == (8, "C")


def test_shares_that_are_not_all() -> None:
    plan, report = elements(
        ("气候变化与双碳政策", "A", 40, "", "", "", "001", "甲", "X"),
        ("碳市场与配额管理", "B", 55, "", "", "", "001", "乙", "X"),
    )
    assert plan is None
    assert "比重合计 95%" in next(finding.message for finding in report if finding.code == "P164")
