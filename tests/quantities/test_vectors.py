"""Columns have the values that single numbers have."""

import doctest
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import ryaml
from hypothesis import given
from hypothesis import strategies as st

from authoring.quantities import ExpressionError, evaluate, round_half_up, vectors
from authoring.quantities.vectors import compile_columns, round_columns

FORMULAS: list[dict[str, Any]] = ryaml.loads(
    (Path(__file__).parents[2] / "banks/dual-carbon/references/formulas.yaml").read_text("utf-8")
)["formulas"]


def columns(inputs: dict[str, Any], rows: int = 3) -> dict[str, Any]:
    return {
        name: [np.full(rows, float(v)) for v in value] if isinstance(value, list) else np.full(rows, float(value))
        for name, value in inputs.items()
    }


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["id"])
def test_every_formula_and_mistake_gives_its_published_result(formula: dict[str, Any]) -> None:
    given = columns(formula["example"]["inputs"])
    cases = [(formula["expr"], formula["example"]["result"])]
    cases += [(error["expr"], error["result"]) for error in formula["common_errors"]]
    for expr, result in cases:
        found = round_columns(np.broadcast_to(compile_columns(expr)(given), (3,)), formula["round"])
        assert found == pytest.approx(float(round_half_up(result, formula["round"])), rel=1e-12), expr


EXPRESSIONS = [
    "x*y-z/3",
    "x if x < y <= z else -y",
    "1 if x > 0 and not y > 0 or z == 1 else 0",
    "min(x, y, z) + max([x, y])",
    "floor(x) + ceil(y) + abs(z)",
    "sqrt(x*x + y*y)",
    "x**2 + y**3 - x % 7 + y // 3",
    "round(x/3, 2) + round(y)",
    "exp(x/1000) + log(abs(y) + 1) + log(abs(z) + 2, 2)",
    "sum(a*b for a, b in zip([x, y], [y, z]))",
    "sum(a for a in [x, y, z] if a > 0)",
    "len([a for a in [x, y, z] if a > 0])",
    "sum(x/(1+0.1)**t for t in range(5))",
    "npv(0.08, [x, y, z])",
    "[x, y, z][floor(abs(x)) % 3]",
    "x/y",
    "sqrt(x) + log(y)",
]
numbers = st.integers(-900, 900).map(lambda n: n / 8)


@pytest.mark.parametrize("expr", EXPRESSIONS)
@given(rows=st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=8))
def test_columns_agree_with_single_numbers(expr: str, rows: list[tuple[float, float, float]]) -> None:
    given = {name: np.array([row[place] for row in rows]) for place, name in enumerate("xyz")}
    found = np.broadcast_to(compile_columns(expr)(given), (len(rows),))
    for row, value in zip(rows, found, strict=True):
        try:
            expected = evaluate(expr, dict(zip("xyz", row, strict=True)))
        except ExpressionError:
            expected = math.nan
        assert value == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


def test_internal_rate_of_return_row_by_row() -> None:
    flows = [np.array([-1000.0, -1000.0, 5.0]), *[np.array([260.0, 300.0, 1.0])] * 5]
    found = compile_columns("irr(CF)")({"CF": flows})
    expected = [evaluate("irr(CF)", {"CF": [-1000, *[benefit] * 5]}) for benefit in (260, 300)]
    assert found[:2] == pytest.approx(expected, abs=1e-9)
    assert math.isnan(found[2])


@given(st.lists(st.decimals(-(10**7), 10**7, places=6), min_size=1, max_size=20), st.integers(0, 5))
def test_rounding_columns_is_half_up(values: list[Any], decimals: int) -> None:
    found = round_columns(np.array([float(value) for value in values]), decimals)
    assert list(found) == [float(round_half_up(float(value), decimals)) for value in values]


def test_ties_that_binary_numbers_hide() -> None:
    assert list(round_columns(np.array([1.005, 2.675, -0.5, 1.005 * 100, 0.0]), 2)) == [1.01, 2.68, -0.5, 100.5, 0.0]


def test_what_is_not_allowed_is_refused() -> None:
    with pytest.raises(ExpressionError):
        compile_columns("x.__class__")


def test_the_example_of_the_module_is_true() -> None:
    assert doctest.testmod(vectors).failed == 0
