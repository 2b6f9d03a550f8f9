"""The usual two-way table of an exam board, read as a blueprint; expected values are worked out by hand."""

import datetime
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.findings import Report
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_files import read_blueprint
from tests.papers.pools import BANK, syllabus

ABOVE = ["满分 20 分　考试时间：90 分钟　合格 60%　级别：初级", "单选每题 1 分，多选题每题2分"]


def book(rows: Iterable[Iterable[Any]], merged: Iterable[str] = (), **more: list[list[Any]]) -> bytes:
    """A workbook with one sheet, and others by name."""
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.title = "命题表"
    for row in rows:
        page.append(list(row))
    for span in merged:
        page.merge_cells(span)
    for name, lines in more.items():
        other = made.create_sheet(name)
        for line in lines:
            other.append(line)
    data = BytesIO()
    made.save(data)
    return data.getvalue()


def read(data: bytes, **said: Any) -> tuple[Blueprint | None, Report]:
    return read_blueprint(data, "junior.xlsx", syllabus(), said or None)


def table(*rows: list[Any], above: list[str] | None = None, merged: Iterable[str] = ()) -> bytes:
    return book([*([text] for text in (ABOVE if above is None else above)), *rows], merged)


def good(data: bytes, **said: Any) -> Blueprint:
    plan, report = read(data, **said)
    assert [str(finding) for finding in report if finding.severity != "info"] == []
    assert plan is not None
    return plan


def asked(plan: Blueprint) -> list[tuple[Any, ...]]:
    """Points, everything else that is chosen, measure and the exact amount of each row."""
    rows = []
    for row in plan.rows:
        assert row.at_least == row.at_most
        chosen = (*row.select.types, *row.select.cognitive, *row.select.difficulty, *row.select.levels)
        where = (row.section,) if row.section else ()
        amount = float(row.at_least or 0)
        rows.append((*row.select.knowledge_points, *where, *map(str, chosen), str(row.measure), amount))
    return rows


def found(report: Report, code: str) -> Any:
    return next(finding for finding in report if finding.code == code)


HEAD = ["领域", "单选题", "多选题", "合计"]


def test_types_across_and_domains_down() -> None:
    plan = good(
        table(
            ["双碳职业能力考试（初级）双向细目表"],
            ["序号", "知识领域", "题型", "", "认知层次", "", "合计"],
            ["", "", "单选", "多选", "识记", "应用", "题量"],
            [1, "D01 气候变化与双碳政策", 6, 2, 5, 3, 8],
            [2, "温室气体核算基础", 4, None, "—", 4, 4],
            [3, "D03", None, 3, 1, 2, 3],
            ["", "总计", 10, 5, 6, 9, 15],
            ["注：闭卷考试"],
            merged=["C4:D4", "E4:F4", "A4:A5", "B4:B5"],
        )
    )
    assert (plan.title, plan.id, plan.level, plan.minutes) == ("双碳职业能力考试（初级）", "junior", "junior", 90)
    assert (plan.marks, plan.pass_marks, plan.forms) == (20, 12, 1)
    assert [(entry.title, entry.types, entry.count, entry.marks_each) for entry in plan.sections] == [
        ("一、单选题", ("single_choice",), 10, 1),
        ("二、多选题", ("multiple_choice",), 5, 2),
    ]
    assert asked(plan) == [
        ("D01", "single_choice", "count", 6),
        ("D01", "multiple_choice", "count", 2),
        ("D01", "remember", "count", 5),
        ("D01", "apply", "count", 3),
        ("D02", "single_choice", "count", 4),
        ("D02", "apply", "count", 4),
        ("D03", "multiple_choice", "count", 3),
        ("D03", "remember", "count", 1),
        ("D03", "apply", "count", 2),
    ]


def test_levels_under_types_and_points_under_merged_modules() -> None:
    plan = good(
        table(
            ["模块", "知识点", "单选题（每题1分）", "", "", "多选题（每题2分）", "", "合计"],
            ["", "", "理解", "应用", "小计", "分析", "小计", ""],
            ["模块一 核算", "D03-01", 2, 3, 5, 1, 1, 6],
            ["", "热值法计算", 5, "", 5, 2, 2, 7],
            ["", "小计", 7, 3, 10, 3, 3, 13],
            ["模块二 市场", "D07-01", "", "", "", 2, 2, 2],
            ["合计", "", 7, 3, 10, 5, 5, 15],
            above=[ABOVE[0]],
            merged=["C2:E2", "F2:G2", "A2:A3", "B2:B3", "H2:H3", "A4:A6"],
        )
    )
    assert asked(plan) == [
        ("D03-01", "single_choice", "understand", "count", 2),
        ("D03-01", "single_choice", "apply", "count", 3),
        ("D03-01", "multiple_choice", "analyse", "count", 1),
        ("D03-02", "single_choice", "understand", "count", 5),
        ("D03-02", "multiple_choice", "analyse", "count", 2),
        ("D07-01", "multiple_choice", "analyse", "count", 2),
    ]
    assert [(entry.count, entry.marks_each) for entry in plan.sections] == [(10, 1), (5, 2)]


def test_questions_and_marks_in_pairs_of_columns_and_in_one_cell() -> None:
    columns = table(
        ["领域", "单选题", "", "案例题", "", "合计", ""],
        ["", "题量", "分值", "题量", "分值", "题量", "分值"],
        ["D01", 4, 4, 1, 6, 5, 10],
        ["D02", 2, 2, 1, 8, 3, 10],
        ["合计", 6, 6, 2, 14, 8, 20],
        above=[ABOVE[0]],
        merged=["B2:C2", "D2:E2", "F2:G2"],
    )
    pairs = table(
        ["领域", "单选题（题数/分值）", "案例题（题数/分值）", "合计（题数/分值）"],
        ["D01", "4/4", "1/6", "5/10"],
        ["D02", "2（2）", "1题8分", "3/10"],
        ["合计", "6/6", "2/14", "8/20"],
        above=[ABOVE[0]],
    )
    wanted = [
        ("D01", "single_choice", "count", 4),
        ("D01", "case", "count", 1),
        ("D01", "case", "marks", 6),
        ("D02", "single_choice", "count", 2),
        ("D02", "case", "count", 1),
        ("D02", "case", "marks", 8),
    ]
    for data in (columns, pairs):
        plan = good(data)
        assert asked(plan) == wanted
        assert [(entry.count, entry.marks_each) for entry in plan.sections] == [(6, 1), (2, None)]


def test_lines_of_marks_below_give_the_marks_of_each_type() -> None:
    for line in (["每题分值", 1, 2, ""], ["分值", 10, 10, 20]):
        plan = good(table(HEAD, ["D01", 10, 5, 15], ["合计", 10, 5, 15], line, above=[ABOVE[0], "单位：题"]))
        assert [(entry.count, entry.marks_each) for entry in plan.sections] == [(10, 1), (5, 2)]


def test_marks_in_the_cells_become_whole_questions() -> None:
    plan = good(table(["领域", "单选题分值", "多选题分值", "总分"], ["D01", 6, 8, 14], ["D02", 4, 2, 6]))
    assert [(entry.count, entry.marks_each) for entry in plan.sections] == [(10, 1), (5, 2)]
    assert asked(plan)[1] == ("D01", "multiple_choice", "marks", 8)
    _, report = read(table(["领域", "单选题分值", "多选题分值"], ["D01", 6, 7], ["D02", 5, 2]))
    assert "共 9 分，每题 2 分，分不成整题" in found(report, "P159").message


def test_difficulties_and_a_cell_merged_over_two_lines() -> None:
    plan = good(
        table(
            ["知识点", "单选题", "难度", "", ""],
            ["", "", "易", "中", "难"],
            ["D03-01", 20, 8, 6, 2],
            ["D03-02", "", 2, 2, ""],
            above=[ABOVE[0], "单选每题1分 单位：题"],
            merged=["C3:E3", "A3:A4", "B3:B4", "B5:B6"],
        )
    )
    assert asked(plan)[0] == ("D03-01", "D03-02", "single_choice", "count", 20)
    assert asked(plan)[1:] == [
        ("D03-01", "1", "2", "count", 8),
        ("D03-01", "3", "count", 6),
        ("D03-01", "4", "5", "count", 2),
        ("D03-02", "1", "2", "count", 2),
        ("D03-02", "3", "count", 2),
    ]


def test_two_words_for_one_type_are_two_sections_and_for_one_level_one_column() -> None:
    plan = good(
        table(
            ["领域", "名词解释", "简答题", "分析", "综合"],
            ["D01", 2, 1, 2, 1],
            ["D02", 1, 1, 2, 0],
            above=[ABOVE[0], "名词解释每题2分，简答题每题7分，单位：题"],
        )
    )
    assert [(entry.id, entry.count, entry.marks_each) for entry in plan.sections] == [("S1", 3, 2), ("S2", 2, 7)]
    assert asked(plan) == [
        ("D01", "S1", "short_answer", "count", 2),
        ("D01", "S2", "short_answer", "count", 1),
        ("D01", "analyse", "count", 3),
        ("D02", "S1", "short_answer", "count", 1),
        ("D02", "S2", "short_answer", "count", 1),
        ("D02", "analyse", "count", 2),
    ]


@pytest.mark.parametrize("shares", [(50, 30, 20), (0.5, 0.3, 0.2), ("50%", "30%", "20%")])
def test_shares_are_rounded_by_the_largest_remainder(shares: tuple[Any, ...]) -> None:
    rows = [[code, share] for code, share in zip(("D01", "D02", "D03"), shares, strict=True)]
    above = ["满分 33 分 时间 60 分钟 合格 20 分 初级", "单选 33 题，每题 1 分"]
    plan, report = read(table(["领域", "比重"], *rows, above=above))
    assert report.passed
    assert plan is not None
    # 16.5, 9.9, 6.6: the remainders .9 and .6 get the two marks that are left.
    assert [(row[0], row[-1]) for row in asked(plan)] == [("D01", 16), ("D02", 10), ("D03", 7)]
    assert "33 分的 30% 是 9.9 分，取 10 分" in [finding.message for finding in report if finding.code == "P165"][1]


def test_shares_that_are_not_all_are_told_with_their_sum() -> None:
    above = ["满分 33 分 时间 60 分钟 合格 20 分 初级", "单选 33 题，每题 1 分"]
    plan, report = read(table(["领域", "比重"], ["D01", 50], ["D02", 45], above=above))
    assert plan is None
    assert "95%" in found(report, "P164").message


def test_what_the_table_cannot_say_comes_from_the_caller_or_from_sheets_of_our_own() -> None:
    rows = [HEAD, ["D01", 10, 5, 15], ["合计", 10, 5, 15]]
    plain = {"level": "senior", "minutes": 45, "pass_marks": 10, "forms": 2, "title": "甲卷", "levels": ["senior"]}
    plan = good(book([["单选每题1分，多选每题2分，单位：题"], *rows]), **plain)
    assert (plan.level, plan.minutes, plan.forms, plan.title, plan.marks) == ("senior", 45, 2, "甲卷", 20)
    paper = [
        ["项目", "内容"],
        ["级别", "高级"],
        ["考试时长（分钟）", 45],
        ["合格分", 10],
        ["试卷名称", "甲卷"],
        ["套数", 2],
    ]
    sections = [
        ["编号", "标题", "题型", "题数", "每题分值"],
        ["A", "一", "单选题", 10, 1],
        ["B", "二", "多选题", None, 2],
    ]
    data = book([["单位：题 时间：60 分钟"], *rows], 试卷=paper, 大题=sections)
    beside, report = read(data, levels=["senior"])
    assert beside is not None
    assert found(report, "P180").message == "考试时长：表的上方或下方写的是 60，按 45 组卷"
    assert (beside.level, beside.minutes, beside.forms, beside.marks) == ("senior", 45, 2, 20)
    assert [(entry.id, entry.count) for entry in beside.sections] == [("A", 10), ("B", 5)]


def test_everything_that_is_missing_is_named_at_once() -> None:
    plan, report = read(book([HEAD, ["D01", 10, 5, 15]]))
    assert plan is None
    told = [finding.message for finding in report if finding.code == "P160"]
    assert [text.removeprefix("没有写") for text in told] == [
        "“单选题”的每题分值",
        "“多选题”的每题分值",
        "级别",
        "考试时长",
        "总分",
        "合格分",
    ]
    assert "考试时间 90 分钟" in next(finding.hint for finding in report if "时长" in finding.message)


WRONG: list[tuple[list[list[Any]], str, str, str]] = [
    ([HEAD, ["D01", 10, 5, 16]], "P157", "第3行 D列", "写的是 16 题，各格相加是 15 题"),
    ([HEAD, ["D01", 10, 5, 15], ["合计", 10, 6, 15]], "P157", "第4行 C列", "写的是 6 题，各格相加是 5 题"),
    ([HEAD, ["D01", 10, -5, 5]], "P155", "第3行 C列", "“-5”是负数"),
    ([HEAD, ["D01", 10, "三题", 15]], "P154", "第3行 C列", "“三题”"),
    ([HEAD, ["D01", 9.5, 5, 14.5]], "P154", "第3行 B列", "9.5"),
    ([HEAD, ["D01", datetime.date(2026, 3, 6), 5, 5]], "P156", "第3行 B列", "“3/6”"),
    ([HEAD, ["D91", 10, 5, 15]], "P153", "第3行 A列", "D91"),
    ([HEAD, ["温室气体核算基楚", 10, 5, 15]], "P153", "第3行 A列", "是否指 D02 温室气体核算基础"),
    ([["领域", "单选题", "多先题", "合计"], ["D01", 10, 5, 10]], "P152", "第2行 C列", "是否指 多选题"),
    ([HEAD, ["D01", 10, 5, 15], ["气候变化与双碳政策", 1, 1, 2]], "P171", "第4行", "第 3 行重复"),
    ([HEAD, ["D01", 10, 5, 15], ["D01-02", 1, 1, 2]], "P172", "第4行", "会重复计算"),
    (
        [["领域", "单选题", "识记", "应用"], ["D01", 20, 8, 11]],
        "P162",
        "第2行",
        "按认知层次分的各列合计 19 题，全卷（各大题）为 20 题",
    ),
    ([["领域", "单选题数", "单选题分值"], ["D01", 10, 12]], "P158", "第3行 C列", "每题 1 分，应为 10 分，写的是 12 分"),
    ([HEAD, ["", 10, 5, 15]], "P151", "第3行", "没有写知识点"),
    ([HEAD, ["D01", None, None, None]], "P151", "第2行", "没有题数或分值"),
    ([["题数/分值", "单选题（题数/分值）"], ["D01", 10]], "P150", "junior.xlsx", "没有找到双向细目表"),
    ([["领域", "单选题（题数/分值）"], ["D01", 10]], "P177", "第3行 B列", "“10”"),
]


@pytest.mark.parametrize(("rows", "code", "place", "words"), WRONG)
def test_what_is_wrong_is_found_at_its_place(rows: list[list[Any]], code: str, place: str, words: str) -> None:
    above = "满分 20 分　考试时间 90 分钟　合格 12 分　初级　单选每题 1 分，多选题每题2分　单位：题"
    plan, report = read(table(*rows, above=[above]))
    assert plan is None
    finding = found(report, code)
    assert place in str(finding.where)
    assert words in finding.message


def test_an_empty_workbook_and_settings_told_twice() -> None:
    assert [finding.code for finding in read(book([]))[1]] == ["P150"]
    _, report = read(table(HEAD, ["D01", 10, 5, 15], above=[*ABOVE, "时间 60 分钟", "单位：题"]))
    assert found(report, "P169").message == "考试时长写了几个不同的值：90、60"


def test_nothing_is_left_out_in_silence() -> None:
    head = ["领域", "单选题", "多选题", "备注"]
    plan, report = read(table(head, ["D01", 10, 5, "重点"], ["本表由考务组编制"], above=[*ABOVE, "单位：题"]))
    assert plan is not None
    assert "备注" in found(report, "P163").message
    assert "本表由考务组编制" in found(report, "P179").message
    assert found(report, "P161").message.endswith("可用题目级别只有初级；只组 1 套卷")


def test_the_sheet_may_have_any_name() -> None:
    made = openpyxl.load_workbook(BytesIO(table(HEAD, ["D01", 10, 5, 15], above=[*ABOVE, "单位：题"])))
    made.worksheets[0].title = "细目"
    data = BytesIO()
    made.save(data)
    assert len(good(data.getvalue()).rows) == 2


def test_marks_that_cannot_add_up_are_told_with_the_sum() -> None:
    _, report = read(table(HEAD, ["D01", 10, 6, 16], above=[*ABOVE, "单位：题"]))
    assert "22 分" in found(report, "P103").message
    assert found(report, "P103").where.row == 1


def test_the_table_of_the_documentation_is_read() -> None:
    text = (BANK.parents[1] / "docs" / "blueprint-format.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    plan = good(book([[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]))
    assert (plan.marks, plan.minutes, plan.pass_marks, plan.size, len(plan.rows)) == (20, 90, 12, 15, 8)


HEADS = ["领域", "知识点", "题型", "单选题", "简答题", "单选分值", "识记", "难", "合计"]
HEADS += ["小计", "题数", "分值", "每题分值", "比例"]
TEXTS = ["D01", "D02-01", "3/6", "15%", "满分 10 分 时间 60 分钟", "单选 4 题"]
WORDS = st.sampled_from(["", "", *HEADS])
CELLS = WORDS | st.sampled_from([*TEXTS, 0, 1, 2.5, -1, 0.5, True])


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(WORDS, min_size=5, max_size=5), min_size=1, max_size=2),
    st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6),
    st.sampled_from([(), ("A1:A2",), ("B2:B3",), ("B1:C1", "A3:A4"), ("B3:C3",)]),
)
def test_any_sheet_is_read_or_refused_with_findings(
    heads: list[list[Any]], rows: list[list[Any]], merged: tuple[str, ...]
) -> None:
    plan, report = read(book([*heads, *rows], merged), level="junior", minutes=60, pass_marks=1)
    assert plan is not None or not report.passed


def test_a_table_of_two_thousand_lines_is_read() -> None:
    rows = [[f"不认识的知识点{n}", 1, 1, 2] for n in range(1000)] + [[f"D02-{n:04}", -1, 1, 0] for n in range(1000)]
    plan, report = read(table(HEAD, *rows))
    assert plan is None
    assert report.codes()["P153"] == 2000
    assert report.codes()["P155"] == 1000
