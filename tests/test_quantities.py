"""The evaluator of calculations and exam rounding, against the published examples of the bank's formulas."""

import contextlib
import doctest
import math
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import ryaml
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring import quantities
from authoring.quantities import ExpressionError, compile_expression, evaluate, irr, npv, round_half_up

BANK = Path(__file__).parent.parent / "banks" / "dual-carbon" / "references" / "formulas.yaml"
FORMULAS: list[dict[str, Any]] = ryaml.loads(BANK.read_text("utf-8"))["formulas"]


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["id"])
def test_every_formula_of_the_bank_recomputes(formula: dict[str, Any]) -> None:
    inputs, decimals = formula["example"]["inputs"], formula["round"]
    cases = [(formula["expr"], formula["example"]["result"])]
    cases += [(error["expr"], error["result"]) for error in formula["common_errors"]]
    for expr, result in cases:
        assert round_half_up(evaluate(expr, inputs), decimals) == round_half_up(result, decimals), expr
    assert compile_expression(formula["expr"]).names <= set(formula["symbols"])


VALUES: dict[str, float] = {
    "1+2*3-4/8": 6.5,
    "-2**2": -4,
    "2**-1": 0.5,
    "7//2+7%4": 6,
    "1e3+.5": 1000.5,
    "x if 0 < x <= 3 else -x": 3,
    "1 if x == 3 and not y or x != 3 else 0": 0,
    "[10, 20, 30][1]": 20,
    "L[-1]": 4,
    "L[k]": 2,
    "len(L)": 3,
    "sum(L)/len(L)": 7 / 3,
    "sum(a*b for a, b in zip(L, M))": 1 * 5 + 2 * 6 + 4 * 7,
    "sum([a for a in L if a > 1])": 6,
    "sum(a*b for a in L for b in M)": 7 * 18,
    "sum(sum(b for b in M)*a for a in L)": 7 * 18,
    "sum(i for i in range(1, 101))": 5050,
    "max(L) - min(1, y)": 3,
    "abs(-x) + floor(2.7) + ceil(2.1)": 8,
    "sqrt(16) + exp(0) + log(1)": 5,
    "log(8, 2)": 3,
    "round(2.675, 2)": 2.68,
    "round(0.5) + round(1.5)": 3,
    " ( 1 +\n 1 ) ": 2,
}
INPUTS: dict[str, Any] = {"x": 3, "y": 1, "k": 1.0, "L": [1, 2, 4], "M": (5, 6, 7), "D": Decimal("0.1")}


@pytest.mark.parametrize(("expr", "value"), VALUES.items())
def test_expressions_have_the_values_of_python(expr: str, value: float) -> None:
    assert evaluate(expr, INPUTS) == pytest.approx(value, rel=1e-15)


def test_decimals_of_records_are_numbers() -> None:
    assert evaluate("D*L[0]", INPUTS) == pytest.approx(0.1)
    assert evaluate("sum(L)", {"L": (Decimal("0.1"), Decimal("0.2"))}) == pytest.approx(0.3)


WRONG = {
    "": 1,
    "1 +": 4,
    "FC × NCV": 4,
    "x.real": 1,
    "1 + 'a'": 5,
    "1 + True": 5,
    "1 + 1j": 5,
    "x + __import__('os')": 5,
    "().__class__": 1,
    "(lambda: 1)()": 2,
    "[a for a in L][0:1]": 16,
    "x := 1": 3,
    "f'{x}'": 1,
    "{1: 2}[1]": 1,
    "x @ x": 1,
    "x & 1": 1,
    "~x": 1,
    "x is 1": 1,
    "1 in L": 1,
    "sum(*L)": 5,
    "round(x, ndigits=1)": 1,
    "open(x)": 1,
    "eval(x)": 1,
    "L.append(1)": 1,
    "sum(a for a in L for b in L for c in L)": 4,
    "[a async for a in L]": 14,
    "x\n+ y.z": 5,
}


@pytest.mark.parametrize(("expr", "position"), WRONG.items())
def test_what_is_not_allowed_is_refused_before_it_runs(expr: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(expr)
    assert caught.value.position == position
    assert "计算式" in str(caught.value)


NO_VALUE: dict[str, tuple[int, str]] = {
    "x + FCC": (5, "输入中有：FC"),
    "1 + x/(y-1)": (5, "x/(y-1)"),
    "x + z": (5, "D、FC、L、M、k、x、y"),
    "sqrt(0-x)": (1, "sqrt(0-x)"),
    "log(0)": (1, "log(0)"),
    "(0-8)**0.5": (1, "(0-8)**0.5"),
    "L + L": (1, "“L”"),
    "x * L": (5, "“L”"),
    "L": (1, "“L”"),
    "x[0]": (1, "“x”"),
    "L[3]": (1, "L[3]"),
    "L[0.5]": (1, "L[0.5]"),
    "sum(x)": (1, "sum(x)"),
    "sum(a*b for a, b in zip(L, [1]))": (21, "zip(L, [1])"),
    "sum(a for a in x)": (16, "“x”"),
    "max([])": (1, "max([])"),
    "irr([1, 2])": (1, "irr([1, 2])"),
    "碳 + 排放量/0": (5, "排放量/0"),
}


@pytest.mark.parametrize(("expr", "expected"), NO_VALUE.items())
def test_what_has_no_value_is_told_with_its_place(expr: str, expected: tuple[int, str]) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expr, INPUTS | {"FC": 1, "碳": 1, "排放量": 1})
    assert caught.value.position == expected[0]
    assert expected[1] in str(caught.value)


COSTLY = {
    "9**9**9**9": "too large",
    "9**1001": "exponent",
    "1e99*1e99": "too large",
    "10**99*100": "too large",
    "sum(i for i in range(100000))": "range",
    "sum(i for i in range(1000) for j in range(1000))": "rounds",
    "sum(sum(sum(1 for i in range(1000)) for j in range(1000)) for k in range(1000))": "rounds",
    "(" * 300 + "1" + ")" * 300: "brackets",
    "-" * 900 + "1": "depth",
    "+".join(["1"] * 400): "depth",
    "1" * 1001: "length",
    "9" * 400: "number",
    "exp(1000)": "too large",
    "npv(0-1, [1, 1])": "division",
}


@pytest.mark.parametrize("expr", COSTLY, ids=COSTLY.values())
def test_costly_expressions_are_stopped(expr: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(expr, {})


@settings(max_examples=300)
@given(st.text(st.sampled_from("xL0123456789.+-*/%()[],<>=! forinsumifelzp_\"'\\碳"), max_size=40))
def test_any_text_has_a_value_or_an_expression_error(expr: str) -> None:
    with contextlib.suppress(ExpressionError):
        assert math.isfinite(evaluate(expr, INPUTS))


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20), st.integers(1, 9))
def test_values_agree_with_python(numbers: list[int], x: int) -> None:
    expected = sum(n * n for n in numbers) / x + max(numbers) ** 2 - min(numbers) % x
    assert evaluate("sum(n*n for n in N)/x + max(N)**2 - min(N) % x", {"N": numbers, "x": x}) == pytest.approx(expected)


ROUNDINGS: list[tuple[Decimal | float, int, str]] = [
    (2.675, 2, "2.68"),
    (1.005 * 100, 0, "101"),
    (0.5, 0, "1"),
    (-0.5, 0, "-1"),
    (2.5, 0, "3"),
    (1.25, 1, "1.3"),
    (27068.545, 2, "27068.55"),
    (27068.5, 2, "27068.50"),
    (Decimal("0.1249999"), 2, "0.12"),
    (Decimal("0.125"), 2, "0.13"),
    (7, 1, "7.0"),
    (1234, -2, "1.2E+3"),
    (0.1 + 0.2, 1, "0.3"),
]


@pytest.mark.parametrize(("value", "decimals", "rounded"), ROUNDINGS)
def test_rounding_is_half_up(value: Decimal | float, decimals: int, rounded: str) -> None:
    assert str(round_half_up(value, decimals)) == rounded


@given(st.decimals(-(10**6), 10**6, allow_nan=False, places=5), st.integers(0, 4))
def test_rounding_moves_by_half_a_step_at_most(value: Decimal, decimals: int) -> None:
    rounded = round_half_up(value, decimals)
    assert abs(rounded - value) <= Decimal("0.5").scaleb(-decimals)
    assert round_half_up(-value, decimals) == -rounded
    assert -rounded.as_tuple().exponent == decimals


def test_net_present_value_and_internal_rate_of_return() -> None:
    flows = [-1000, *[260] * 5]
    annuity = 260 * (1 - 1.08**-5) / 0.08
    assert npv(0.08, flows) == pytest.approx(annuity - 1000)
    assert npv(irr(flows), flows) == pytest.approx(0, abs=1e-6)
    assert irr([-100, 110]) == pytest.approx(0.1)


@pytest.mark.parametrize("call", [lambda: irr([1, 2]), lambda: irr([0, 0])])
def test_no_rate_of_return_without_a_change_of_sign(call: Callable[[], float]) -> None:
    with pytest.raises(ValueError, match="sign"):
        call()


def test_the_example_of_the_room_is_true() -> None:
    assert doctest.testmod(quantities).failed == 0
