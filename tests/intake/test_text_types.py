"""Pasted text: what each type of question is known by, and what it is made of."""

import pytest

from authoring.intake.answers import BlankNotation
from authoring.intake.text import read_text
from tests.intake.pasted import codes, one, read


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("1. 甲。（√）", True), ("1. 甲（×）。", False), ("1. 甲。\n答案：对", True),
        ("1. 甲。（　　）\n答案：错误", False),
        ("1. 甲。\nA. 正确\nB. 错误\n答案：B", False), ("1. 甲。\nA. 错误\nB. 正确\n答案：B", True),
        ("1.（√）甲。", True),
    ],
)  # fmt: skip
def test_judgements(written: str, key: bool) -> None:
    plain = one("判断题\n" + written)
    assert (plain["type"], plain["stem"].rstrip("。"), plain["key"]) == ("true_false", "甲", key)
    assert "options" not in plain


def test_a_judgement_before_the_number() -> None:
    first, second = read("二、判断题\n（ √ ）1、碳达峰目标年是2030年。\n(×)2、碳中和就是零排放。").drafts
    assert (first.plain["stem"], first.plain["key"]) == ("碳达峰目标年是2030年。", True)
    assert (second.plain["stem"], second.plain["key"]) == ("碳中和就是零排放。", False)


def test_an_answer_with_arrows_is_an_order() -> None:
    plain = one("4、将下列步骤排序：\nA.核查 B.监测 C.报告\n答案：B→C→A")
    assert (plain["type"], plain["key"]) == ("ordering", ["B", "C", "A"])


def test_a_type_is_seen_by_the_form() -> None:
    intake = read(
        "1.甲。（√）\n2.由____管。\n答案：乙\n3.算。\n答案：12.5±0.1 t\n"
        "4.述。\n答案：……\n5.选（　）\nA.一\nB.二\n答案：AB"
    )
    kinds = ["true_false", "blanks", "numeric", "short_answer", "multiple_choice"]
    assert [draft.plain["type"] for draft in intake.drafts] == kinds
    assert intake.drafts[2].plain["tolerance"] == {"absolute": 0.1}


def test_a_type_that_the_form_leaves_open_is_asked_for() -> None:
    intake = read("1.甲（　）\nA.一\nB.二\n2.乙。")
    assert all("type" not in draft.plain for draft in intake.drafts)
    assert codes(intake) == ["I304", "I304"]


def test_some_choices_are_what_their_keys_make_them() -> None:
    intake = read("一、不定项选择题\n1.甲（A）\nA.一\nB.二\n2.乙（AB）\nA.一\nB.二")
    assert [draft.plain["type"] for draft in intake.drafts] == ["single_choice", "multiple_choice"]


def test_difficulty_topic_and_marks() -> None:
    plain = one("1.（2分）甲（　）\nA.一\nB.二\n答案：A 难度：较难 知识点：碳市场；D05-02 解析：三")
    assert (plain["difficulty"], plain["marks"], plain["rationale"]) == (4, 2, "三")
    assert (plain["knowledge_points"], plain["tags"]) == (["D05-02"], ["碳市场", "D05-02"])
    assert codes(read("1.甲（A）\nA.一\nB.二\n难度：0.65\n分值：两分")) == ["I315", "I316"]


def test_blanks_that_cannot_be_divided_are_asked_about() -> None:
    text = "填空题\n1.由____和____。\n答案：甲;丙|乙"
    intake = read(text)
    assert codes(intake) == ["I313"]
    (draft,) = read_text(text, "粘贴", blanks=BlankNotation()).drafts
    assert draft.plain["blanks"] == [{"accepted": ["甲", "丙"]}, {"accepted": ["乙"]}]
    assert draft.plain["stem"] == "由 [[1]] 和 [[2]] 。"
    assert codes(read("填空题\n1.没有空。\n答案：甲")) == ["I314"]


def test_rubrics() -> None:
    plain = one("简答题\n1.简述甲。\n答：乙（2分）；丙，丁（3分）。")
    assert plain["rubric"] == [{"text": "乙", "marks": 2}, {"text": "丙，丁", "marks": 3}]
    assert plain["marks"] == 5
    plain = one("简答题\n1.简述甲。\n答案：乙、丙。\n评分要点：乙（1分）丙（1.5分）")
    assert (plain["model_answer"], plain["marks"]) == ("乙、丙。", 2.5)


def test_calculations() -> None:
    intake = read("计算题\n1.算甲。\n答案：12,000.5 tCO₂\n2.算乙。\n解：3×4=12 t")
    number, worked = (draft.plain for draft in intake.drafts)
    assert (number["type"], number["value"], number["unit"]) == ("numeric", 12000.5, "tCO₂")
    assert (worked["type"], worked["model_answer"]) == ("short_answer", "3×4=12 t")
    assert codes(intake) == ["I317", "I318"]


def test_orders() -> None:
    plain = one("排序题\n1.排列\nA.一\nB.二\nC.三\n答案：B→C→A")
    assert plain["key"] == ["B", "C", "A"]
    assert [item["id"] for item in plain["items"]] == ["A", "B", "C"]


def test_material_for_several_questions() -> None:
    intake = read(
        "根据以下材料，回答1-2题：\n某厂排放。\n1.甲（A）\nA.一\nB.二\n2.乙（B）\nA.一\nB.二\n3.丙（A）\nA.一\nB.二\n"
        "材料一：水泥。\n材料二：石灰。\n4.丁（A）\nA.一\nB.二"
    )
    first, third, last = intake.drafts
    assert (first.plain["type"], first.number, len(first.plain["children"])) == ("case", "1-2", 2)
    assert first.plain["stem"].endswith("某厂排放。")
    assert (third.plain["type"], third.number) == ("single_choice", "3")
    assert last.plain["stem"] == "材料一：水泥。\n材料二：石灰。"
    assert [child["key"] for child in first.plain["children"]] == ["A", "B"]


def test_cases_with_numbered_parts() -> None:
    intake = read(
        "一、案例分析题\n1.某厂。\n（1）多少？\n（2）选（　）A.一 B.二\n答案：（1）12 t （2）A\n"
        "2.某站。\n（1）多少？\n答案：3"
    )
    first, second = (draft.plain for draft in intake.drafts)
    assert [(child["type"], child.get("value"), child.get("key")) for child in first["children"]] == [
        ("numeric", 12, None),
        ("single_choice", None, "A"),
    ]
    assert second["stem"] == "某站。"


def test_material_without_its_questions_is_told() -> None:
    assert "I320" in codes(read("根据以下材料，回答1-3题：\n甲。\n1.乙（A）\nA.一\nB.二"))
