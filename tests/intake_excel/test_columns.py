"""Words above columns, remembered layouts, and tables without a header."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import FormatError, StorageError
from authoring.intake.excel import (
    FIELDS,
    Layout,
    Mapping,
    field_of,
    guess_columns,
    layouts,
    read_mapping,
    read_workbook,
    signature,
    title,
)
from authoring.questions import QuestionType
from tests.intake_excel.workbooks import codes, read, read_lines, workbook

WORDS = {
    "type": "题型 题目类型 试题类型",
    "answer": "答案 正确答案 标准答案 参考答案",
    "difficulty": "难度 难度等级",
    "rationale": "解析 答案解析 题目解析",
    "stem": "题目 题干 题目内容 试题 题面 试题（题干） *题干（必填） 题　干",
    "number": "序号 题号",
    "marks": "分值 分数 默认分值",
    "category": "分类 题库 科目",
    "tags": "标签",
    "knowledge_points": "知识点 考点",
    "not_carried": "排序",
    "national_point": "鉴定点代码",
    "national_type": "题目类型代码",
    "consistency": "一致性代码",
    "option.A": "选项A A Ａ 选项a A选项 选项1 选项一 optionA option1 选项A(必填)",
    "option.C": "选项C C 选项3 选项三 option3",
    "right.B": "选项B是否正确 选项2是否正确",
    "blank.2": "空2 第二空 空二 第2空答案",
}


@pytest.mark.parametrize(
    ("field", "word"), [(field, word) for field, words in WORDS.items() for word in words.split(" ")]
)
def test_words_of_the_conventions_are_known(field: str, word: str) -> None:
    assert field_of(word) == field


@pytest.mark.parametrize("field", [*FIELDS, "option.A", "option.Z", "blank.3", "right.D"])
def test_our_own_words_mean_their_fields(field: str) -> None:
    assert field_of(title(field)) == field


@given(st.text(max_size=30))
def test_any_word_has_one_meaning_or_none(word: str) -> None:
    found = field_of(word)
    assert found is None or found in FIELDS or found.split(".")[0] in ("option", "right", "blank")


def test_the_better_word_for_a_field_wins_and_the_other_is_told() -> None:
    columns = guess_columns(["题目", "题干", "答案", "题干描述内容"])
    assert columns.guessed == (None, "stem", "answer", None)
    assert columns.doubled == {0: 1}
    assert columns.unknown == (3,)
    assert "stem" in columns.candidates[3]
    intake = read(("标题", "碳中和？", "对", "x"), header=("题目", "题干", "答案", "附件"))
    assert intake.drafts[0].plain["stem"] == "碳中和？"
    assert {"I202", "I203"} <= set(codes(intake.report))


def test_signatures_look_at_the_words_alone() -> None:
    assert signature(["题 干", "答案（必填）", ""]) == signature(["题干*", "答案"])
    assert signature(["题干", "答案"]) != signature(["答案", "题干"])


def test_a_layout_is_remembered_for_its_header() -> None:
    table = "本题题面描述文字,标答\n碳中和指净零排放。,对\n"
    lost = read_lines(table)
    assert (len(lost.drafts), codes(lost.report)) == (0, ["I201"])
    found = list(layouts(table.encode(), "a.csv", {"本题题面描述文字": "stem", "标答": "answer"}))
    mapping = read_mapping(Mapping().remember(found[0]).text())
    assert read_lines(table, mapping=mapping).drafts[0].plain == {
        "type": "true_false",
        "stem": "碳中和指净零排放。",
        "key": True,
    }
    assert read_lines("别的题面,标答\n甲,对\n", mapping=mapping).drafts == ()


def test_a_layout_leaves_out_what_people_said_and_says_so() -> None:
    data = workbook(("题目", [("题干", "答案", "解析"), ("甲是乙。", "对", "内部资料")]))
    (layout,) = layouts(data, "a.xlsx", {"解析": None})
    assert layout == Layout(header=("题干", "答案", "解析"), fields=("stem", "answer", None))
    intake = read(("甲是乙。", "对", "内部资料"), header=("题干", "答案", "解析"), mapping=Mapping().remember(layout))
    assert "rationale" not in intake.drafts[0].plain
    assert "I204" in codes(intake.report)


def test_words_for_types_and_points_are_data() -> None:
    mapping = Mapping(types={"听力": QuestionType.TRUE_FALSE}, points={"核算基础": "D02-01"})
    intake = read((1, "听力", "甲", "", "", "", "", "错", "", "", "", "核算基础"), mapping=mapping)
    assert intake.drafts[0].plain == {
        "type": "true_false",
        "stem": "甲",
        "key": False,
        "knowledge_points": ["D02-01"],
    }


def test_the_file_of_mappings() -> None:
    assert read_mapping("") == Mapping()
    mapping = Mapping(types={"X": QuestionType.CASE}).remember(Layout(header=("甲",), fields=("stem",)))
    assert read_mapping(mapping.text()) == mapping
    assert json.loads(mapping.text())["format"] == 1
    with pytest.raises(FormatError, match="2"):
        read_mapping('{"format": 2}')
    for text in ("{", "[]", '{"layouts": 3}', '{"strange": 1}'):
        with pytest.raises(StorageError):
            read_mapping(text)


POSITIONS = {
    "单选题,碳达峰指什么？,甲,乙,丙,丁,B": "B",
    "1,单选题,碳达峰指什么？,甲,乙,丙,丁,B": "B",
    "碳达峰指什么？,甲,乙,丙,丁,B": "B",
    "碳达峰指什么？,B,甲,乙,丙,丁": "B",
    "单选题,碳达峰指什么？,B,甲,乙,丙": "B",
}


@pytest.mark.parametrize("line", POSITIONS)
def test_a_headerless_gbk_table_is_read_by_position(line: str) -> None:
    intake = read_lines(f"{line}\n{line}\n", "gbk")
    assert [draft.plain["key"] for draft in intake.drafts] == ["B", "B"]
    assert [option["text"] for option in intake.drafts[0].plain["options"]][:3] == ["甲", "乙", "丙"]
    assert [draft.where.row for draft in intake.drafts] == [1, 2]
    assert "I236" in codes(intake.report)


def test_a_table_that_fits_no_order_is_refused_with_its_words() -> None:
    intake = read_lines("甲乙丙丁,1\n戊己庚辛,2\n")
    assert (intake.drafts, codes(intake.report)) == ((), ["I201"])
    assert "甲乙丙丁" in next(iter(intake.report)).message


def test_a_header_of_two_rows_under_a_merged_word() -> None:
    rows = [
        ("题型", "题干", "选项", "", "", "答案"),
        ("", "", "A", "B", "C", ""),
        ("单选题", "选哪个？", "甲", "乙", "丙", "C"),
    ]
    data = workbook(("题目", rows), more=lambda book: book.worksheets()[0].merge_range(0, 2, 0, 4, "选项"))
    (draft,) = read_workbook(data, "a.xlsx").drafts
    assert [option["text"] for option in draft.plain["options"]] == ["甲", "乙", "丙"]
    assert (draft.plain["key"], draft.where.row) == ("C", 3)
