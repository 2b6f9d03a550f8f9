"""Pasted text: each layout that authors use, where questions begin, and what is told of what was not understood."""

import pytest

from authoring.content import parse
from authoring.intake.draft import Defaults, completed
from authoring.intake.text import LARGEST
from tests.intake.pasted import codes, one, options, read

DEFAULTS = Defaults(knowledge_point="D01-01", author="甲")


def test_sentences_that_begin_with_letters_are_no_options() -> None:
    plain = one("1.【简答题】比较两厂的排放。\nA厂年耗煤 100 吨。\nB厂年用电 20 MWh。\n答案：A厂多")
    assert plain["stem"] == "比较两厂的排放。\nA厂年耗煤 100 吨。\nB厂年用电 20 MWh。"
    assert "options" not in plain


def test_numbers_of_another_style_begin_questions() -> None:
    text = "1.【判断】核电可再生。答案：错\n第2题 简述 MRV。\n答：略\n（3）碳中和是什么？\n答：净零\n"
    text += "4 【判断】甲烷是温室气体。\n答案：对"
    assert [draft.number for draft in read(text).drafts] == ["1", "2", "3", "4"]


def test_a_number_at_the_beginning_of_a_line_is_not_always_a_question() -> None:
    text = "1.【简答题】某厂年耗煤\n2 万吨，求排放量。\n答：略"
    (draft,) = read(text).drafts
    assert draft.plain["stem"] == "某厂年耗煤\n2 万吨，求排放量。"


GLUED = (
    "一、单项选择题：本大题共2小题，每小题1分，共2分。1.英文缩写是（ ）A.ETS B.CDM 2.不是温室气体的是（ ）A.CO₂ B.O₂ "
    "二、判断题（每题1分）1.氢能都是零碳的。2.碳汇可以抵消。三、简答题（每题5分）1.什么是碳足迹？2.简述碳关税。"
    "参考答案：一、1-2 AB 二、1.× 2.√ 三、1.全生命周期排放。2.CBAM 是边境调节机制。"
)


def test_three_sections_and_their_keys_without_line_breaks() -> None:
    intake = read(GLUED)
    assert codes(intake) == []
    assert [draft.plain["stem"] for draft in intake.drafts][2:] == [
        "氢能都是零碳的。",
        "碳汇可以抵消。",
        "什么是碳足迹？",
        "简述碳关税。",
    ]
    assert [draft.plain["key"] for draft in intake.drafts[:4]] == ["A", "B", False, True]
    assert [draft.plain["model_answer"] for draft in intake.drafts[4:]] == ["全生命周期排放。", "CBAM 是边境调节机制。"]
    assert [draft.plain["marks"] for draft in intake.drafts] == [1, 1, 1, 1, 5, 5]


def test_what_a_sat_paper_holds_besides_is_told() -> None:
    text = "1. 甲（　　）\nA. 一\nB. 二\n我的答案：A\n正确答案：B\n得分：0\n答案解析：无"
    intake = read(text)
    (draft,) = intake.drafts
    assert draft.plain["key"] == "B"
    assert "rationale" not in draft.plain
    (finding,) = intake.report
    assert (finding.code, finding.message) == ("I336", "作答记录没有带入：A 0")


GASES = ["氧气", "甲烷", "氮气", "氩气"]
LAYOUTS = {
    "a line each": "1. 温室气体是（　　）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气\n答案：B",
    "several a line": "1、温室气体是（　　）\nA. 氧气  B. 甲烷\nC. 氮气  D. 氩气\n正确答案：B",
    "one line": "1．温室气体是（　　）A．氧气 B．甲烷 C．氮气 D．氩气\n参考答案：B",
    "glued": "1.温室气体是（　　）A、氧气B、甲烷C、氮气D、氩气答案:B",
    "framed": "1:温室气体是（　　）\n【选项】\nA: 氧气\nB: 甲烷\nC: 氮气\nD: 氩气\n【答案】B",
    "framed, one line": "【1】温室气体是（　　）\n【选项】A:氧气 B:甲烷 C:氮气 D:氩气\n【参考答案】B",
    "brackets": "（1）温室气体是（　　）\n（A）氧气（B）甲烷（C）氮气（D）氩气\n答 案：B",
    "half brackets": "1) 温室气体是（　　）\nA) 氧气\nB) 甲烷\nC) 氮气\nD) 氩气\n标准答案 : B",
    "named": "第1题 温室气体是（　　）\nＡ．氧气\nＢ．甲烷\nＣ．氮气\nＤ．氩气\n答案：Ｂ",
    "square": "[1] 温室气体是（　　）\n(A) 氧气\n(B) 甲烷\n(C) 氮气\n(D) 氩气\n[答案] B",
    "tag before": "【单选题】1. 温室气体是（　　）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气\n答案：B",
    "tag after": "1. 温室气体是（　　）（单选题）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气\n答案：b",
    "tag in front": "1. 单选题：温室气体是（　　）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气\n答案：2",
    "in the stem": "1. 温室气体是（B）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气",
    "no colon": "1. 温室气体是（　　）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气\n正确答案 b",
    "small letters": "1. 温室气体是（　　）\na) 氧气\nb) 甲烷\nc) 氮气\nd) 氩气\n答案：b",
    "bare number": "1 单选题：温室气体是（　　）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气\n答案：B",
    "bare letters": "一、单选题\n1. 温室气体是（　　）\nA氧气\nB甲烷\nC氮气\nD氩气\n答案：B",
    "bare letters in a line": "一、单选题\n1. 温室气体是（　　）\nA 氧气  B 甲烷  C 氮气  D 氩气\n答案B",
    "no number": "温室气体是（　　）\nA. 氧气\nB. 甲烷\nC. 氮气\nD. 氩气\n答案：甲烷",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_of_a_single_choice(layout: str) -> None:
    intake = read(LAYOUTS[layout])
    (draft,) = intake.drafts
    assert draft.plain["type"] == "single_choice"
    assert draft.plain["stem"] == "温室气体是（　　）"
    assert options(draft.plain) == GASES
    assert draft.plain["key"] == "B"
    assert codes(intake) == []


def test_a_draft_becomes_a_question() -> None:
    (draft,) = read(LAYOUTS["a line each"]).drafts
    question, findings = completed(draft, "DC-D01-001", DEFAULTS)
    assert findings == []
    assert question is not None
    assert question.data()["key"] == "B"


def test_continuation_lines_belong_to_what_they_follow() -> None:
    plain = one("1. 甲\n乙（　　）\nA. 一\n二\nB. 三\n答案：A\n解析：四\n五")
    assert (plain["stem"], options(plain), plain["rationale"]) == ("甲\n乙（　　）", ["一\n二", "三"], "四\n五")


def test_twenty_six_options() -> None:
    letters = [chr(65 + n) for n in range(26)]
    plain = one("1. 甲（　　）\n" + "\n".join(f"{letter}. 第{n}" for n, letter in enumerate(letters)) + "\n答案：AZ")
    assert [option["id"] for option in plain["options"]] == letters
    assert plain["key"] == ["A", "Z"]


def test_letters_in_a_stem_are_no_options() -> None:
    plain = one("1. A、B、C三个企业和A、B两厂（　　）A.甲B.乙C.丙\n答案：C")
    assert (plain["stem"], options(plain)) == ("A、B、C三个企业和A、B两厂（　　）", ["甲", "乙", "丙"])


def test_digits_and_units_before_a_letter() -> None:
    assert options(one("1.下列（　　）A、2B、3C、5D、7答案:C")) == ["2", "3", "5", "7"]
    assert options(one("1.下列（　　）A、3亿kWB、30%C、65tD、1 tCO₂E、5答案:C")) == [
        "3亿kW",
        "30%",
        "65t",
        "1 tCO₂",
        "5",
    ]


def test_headings_carry_type_and_marks_and_restart_the_numbers() -> None:
    intake = read(
        "一、单项选择题（共2题，每题1.5分）\n1.甲（B）\nA.一\nB.二\n2.乙（A）\nA.一\nB.二\n"
        "二、判断题（每小题1分，共1分）\n1.丙。（√）\n三、填空题（每空2分）\n1.由____和（　）。\n答案：①甲②乙"
    )
    found = [(d.number, d.plain["type"], d.plain["marks"]) for d in intake.drafts]
    assert found == [
        ("1", "single_choice", 1.5),
        ("2", "single_choice", 1.5),
        ("1", "true_false", 1),
        ("1", "blanks", 4),
    ]
    assert [draft.section[:2] for draft in intake.drafts] == ["一、", "一、", "二、", "三、"]
    assert codes(intake) == []


def test_a_heading_that_announces_more_is_told() -> None:
    intake = read("一、单选题（共3题）\n1.甲（A）\nA.一\nB.二\n一、听力题（共1题）\n1.乙\n答案：丙")
    assert codes(intake) == ["I302", "I303"]


def test_a_whole_paper_without_line_breaks() -> None:
    intake = read(
        "一、单选题（每题1分）1.下列是（　　）A、2B、3C、5D、7答案:C解析：因为2.5大于2。2.下列不是（　　）"
        "A、2B、3C、5.3D、7答案:D二、判断题1.甲是乙。（√）2.丙是丁。（×）三、简答题1.简述甲。答案：（1）乙；（2）丙。"
    )
    assert [draft.plain["type"] for draft in intake.drafts] == ["single_choice"] * 2 + ["true_false"] * 2 + [
        "short_answer"
    ]
    assert [draft.plain.get("key") for draft in intake.drafts] == ["C", "D", True, False, None]
    assert intake.drafts[0].plain["rationale"] == "因为2.5大于2。"
    assert options(intake.drafts[1].plain) == ["2", "3", "5.3", "7"]
    assert intake.drafts[4].plain["model_answer"] == "（1）乙；（2）丙。"


def test_numbers_in_a_rationale_begin_no_questions() -> None:
    intake = read("1.甲（　）\nA.一\nB.二\n答案：A\n解析：\n1.三\n2.四\n3.五\n2.乙（　）\nA.一\nB.二\n答案：B")
    assert [draft.number for draft in intake.drafts] == ["1", "2"]
    assert intake.drafts[0].plain["rationale"] == "1.三\n2.四\n3.五"


def test_a_list_in_a_stem_begins_no_questions() -> None:
    intake = read(
        "3.下列说法：\n1.甲\n2.乙\n3.丙\n正确的有（　）\nA.1和2\nB.2和3\n答案：A\n4.丁（　）\nA.一\nB.二\n答案：B"
    )
    assert [draft.number for draft in intake.drafts] == ["3", "4"]
    assert intake.drafts[0].plain["stem"].count("\n") == 4


def test_a_year_after_a_number() -> None:
    intake = read("1.2023年甲（　）\nA.一\nB.二\n答案：A\n2.2030年乙（　）\nA.一\nB.二\n答案：A")
    assert [draft.plain["stem"] for draft in intake.drafts] == ["2023年甲（　）", "2030年乙（　）"]


def test_what_belongs_to_no_question_is_told() -> None:
    intake = read("2024年模拟卷\n注意：用2B铅笔\n一、单选题\n1.甲（A）\nA.一\nB.二")
    assert codes(intake) == ["I301"]
    assert "2024年模拟卷" in intake.report.findings[0].message


def test_numbers_that_are_missing_or_doubled_are_told() -> None:
    assert codes(read("1.甲（A）\nA.一\nB.二\n3.乙（A）\nA.一\nB.二")) == ["I325"]


@pytest.mark.parametrize(
    ("text", "code", "repair"),
    [
        ("排放12tCO?e。", "I331", "tCO₂e"),
        ("面积3 m？的", "I331", "m²"),
        ("折合CO2e计", "I332", "CO₂e"),
        ("甲是（O）", "I333", ""),
        ("碳達峰", "I334", ""),
        ("锟斤拷", "I335", ""),
    ],
)
def test_damage_is_told_and_not_repaired(text: str, code: str, repair: str) -> None:
    intake = read(f"单选题\n1.{text}\nA.一\nB.二\n答案：A")
    assert codes(intake) == [code]
    assert repair in intake.report.findings[0].hint
    assert parse(intake.drafts[0].plain["stem"]).text() == text


def test_plain_text_stays_plain() -> None:
    plain = one("1.$x$和*甲*、H~2~O、[[1]]（　）\nA.**一**\nB.<b>二</b>\n答案：A")
    assert parse(plain["stem"]).text() == "$x$和*甲*、H~2~O、[[1]]（　）"
    assert [parse(text).text() for text in options(plain)] == ["**一**", "<b>二</b>"]
    assert codes(read("1.$\\frac{1}{2}$（　）\nA.一\nB.二\n答案：A")) == ["I322"]


def test_markdown_stays_markup() -> None:
    text = (
        "## 单选题\n1. $A. B.$与**甲**、CO~2~（　）\n- A. \\ce{CO2}\n- B. $x$\n\n"
        "**答案：** A\n**解析**：见表\n|a|b|\n|-|-|\n|1|2|"
    )
    (draft,) = read(text, "题.md").drafts
    assert draft.plain["stem"] == "$A. B.$与**甲**、CO~2~（　）"
    assert options(draft.plain) == [r"\ce{CO2}", "$x$"]
    assert draft.plain["key"] == "A"
    assert draft.plain["rationale"] == "见表\n\n|a|b|\n|-|-|\n|1|2|"


@pytest.mark.parametrize(
    ("text", "code"), [("", "I101"), ("\ufeff \r\n　", "I101"), ("甲" * (LARGEST + 1), "I102"), ("PK\x00\x01", "I108")]
)
def test_what_is_no_text_of_questions(text: str, code: str) -> None:
    intake = read(text)
    assert codes(intake) == [code]
    assert intake.drafts == ()


def test_places_count_lines() -> None:
    intake = read("\n\n1.甲（　）\nA.一\nB.二\n答案：X")
    assert str(intake.drafts[0].where) == "粘贴:3"
    assert {finding.where.line for finding in intake.report} == {3}


@pytest.mark.parametrize(
    "text",
    [
        "A、" * 5000,
        "1.甲（A）" + "2." * 5000,
        "填空题\n1." + "____甲" * 1200,
        "（" * 5000,
        "一、单选题" * 2000,
        "1.\n" * 5000,
    ],
)
def test_monstrous_texts_are_read(text: str) -> None:
    assert len(read(text).report) > 0


def test_the_same_text_gives_the_same_intake() -> None:
    assert read(LAYOUTS["glued"]) == read(LAYOUTS["glued"])
