"""Exchanges keep every limit and never make forms dearer; where trying all pairs finds better, they do."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.papers.engine.exchanging import exchanged
from authoring.papers.engine.problem import Goal, Ints, Limit, Problem
from authoring.papers.engine.watch import Watch


def drawn(seed: int, size: int, forms: int, *, target: bool) -> Problem:
    """Three kinds of seats in fixed numbers, a row with room, some enemies, two measures."""
    draw = np.random.default_rng(seed)
    kinds, marks = draw.integers(0, 3, size), draw.integers(1, 3, size).astype(float)
    limits = [Limit(("kind", n), np.flatnonzero(kinds == n), np.ones((kinds == n).sum()), 2, 2) for n in range(3)]
    limits.append(Limit("marks", np.arange(size), marks, 7, 11))
    enemies = tuple(Limit(("enemies", n), np.array([n, n + 1]), np.ones(2), upper=1) for n in range(0, size - 1, 5))
    targets = np.array([3.0, 3.0]) if target else None
    goal = Goal(draw.random((2, size)), targets, 0.0, 100.0, each=target)
    return Problem(forms, np.arange(size), np.zeros(size), tuple(limits), enemies, (goal,))


def kept(problem: Problem, form: Ints) -> bool:
    return all(
        limit.lower <= limit.amounts[np.isin(limit.seats, form)].sum() <= limit.upper
        for limit in (*problem.limits, *problem.sparse)
    )


def begun(problem: Problem) -> list[Ints] | None:
    """The first disjoint forms that keep the limits, among some drawn at random."""
    draw, found, free = np.random.default_rng(9), [], np.arange(problem.size)
    kinds = [limit.seats for limit in problem.limits[:3]]
    for _ in range(300):
        parts = [np.intersect1d(seats, free) for seats in kinds]
        if min(map(len, parts)) < 2:
            return None
        form = np.sort(np.concatenate([draw.choice(part, 2, replace=False) for part in parts]))
        if kept(problem, form):
            found.append(form)
            free = np.setdiff1d(free, form)
            if len(found) == problem.forms:
                return found
    return None


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 3), st.booleans())
def test_exchanged_forms_keep_the_limits_and_cost_no_more(seed: int, forms: int, target: bool) -> None:
    problem = drawn(seed, 40, forms, target=target or forms == 1)
    first = begun(problem)
    if first is None:
        return
    found = exchanged(problem, first, np.arange(problem.size), Watch(work=2e4), 0.0)
    assert all(kept(problem, form) for form in found)
    assert len(set(np.concatenate(found).tolist())) == 6 * forms
    assert problem.price(found) <= problem.price(first)
    again = exchanged(problem, first, np.arange(problem.size), Watch(work=2e4), 0.0)
    assert all(np.array_equal(one, other) for one, other in zip(found, again, strict=True))


@pytest.mark.parametrize("seed", range(8))
def test_no_two_exchanges_help_any_more(seed: int) -> None:
    problem = drawn(seed, 18, 1, target=True)
    first = begun(problem)
    assert first is not None
    (form,) = exchanged(problem, first, np.arange(problem.size), Watch(), 0.0)
    price = problem.price([form])
    others = np.setdiff1d(np.arange(problem.size), form)
    for given_up in combinations(form.tolist(), 2):
        for taken in combinations(others.tolist(), 2):
            changed = np.sort(np.append(np.setdiff1d(form, given_up), taken))
            assert not kept(problem, changed) or problem.price([changed]) >= price - 1e-9


def test_nothing_is_exchanged_once_it_is_stopped() -> None:
    problem = drawn(1, 40, 2, target=False)
    first = begun(problem)
    assert first is not None
    found = exchanged(problem, first, np.arange(problem.size), Watch(stop=lambda: True), 0.0)
    assert all(np.array_equal(one, other) for one, other in zip(found, first, strict=True))
