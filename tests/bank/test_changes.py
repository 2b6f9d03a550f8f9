"""Changes in words: every change is told, none is told twice, fields and values have Chinese names."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.bank.changes import Change, changes, field_label
from authoring.questions import Question, question_from
from tests.builders import KINDS, question


def told(old: Question, **fields: Any) -> list[str]:
    return [str(change) for change in changes(old, question_from(old.data() | fields))]


def test_fields_and_values_in_words() -> None:
    old = question("single_choice", tags=["电力"])
    new = question_from(old.data() | {"key": "C", "tags": ["电力", "计算"], "rationale": "", "level": "senior"})
    assert changes(old, new)[-1] == Change(field="key", old="B", new="C")
    assert [str(change) for change in changes(old, new)] == [
        "等级：由“初级”改为“高级”",
        "解析：删去“因为如此。”",
        "标签：由“电力”改为“电力、计算”",
        "答案：由“B”改为“C”",
    ]
    assert told(question("true_false"), key=False) == ["答案：由“正确”改为“错误”"]
    assert changes(old, old) == ()


def test_of_a_long_text_only_what_differs_is_told() -> None:
    text = "排放量等于活动数据乘以因子，" * 5
    old = question("true_false", rationale=f"{text}\n单位是吨。{text}")
    assert told(old, rationale=f"{text}\n单位是千克。{text}") == [
        "解析：由“……据乘以因子， 单位是吨。排放量等于活动数据……”改为“……据乘以因子， 单位是千克。排放量等于活动数据……”"
    ]
    assert told(old, rationale=f"{text}\n单位是吨。{text}完。") == [
        "解析：由“……于活动数据乘以因子，”改为“……于活动数据乘以因子，完。”"
    ]
    assert told(old, rationale="") == [f"解析：删去“{text} 单位是吨。{text}”"]


def test_an_option_that_goes_moves_no_other() -> None:
    old = question("single_choice")
    kept = [{"id": letter, "text": f"选项{was}"} for letter, was in zip("ABC", "ACD", strict=True)]
    assert told(old, options=kept, key="A") == ["选项 B：删去“选项B”", "答案：由“B”改为“A”"]


def test_an_option_that_comes_between_moves_no_other() -> None:
    old = question("single_choice")
    texts = ["选项A", "新来的", "选项B", "选项C", "选项D"]
    options = [{"id": letter, "text": text} for letter, text in zip("ABCDE", texts, strict=True)]
    options[1]["mistake"] = "混淆"
    assert told(old, options=options, key="C") == [
        "选项 B：新增“新来的”",
        "选项 B 的错因：新增“混淆”",
        "答案：由“B”改为“C”",
    ]


def test_what_is_within_a_case() -> None:
    old = question("case")
    children = old.data()["children"]
    children[0]["options"][2]["text"] = "改过的"
    children[2]["tolerance"] = {"relative": 0.01}
    assert told(old, children=children) == [
        "第 1 小题的选项 C：由“选项C”改为“改过的”",
        "第 3 小题的允许误差的绝对值：删去“0.5”",
        "第 3 小题的允许误差的相对值：新增“0.01”",
    ]


def test_a_record_that_comes_is_told_field_by_field() -> None:
    calculation = {"expr": "a*2", "inputs": {"a": 12000}, "result": 24000}
    assert told(question("numeric"), calculation=calculation) == [
        "计算的算式：新增“a*2”",
        "计算的代入值 a：新增“12000”",
        "计算的结果：新增“24000”",
    ]


def test_a_key_of_another_shape() -> None:
    old = question("single_choice")
    new = question("matching")
    assert "答案：由“B”改为“P1：C2、P2：C1、P3：C3”" in [str(change) for change in changes(old, new)]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("stem", "题干"),
        ("options.1.text", "选项 B"),
        ("options.1.mistake", "选项 B 的错因"),
        ("blanks.0.accepted", "第 1 空的答案写法"),
        ("rubric.1.marks", "评分点 2 的分值"),
        ("key.P1", "答案 P1"),
        ("children.1.options.0.text", "第 2 小题的选项 A"),
        ("options", "选项"),
    ],
)
def test_labels(path: str, label: str) -> None:
    assert field_label(path) == label


@st.composite
def edits(draw: st.DrawFn) -> tuple[Question, Question]:
    """A question, and the same with options taken away, put in, moved and rewritten."""
    old = question(draw(st.sampled_from(["single_choice", "multiple_choice", "ordering"])))
    name = "items" if old.type == "ordering" else "options"
    texts = draw(st.lists(st.sampled_from(["选项A", "选项B", "甲", "乙", "丙"]), min_size=3, max_size=6))
    ids = draw(st.permutations("ABCDEFGH"[: len(texts)]))
    entries = [{"id": letter, "text": text} for letter, text in zip(ids, texts, strict=True)]
    key: Any = ids[0] if old.type == "single_choice" else list(ids) if old.type == "ordering" else list(ids[:2])
    return old, question_from(old.data() | {name: entries, "key": key})


@given(edits())
def test_nothing_that_differs_goes_untold(pair: tuple[Question, Question]) -> None:
    old, new = pair
    assert bool(changes(old, new)) == (old != new)
    assert changes(new, new) == ()
    paths = [change.field for change in changes(old, new) if change.old and change.new]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_chinese_name(kind: str) -> None:
    other = "true_false" if kind != "true_false" else "numeric"
    old, new = question(kind), question(other)
    labels = [field_label(change.field) for change in (*changes(old, new), *changes(new, old))]
    assert [label for label in labels if re.search("[a-z]{2}", label)] == []
