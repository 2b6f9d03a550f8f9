"""Pasted text: answers beside their questions and keys apart from them, and what is told where they do not fit."""

import pytest

from authoring.intake.text import read_keys, read_text
from tests.intake.pasted import codes, one, read


def test_a_key_that_does_not_fit_its_type_is_told() -> None:
    intake = read("一、单选题\n1.甲（AB）\nA.一\nB.二\n二、多选题\n1.乙（A）\nA.一\nB.二")
    assert codes(intake) == ["I312", "I312"]


def test_remarks_behind_answers_are_kept() -> None:
    assert one("1.甲（　）\nA.一\nB.二\n答案：B（见教材第3页）\n解析：三")["rationale"] == "（见教材第3页）\n三"
    assert one("判断题\n1.甲。\n答案：×，应为乙")["rationale"] == "应为乙"


@pytest.mark.parametrize("answer", ["E", "AA", "A项", "A.二", "大概是B"])
def test_an_answer_that_cannot_be_read_is_quoted(answer: str) -> None:
    intake = read(f"单选题\n1.甲（　）\nA.一\nB.二\n答案：{answer}")
    assert codes(intake) == ["I305"]
    assert answer in intake.report.findings[0].message
    assert "key" not in intake.drafts[0].plain


def test_answers_that_disagree_are_told() -> None:
    intake = read("1.甲（A）\nA.一\nB.二\n答案：B")
    assert codes(intake) == ["I308"]
    assert "key" not in intake.drafts[0].plain


def test_detached_keys() -> None:
    paper = "一、单选题\n1.甲（　）\nA.一\nB.二\n2.乙（　）\nA.一\nB.二\n二、判断题\n1.丙。\n2.丁。\n"
    for keys in (
        "参考答案\n一、1-2 AB\n二、1~2 √×",
        "参考答案及解析\n一、单选题\n1.A 2.B\n二、判断题\n1.对 2.错",
        "【参考答案】\n一、单选题（每题1分）\n1.【答案】A【解析】三\n2.【答案】B\n二、1.√ 2.×",
        "1-2 AB\n1-2 对错",
        "题号\t1\t2\n答案\tA\tB\n题号\t1\t2\n答案\t√\t×",
    ):
        intake = read(paper + keys)
        assert [draft.plain["key"] for draft in intake.drafts] == ["A", "B", True, False], keys
        assert codes(intake) == [], keys


def test_keys_of_a_second_file() -> None:
    keys = read_keys("参考答案\n1-2 AB")
    intake = read_text("1.甲（　）\nA.一\nB.二\n2.乙（　）\nA.一\nB.二", "卷.txt", keys=[keys])
    assert [draft.plain["key"] for draft in intake.drafts] == ["A", "B"]


def test_keys_that_fit_nothing_or_too_much_are_told() -> None:
    paper = "一、单选题\n1.甲（　）\nA.一\nB.二\n二、单选题\n1.乙（　）\nA.一\nB.二\n"
    assert codes(read(paper + "参考答案\n一、1.A 2.B\n二、1.B")) == ["I309"]
    assert codes(read(paper + "参考答案\n1.A")) == ["I306", "I306", "I310"]
    intake = read(paper + "参考答案\n1-3 AB")
    assert "I311" in codes(intake)


def test_keys_without_their_paper_are_one_finding() -> None:
    intake = read("参考答案\n1-5 ABCDA")
    assert (codes(intake), intake.drafts) == (["I330"], ())


def test_a_second_answer_that_differs_is_told() -> None:
    intake = read("1.甲（　）\nA.一\nB.二\n答案：A\n2.乙（　）\nA.一\nB.二\n参考答案\n1-2 BB")
    assert codes(intake) == ["I326"]
    assert [draft.plain["key"] for draft in intake.drafts] == ["A", "B"]


INTERLEAVED = """一、单选题
1. 甲（　　）
A. 对 B. 错
2. 乙（　　）
A. 对 B. 错
答案：
1-2 AB
二、多选题
1. 丙（　　）
A. 一 B. 二 C. 三
2. 丁（　　）
A. 一 B. 二 C. 三
答案：
1.AB 2.BC
"""


def test_keys_behind_each_section() -> None:
    intake = read(INTERLEAVED)
    assert codes(intake) == []
    assert [draft.plain["key"] for draft in intake.drafts] == ["A", "B", ["A", "B"], ["B", "C"]]


def test_questions_go_on_behind_a_table_of_keys() -> None:
    text = "11、甲（　　）\nA、一 B、二\n12、乙（　　）\nA、一 B、二\n题号 11 12\n答案 A B\n"
    text += "13.（多选）丙（　　）\nA.一 B.二\n答案：AB"
    assert [draft.plain["key"] for draft in read(text).drafts] == ["A", "B", ["A", "B"]]
