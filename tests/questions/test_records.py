"""Records hold together: every inconsistency is refused by name, and writing reads back equal."""

import pytest
from pydantic import ValidationError

from authoring.questions import Case, Question, parts, question_from, question_from_json
from tests.builders import KINDS, data, question


def messages(plain: dict) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        question_from(plain)
    return [entry["msg"] for entry in caught.value.errors()]


@pytest.mark.parametrize("kind", KINDS)
def test_data_and_json_read_back_equal(kind: str) -> None:
    made = question(kind)
    assert question_from(made.data()) == made
    assert question_from_json(made.model_dump_json()) == made
    assert question_from_json(made.canonical()) == made


@pytest.mark.parametrize("kind", KINDS)
def test_questions_are_frozen_and_refuse_unknown_fields(kind: str) -> None:
    with pytest.raises(ValidationError):
        question(kind).stem = "别的"  # type: ignore[misc]
    assert any("Extra inputs" in message for message in messages(data(kind) | {"stemm": "x"}))


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        (data("single_choice", key="E"), "答案 E 不在"),
        (
            data("single_choice", options=[{"id": "A", "text": "x"}, {"id": "A", "text": "y"}], key="A"),
            "选项编号重复：A",
        ),
        (data("multiple_choice", key=["A", "A"]), "答案里选项重复：A"),
        (data("multiple_choice", key=["A", "F"]), "答案 F 不在"),
        (data("blanks", stem="没有空"), "与 blanks 的个数不符"),
        (data("blanks", stem="[[2]] 在 [[1]] 前"), "应依次为 [[1]] [[2]]"),
        (data("numeric", tolerance={}), "恰好填一个"),
        (data("numeric", tolerance={"absolute": 1, "relative": 0.1}), "恰好填一个"),
        (data("numeric", accepted_units=[{"unit": "tCO₂", "factor": 2}]), "单位重复"),
        (data("matching", key={"P1": "C1", "P2": "C1"}), "每个左侧项"),
        (data("matching", key={"P1": "C1", "P2": "C1", "P3": "C9"}), "答案 C9 不在"),
        (data("ordering", key=["A", "B"]), "每一项一次"),
        (data("short_answer", marks=9), "评分要点合计 10"),
        (data("single_choice", marks=0), "大于 0"),
    ],
)
def test_inconsistent_questions_are_refused_by_name(plain: dict, text: str) -> None:
    assert any(text in message for message in messages(plain))


def test_words_are_no_truth_values_and_texts_no_numbers() -> None:
    assert messages(data("true_false", key="no"))
    assert messages(data("single_choice", difficulty="3"))
    assert messages(data("single_choice", marks=1.25))


def test_numbers_are_kept_as_written() -> None:
    assert str(question("numeric", value=0.1).value) == "0.1"  # type: ignore[union-attr]
    assert question("numeric", value=0.1).canonical() == question("numeric", value=0.10).canonical()


def test_children_take_from_their_case_what_they_do_not_say() -> None:
    case = question("case", level="senior", sources=["F02"], version=3)
    assert isinstance(case, Case)
    assert [child.id for child in case.children] == ["T-D01-001.1", "T-D01-001.2", "T-D01-001.3", "T-D01-001.4"]
    assert {child.level for child in case.children} == {case.level}
    assert {child.version for child in case.children} == {3}
    assert case.marks == 2 + 2 + 2 + 10
    assert case.seconds == 240


def test_a_child_that_differs_from_its_case_keeps_its_own() -> None:
    plain = data("case", version=3)
    plain["children"][0] |= {"version": 1, "sources": []}
    case = question_from(plain)
    assert isinstance(case, Case)
    assert (case.children[0].version, case.children[0].sources) == (1, ())
    assert question_from(case.data()) == case


def test_the_fingerprint_changes_with_the_text_and_only_then() -> None:
    first = question("single_choice")
    assert first.fingerprint() == question_from(first.data()).fingerprint()
    assert first.fingerprint() != question("single_choice", stem="下列哪一项不正确？").fingerprint()
    assert question("single_choice").fingerprint() != question("multiple_choice").fingerprint()


@pytest.mark.parametrize("kind", KINDS)
def test_parts_are_the_answerable_questions(kind: str) -> None:
    made: Question = question(kind)
    assert len(parts(made)) == (4 if kind == "case" else 1)
    assert not any(isinstance(part, Case) for part in parts(made))
