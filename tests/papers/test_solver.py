"""The solver on models whose answers are known."""

import numpy as np
import pytest

from authoring.papers.engine.solver import Model, Outcome


def knapsack() -> Model:
    """Weights 2, 3, 4, 5 and values 3, 4, 5, 6 in a sack of 5: the best value is 7."""
    model = Model()
    things = model.columns(-np.array([3.0, 4.0, 5.0, 6.0]))
    model.row("sack", things, np.array([2.0, 3.0, 4.0, 5.0]), upper=5)
    return model


def test_a_known_optimum() -> None:
    solution = knapsack().solve()
    assert solution.outcome is Outcome.SOLVED
    assert solution.objective == pytest.approx(-7)
    assert solution.bound == pytest.approx(-7)


def test_a_relaxed_model_may_take_halves_and_prices_its_rows() -> None:
    model = Model()
    things = model.columns(np.full(3, -1.0))
    model.row("two and a half", things, upper=2.5)
    assert model.solve(relaxed=True).objective == pytest.approx(-2.5)
    assert model.solve(relaxed=True).duals == pytest.approx([-1])
    assert model.solve().objective == pytest.approx(-2)


def test_rows_can_be_left_out_by_name() -> None:
    model = knapsack()
    model.row("many", np.arange(1, 5), lower=3)
    assert model.solve().outcome is Outcome.INFEASIBLE
    assert model.solve(relaxed=True).outcome is Outcome.INFEASIBLE
    assert model.solve(without={"sack"}).objective == pytest.approx(-18)


def test_a_row_of_nothing_counts() -> None:
    model = Model()
    model.row("impossible", np.empty(0), lower=1)
    assert model.solve().outcome is Outcome.INFEASIBLE
    assert model.solve(without={"impossible"}).outcome is Outcome.SOLVED
