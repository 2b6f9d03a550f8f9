"""Ways out of a refusal are true: each of them leads to a paper."""

from typing import Any

import pytest

from authoring.papers.assembly import assemble
from authoring.papers.blueprint import Blueprint
from authoring.papers.remedies import Remedy, RemedyKind
from authoring.questions import Question, Status
from tests.papers.pools import blueprint, make, section

SIX = section("S", ["single_choice"], 6)


def ways_out(plan: Blueprint, pool: list[Question], **known: Any) -> dict[RemedyKind, Remedy]:
    result = assemble(plan, pool, seed=1, **known)
    assert result.paper is None
    prices = [remedy.price for remedy in result.remedies]
    assert prices == sorted(prices)
    for remedy in result.remedies:
        if remedy.blueprint is not None:
            assert assemble(remedy.blueprint, pool, seed=2, **known).paper is not None, remedy.sentence
    return {remedy.kind: remedy for remedy in result.remedies}


def mixed(**counts: int) -> list[Question]:
    statuses = [status for status, count in counts.items() for _ in range(count)]
    return [make(n, status=status) for n, status in enumerate(statuses, start=1)]


def test_the_fewest_and_best_reviewed_questions_are_released() -> None:
    pool = mixed(active=4, in_review=3, approved=1, draft=5)
    ways = ways_out(blueprint(SIX), pool)
    release = ways[RemedyKind.RELEASE]
    assert len(release.questions) == 2
    assert "T-D01-008" in release.questions, "the approved one"
    assert release.sentence.startswith("启用尚未启用的题（通过 1 题、待审 1 题）：")
    put_to_use = [
        entry.model_copy(update={"status": Status.ACTIVE}) if entry.id in release.questions else entry for entry in pool
    ]
    assert assemble(blueprint(SIX), put_to_use, seed=1).paper is not None
    assert ways[RemedyKind.RELAX].sentence == "放宽：“大题S”由 6 题改为 4 题"


def test_questions_that_rest_may_be_used_again() -> None:
    exposed = {"T-D01-001": ("2026-06",), "T-D01-002": ("2026-06",)}
    ways = ways_out(blueprint(SIX, rest=1), mixed(active=7), exposed=exposed)
    assert len(ways[RemedyKind.REUSE].questions) == 1
    assert "再用 1 道应当停歇的题" in ways[RemedyKind.REUSE].sentence
    assert RemedyKind.RELEASE not in ways


@pytest.mark.parametrize(("supply", "shared", "percent"), [(11, 1, "16.7"), (8, 4, "66.7"), (6, 6, "100")])
def test_the_smallest_overlap_is_offered(supply: int, shared: int, percent: str) -> None:
    ways = ways_out(blueprint(SIX, forms=2), mixed(active=supply))
    assert ways[RemedyKind.OVERLAP].sentence == f"允许两套卷共用至多 {shared} 题（{percent}%）"
    assert ways[RemedyKind.FORMS].sentence == "只组 1 套卷"


def test_rows_that_clash_can_only_be_relaxed() -> None:
    pool = [make(n, point=f"D0{1 + n % 2}-01", difficulty=1 + 3 * (n % 2)) for n in range(1, 21)]
    rows = [
        {"select": {"knowledge_points": ["D01"]}, "at_least": 4},
        {"select": {"difficulty": [1, 2]}, "at_most": 2},
    ]
    ways = ways_out(blueprint(SIX, rows=rows, forms=2), pool)
    assert set(ways) == {RemedyKind.RELAX}
    assert ways[RemedyKind.RELAX].price == 2


def large(rows: list[dict[str, Any]], **fields: Any) -> tuple[Blueprint, list[Question]]:
    """A pool beyond the exact model: 2500 questions for four forms."""
    pool = [make(n, point=f"D0{1 + n % 5}-01", difficulty=1 + n % 3, seconds=60) for n in range(1, 2501)]
    return blueprint(section("S", ["single_choice"], 20), forms=4, rows=rows, **fields), pool


def test_a_large_pool_is_explained_as_a_small_one() -> None:
    rare = {"select": {"knowledge_points": ["D03"], "difficulty": [2], "tags": ["稀有"]}, "at_least": 2}
    plan, pool = large([rare])
    pool[1] = pool[1].model_copy(update={"tags": ("稀有",), "knowledge_points": ("D03-01",), "difficulty": 2})
    result = assemble(plan, pool, seed=1)
    assert [(short.place, short.needed, short.available, short.supply) for short in result.shortfalls] == [
        ("0", 2, 0, 1)
    ]
    assert str(result.shortfalls[0]).endswith("（4 套卷共需 8 题，题库可用 1 题）")


def test_a_clash_in_a_large_pool_is_irreducible() -> None:
    rows = [
        {"select": {"knowledge_points": ["D01", "D02"]}, "at_least": 15},
        {"select": {"knowledge_points": ["D03"], "levels": ["junior"]}, "at_least": 4},
        {"select": {"knowledge_points": ["D04", "D05"], "levels": ["junior"]}, "at_least": 4},
        {"select": {"difficulty": [1]}, "at_least": 1},
    ]
    plan, pool = large(rows)
    result = assemble(plan, pool, seed=1)
    said = next(finding.message for finding in result.report if finding.code == "P206")
    assert "以下 4 项" in said
    assert "“大题S”恰好 20 题" in said
    assert "难度" not in said
    assert sum(short.missing for short in result.shortfalls) == 3
    for place in range(3):
        fewer = plan.model_copy(update={"rows": tuple(row for n, row in enumerate(plan.rows) if n != place)})
        assert assemble(fewer, pool, seed=1).paper is not None
    assert {remedy.kind for remedy in result.remedies} == {RemedyKind.RELAX}
