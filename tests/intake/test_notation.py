"""The notations that real templates use, one line a case (from the list of what authors write)."""

import pytest

from authoring.intake.answers import Amount, BlankNotation, amount_of, blank_answers
from authoring.intake.notation import (
    absent,
    choice_key,
    difficulty_of,
    marks_of,
    open_choice,
    truth_of,
    type_of,
)

GASES = ["二氧化碳", "甲烷", "氧化亚氮", "六氟化硫"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("单选题 单选 单项选择题 【单选题】 （单选题） 单选题： SINGLE_CHOICE 1 １ 单选题（必填）", "single_choice"),
        ("多选题 多选 多项选择题 [多选题] Multiple_Choice 2", "multiple_choice"),
        ("判断题 判断 是非题 3", "true_false"),
        ("填空题 4", "blanks"),
        ("简答题 问答题 主观题", "short_answer"),
        ("计算题", "numeric"),
        ("综合题 案例分析题", "case"),
    ],
)
def test_types(words: str, kind: str) -> None:
    assert [type_of(word) for word in words.split()] == [kind] * len(words.split())


def test_a_spreadsheet_code_is_a_number() -> None:
    assert type_of(1.0) == "single_choice"


@pytest.mark.parametrize("word", ["选择题", "不定项选择题", "（不定项）"])
def test_some_choices_are_single_or_multiple(word: str) -> None:
    assert type_of(word) is None
    assert open_choice(word)


@pytest.mark.parametrize("word", ["", "听力题", "单选题库", "9", "甲"])
def test_no_type(word: str) -> None:
    assert type_of(word) is None
    assert not open_choice(word)


@pytest.mark.parametrize(
    "value", ["正确", "对", "是", "T", "TRUE", "TURE", "Y", "√", "✓", "1", 1, 1.0, "A", True, " 对。", "（√）"]
)
def test_right(value: object) -> None:
    assert truth_of(value) is True


@pytest.mark.parametrize("value", ["错误", "错", "否", "F", "False", "N", "×", "✗", "0", 0, "B", False, "ｆ"])
def test_wrong(value: object) -> None:
    assert truth_of(value) is False


@pytest.mark.parametrize("value", ["", "对错", "C", "2", "大概", "不", None])
def test_no_judgement(value: object) -> None:
    assert truth_of(value) is None


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("A", "A"), ("AB", "AB"), ("A,B", "AB"), ("A、B", "AB"), ("A;B", "AB"), ("A|B", "AB"), ("A/B", "AB"),
        ("A B", "AB"), ("A，B", "AB"), ("BA", "AB"), ("ab", "AB"), ("ＡＢ", "AB"), ("A.", "A"), ("AB。", "AB"),
        ("1,3", "AC"), ("2", "B"), (2.0, "B"), (3, "C"), ("1、2、4", "ABD"), ("0,1,1,0", "BC"), ("0110", "BC"),
        ("1 1 1 1", "ABCD"), ('["A","C"]', "AC"), ("[1, 3]", "AC"), ('["甲烷"]', "B"), (["A", "B"], "AB"),
        ("甲烷", "B"), ("甲烷;六氟化硫", "BD"), ("B.甲烷", "B"), ("B、甲烷", "B"), ("A.二氧化碳,B.甲烷", "AB"),
    ],
)  # fmt: skip
def test_choice_answers(answer: object, key: str) -> None:
    assert choice_key(answer, GASES) == tuple(key)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "E",
        "AE",
        "AA",
        "5",
        "0",
        "13",
        "1,1",
        "B.二氧化碳",
        "甲",
        "ABX",
        True,
        None,
        "[",
        "A对",
        "略",
        "0000",
        "2.5",
    ],
)
def test_no_choice(answer: object) -> None:
    assert choice_key(answer, GASES) is None


def test_an_answer_with_two_readings_is_none() -> None:
    assert choice_key("2", ["2", "1", "4", "3"]) is None
    assert choice_key("A", ["B", "A"]) is None
    assert choice_key("2", ["1", "2", "3"]) == ("B",)
    assert choice_key("甲", ["甲", "甲"]) is None


def test_a_text_with_a_separator_in_it() -> None:
    assert choice_key("煤、油", ["煤、油", "气"]) == ("A",)


@pytest.mark.parametrize(
    ("values", "level"),
    [("易 简单 一级 1", 1), ("较易 2", 2), ("中 中等 三级 3", 3), ("较难 四级", 4), ("难 困难 五级 5", 5)],
)
def test_difficulties(values: str, level: int) -> None:
    assert [difficulty_of(value) for value in values.split()] == [level] * len(values.split())


@pytest.mark.parametrize("value", ["0.65", 0.65, "0", "6", "无", "", True])
def test_no_difficulty(value: object) -> None:
    assert difficulty_of(value) is None


def test_nothing_said() -> None:
    assert all(absent(value) for value in (None, "", "　", "无", "—", "略"))
    assert not absent(0)


@pytest.mark.parametrize(
    ("value", "marks"), [("2", 2), (1.5, 1.5), ("1.5分", 1.5), ("（2分）", 2), ("每题1分", 1), ("两分", None)]
)
def test_marks(value: object, marks: float | None) -> None:
    assert marks_of(value) == marks


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("12.5", Amount(value=12.5)),
        (12.0, Amount(value=12)),
        ("12,000 t", Amount(value=12000, unit="t")),
        ("27068.55tCO₂。", Amount(value=27068.55, unit="tCO₂")),
        ("-3.5 ℃", Amount(value=-3.5, unit="℃")),
        ("12.5±0.1 t", Amount(value=12.5, unit="t", reach=0.1)),
        ("1-9", Amount(value=5, reach=4)),
        ("0.4～0.6 tCO₂/MWh", Amount(value=0.5, unit="tCO₂/MWh", reach=0.1)),
        ("9-1", None), ("约十吨", None), ("12.5 或 13", None),
        ("2023年排放12吨，比上年下降较多，其中直接排放更多", None), (True, None),
    ],
)  # fmt: skip
def test_amounts(written: object, amount: Amount | None) -> None:
    assert amount_of(written) == amount


@pytest.mark.parametrize(
    ("answer", "count", "blanks"),
    [
        ("生态环境部", 1, [["生态环境部"]]),
        ("煤、油，气；电", 1, [["煤、油，气；电"]]),
        ("甲|乙", 1, [["甲", "乙"]]),
        ("甲;乙", 1, None),
        ("甲|乙", 2, [["甲"], ["乙"]]),
        ("甲;乙", 2, [["甲"], ["乙"]]),
        ("甲；乙", 2, None),
        ("甲;乙|丙", 2, None),
        ("甲;乙;丙|丁", 2, [["甲", "乙", "丙"], ["丁"]]),
        ("（1）甲；（2）乙", 2, [["甲"], ["乙"]]),
        ("(1) 甲 (2) 乙", 2, [["甲"], ["乙"]]),
        ("①甲②乙③丙", 3, [["甲"], ["乙"], ["丙"]]),
        ("①甲②乙③丙", 2, None),
        ("甲\n乙", 2, [["甲"], ["乙"]]),
        ("甲、乙", 2, None),
        ("", 1, None),
    ],
)
def test_blanks(answer: str, count: int, blanks: list[list[str]] | None) -> None:
    found = blank_answers(answer, count)
    assert (None if found is None else [list(blank) for blank in found]) == blanks


def test_people_say_what_separates() -> None:
    usual, other = BlankNotation(), BlankNotation(blanks=";", wordings="|")
    assert blank_answers("甲;乙|丙", 2, usual) == (("甲", "乙"), ("丙",))
    assert blank_answers("甲;乙|丙", 2, other) == (("甲",), ("乙", "丙"))
    assert blank_answers("甲；乙", 2, BlankNotation(blanks="；")) == (("甲",), ("乙",))
    assert blank_answers("甲;乙", 2, usual) is None
