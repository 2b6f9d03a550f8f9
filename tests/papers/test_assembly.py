"""Assembled papers keep what the blueprint says, the same way every time."""

from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from authoring.papers.assembly import Assembly, assemble
from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.blueprint_files import load_blueprint
from authoring.papers.paper import Form
from authoring.questions import Question
from tests.papers.pools import SHIPPED, bank_questions, blueprint, ids, make, section, syllabus


def shipped(name: str) -> Blueprint:
    found, report = load_blueprint(SHIPPED[name], syllabus())
    assert found is not None
    assert list(report) == []
    return found


def added_up(form: Form, plan: Blueprint, questions: dict[str, Question]) -> list[str]:
    """What a form does not keep, added up from its items alone."""
    wrong = []
    by_section = {entry.id: entry for entry in form.sections}
    for part in plan.sections:
        items = by_section[part.id].items
        wrong += [part.id] * (len(items) != part.count)
        wrong += [item.question for item in items if questions[item.question].type not in part.types]
        wrong += [item.question for item in items if part.marks_each not in (None, item.marks)]
    for row in plan.rows:
        items = by_section[row.section].items if row.section else tuple(form.items)
        covered = [item for item in items if row.select.covers(questions[item.question])]
        counted = row.measure is Measure.COUNT
        amount = Decimal(len(covered)) if counted else sum((item.marks for item in covered), Decimal(0))
        wrong += [str(row)] * (not (row.at_least or 0) <= amount <= (row.at_most or amount))
    wrong += ["marks"] * (sum(item.marks for item in form.items) != plan.marks)
    wrong += ["time"] * (sum(item.seconds for item in form.items) > plan.minutes * 60)
    return wrong


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("seed", [1, 2026])
def test_shipped_blueprints_give_two_forms_from_the_shipped_bank(name: str, seed: int) -> None:
    plan, questions = shipped(name), {question.id: question for question in bank_questions()}
    result = assemble(plan, questions.values(), seed=seed, syllabus=syllabus())
    assert result.report.passed, [str(finding) for finding in result.report]
    assert result.paper is not None
    assert [form.name for form in result.paper.forms] == ["A", "B"]
    for form in result.paper.forms:
        assert added_up(form, plan, questions) == []
        used = [questions[name] for name in ids(form)]
        assert {question.status for question in used} <= set(plan.statuses)
        assert {question.level for question in used} <= set(plan.levels)
        assert [item.number for item in form.items] == list(range(1, plan.size + 1))
        assert all(item.question_fingerprint == questions[item.question].fingerprint() for item in form.items)
    one, other = (set(ids(form)) for form in result.paper.forms)
    assert len(one & other) <= plan.overlap * plan.size


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_blueprints_follow_the_real_exam(name: str) -> None:
    plan = shipped(name)
    assert (plan.minutes, plan.marks, plan.pass_marks) == (120, 150, 90)
    assert plan.level.value == name


def choices(count: int, **fields: Any) -> list[Question]:
    return [make(n, **fields) for n in range(1, count + 1)]


def assembled(plan: Blueprint, pool: list[Question], seed: int = 1) -> list[Form]:
    result = assemble(plan, pool, seed=seed)
    assert result.paper is not None, [str(finding) for finding in result.report]
    return list(result.paper.forms)


def test_the_same_seed_gives_the_same_paper_whatever_the_order_of_the_bank() -> None:
    plan, pool = blueprint(section("S", ["single_choice"], 5), forms=2), choices(20)
    first, second = assemble(plan, pool, seed=7), assemble(plan, reversed(pool), seed=7)
    assert first == second
    assert first.paper is not None
    assert second.paper is not None
    assert first.paper.fingerprint() == second.paper.fingerprint()


def test_seeds_vary_the_paper() -> None:
    plan, pool = blueprint(section("S", ["single_choice"], 5)), choices(40)
    assert len({frozenset(ids(assembled(plan, pool, seed)[0])) for seed in range(8)}) > 1


def test_forms_are_disjoint_unless_the_blueprint_allows_more() -> None:
    plan = blueprint(section("S", ["single_choice"], 4), forms=3)
    forms = assembled(plan, choices(12))
    assert len({name for form in forms for name in ids(form)}) == 12


@pytest.mark.parametrize(("overlap", "supply"), [(0.5, 6), (0.25, 7), (1, 4)])
def test_forms_share_what_is_allowed(overlap: float, supply: int) -> None:
    plan = blueprint(section("S", ["single_choice"], 4), forms=2, overlap=overlap)
    one, other = assembled(plan, choices(supply))
    assert len(set(ids(one)) & set(ids(other))) == 8 - supply
    assert assemble(plan, choices(supply - 1), seed=1).paper is None


def test_forms_share_nothing_where_nothing_must_be_shared() -> None:
    plan = blueprint(section("S", ["single_choice"], 4), forms=3, overlap=0.5)
    forms = assembled(plan, choices(12))
    assert all(not set(ids(one)) & set(ids(other)) for one, other in combinations(forms, 2))


def test_fixed_questions_stand_in_every_form_and_do_not_count_as_shared() -> None:
    plan = blueprint(section("S", ["single_choice"], 4), forms=2, fixed=["T-D01-003"])
    one, other = assembled(plan, choices(7))
    assert set(ids(one)) & set(ids(other)) == {"T-D01-003"}


def test_banned_questions_and_enemies_stay_apart() -> None:
    enemies = [["T-D01-001", "T-D01-002", "T-D01-003"]]
    plan = blueprint(section("S", ["single_choice"], 3), banned=["T-D01-006"], enemies=enemies)
    for seed in range(5):
        used = set(ids(assembled(plan, choices(6), seed)[0]))
        assert "T-D01-006" not in used
        assert len(used & set(enemies[0])) <= 1


def test_expected_time_stays_within_the_limits() -> None:
    slow = [make(n, seconds=300) for n in range(1, 6)]
    quick = [make(n, seconds=60) for n in range(6, 11)]
    plan = blueprint(section("S", ["single_choice"], 5, minutes=10), minutes=20)
    form = assembled(plan, slow + quick)[0]
    assert sum(item.seconds for item in form.items) <= 600


def test_a_tight_time_is_said() -> None:
    plan = blueprint(section("S", ["single_choice"], 5), minutes=5)
    result = assemble(plan, choices(5, seconds=58), seed=1)
    tight = [finding for finding in result.report if finding.code == "P221"]
    assert "4.8 分钟" in tight[0].message
    assert "97%" in tight[0].message
    assert result.paper is not None


def test_own_marks_add_up_to_the_total() -> None:
    pool = [
        make(n, "short_answer", marks=marks, rubric=[{"text": "要点", "marks": marks}])
        for n, marks in enumerate((4, 5, 6, 8), 1)
    ]
    plan = blueprint(section("S", ["short_answer"], 2, None), marks=11)
    assert {float(item.marks) for item in assembled(plan, pool)[0].items} == {5, 6}


def test_parallel_forms_are_alike_in_difficulty_and_time() -> None:
    easy = [make(n, difficulty=1, seconds=30) for n in range(1, 9)]
    hard = [make(n, difficulty=5, seconds=90) for n in range(9, 17)]
    forms = assembled(blueprint(section("S", ["single_choice"], 6), forms=2), easy + hard)
    assert sum(item.seconds for item in forms[0].items) == sum(item.seconds for item in forms[1].items)


@pytest.mark.parametrize("target", [1, 3, 5])
def test_forms_come_as_near_to_the_target_difficulty_as_they_can(target: int) -> None:
    pool = [make(n, difficulty=1 + n % 5) for n in range(1, 21)]
    plan = blueprint(section("S", ["single_choice"], 4), difficulty=target)
    form = assembled(plan, pool)[0]
    chosen = {question.id: question.difficulty for question in pool}
    assert sum(chosen[name] for name in ids(form)) == 4 * target


def test_the_cost_is_bounded() -> None:
    result: Assembly = assemble(blueprint(section("S", ["single_choice"], 5)), choices(40), seed=3)
    assert result.objective is not None
    assert result.bound is not None
    assert result.bound <= result.objective <= 5
    assert result.gap == pytest.approx((result.objective - result.bound) / result.objective, abs=1e-5)


def test_progress_is_told_in_order() -> None:
    told: list[str] = []
    assemble(blueprint(section("S", ["single_choice"], 1)), choices(2), seed=1, progress=told.append)
    assert told == ["检查双向细目表", "组卷：2 个候选题位，1 套卷", "排定题序和选项顺序"]


def test_a_paper_is_named_after_its_blueprint_and_seed_unless_it_has_a_name() -> None:
    plan = blueprint(section("S", ["single_choice"], 1))
    named = assemble(plan, choices(2), seed=5, paper_id="final").paper
    unnamed = assemble(plan, choices(2), seed=5).paper
    assert named is not None
    assert unnamed is not None
    assert (named.id, unnamed.id) == ("final", "test-5")
