"""国家题库: lines of codes, {A} stems, {B} answers; the codes are kept."""

from authoring.intake.text import read_text
from authoring.intake.word import read_word
from tests.intake.docx import docx, paragraph

TEXT = """理论知识试题
A-B-A-001  B  3  5
{A}温室气体是（　　）。
（A）氧气   （B）甲烷
（C）氮气   （D）氩气
{B}B
A-B-A-002  C  1  4
{A}甲是乙。
{B}×
A-B-B-003  D  5  5
{A}有（　　）。（A）甲（B）乙（C）丙（D）丁（E）戊{B}ACE
A-B-B-004  Z  2  3
{A}什么？
{B}这个。"""


def test_text() -> None:
    intake = read_text(TEXT, "题库.txt")
    first, second, third, fourth = (draft.plain for draft in intake.drafts)
    assert [option["text"] for option in first["options"]] == ["氧气", "甲烷", "氮气", "氩气"]
    assert (first["stem"], first["type"], first["key"], first["difficulty"]) == (
        "温室气体是（　　）。",
        "single_choice",
        "B",
        3,
    )
    assert (second["type"], second["key"], second["difficulty"]) == ("true_false", False, 1)
    assert (third["type"], third["key"], len(third["options"])) == ("multiple_choice", ["A", "C", "E"], 5)
    assert fourth["type"] == "short_answer"
    assert first["tags"] == ["鉴定点 A-B-A-001", "题型代码 B", "一致性 5"]
    assert [draft.number for draft in intake.drafts] == ["A-B-A-001", "A-B-A-002", "A-B-B-003", "A-B-B-004"]
    assert [finding.code for finding in intake.report] == ["I301", "I501"]


def test_a_code_without_a_question_is_told() -> None:
    intake = read_text("A-B-A-001 B 3 5\nA-B-A-002 B 3 5\n{A}甲（　）\n（A）一（B）二\n{B}A", "题库.txt")
    assert "I502" in {finding.code for finding in intake.report}
    assert intake.drafts[1].plain["key"] == "A"


def test_word_gives_the_same() -> None:
    word = read_word(docx(*map(paragraph, TEXT.splitlines())), "题库.docx")
    text = read_text(TEXT, "题库.txt")
    assert [draft.plain for draft in word.drafts] == [draft.plain for draft in text.drafts]
