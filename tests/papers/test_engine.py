"""The engine on small problems: trying everything agrees with it; on larger ones, adding up by other means does."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.papers.engine.exact import exact_model
from authoring.papers.engine.problem import INF, Floats, Goal, Ints, Limit, Problem
from authoring.papers.engine.sifting import sift
from authoring.papers.engine.solver import Outcome
from authoring.papers.engine.solving import Effort, Forms, solve
from authoring.papers.engine.union import Union
from authoring.papers.engine.watch import Standing, Watch

EXACT = Effort(gap=0.0, enough=0.0)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to eight seats of up to eight questions; one or two forms of one to three seats."""
    size, forms = draw(st.integers(1, 8)), draw(st.integers(1, 2))
    questions = np.array(sorted(draw(st.lists(st.integers(0, 7), min_size=size, max_size=size))), np.int64)
    count = draw(st.integers(1, 3))
    every = np.arange(size)
    limits = [Limit("count", every, np.ones(size), count, count)]
    for n in range(draw(st.integers(0, 2))):
        amounts = np.array(draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)), float)
        low = draw(st.integers(0, 5))
        limits.append(Limit(("row", n), every, amounts, low, low + draw(st.integers(0, 4))).tight())
    enemies = draw(st.lists(st.sets(st.integers(0, size - 1), min_size=2, max_size=3), max_size=1)) if size > 2 else []
    sparse = [Limit(("enemies", n), np.array(sorted(e)), np.ones(len(e)), upper=1) for n, e in enumerate(enemies)]
    shared = draw(st.integers(0, 1)) if forms > 1 else 0
    anchors = draw(st.integers(0, 1)) if forms > 1 else 0
    everywhere = np.array(draw(st.lists(st.sampled_from(questions.tolist()), max_size=1)), np.int64)
    cost = np.array(draw(st.lists(st.integers(1, 9), min_size=size, max_size=size)), float)
    return Problem(
        forms,
        questions,
        cost,
        tuple(limits),
        tuple(sparse),
        tuple(draw(goals(size))),
        everywhere=everywhere,
        anchors=anchors,
        shared=shared,
        shared_cost=2.0,
        most=draw(st.integers(1, 2)),
    )


@st.composite
def goals(draw: st.DrawFn, size: int) -> list[Goal]:
    amounts = np.array([draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))], float)
    kinds = [
        Goal(amounts, None, 1.0, 20.0),
        Goal(amounts, np.array([2.0]), 0.5, 20.0),
        Goal(amounts, np.array([2.0]), 0.5, 20.0, each=True),
    ]
    return draw(st.lists(st.sampled_from(kinds), max_size=1))


def single_forms(problem: Problem) -> Iterator[Ints]:
    """Every form that keeps the limits."""
    for taken in product((False, True), repeat=problem.size):
        form = np.flatnonzero(taken)
        questions = problem.questions[form]
        if len(set(questions.tolist())) == len(form) and all(
            limit.lower - 1e-9 <= amount(limit, form) <= limit.upper + 1e-9
            for limit in (*problem.limits, *problem.sparse)
        ):
            yield form


def amount(limit: Limit, form: Ints) -> float:
    counted = dict(zip(limit.seats.tolist(), limit.amounts.tolist(), strict=True))
    return float(sum(counted.get(seat, 0.0) for seat in form.tolist()))


def allowed(problem: Problem, forms: Sequence[Ints], shared: int) -> bool:
    """Whether the forms have the anchors in common and beside them no more than so many questions."""
    everywhere = set(problem.everywhere.tolist())
    own = [{seat for seat in form.tolist() if problem.questions[seat] not in everywhere} for form in forms]
    common = set.intersection(*own) if len(own) > 1 else set()
    anchors = problem.anchors if len(own) > 1 else 0
    for chosen in combinations(sorted(common), anchors):
        rest = [{int(problem.questions[seat]) for seat in seats - set(chosen)} for seats in own]
        pairs = [one & other for one, other in combinations(rest, 2)]
        uses = [sum(question in questions for questions in rest) for question in set().union(*rest)]
        if all(len(pair) <= shared for pair in pairs) and max(uses, default=0) <= problem.most:
            return True
    return False


def cheapest(problem: Problem) -> float | None:
    """Forms without common questions where there are such forms, else those allowed; None where there are none."""
    singles = list(single_forms(problem))
    for shared in {0: None, problem.shared: None}:
        prices = [
            problem.price(forms)
            for forms in product(singles, repeat=problem.forms)
            if allowed(problem, forms, shared if problem.forms > 1 else 0)
        ]
        if prices:
            return min(prices)
    return None


@settings(deadline=None, max_examples=200)
@given(problems())
def test_the_engine_finds_what_trying_everything_finds(problem: Problem) -> None:
    best, found = cheapest(problem), solve(problem, effort=EXACT)
    assert found.found == (best is not None)
    if best is not None:
        assert allowed(problem, found.forms, problem.shared)
        assert found.objective == pytest.approx(best)
        assert found.bound <= found.objective + 1e-9
        assert found.objective == pytest.approx(problem.price(found.forms))


def pool(size: int, forms: int, seed: int = 1, **fields: Any) -> Problem:
    """Questions of three types and six domains, in forms of twenty."""
    draw = np.random.default_rng(seed)
    kinds, domains, marks = draw.integers(0, 3, size), draw.integers(0, 6, size), draw.integers(1, 4, size)
    limits = [_count(("kind", n), np.flatnonzero(kinds == n), count, count) for n, count in enumerate((10, 6, 4))]
    limits += [_count(("domain", n), np.flatnonzero(domains == n), 2, 5) for n in range(6)]
    limits.append(Limit("marks", np.arange(size), marks.astype(float), 38, 40))
    enemies = [np.sort(draw.choice(size, 3, replace=False)) for _ in range(size // 10)]
    sparse = tuple(Limit(("enemies", n), group, np.ones(3), upper=1) for n, group in enumerate(enemies))
    hard = draw.integers(1, 6, size) / 20
    goals_of = [Goal(hard[None, :], np.array([3.0]), 0.02, 1000.0)]
    goals_of += [Goal(hard[None, :], None, 0.05, 400.0)] if forms > 1 else []
    made = Problem(forms, np.arange(size), draw.random(size), tuple(limits), sparse, tuple(goals_of))
    return replace(made, **fields)


def _count(name: object, seats: Ints, low: float, high: float) -> Limit:
    return Limit(name, seats, np.ones(len(seats)), low, high)


def check(problem: Problem, found: Forms) -> None:
    for form in found.forms:
        for limit in (*problem.limits, *problem.sparse):
            assert limit.lower - 1e-9 <= amount(limit, form) <= limit.upper + 1e-9, limit.name
    assert allowed(problem, found.forms, problem.shared)
    assert found.bound <= found.objective
    assert found.objective == pytest.approx(problem.price(found.forms))


@pytest.mark.parametrize(("size", "forms"), [(200, 1), (200, 3), (2000, 4), (20_000, 5)])
def test_forms_from_larger_pools_keep_every_limit_close_to_the_bound(size: int, forms: int) -> None:
    problem = pool(size, forms)
    found = solve(problem)
    check(problem, found)
    assert found.gap < 0.01


@pytest.mark.parametrize("forms", [2, 4])
def test_anchors_are_what_all_forms_have_in_common(forms: int) -> None:
    problem = pool(400, forms, anchors=5)
    found = solve(problem)
    check(problem, found)
    assert len(set.intersection(*(set(form.tolist()) for form in found.forms))) == 5


def test_forms_of_a_pool_too_small_share_as_few_questions_as_they_must() -> None:
    problem = pool(60, 4, shared=10, shared_cost=2.0, goals=())
    found = solve(problem)
    check(problem, found)
    used = len(set(np.concatenate(found.forms).tolist()))
    assert used < 80, "the pool has 60"
    assert all(len(common) <= 10 for common in problem.common(found.forms))


def test_two_forms_may_have_a_question_in_different_seats_and_no_form_has_it_twice() -> None:
    """Three questions, each with a seat in either section: both forms need all of them."""
    sections = (_count("one", np.array([0, 2, 4]), 1, 1), _count("two", np.array([1, 3, 5]), 2, 2))
    for seed in range(20):
        cost = np.repeat(np.random.default_rng(seed).random(3), 2)
        alike = Goal(np.full((1, 6), 0.3), None, 0.02, 1000.0)
        problem = Problem(2, np.repeat(np.arange(3), 2), cost, sections, (), (alike,), shared=3, shared_cost=2.0)
        found = solve(problem)
        assert [np.unique(problem.questions[form]).tolist() for form in found.forms] == [[0, 1, 2]] * 2


def relaxation(problem: Problem) -> float:
    """The relaxation of the exact model over the whole pool, by another way than sifting."""
    return exact_model(problem).model.solve(relaxed=True).objective


@pytest.mark.parametrize("seed", range(5))
def test_sifting_finds_the_optimum_of_the_whole_pool(seed: int) -> None:
    problem = pool(3000, 1, seed)
    sifted = sift(Union(problem), Watch())
    assert sifted is not None
    assert sifted.bound == pytest.approx(relaxation(problem), abs=1e-5)
    assert sifted.reduced[np.concatenate(solve(problem).forms)].max() < 1


def test_halves_of_parallel_forms_have_the_same_relaxation_as_the_forms() -> None:
    problem = pool(300, 3, goals=())
    sifted = sift(Union(problem), Watch())
    assert sifted is not None
    assert sifted.bound == pytest.approx(relaxation(problem), abs=1e-5)


def test_an_impossible_pool_is_proven_so_and_the_clash_is_true() -> None:
    problem = pool(2000, 4)
    scarce = np.arange(0, 2000, 100)
    greedy = replace(problem, limits=(*problem.limits, _count("scarce", scarce, 6, INF)))
    sifted = sift(Union(greedy), Watch())
    assert sifted is not None
    assert not sifted.feasible
    assert "scarce" in sifted.clash
    assert solve(greedy).outcome is Outcome.INFEASIBLE
    only = replace(greedy, limits=tuple(limit for limit in greedy.limits if limit.name in sifted.clash))
    assert solve(only).outcome is Outcome.INFEASIBLE


def test_what_is_told_only_gets_better() -> None:
    told: list[Standing] = []
    found = solve(pool(2000, 4), watch=Watch(told.append))
    bounds = [entry.bound for entry in told if entry.bound is not None]
    assert bounds == sorted(bounds)
    assert told[-1].objective == found.objective
    assert told[-1].gap == pytest.approx(found.gap)
    assert told[0].stage.value == "sift"


def test_a_stop_before_the_first_forms_gives_none() -> None:
    found = solve(pool(2000, 4), watch=Watch(stop=lambda: True))
    assert found.outcome is Outcome.UNDECIDED
    assert not found.found


def test_a_stop_later_gives_the_best_so_far() -> None:
    odd = np.random.default_rng(5).random(200)
    problem = pool(200, 4, goals=(Goal(odd[None, :], None, 0.0, 1000.0),))  # no forms are quite alike in this
    watch = Watch(stop=lambda: watch.standing.objective is not None)
    found = solve(problem, effort=EXACT, watch=watch)
    assert watch.stopped
    assert found.outcome is Outcome.STOPPED
    check(problem, found)


def test_equal_problems_have_equal_forms() -> None:
    one, other = solve(pool(5000, 3)), solve(pool(5000, 3))
    assert all(np.array_equal(a, b) for a, b in zip(one.forms, other.forms, strict=True))


def test_bounds_are_tightened_to_what_whole_amounts_reach() -> None:
    def tight(amounts: Sequence[float], low: float, high: float) -> tuple[float, float]:
        values: Floats = np.array(amounts, float)
        limit = Limit("x", np.arange(len(values)), values, low, high).tight()
        return limit.lower, limit.upper

    assert tight([2, 4, 6], 3, 7) == (4, 6)
    assert tight([2, 3], 2.5, 6.5) == (3, 6)
    assert tight([0.5, 1], 0.6, 0.7) == (0.6, 0.7)
    assert tight([12, 12], 26, 26) == (26, 26), "no multiple of 12: left to be found impossible"
    assert tight([2, 2], -INF, 5) == (-INF, 4)
