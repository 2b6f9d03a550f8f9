"""What a row says, type by type, in every notation of the conventions; and what is told when it says nothing clear."""

from typing import Any

import pytest

from authoring.content import parse
from authoring.intake.excel import Layout, Mapping
from tests.intake_excel.workbooks import HEADER, codes, read, read_lines

FOUR = ("甲", "乙", "丙", "丁")


def plain(kind: str, stem: str, answer: Any, options: tuple[Any, ...] = (), *more: Any) -> dict[str, Any]:
    intake = read((1, kind, stem, *options, *[""] * (4 - len(options)), answer, *more))
    return intake.drafts[0].plain


@pytest.mark.parametrize(
    "answer",
    [
        "AC",
        "A,C",
        "A、C",
        "A;C",
        "A|C",
        "A/C",
        "A C",
        "A，C",
        "ac",
        "ＡＣ",
        "1,3",
        "甲|丙",
        "A.甲,C.丙",
        '["A","C"]',
        "1,0,1,0",
    ],
)
def test_choice_answers_in_any_notation(answer: str) -> None:
    assert plain("多选题", "选哪些？", answer, FOUR)["key"] == ["A", "C"]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("正确", True),
        ("错", False),
        ("√", True),
        ("×", False),
        ("T", True),
        ("F", False),
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ("TURE", True),
        ("A", True),
        ("B", False),
        ("N", False),
        ("✗", False),
        ("是", True),
    ],
)
def test_judgements_in_any_notation(answer: Any, key: bool) -> None:
    assert plain("判断题", "碳中和就是零排放。", answer)["key"] is key


def test_types_of_sources() -> None:
    for word in ("单选题", "单选", "单项选择题", "1", 1, "SINGLE_CHOICE", "【单选题】"):
        assert plain(str(word), "选哪个？", "A", FOUR)["type"] == "single_choice"
    assert plain("不定项选择题", "选哪个？", "A", FOUR)["type"] == "single_choice"
    assert plain("不定项选择题", "选哪些？", "AB", FOUR)["type"] == "multiple_choice"


def test_options_that_repeat_their_letters() -> None:
    options = plain("单选题", "选哪个？", "B", ("A.甲", "B、乙", "Ｃ．丙", "D）丁"))["options"]
    assert [option["text"] for option in options] == list(FOUR)
    kept = plain("单选题", "选哪个？", "B", ("A.甲", "乙", "丙", "丁"))["options"]
    assert kept[0]["text"] == "A.甲"


@pytest.mark.parametrize(
    "cell",
    [
        "A.甲\nB.乙\nC.丙",
        "A、甲B、乙C、丙",
        "甲|乙|丙",
        "甲\n乙\n丙",
        '["甲","乙","丙"]',
        "甲;乙;丙",
        '{"A":"甲","B":"乙","C":"丙"}',
        '[{"label":"A","content":"甲"},{"content":"乙"},{"content":"丙"}]',
        "甲$;$乙$;$丙",
    ],
)
def test_options_in_one_cell(cell: str) -> None:
    intake = read(("单选题", "选哪个？", cell, "B"), header=("题型", "题干", "选项", "答案"))
    assert [option["text"] for option in intake.drafts[0].plain["options"]] == ["甲", "乙", "丙"]
    assert intake.drafts[0].plain["key"] == "B"


def test_options_marked_right_in_columns_of_their_own() -> None:
    header = ("题型", "题干", "选项1", "选项1是否正确", "选项2", "选项2是否正确", "选项3", "选项3是否正确")
    intake = read(("多选题", "选哪些？", "甲", "是", "乙", "否", "丙", 1), header=header)
    assert intake.drafts[0].plain["key"] == ["A", "C"]


def test_twenty_six_options_and_no_more() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    header = ("题型", "题干", *(f"选项{number}" for number in range(1, 28)), "答案")
    intake = read(("单选题", "选哪个？", *letters.lower(), "", "Z"), header=header)
    assert intake.drafts[0].plain["key"] == "Z"
    assert len(intake.drafts[0].plain["options"]) == 26
    assert "I228" in codes(read(("单选题", "选哪个？", *letters.lower(), "多余", "Z"), header=header).report)


def test_gaps_keep_the_letters_of_their_columns() -> None:
    intake = read((1, "单选题", "选哪个？", "甲", "", "丙", "丁", "D"))
    assert [option["id"] for option in intake.drafts[0].plain["options"]] == ["A", "C", "D"]
    assert intake.drafts[0].plain["key"] == "D"
    assert codes(intake.report) == ["I212"]


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("单选题", "AB", "I211"),
        ("多选题", "A", "I211"),
        ("单选题", "E", "I210"),
        ("单选题", "见教材", "I210"),
        ("判断题", "也许", "I210"),
        ("单选题", "", "I209"),
        ("听力题", "A", "I207"),
    ],
)
def test_what_does_not_fit_is_told_at_its_cell_and_the_draft_stays(kind: str, answer: str, code: str) -> None:
    options = () if kind == "判断题" else FOUR
    intake = read((1, kind, "选哪个？", *options, *[""] * (4 - len(options)), answer))
    (finding,) = intake.report
    assert finding.code == code
    assert (finding.where.row, finding.where.column) == (2, "B" if code == "I207" else "H")
    assert intake.drafts[0].plain["stem"] == "选哪个？"
    assert ("key" in intake.drafts[0].plain) is (code == "I207")


def test_brackets_in_the_stem_and_a_column_for_the_answer() -> None:
    assert plain("单选题", "应选（B）。", "B", FOUR)["stem"] == "应选（　　）。"
    intake = read((1, "多选题", "属于（B）类的有", *FOUR, "AC"))
    assert (intake.drafts[0].plain["stem"], intake.drafts[0].plain["key"]) == ("属于（B）类的有", ["A", "C"])
    assert codes(intake.report) == ["I249"]


def test_blanks_that_can_be_read_in_one_way() -> None:
    found = plain("填空题", "由____主管，以（　　）计。", "生态环境部;环境部|吨;公吨")
    assert found["stem"] == "由 [[1]] 主管，以 [[2]] 计。"
    assert found["blanks"] == [{"accepted": ["生态环境部", "环境部"]}, {"accepted": ["吨", "公吨"]}]
    assert plain("填空题", "____。", "甲、乙，丙；丁")["blanks"] == [{"accepted": ["甲、乙，丙；丁"]}]
    header = ("题型", "题干", "空1", "空2")
    intake = read(("填空题", "____与____", "甲", "乙"), header=header)
    assert intake.drafts[0].plain["blanks"] == [{"accepted": ["甲"]}, {"accepted": ["乙"]}]
    assert codes(intake.report) == []


def test_blanks_with_two_readings_are_asked_about_and_the_answer_is_remembered() -> None:
    assert codes(read((2, "填空题", "____与____与____", "", "", "", "", "甲|乙")).report) == ["I214"]
    both = read((1, "填空题", "____与____", "", "", "", "", "甲;乙|丙"))
    (finding,) = both.report
    assert finding.code == "I213"
    assert "甲 = 乙" in finding.message
    assert "乙 = 丙" in finding.message
    assert "blanks" not in both.drafts[0].plain
    fields = ("number", "type", "stem", *(f"option.{letter}" for letter in "ABCD"), "answer", *[None] * 4)
    layout = Layout(header=HEADER, fields=fields, blanks={"blanks": ";", "wordings": "|"})
    told = read((1, "填空题", "____与____", "", "", "", "", "甲;乙|丙"), mapping=Mapping().remember(layout))
    assert told.drafts[0].plain["blanks"] == [{"accepted": ["甲"]}, {"accepted": ["乙", "丙"]}]


def test_numbers_with_units_and_tolerance() -> None:
    header = ("题型", "题干", "答案", "单位", "允许误差")
    rows = (("计算题", "多少？", 12.5, "tCO₂", 0.1), ("计算题", "多少？", "12,000.5±2 t", "", ""))
    more = (("计算题", "多少？", 100, "t", "1%"), ("计算题", "多少？", "1-9", "", ""))
    found = [draft.plain for draft in read(*rows, *more, header=header).drafts]
    assert (found[0]["value"], found[0]["unit"], found[0]["tolerance"]) == (12.5, "tCO₂", {"absolute": 0.1})
    assert (found[1]["value"], found[1]["unit"], found[1]["tolerance"]) == (12000.5, "t", {"absolute": 2})
    assert found[2]["tolerance"] == {"relative": 0.01}
    assert (found[3]["value"], found[3]["tolerance"]) == (5, {"absolute": 4})


def test_a_calculation_with_a_worked_answer_is_a_short_answer() -> None:
    intake = read((1, "计算题", "算一算。", "", "", "", "", "先求和，再乘以因子"))
    assert intake.drafts[0].plain["type"] == "short_answer"
    assert codes(intake.report) == ["I231"]


def test_rubrics() -> None:
    header = ("题型", "题干", "答案", "评分标准", "分值")
    ways = ("2分：说出甲【关键词：甲、子】\n3分：说出乙", "说出甲（2分）；说出乙（3分）。")
    for way in ways:
        found = read(("简答题", "简述。", "甲与乙", way, 5), header=header).drafts[0].plain
        assert [(point["text"], point["marks"]) for point in found["rubric"]] == [("说出甲", 2), ("说出乙", 3)]
    intake = read(("简答题", "简述。", "甲与乙", "酌情给分", 5), header=header)
    assert codes(intake.report) == ["I238"]
    assert intake.drafts[0].plain["rationale"] == "酌情给分"


def test_matching_and_ordering() -> None:
    header = ("题型", "题干", "左列", "右列", "选项A", "选项B", "选项C", "答案")
    rows = (
        ("匹配题", "配对。", "1.甲\n2.乙", "1.子\n2.丑\n3.寅", "", "", "", "1-2、2-1"),
        ("排序题", "排序。", "", "", "甲", "乙", "丙", "C→A→B"),
        ("匹配题", "配对。", "甲\n乙", "子\n丑", "", "", "", "甲对子"),
    )
    intake = read(*rows, header=header)
    assert intake.drafts[0].plain["key"] == {"P1": "C2", "P2": "C1"}
    assert intake.drafts[1].plain["key"] == ["C", "A", "B"]
    assert codes(intake.report) == ["I237"]


def test_common_fields() -> None:
    header = (
        "编号",
        "题型",
        "题干",
        "答案",
        "难度",
        "分值",
        "时间",
        "等级",
        "认知层次",
        "知识点",
        "标签",
        "分类",
        "出处",
        "命题人",
    )
    row = (
        "17",
        "判断",
        "甲。",
        "对",
        "较难",
        "1.5分",
        "2分钟",
        "中级",
        "掌握",
        "D03-02 热值法计算、D05-04",
        "煤；电",
        "第三章",
        "GB/T 32150",
        "张三",
    )
    intake = read(row, header=header)
    assert intake.drafts[0].number == "17"
    assert intake.drafts[0].plain == {
        "type": "true_false",
        "stem": "甲。",
        "key": True,
        "difficulty": 4,
        "marks": 1.5,
        "seconds": 120,
        "level": "intermediate",
        "cognitive": "apply",
        "knowledge_points": ["D03-02", "D05-04"],
        "tags": ["煤", "电", "第三章"],
        "sources": ["GB/T 32150"],
        "author": "张三",
    }
    assert codes(intake.report) == []


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("易", 1),
        ("中", 3),
        ("难", 5),
        ("较易", 2),
        ("较难", 4),
        ("简单", 1),
        ("三级", 3),
        (5, 5),
        ("无", None),
        ("", None),
    ],
)
def test_difficulties(word: Any, level: int | None) -> None:
    found = read((1, "判断", "甲。", "", "", "", "", "对", "", word))
    assert found.drafts[0].plain.get("difficulty") == level
    assert codes(found.report) == []


def test_values_that_mean_nothing_are_told_and_left_out() -> None:
    header = ("题型", "题干", "答案", "难度", "分值", "时间", "等级", "认知层次")
    intake = read(("判断", "甲。", "对", "0.65", "1.3", "很久", "特级", "背诵"), header=header)
    assert intake.drafts[0].plain == {"type": "true_false", "stem": "甲。", "key": True}
    assert codes(intake.report) == ["I215", "I216", "I216", "I229", "I229"]


def test_a_table_without_types_is_read_by_its_contents() -> None:
    header = ("题干", "选项A", "选项B", "答案")
    rows = (
        ("选哪个？", "甲", "乙", "A"),
        ("选哪些？", "甲", "乙", "AB"),
        ("甲。", "", "", "错"),
        ("____。", "", "", "甲"),
    )
    intake = read(*rows, header=header, name="Sheet1")
    kinds = [draft.plain["type"] for draft in intake.drafts]
    assert kinds == ["single_choice", "multiple_choice", "true_false", "blanks"]
    assert codes(intake.report) == ["I208"]


def test_a_sheet_and_a_heading_row_name_the_type() -> None:
    header = ("题干", "答案")
    intake = read(("甲。", "对"), ("二、填空题（每空1分）", ""), ("____。", "甲"), header=header, name="一、判断题")
    assert [draft.plain["type"] for draft in intake.drafts] == ["true_false", "blanks"]
    assert codes(intake.report) == []


def test_rows_without_stem_repeated_headers_and_empty_ones() -> None:
    intake = read((1, "判断", "甲。", "", "", "", "", "对"), (2,), HEADER, (3, "判断", "", "", "", "", "", "错"))
    assert len(intake.drafts) == 1
    assert codes(intake.report) == ["I206"]


HOSTILE = (
    "<script>alert(1)</script>",
    "*甲*",
    "$x$",
    "[[1]]",
    "![a](http://x/y.png)",
    "=1+1",
    "\\",
    "`rm`",
    "| a | b |\n|-|-|",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    intake = read((1, "单选题", f"甲{text}乙", text, "乙", "", "", "B", text, "", "", ""))
    found = intake.drafts[0].plain
    assert parse(found["stem"]).text() == f"甲{text}乙"
    assert parse(found["options"][0]["text"]).text() == text
    assert parse(found["rationale"]).text() == text


def test_what_looks_like_a_formula_is_told_and_can_be_read_as_one() -> None:
    table = "题干,答案\n取 $\\frac{44}{12}$ 计算。,对\n"
    intake = read_lines(table)
    assert "I230" in codes(intake.report)
    fields = ("stem", "answer")
    mapping = Mapping().remember(Layout(header=("题干", "答案"), fields=fields, is_markup=True))
    assert read_lines(table, mapping=mapping).drafts[0].plain["stem"] == "取 $\\frac{44}{12}$ 计算。"


def test_national_tables_keep_their_codes() -> None:
    header = (
        "鉴定点代码",
        "题目类型代码",
        "试题(题干)",
        "选项A",
        "选项B",
        "选项C",
        "选项D",
        "选项E",
        "答案",
        "难度代码",
        "一致性代码",
    )
    rows = (
        ("A-B-A-001", "B", "选哪个？", "甲", "乙", "丙", "丁", "", "C", 3, 5),
        ("A-B-A-002", "C", "甲。", "", "", "", "", "", "√", 1, 5),
        ("A-B-A-003", "Q", "选哪些？", "甲", "乙", "丙", "", "", "AB", 1, 5),
    )
    mapping = Mapping(points={"A-B-A-001": "D02-01"})
    intake = read(*rows, header=header, name="Sheet1", mapping=mapping)
    first = intake.drafts[0].plain
    assert (first["type"], first["key"], first["difficulty"]) == ("single_choice", "C", 3)
    assert first["knowledge_points"] == ["D02-01"]
    assert any("A-B-A-001" in tag for tag in first["tags"])
    assert any("5" in tag for tag in first["tags"])
    assert intake.drafts[1].plain["key"] is True
    assert intake.drafts[2].plain["type"] == "multiple_choice"
    assert "I501" in codes(intake.report)
