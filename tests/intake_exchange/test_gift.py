"""GIFT, written after its public description."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.content import parse
from authoring.intake.exchange import is_gift, read_gift
from authoring.intake.files import read_data
from tests.intake_exchange.samples import codes, told

PAPER = "一、单选题\n1. 甲是（　　）\nA. 一\nB. 二\n答案：A\n{A}题干\n(1) $x_{1}=2$"


def one(text: str) -> dict[str, Any]:
    (draft,) = read_gift(text, "a.gift").drafts
    return draft.plain


def test_a_single_choice_with_feedback_and_title() -> None:
    (draft,) = read_gift("::题一:: 选哪个？ {\n =甲 # 对\n ~乙 # 错在哪\n ~丙\n #### 总的说来 }", "a.gift").drafts
    assert draft.number == "题一"
    assert draft.plain == {
        "type": "single_choice",
        "stem": "选哪个？",
        "options": [
            {"id": "A", "text": "甲"},
            {"id": "B", "text": "乙", "mistake": "错在哪"},
            {"id": "C", "text": "丙"},
        ],
        "key": "A",
        "rationale": "总的说来\n\n对",
    }


def test_weights_without_an_equals_sign_are_a_multiple_choice() -> None:
    intake = read_gift("哪些？ {~%50%甲 ~%50%乙 ~%-100%丙}", "a.gift")
    assert intake.drafts[0].plain["type"] == "multiple_choice"
    assert intake.drafts[0].plain["key"] == ["A", "B"]
    assert codes(intake) == ["I640"]


def test_a_half_right_option_is_told() -> None:
    intake = read_gift("选 {=甲 ~%50%乙 ~丙}", "a.gift")
    assert intake.drafts[0].plain["key"] == "A"
    assert codes(intake) == ["I615"]


@pytest.mark.parametrize(("written", "key"), [("T", True), ("TRUE", True), ("F", False), ("FALSE#错了#对了", False)])
def test_right_or_wrong(written: str, key: bool) -> None:
    plain = one(f"水是液体。{{{written}}}")
    assert (plain["type"], plain["key"]) == ("true_false", key)
    assert plain.get("rationale", "") == ("错了\n\n对了" if "#" in written else "")


@pytest.mark.parametrize(
    ("written", "value", "reach"),
    [
        ("#3.14:0.01", 3.14, 0.01),
        ("#1..5", 3, 2),
        ("#-2", -2, 0),
        ("#1.5e3:10", 1500, 10),
        ("#=12:1 # 对", 12, 1),
    ],
)
def test_numbers(written: str, value: float, reach: float) -> None:
    plain = one(f"多少？{{{written}}}")
    assert (plain["type"], plain["value"], plain["tolerance"]) == ("numeric", value, {"absolute": reach})


def test_several_numbers_are_told() -> None:
    intake = read_gift("哪年？{#=1822:0 =%50%1822:2}", "a.gift")
    assert intake.drafts[0].plain["value"] == 1822
    assert codes(intake) == ["I650"]


def test_matching() -> None:
    plain = one("配对。{ =燃煤 -> 范围一 =外购电力 -> 范围二 = -> 范围三 }")
    assert plain["premises"] == [{"id": "P1", "text": "燃煤"}, {"id": "P2", "text": "外购电力"}]
    assert [choice["text"] for choice in plain["choices"]] == ["范围一", "范围二", "范围三"]
    assert plain["key"] == {"P1": "C1", "P2": "C2"}


def test_short_answers_and_their_place() -> None:
    assert one("谁主管？{=生态环境部 =MEE}") == {
        "type": "blanks",
        "stem": "谁主管？\n\n[[1]]",
        "blanks": [{"accepted": ["生态环境部", "MEE"]}],
    }
    assert one("由 {=生态环境部} 主管。")["stem"] == "由 [[1]] 主管。"


def test_a_choice_within_a_sentence() -> None:
    assert one("由{~财政部 =生态环境部}主管。")["stem"] == "由（　　）主管。"


def test_an_essay_lacks_a_model_answer() -> None:
    intake = read_gift("谈谈看法。{}", "a.gift")
    assert intake.drafts[0].plain == {"type": "short_answer", "stem": "谈谈看法。"}
    assert codes(intake) == ["I619"]


def test_escapes_take_a_signs_meaning_away() -> None:
    plain = one(r"a\~b \= \# \{c\} 1\:2 \\ 完 {=甲\=乙 ~丙\~丁\#}")
    assert parse(plain["stem"]).text() == r"a~b = # {c} 1:2 \ 完"
    assert [option["text"] for option in plain["options"]] == ["甲=乙", "丙~丁#"]


def test_formats() -> None:
    assert one("[markdown]**粗** {=a ~b}")["stem"] == "**粗**"
    assert one("[html]<p>a <i>b</i></p>{=a ~b}")["stem"] == "a *b*"
    assert one(r"[html]\\(\\frac\{1\}\{2\}\\){=a ~b}")["stem"] == r"$\frac{1}{2}$"
    assert one("[plain]a *b* <i>{=a ~b}")["stem"] == r"a \*b\* \<i>"


def test_comments_categories_ids_and_tags() -> None:
    text = (
        "// 一份题库\n$CATEGORY: $course$/top/碳核算/电力\n\n"
        "// [id:DC-D03-027] [tag:D03-02] [tag:难点]\n甲 {T}\n\n// 没有\n乙 {F}\n"
    )
    first, second = read_gift(text, "a.gift").drafts
    assert first.plain["id"] == "DC-D03-027"
    assert first.plain["knowledge_points"] == ["D03-02"]
    assert (first.plain["tags"], second.plain["tags"]) == (["电力", "难点"], ["电力"])
    assert (first.section, first.where.line, second.where.line) == ("碳核算 / 电力", 5, 8)


def test_an_empty_line_before_another_answer_ends_nothing() -> None:
    assert len(one("选 {\n=甲\n\n~乙\n\n}")["options"]) == 2


@pytest.mark.parametrize("broken", ["选 { =甲 ~乙", "选 }{", "选 {甲 乙}", "甲{=a}乙{=b}"])
def test_broken_questions_are_told_and_keep_no_other_out(broken: str) -> None:
    intake = read_gift(f"{broken}\n\n好的 {{T}}", "a.gift")
    assert intake.drafts[-1].plain["stem"] == "好的"
    assert "I648" in codes(intake)


def test_a_text_without_answers_is_told() -> None:
    assert "阅读材料" in told(read_gift("阅读材料\n\n甲 {T}", "a.gift"), "I637").message


def test_what_is_gift_is_seen_in_the_text() -> None:
    assert read_data("水是液体。{T}".encode(), "a.txt").drafts[0].plain["type"] == "true_false"
    assert not is_gift(PAPER)
    assert read_data(PAPER.encode(), "a.txt").drafts[0].plain["type"] == "single_choice"


@given(st.text(alphabet="甲{}=~#:%->T\n\\/ 1.$C[]", max_size=60))
def test_no_text_is_too_broken(text: str) -> None:
    intake = read_gift(text, "a.gift")
    assert intake.drafts or intake.report or not text.strip()


_PLAIN = st.text(alphabet="甲乙丙 ab{}=~#:\\", min_size=1, max_size=12).filter(lambda text: text.strip())


@given(st.lists(_PLAIN, min_size=2, max_size=5), _PLAIN, st.integers(0, 1))
def test_escaped_texts_come_back_as_they_were(options: list[str], stem: str, right: int) -> None:
    def escaped(text: str) -> str:
        return "".join("\\" + sign if sign in "\\~=#{}:" else sign for sign in text)

    answers = "\n".join(("=" if n == right else "~") + escaped(text) for n, text in enumerate(options))
    plain = one(f"[plain]{escaped(stem)}甲{{\n{answers}\n}}")
    assert parse(plain["stem"]).text() == " ".join(f"{stem}甲".split())
    assert [parse(option["text"]).text() for option in plain["options"]] == [" ".join(text.split()) for text in options]
    assert plain["key"] == "AB"[right]
