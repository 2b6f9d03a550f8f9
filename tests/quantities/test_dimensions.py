"""What comes out of an expression: every formula of the bank is sound, and every missing conversion is found."""

from pathlib import Path
from typing import Any

import pytest
import ryaml

from authoring.quantities.dimensions import UnitClashError, disagreement, outcome
from authoring.quantities.units import parse_unit, parse_units

FORMULAS: list[dict[str, Any]] = ryaml.loads(
    (Path(__file__).parents[2] / "banks/dual-carbon/references/formulas.yaml").read_text("utf-8")
)["formulas"]


def units_of(formula: dict[str, Any]) -> dict[str, Any]:
    """A list of units where the example has a list of numbers."""
    inputs = formula["example"]["inputs"]
    known = {name: parse_units(symbol["unit"]) for name, symbol in formula["symbols"].items()}
    return {
        name: [unit] * len(inputs[name]) if isinstance(inputs[name], list) else unit for name, unit in known.items()
    }


def reason(formula: dict[str, Any], expr: str) -> str | None:
    wanted = parse_units(formula["result_unit"])
    return disagreement(expr, units_of(formula), wanted, formula.get("constants"))


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["id"])
def test_every_formula_comes_out_in_its_unit(formula: dict[str, Any]) -> None:
    assert reason(formula, formula["expr"]) is None


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["id"])
def test_a_thousand_too_much_is_found_in_every_formula(formula: dict[str, Any]) -> None:
    assert reason(formula, f"({formula['expr']})*1000")


def sound(expr: str, result: str, **units: str) -> str | None:
    return disagreement(expr, {name: parse_units(unit) for name, unit in units.items()}, parse_units(result))


COAL = {"FC": "t", "NCV": "GJ/t", "CC": "tC/GJ", "OF": "1"}
MISSING = [
    ("FC*NCV*CC*OF", "tCO₂", COAL, "44/12"),
    ("FC*NCV*CC*OF*12/44", "tCO₂", COAL, "二氧化碳"),
    ("FC*CC*OF*44/12", "tCO₂", COAL, "低位发热量"),
    ("FC*NCV*OF*44/12", "tCO₂", COAL, "应为 tCO₂"),
    ("FC*NCV*CC*OF*44/12", "tCO₂e", COAL, "应为 tCO₂e"),
    ("AD*EF", "tCO₂", {"AD": "kW·h", "EF": "kgCO₂/(kW·h)"}, "1000 倍"),
    ("AD*EF/1000", "tCO₂", {"AD": "MW·h", "EF": "kgCO₂/(kW·h)"}, "1000 倍"),
    ("AD*EF", "tCO₂", {"AD": "GJ", "EF": "tCO₂/(MW·h)"}, "3.6"),
    ("M", "tCO₂e", {"M": "t"}, "全球变暖潜势"),
    ("M*G", "tCO₂e", {"M": "kg", "G": "kgCO₂e/kg"}, "1000 倍"),
    ("Q/29.3076", "GJ", {"Q": "GJ"}, "标准煤"),
    ("Q", "tce", {"Q": "GJ"}, "29.3076"),
    ("FC*Car*OF*44/12", "tCO₂", {"FC": "t", "Car": "%(tC/t)", "OF": "1"}, "100 倍"),
    ("p*S", "万元", {"p": "元/tCO₂", "S": "tCO₂"}, "10000 倍"),
    ("p*S/10000", "万元", {"p": "元/t", "S": "tCO₂"}, "应为 元"),
    ("I*(1-R)", "tCO₂/万元", {"I": "tCO₂/万元", "R": "%"}, "相加"),
    ("C+D", "t", {"C": "tC", "D": "tCO₂"}, "相加"),
    ("1 if C > D else 0", "1", {"C": "tC", "D": "tCO₂"}, "比较"),
    ("max(C, D)", "tC", {"C": "tC", "D": "tce"}, "tce"),
    ("C**n", "1", {"C": "tC", "n": "1"}, "指数"),
]


@pytest.mark.parametrize(("expr", "result", "units", "word"), MISSING)
def test_a_missing_conversion_is_told(expr: str, result: str, units: dict[str, str], word: str) -> None:
    assert word in (sound(expr, result, **units) or "")


RIGHT = [
    ("FC*NCV*CC*OF*44/12", "tCO₂", COAL),
    ("FC*NCV*CC*OF*(44/12)", "tCO₂", COAL),
    ("E*12/44", "tC", {"E": "tCO₂"}),
    ("AD*EF/1000", "tCO₂", {"AD": "kW·h", "EF": "kgCO₂/(kW·h)"}),
    ("Q/3.6*EF", "tCO₂", {"Q": "GJ", "EF": "tCO₂/(MW·h)"}),
    ("Q/29.3076", "tce", {"Q": "GJ"}),
    ("(1-R/100)*I", "tCO₂/万元", {"I": "tCO₂/万元", "R": "%"}),
    ("C*(100-M)/100", "%", {"C": "%", "M": "%"}),
    ("sqrt(a*a+b*b)", "GJ", {"a": "GJ", "b": "GJ"}),
    ("(a**2+b**2)**0.5", "GJ", {"a": "GJ", "b": "GJ"}),
    ("floor(E*0.05)", "tCO₂", {"E": "tCO₂"}),
    ("E if E > 26000 else 0*E", "tCO₂e", {"E": "tCO₂e"}),
    ("(1+i)**n", "1", {"i": "1", "n": "年"}),
    ("min(max(E-A, 0), 0.05*E)", "tCO₂", {"E": "tCO₂", "A": "tCO₂"}),
]


@pytest.mark.parametrize(("expr", "result", "units"), RIGHT)
def test_what_is_right_passes(expr: str, result: str, units: dict[str, str]) -> None:
    assert sound(expr, result, **units) is None


def test_side_by_side_in_lists_units_may_differ() -> None:
    amounts = [parse_units("kW·h"), parse_units("kg")]
    factors = [parse_units("kgce/(kW·h)"), parse_units("kgce/kg")]
    expr = "sum(x*k for x, k in zip(A, K))/1000"
    assert disagreement(expr, {"A": amounts, "K": factors}, parse_units("tce")) is None
    assert disagreement(expr, {"A": amounts, "K": factors[::-1]}, parse_units("tce"))
    with pytest.raises(UnitClashError):
        outcome("sum(A)", {"A": amounts})


def test_an_unknown_unit_is_not_guessed() -> None:
    assert disagreement("x*y", {"x": None, "y": parse_units("t")}, parse_units("tCO₂")) is None


def test_numbers_with_units_of_their_own() -> None:
    units = {"Q": parse_units("t"), "A": parse_units("min")}
    assert outcome("Q*A*0.143", units, {"0.143": "kg/(t·min)"}) == {parse_unit("kg")}
