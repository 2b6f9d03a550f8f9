"""Running checks: suppressions, retired questions, many questions at once, the manual."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.checks import ALL, check_questions, manual
from authoring.errors import UsageError
from authoring.findings import Finding
from authoring.questions import question_from
from tests.builders import KINDS, data, question
from tests.checks.casebook import context

NEGATIVE = "下列不属于温室气体的是（　　）。"


def codes(*plain: dict, only: str = "") -> list[tuple[str, str | None, str | None]]:
    report = check_questions(map(question_from, plain), context())
    return [(f.code, f.where.question, f.where.field) for f in report if f.code.startswith(only)]


def test_a_finding_is_answered_for_by_code_and_question() -> None:
    first = data("single_choice", 1, stem=NEGATIVE)
    second = data("single_choice", 2, stem=f"{NEGATIVE}（另一题）")
    answered = first | {"suppress": [{"code": "W211", "reason": "条例原文即如此"}]}
    assert codes(first, second, only="W211") == [("W211", "T-D01-001", "stem"), ("W211", "T-D01-002", "stem")]
    assert codes(answered, second, only="W211") == [("W211", "T-D01-002", "stem")]
    assert codes(answered, second, only="C001") == []


def test_a_suppression_that_suppresses_nothing_is_a_finding() -> None:
    idle = data("single_choice", suppress=[{"code": "W211", "reason": "以前有"}])
    assert codes(idle, only="C001") == [("C001", "T-D01-001", "suppress")]


def test_a_suppression_of_a_check_that_did_not_run_is_none() -> None:
    idle = question("single_choice", suppress=[{"code": "W211", "reason": "以前有"}])
    others = [check for check in ALL if check.code != "W211"]
    assert "C001" not in check_questions([idle], context(), others).codes()


def test_a_child_answers_for_its_own_fields() -> None:
    case = data("case")
    children = [dict(child) for child in case["children"]]
    children[0]["stem"] = NEGATIVE
    assert codes(case | {"children": children}, only="W211") == [("W211", "T-D01-001", "children.0.stem")]
    reason = [{"code": "W211", "reason": "条例原文即如此"}]
    answered = [children[0] | {"suppress": reason}, *children[1:]]
    assert codes(case | {"children": answered}, only="W211") == []
    wrong = [children[0], children[1] | {"suppress": reason}, *children[2:]]
    assert codes(case | {"children": wrong}, only="W211") == [("W211", "T-D01-001", "children.0.stem")]
    assert codes(case | {"children": wrong}, only="C001") == [("C001", "T-D01-001", "children.1.suppress")]


def test_bank_wide_findings_are_answered_for_by_the_question_they_name() -> None:
    first, second = data("true_false", 1), data("true_false", 2)
    assert codes(first, second, only="K401") == [("K401", "T-D01-002", "stem")]
    assert codes(first, second | {"suppress": [{"code": "K401", "reason": "平行卷专用"}]}, only="K401") == []


def test_retired_questions_are_passed_over() -> None:
    assert codes(data("single_choice", stem=NEGATIVE, status="retired"), only="W") == []


def test_everything_is_said_at_once_and_every_time_alike() -> None:
    bad = question(
        "single_choice", stem="下列不属于碳泄露的是( )", sources=["F77"], knowledge_points=["D9"], rationale=""
    )
    report = check_questions([bad], context())
    assert {"S121", "S123", "S125", "W211", "W213", "W241"} <= set(report.codes())
    assert check_questions([bad], context()) == report


@pytest.mark.parametrize("kind", KINDS)
def test_the_builders_questions_have_no_errors(kind: str) -> None:
    assert check_questions([question(kind)], context()).passed


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=40), min_size=2, max_size=5))
def test_checks_take_any_text(stem: str, options: list[str]) -> None:
    entries = [{"id": letter, "text": text} for letter, text in zip("ABCDE", options, strict=False)]
    made = question("single_choice", stem=f"{stem}。", options=entries, key="A")
    assert all(isinstance(finding, Finding) for finding in check_questions([made], context()))


@pytest.mark.parametrize("code", [*(check.code for check in ALL), "C001"])
def test_manual_of_every_code(code: str) -> None:
    text = manual(code.lower())
    assert text.startswith(f"{code} ")
    assert re.findall(r"\{[a-z_]+\}", text) == []
    assert f"suppress: [{{code: {code}, reason: 理由}}]" in text


def test_manual_of_an_unknown_code_names_the_nearest_and_all() -> None:
    with pytest.raises(UsageError, match=r"没有编号为 W21 的检查.*\n现有：C001 F301 .* W241$"):
        manual("W21")


def test_today_decides_what_is_past() -> None:
    def found(today: date) -> bool:
        around = context()
        around.today = today
        return "F302" in check_questions([question("single_choice", sources=["factor.2026"])], around).codes()

    assert not found(date(2026, 12, 31))
    assert found(date(2027, 1, 1))
