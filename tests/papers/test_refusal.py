"""A refused blueprint names what is missing and what clashes, by how much."""

from typing import Any

import pytest

from authoring.papers.assembly import Assembly, assemble
from authoring.papers.requirements import Kind
from authoring.papers.shortage import distinct_needed
from authoring.questions import Question
from tests.papers.pools import blueprint, make, section, syllabus


def codes(result: Assembly) -> list[str]:
    return [finding.code for finding in result.report]


def test_a_section_without_enough_questions_says_what_lies_out_of_reach() -> None:
    pool = [make(n) for n in range(1, 5)]
    pool += [make(n, status="in_review") for n in range(5, 8)] + [make(8, level="senior"), make(9, status="draft")]
    result = assemble(blueprint(section("S", ["single_choice"], 6)), pool, seed=1)
    (short,) = result.shortfalls
    assert result.paper is None
    assert (short.kind, short.place, short.needed, short.available, short.missing) == (Kind.SECTION, "S", 6, 4, 2)
    assert short.elsewhere == {"待审": 3, "高级": 1, "草稿": 1}
    assert str(short) == "“大题S”需要 6 题，可用 4 题，缺 2 题（另有：待审 3 题、高级 1 题、草稿 1 题）"
    assert codes(result) == ["P201"]


def test_a_row_without_enough_questions_is_named_with_the_syllabus() -> None:
    pool = [make(n, point="D02-01", cognitive="apply") for n in range(1, 5)]
    pool += [make(n, point="D02-01", cognitive="apply", status="in_review") for n in range(5, 8)]
    pool += [make(n) for n in range(8, 20)]
    row = {"select": {"knowledge_points": ["D02"], "cognitive": ["apply"], "types": ["single_choice"]}, "at_least": 6}
    plan = blueprint(section("S", ["single_choice"], 10), rows=[row])
    result = assemble(plan, pool, seed=1, syllabus=syllabus())
    assert [str(short) for short in result.shortfalls] == [
        "全卷·温室气体核算基础（D02）·单选题·应用 需要 6 题，可用 4 题，缺 2 题（另有：待审 3 题）"
    ]
    assert [(finding.code, finding.where.field) for finding in result.report] == [("P202", "rows.0.at_least")]


def test_several_forms_need_their_questions_together() -> None:
    plan = blueprint(section("S", ["single_choice"], 6), forms=2)
    result = assemble(plan, [make(n) for n in range(1, 10)], seed=1)
    assert str(result.shortfalls[0]) == "“大题S”需要 6 题，可用 4 题，缺 2 题（2 套卷共需 12 题，题库可用 9 题）"
    assert "再编写或启用 3 题" in result.report.findings[0].hint


def rows(*limits: tuple[dict[str, Any], dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"select": select} | limit for select, limit in limits]


def mixed(count: int = 20) -> list[Question]:
    """Questions of two domains; those of D01 are easy, those of D02 hard."""
    return [make(n, point=f"D0{1 + n % 2}-01", difficulty=1 + 3 * (n % 2)) for n in range(1, count + 1)]


def test_rows_that_clash_are_named_and_no_others() -> None:
    limits = rows(
        ({"knowledge_points": ["D01"]}, {"at_least": 6}),
        ({"difficulty": [1, 2]}, {"at_most": 3}),
        ({"knowledge_points": ["D02"]}, {"at_least": 1}),
    )
    result = assemble(blueprint(section("S", ["single_choice"], 10), rows=limits), mixed(), seed=1)
    assert sum(short.missing for short in result.shortfalls) == 3
    clash = next(finding.message for finding in result.report if finding.code == "P206")
    assert "以下 2 项" in clash
    assert "第 1 行——全卷：D01，至少 6 题" in clash
    assert "第 2 行——全卷：难度 1、2，至多 3 题" in clash
    assert "第 3 行" not in clash


def test_time_that_cannot_be_kept_is_said_in_minutes() -> None:
    plan = blueprint(section("S", ["single_choice"], 5), minutes=10)
    result = assemble(plan, [make(n, seconds=300) for n in range(1, 9)], seed=1)
    assert [str(short) for short in result.shortfalls] == ["考试时长 10 分钟，预计用时至少 25 分钟，超出 15 分钟"]
    assert codes(result) == ["P205", "P206"]


def test_marks_that_cannot_be_reached_are_said() -> None:
    pool = [make(n, "short_answer", marks=6, rubric=[{"text": "要点", "marks": 6}]) for n in range(1, 5)]
    result = assemble(blueprint(section("S", ["short_answer"], 2, None), marks=13), pool, seed=1)
    assert [str(short) for short in result.shortfalls] == ["总分要求 13 分，最接近的只有 12 分，差 1 分"]


def test_enemies_can_be_to_blame() -> None:
    plan = blueprint(section("S", ["single_choice"], 3), enemies=[["T-D01-001", "T-D01-002"]])
    result = assemble(plan, [make(n) for n in range(1, 4)], seed=1)
    clash = next(finding.message for finding in result.report if finding.code == "P206")
    assert "互斥题 T-D01-001、T-D01-002" in clash
    assert "“大题S”恰好 3 题" in clash


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"fixed": ["T-D01-0O1"]}, "P208", "是否指 T-D01-001？"),
        ({"fixed": ["T-D01-004"]}, "P209", "草稿"),
        ({"fixed": ["T-D01-005"]}, "P209", "与各大题都不符"),
        ({"banned": ["T-D01-099"]}, "P210", "T-D01-099"),
        ({"enemies": [["T-D01-001", "T-D01-0O2"]]}, "P210", "是否指 T-D01-002？"),
    ],
)
def test_questions_that_cannot_be_used_are_named(fields: dict[str, Any], code: str, words: str) -> None:
    pool = [*(make(n) for n in (1, 2, 3)), make(4, status="draft"), make(5, "true_false")]
    result = assemble(blueprint(section("S", ["single_choice"], 1), **fields), pool, seed=1)
    found = next(finding for finding in result.report if finding.code == code)
    assert words in found.message


def test_a_blueprint_that_contradicts_itself_is_not_solved() -> None:
    result = assemble(blueprint(section("S", ["single_choice"], 2), marks=5), [make(1), make(2)], seed=1)
    assert codes(result) == ["P103"]
    assert result.shortfalls == ()
    assert result.objective is None


@pytest.mark.parametrize(
    ("count", "forms", "shared", "expected"),
    [
        (4, 1, 0, 4),
        (4, 2, 0, 8),
        (4, 2, 1, 7),
        (4, 2, 4, 4),
        (2, 3, 1, 3),  # AB, BC, CA
        (3, 3, 1, 6),  # ABC, ADE, BDF: a triangle of pairs
        (4, 3, 4, 4),
    ],
)
def test_distinct_questions_needed(count: int, forms: int, shared: int, expected: int) -> None:
    assert distinct_needed(count, forms, shared) == expected
