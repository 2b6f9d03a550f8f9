"""Units: what is the same, what is not, and what is no unit."""

import doctest
from fractions import Fraction
from pathlib import Path

import pytest
import ryaml
from hypothesis import given
from hypothesis import strategies as st

from authoring.quantities import units as room
from authoring.quantities.units import BASES, NUMBER, Unit, UnitError, parse_unit, parse_units

FORMULAS = ryaml.loads((Path(__file__).parents[2] / "banks/dual-carbon/references/formulas.yaml").read_text("utf-8"))[
    "formulas"
]

SAME = [
    ("kgCO₂/(kW·h)", "tCO₂/(MW·h)"),
    ("kg CO₂e/kg", "tCO₂e/t"),
    ("t CO₂/t C", "tCO₂/tC"),
    ("tCO2", "tCO₂"),
    ("GJ/10⁴Nm³", "GJ/(10⁴ Nm³)"),
    ("kW·h", "kWh"),
    ("mg/L", "g/m³"),
    ("kg CH₄/kg COD", "1"),
    ("tCO₂/t 熟料", "tCO₂/t"),
    ("kgCO₂/(m²·a)", "kgCO₂/m²"),
    ("万元", "10⁴元"),
    ("%（以上）", "%"),
    ("‰", "0.1%"),
    ("kgCO₂/100 km", "tCO₂/10⁵ km"),
    ("kcal", "4.1868 kJ"),
    ("hm²", "10⁴m²"),
    ("%(tC/t)", "0.01 tC/t"),
    ("MW", "MW·h/h"),
    ("", "1"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_units_that_are_the_same(one: str, other: str) -> None:
    assert parse_unit(one) == parse_unit(other)


KINDS = ["tC", "tCO₂", "tCO₂e", "tce", "t", "GJ", "MW·h", "m³", "m²", "km", "元", "€", "个", "h", "℃", "1"]


def test_what_is_not_interchangeable() -> None:
    assert len({parse_unit(text).powers for text in KINDS}) == len(KINDS)


SCALES = [("t", "kg", 1000), ("MW·h", "kW·h", 1000), ("1", "%", 100), ("万元", "元", 10_000), ("10⁴Nm³", "m³", 10_000)]


@pytest.mark.parametrize(("large", "small", "times"), SCALES)
def test_scales_are_exact(large: str, small: str, times: int) -> None:
    assert parse_unit(large).same_kind(parse_unit(small))
    assert parse_unit(large).scale / parse_unit(small).scale == times


@pytest.mark.parametrize("text", ["foo", "t/", "t/(", "(t", "kgCO₂/(kW·h", "t)", "tCO3", "吨位", "t·", "&"])
def test_what_is_no_unit_is_told(text: str) -> None:
    with pytest.raises(UnitError, match="单位"):
        parse_units(text)


def test_a_text_may_name_two_units() -> None:
    assert parse_units("t 或 10⁴Nm³") == {parse_unit("t"), parse_unit("10⁴Nm³")}
    with pytest.raises(UnitError, match="一种"):
        parse_unit("t 或 10⁴Nm³")


def test_every_unit_of_the_formulas_is_known() -> None:
    for formula in FORMULAS:
        for text in (formula["result_unit"], *(symbol["unit"] for symbol in formula["symbols"].values())):
            assert parse_units(text), (formula["id"], text)


units = st.builds(
    lambda powers, scale: Unit(tuple((b, Fraction(p)) for b, p in zip(BASES, powers, strict=False) if p), scale),
    st.lists(st.integers(-3, 3), min_size=len(BASES), max_size=len(BASES)),
    st.fractions(min_value=Fraction(1, 1000), max_value=1000).filter(bool),
)


@given(units, units)
def test_products_and_quotients_are_inverse(one: Unit, other: Unit) -> None:
    assert one * other / other == one
    assert one / one == NUMBER
    assert one.power(Fraction(2)) == one * one


@given(units)
def test_the_shown_unit_has_the_dimension(unit: Unit) -> None:
    assert parse_unit(unit.shown).same_kind(unit)


def test_the_examples_of_the_module_are_true() -> None:
    assert doctest.testmod(room).failed == 0
