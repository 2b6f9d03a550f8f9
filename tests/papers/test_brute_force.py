"""On small pools, trying everything agrees with the solver, and the suggested change makes a paper possible."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.papers.assembly import assemble
from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.blueprint_check import check_blueprint
from authoring.papers.conflict import clash
from authoring.papers.engine.watch import Watch
from authoring.papers.forms_problem import problem
from authoring.papers.known import Known
from authoring.papers.paper import Form
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, requirements
from authoring.papers.shortfall import relaxed
from authoring.papers.stock import Stock
from authoring.questions import Question, Status
from tests.papers.pools import blueprint, make, section

Placing = dict[str, tuple[Question, str, Decimal]]
"""A form: section and marks of each question."""

Names = Collection[tuple[Kind, str]] | None

SECTIONS = [["single_choice"], ["true_false"], ["single_choice", "true_false"]]


@st.composite
def pools(draw: st.DrawFn) -> list[Question]:
    kinds = draw(st.lists(st.sampled_from(["single_choice", "true_false"]), min_size=1, max_size=8))
    return [
        make(
            n,
            kind,
            point=draw(st.sampled_from(["D01-01", "D02-01", "D02-02"])),
            difficulty=draw(st.integers(1, 3)),
            marks=draw(st.sampled_from([1, 2])),
            seconds=draw(st.sampled_from([60, 120])),
        )
        for n, kind in enumerate(kinds, start=1)
    ]


@st.composite
def blueprints(draw: st.DrawFn) -> Blueprint:
    kinds = draw(st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=2))
    names = [f"S{n}" for n in range(len(kinds))]
    marks = [draw(st.sampled_from([None, 1, 1.5])) for _ in kinds]
    counts = [draw(st.integers(1, 3)) for _ in kinds]
    sections = [section(*plain) for plain in zip(names, kinds, counts, marks, strict=True)]
    fields: dict[str, Any] = {}
    if None in marks:
        fields["marks"] = draw(st.integers(2, 8))
    questions = st.sampled_from([f"T-D01-00{n}" for n in range(1, 9)])
    return blueprint(
        *sections,
        **fields,
        minutes=draw(st.integers(3, 12)),
        rows=draw(st.lists(rows(names), max_size=3)),
        enemies=draw(st.lists(st.lists(questions, min_size=2, max_size=3, unique=True), max_size=1)),
        fixed=draw(st.lists(questions, max_size=1)),
        forms=draw(st.integers(1, 2)),
        overlap=draw(st.sampled_from([0, 0.5])),
    )


@st.composite
def rows(draw: st.DrawFn, sections: list[str]) -> dict[str, Any]:
    field, values = draw(
        st.sampled_from([("knowledge_points", ["D01"]), ("knowledge_points", ["D02-01"]), ("difficulty", [1, 2])])
    )
    limit = draw(st.sampled_from(["at_least", "at_most"]))
    return {
        "select": {field: values},
        "section": draw(st.sampled_from([None, *sections])),
        "measure": draw(st.sampled_from(["count", "marks"])),
        limit: draw(st.integers(0, 3)),
    }


def placings(plan: Blueprint, pool: list[Question], only: Names = None) -> Iterator[Placing]:
    """Every form that meets the blueprint, or those of its requirements that are named."""
    places = []
    for question in pool:
        worth = [(question, part.id, plan.worth(question, part)) for part in plan.sections]
        places.append([None, *(place for place in worth if place[2] is not None)])
    for chosen in product(*places):
        form = {place[0].id: place for place in chosen if place is not None}
        if all(only is not None and name not in only for name in unmet(form, plan)):
            yield form


def unmet(form: Placing, plan: Blueprint) -> Iterator[tuple[Kind, str]]:
    """Names of the requirements that a form does not meet."""
    taken = list(form.values())
    for part in plan.sections:
        if sum(name == part.id for _, name, _ in taken) != part.count:
            yield Kind.SECTION, part.id
    if sum(marks for _, _, marks in taken) != plan.marks:
        yield Kind.MARKS, ""
    if sum(question.seconds for question, _, _ in taken) > plan.minutes * 60:
        yield Kind.MINUTES, ""
    for question in plan.fixed:
        if question not in form:
            yield Kind.FIXED, question
    for place, group in enumerate(plan.enemies):
        if len(set(group) & set(form)) > 1:
            yield Kind.ENEMIES, str(place)
    for place, row in enumerate(plan.rows):
        covered = [entry for entry in taken if row.section in (None, entry[1]) and row.select.covers(entry[0])]
        amount = len(covered) if row.measure is Measure.COUNT else sum(marks for _, _, marks in covered)
        if row.at_least is not None and amount < row.at_least:
            yield Kind.AT_LEAST, str(place)
        if row.at_most is not None and amount > row.at_most:
            yield Kind.AT_MOST, str(place)


def possible(plan: Blueprint, pool: list[Question], only: Names = None) -> bool:
    """Whether there are forms enough, as alike as the blueprint allows."""
    forms = {frozenset(set(form) - set(plan.fixed)) for form in placings(plan, pool, only)}
    if plan.forms == 1 or (only is not None and (Kind.OVERLAP, "") not in only):
        return bool(forms)
    most = int(plan.overlap * (sum(part.count for part in plan.sections) - len(set(plan.fixed))))
    return any(len(one & other) <= most for one in forms for other in forms)


def placed(form: Form, pool: list[Question]) -> Placing:
    questions = {question.id: question for question in pool}
    return {
        item.question: (questions[item.question], part.id, item.marks) for part in form.sections for item in part.items
    }


@settings(deadline=None, max_examples=80)
@given(blueprints(), pools())
def test_the_solver_agrees_with_trying_everything(plan: Blueprint, pool: list[Question]) -> None:
    if not check_blueprint(plan).passed:
        return
    result = assemble(plan, pool, seed=1)
    assert (result.paper is not None) == possible(plan, pool)
    assert result.report.passed == (result.paper is not None)
    if result.paper is not None:
        assert [list(unmet(placed(form, pool), plan)) for form in result.paper.forms] == [[]] * plan.forms


@settings(deadline=None, max_examples=80)
@given(blueprints(), pools())
def test_a_contradiction_is_a_true_one(plan: Blueprint, pool: list[Question]) -> None:
    if not check_blueprint(plan).passed:
        assert not possible(plan, pool)


@settings(deadline=None, max_examples=80)
@given(blueprints(), pools())
def test_the_suggested_change_makes_a_paper_possible(plan: Blueprint, pool: list[Question]) -> None:
    result = assemble(plan, pool, seed=1)
    if not result.shortfalls:
        return
    smaller = relaxed(plan, result.shortfalls)
    if smaller is not None:
        assert possible(smaller, pool)
        assert assemble(smaller, pool, seed=1).paper is not None


@settings(deadline=None, max_examples=80)
@given(blueprints(), pools())
def test_a_clash_is_irreducible(plan: Blueprint, pool: list[Question]) -> None:
    if not assemble(plan, pool, seed=1).shortfalls:
        return
    usable = Pool.of(plan, Stock.of(pool))
    names = clash(problem(plan, usable, requirements(plan, usable, Known())), [], Watch())
    assert names
    assert not possible(plan, pool, names)
    assert all(possible(plan, pool, [other for other in names if other != name]) for name in names)


@settings(deadline=None, max_examples=60)
@given(blueprints(), pools())
def test_every_way_out_leads_to_a_paper(plan: Blueprint, pool: list[Question]) -> None:
    result = assemble(plan, pool, seed=1)
    for remedy in result.remedies:
        changed = remedy.blueprint or plan
        usable = [
            entry.model_copy(update={"status": Status.ACTIVE}) if entry.id in remedy.questions else entry
            for entry in pool
        ]
        assert changed.forms > 2 or possible(changed, usable)
        assert assemble(changed, usable, seed=2).paper is not None, remedy.sentence


@settings(deadline=None, max_examples=60)
@given(blueprints(), pools(), st.integers(0, 5))
def test_the_gap_is_never_negative_and_the_seed_says_it_all(plan: Blueprint, pool: list[Question], seed: int) -> None:
    if not check_blueprint(plan).passed:
        return
    result, again = assemble(plan, pool, seed=seed), assemble(plan, list(reversed(pool)), seed=seed)
    assert result == again
    if result.paper is not None:
        assert result.gap is not None
        assert result.gap >= 0
        assert result.bound is not None
        assert result.objective is not None
        assert result.bound <= result.objective
        other = assemble(plan, pool, seed=seed + 1)
        assert other.paper is not None, "another seed, another good paper"
        assert [list(unmet(placed(form, pool), plan)) for form in other.paper.forms] == [[]] * plan.forms
