"""Blueprints written as a two-way sheet and read back, and which sheet leads when the list of rows stands beside it."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_files import blueprint_xlsx, load_blueprint, read_blueprint
from authoring.papers.two_way import two_way_sheet
from tests.papers.pools import SHIPPED, blueprint, section, syllabus

NAME = "双向细目表"
POINTS = ["D01", "D03-01", "D03-02", "D07"]


def exact(amount: float, measure: str = "count", **select: Any) -> dict[str, Any]:
    return {"select": select, "measure": measure, "at_least": amount, "at_most": amount}


PLAN = blueprint(
    section("S1", ["single_choice"], 10),
    section("S2", ["case"], 2, None),
    marks=24,
    title="双碳职业能力考试（初级）",
    rows=[
        exact(6, knowledge_points=["D01"], types=["single_choice"]),
        exact(1, knowledge_points=["D01"], types=["case"]),
        exact(4, knowledge_points=["D03-01"], types=["single_choice"]),
        exact(1, knowledge_points=["D03-02"], types=["case"]),
    ],
)


def read(data: bytes) -> Any:
    return read_blueprint(data, "b.xlsx", syllabus())


def edited(data: bytes, changes: dict[tuple[str, str], Any]) -> bytes:
    made = openpyxl.load_workbook(BytesIO(data))
    for (page, cell), value in changes.items():
        made[page][cell] = value
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def page_of(plan: Blueprint) -> Any:
    return openpyxl.load_workbook(BytesIO(blueprint_xlsx(plan, syllabus())))[NAME]


def test_the_sheet_is_laid_out_for_print() -> None:
    page = page_of(PLAN)
    assert [cell.value for cell in page[3]] == ["知识领域", "知识点", "题型", None, "合计"]
    assert [cell.value for cell in page[4]] == [None, None, "单选题", "案例题", None]
    assert [cell.value for cell in page[5]] == [None, None, "题数", "题数", "题数"]
    assert [cell.value for cell in page[6]] == ["D01 气候变化与双碳政策", None, 6, 1, "=SUM(C6:D6)"]
    assert [cell.value for cell in page[7]][:3] == ["D03 燃料燃烧与能源排放核算", "D03-01 化石燃料与排放源识别", 4]
    assert [cell.value for cell in page[9]] == ["合计", None, "=SUM(C6:C8)", "=SUM(D6:D8)", "=SUM(E6:E8)"]
    assert {"A3:A5", "B3:B5", "C3:D3", "E3:E4", "A7:A8"} <= {str(span) for span in page.merged_cells.ranges}
    assert (page.freeze_panes, page.page_setup.orientation, page.page_setup.paperSize) == ("C6", "landscape", 9)
    assert page.print_title_rows == "$3:$5"
    values = openpyxl.load_workbook(BytesIO(blueprint_xlsx(PLAN)), data_only=True)
    assert [cell.value for cell in values[NAME][9]][2:] == [10, 2, 12]
    assert [values["大题"][f"D{row}"].value for row in (2, 3)] == [10, 2]


def test_written_and_read_it_is_the_same() -> None:
    data = blueprint_xlsx(PLAN, syllabus())
    again, report = read(data)
    assert again == PLAN
    assert list(report) == []
    assert data == blueprint_xlsx(PLAN, syllabus())
    assert openpyxl.load_workbook(BytesIO(data))["细目"].max_row == 1


def test_what_is_changed_in_the_sheet_is_changed_in_the_blueprint() -> None:
    # Saved by a program that does not calculate, sums and counts have no value: the cells count.
    changes = {(NAME, "C6"): 5, (NAME, "C8"): 1}
    again, report = read(edited(blueprint_xlsx(PLAN, syllabus()), changes))
    assert [finding.code for finding in report if finding.severity == "error"] == []
    assert [row.at_least for row in again.rows] == [5, 1, 4, 1, 1]
    assert again.rows[3].select.knowledge_points == ("D03-02",)
    assert again.sections == PLAN.sections
    again, report = read(edited(blueprint_xlsx(PLAN, syllabus()), {(NAME, "C6"): 5, (NAME, "C9"): 10}))
    assert again is None
    assert "写的是 10 题，各格相加是 9 题" in next(f.message for f in report if f.code == "P157")


def test_counts_of_a_sheet_of_sections_must_be_those_of_the_table() -> None:
    changes = {(NAME, "C6"): 5, ("大题", "D2"): 10, ("大题", "D3"): 2}
    again, report = read(edited(blueprint_xlsx(PLAN, syllabus()), changes))
    assert again is None
    assert "合计 11 题，全卷（各大题）为 12 题" in next(f.message for f in report if f.code == "P162")


@pytest.mark.parametrize("name", SHIPPED)
def test_with_ranges_the_list_leads_and_the_sheet_says_so(name: str) -> None:
    plan, _ = load_blueprint(SHIPPED[name], syllabus())
    assert plan is not None
    page = page_of(plan)
    assert "只供查看" in page["A2"].value
    texts = {str(cell.value) for row in page.iter_rows() for cell in row}
    assert {"D01 气候变化与双碳政策", "≥75"} & texts
    again, report = read(blueprint_xlsx(plan, syllabus()))
    assert again == plan
    assert list(report) == []


def test_where_the_list_leads_a_sheet_that_says_otherwise_is_told() -> None:
    rows = [exact(3, knowledge_points=["D01"]) | {"at_most": 5}, exact(2, knowledge_points=["D03"])]
    plan = blueprint(section("S1", ["single_choice"], 10), rows=rows)
    data = blueprint_xlsx(plan, syllabus())
    again, report = read(edited(data, {(NAME, "B7"): 4}))
    assert again == plan
    (finding,) = report
    assert (finding.code, finding.severity, str(finding.where)) == (
        "P168",
        "warning",
        "b.xlsx 工作表“双向细目表” 第7行 B列",
    )
    assert finding.message == "双向细目表里是“4”，工作表“细目”里是“2”；以“细目”为准"
    again, report = read(edited(data, {(NAME, "A7"): None, (NAME, "B7"): None}))
    assert [finding.message for finding in report] == [
        "双向细目表里是“D03 燃料燃烧与能源排放核算 空”，工作表“细目”里是“2”；以“细目”为准"
    ]


def test_emptied_the_list_no_longer_leads() -> None:
    rows = [exact(6, knowledge_points=["D01"]), exact(2, knowledge_points=["D03"]), exact(2, tags=["电力"])]
    plan = blueprint(section("S1", ["single_choice"], 8), rows=rows)
    emptied = {("细目", f"{letter}{row}"): None for letter in "ABCDEFGHIJK" for row in (2, 3, 4)}
    again, report = read(edited(blueprint_xlsx(plan, syllabus()), emptied))
    assert again.rows == plan.rows[:2]
    assert "P179" in report.codes()


def test_what_no_cell_can_hold_is_named() -> None:
    rows = [exact(10, knowledge_points=["D01"]), exact(2, tags=["电力"]), exact(1, types=["single_choice", "case"])]
    plan = blueprint(section("S1", ["single_choice"], 10), rows=rows)
    assert page_of(plan)["A2"].value.endswith("未列入本表的是“细目”的第 2、3 条。")
    assert read(blueprint_xlsx(plan))[0] == plan


COUNTS = st.lists(st.integers(0, 4), min_size=12, max_size=12).filter(
    lambda cells: sum(cells[::3]) and sum(cells[1::3])
)


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.booleans())
def test_any_table_of_counts_survives(counts: list[int], crossed: bool) -> None:
    """Four lines of three columns: three types, or two of them by levels."""
    columns: list[dict[str, Any]] = [{"types": ["single_choice"]}, {"types": ["true_false"]}]
    if crossed:
        columns = [entry | {"cognitive": ["apply"]} for entry in columns]
        columns.insert(1, {"types": ["single_choice"], "cognitive": ["analyse"]})
    else:
        columns.append({"types": ["case"]})
    rows = [
        exact(counts[3 * line + n], knowledge_points=[point], **column)
        for line, point in enumerate(POINTS)
        for n, column in enumerate(columns)
        if counts[3 * line + n]
    ]
    sections = []
    for kind in ("single_choice", "true_false", "case"):
        total = sum(row["at_least"] for row in rows if row["select"]["types"] == [kind])
        sections += [section(kind, [kind], total, 1)] if total else []
    plan = blueprint(*sections, rows=rows)
    assert two_way_sheet(plan, syllabus()).leads
    again, report = read(blueprint_xlsx(plan, syllabus()))
    assert again == plan
    assert report.passed


def test_marks_by_level_lead_too() -> None:
    rows = [exact(6.5, "marks", knowledge_points=["D01"], cognitive=["remember"])]
    rows.append(exact(3.5, "marks", knowledge_points=["D03"], cognitive=["apply"]))
    plan = blueprint(section("S1", ["single_choice"], 10), rows=rows)
    assert two_way_sheet(plan, syllabus()).leads
    assert read(blueprint_xlsx(plan, syllabus()))[0] == plan
    assert plan.rows[0].at_least == Decimal("6.5")


def test_half_a_table_does_not_lead() -> None:
    plan = blueprint(section("S1", ["single_choice"], 10), rows=[exact(4, knowledge_points=["D01"])])
    assert not two_way_sheet(plan, syllabus()).leads
    assert read(blueprint_xlsx(plan, syllabus()))[0] == plan
