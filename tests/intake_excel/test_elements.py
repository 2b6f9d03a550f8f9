"""要素细目表 with merged headers and ranges, and in one flat header row."""

import pytest
from xlsxwriter import Workbook

from authoring.intake.excel import ElementTable, read_elements
from tests.intake_excel.workbooks import codes, workbook

TOP = ("鉴定范围", "", "", "", "", "", "", "", "", "鉴定点", "", "")
MIDDLE = ("一级", "", "", "二级", "", "", "三级", "", "", "代码", "名称", "重要程度")
LOW = ("名称", "代码", "鉴定比重", "名称", "代码", "鉴定比重", "名称", "代码", "鉴定比重", "", "", "")
ROWS = (
    ("基本要求", "A", 20, "职业道德", "A", 5, "基本知识", "A", 5, "001", "职业道德的概念", "X"),
    ("", "", "", "", "", "", "", "", "", "002", "职业守则", "Y"),
    ("", "", "", "基础知识", "B", 15, "双碳政策", "A", 15, "001", "碳达峰的含义", "X"),
    ("相关知识", "B", 80, "核算", "A", 80, "核算边界", "A", 80, "001", "组织边界", "Z"),
)


def merged(book: Workbook) -> None:
    page = book.worksheets()[0]
    page.merge_range(1, 0, 1, 8, "鉴定范围")
    page.merge_range(1, 9, 1, 11, "鉴定点")
    for column, word in ((0, "一级"), (3, "二级"), (6, "三级")):
        page.merge_range(2, column, 2, column + 2, word)
    page.merge_range(4, 0, 6, 0, "基本要求")


def table() -> ElementTable:
    rows = [("理论知识鉴定要素细目表",), TOP, MIDDLE, LOW, *ROWS]
    found, report = read_elements(workbook(("细目表", rows), more=merged), "a.xlsx")
    assert codes(report) == []
    return found


def test_codes_weights_and_importance_are_kept() -> None:
    found = table()
    assert [(entry.code, entry.name, entry.importance) for entry in found.elements] == [
        ("A-A-A-001", "职业道德的概念", "X"),
        ("A-A-A-002", "职业守则", "Y"),
        ("A-B-A-001", "碳达峰的含义", "X"),
        ("B-A-A-001", "组织边界", "Z"),
    ]
    assert {entry.code: entry.weight for entry in found.scopes} == {
        "A": 20,
        "A-A": 5,
        "A-A-A": 5,
        "A-B": 15,
        "A-B-A": 15,
        "B": 80,
        "B-A": 80,
        "B-A-A": 80,
    }


def test_a_flat_header() -> None:
    header = (
        "一级代码",
        "一级名称",
        "一级鉴定比重",
        "二级代码",
        "二级名称",
        "二级比重",
        "鉴定点代码",
        "鉴定点",
        "重要程度",
    )
    rows = [
        header,
        ("A", "基本要求", "40%", "A", "职业道德", 40, "A-A-001", "概念", "X"),
        ("B", "知识", 60, "A", "核算", 60, "B-A-001", "边界", "Y"),
    ]
    found, report = read_elements(workbook(("细目表", rows)), "a.xlsx")
    assert [entry.code for entry in found.elements] == ["A-A-001", "B-A-001"]
    assert [entry.weight for entry in found.scopes] == [40, 40, 60, 60]
    assert codes(report) == []


@pytest.mark.parametrize(("weight", "code"), [(30, "I513"), ("若干", "I512")])
def test_odd_weights_are_told(weight: object, code: str) -> None:
    header = ("一级代码", "一级名称", "一级鉴定比重", "鉴定点代码", "鉴定点", "重要程度")
    rows = [header, ("A", "甲", weight, "001", "子", "X"), ("B", "乙", 60, "001", "丑", "Y")]
    found, report = read_elements(workbook(("细目表", rows)), "a.xlsx")
    assert len(found.elements) == 2
    assert codes(report) == [code]


def test_another_table_is_refused() -> None:
    found, report = read_elements(workbook(("题目", [("题型", "题干"), ("判断", "甲")])), "a.xlsx")
    assert (found, codes(report)) == (ElementTable(), ["I511"])
    assert codes(read_elements(b"nothing", "a.xlsx")[1]) == ["I112"]
