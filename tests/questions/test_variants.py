"""Variants of a template: the same for a seed, sound, and computed as an independent calculation has it."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from authoring.errors import UsageError
from authoring.questions import Numeric, SingleChoice
from authoring.questions.drawing import draw, spread
from authoring.questions.template import Template
from authoring.questions.variants import variant, variants
from tests.questions.grounds import GROUNDS, template

COAL = template()
NUMERIC = template(
    type="numeric", tolerance={"absolute": 0.5}, mistakes=["漏乘44/12"], rationale="得<<result>>，漏乘得<<mistake1>>。"
)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert variant(COAL, GROUNDS, 7).canonical() == variant(COAL, GROUNDS, 7).canonical()


@given(st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=20))
@settings(max_examples=30)
def test_a_variant_is_the_same_alone_and_among_others(seeds: list[int]) -> None:
    together = list(variants(COAL, GROUNDS, seeds))
    assert together == [variant(COAL, GROUNDS, seed) for seed in seeds]
    assert [question.id for question in together] == [f"T-D03-T01-V{seed}" for seed in seeds if seed < 10**23]


def expected(question: SingleChoice | Numeric) -> Decimal:
    """The key from what the stem says, in exact fractions."""
    amount, heat, carbon, rate = (Fraction(n) for n in re.findall(r"\d+(?:\.\d+)?", question.stem)[:4])
    exact = amount * heat * carbon * rate / 100 * 44 / 12
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("which", [COAL, NUMERIC], ids=["choice", "numeric"])
def test_the_key_is_what_the_stem_gives(which: Template) -> None:
    for question in variants(which, GROUNDS, range(200)):
        key = expected(question)
        assert question.calculation is not None
        assert question.calculation.result == key
        if isinstance(question, Numeric):
            assert (question.value, question.unit) == (key, "tCO₂")
        else:
            assert {option.id: option.text for option in question.options}[question.key] == f"{key:f}"
        assert f"得{key:f}" in question.rationale


def test_options_are_distinct_ascending_and_each_but_the_key_has_its_mistake() -> None:
    keys = set()
    for question in variants(COAL, GROUNDS, range(300)):
        assert isinstance(question, SingleChoice)
        values = [Decimal(option.text) for option in question.options]
        assert values == sorted(set(values))
        assert len(values) == 4
        assert [option.id for option in question.options if not option.mistake] == [question.key]
        keys.add(question.key)
    assert keys == {"B", "C", "D"}  # at most two of the five mistakes are larger, so one is always smaller


def test_no_placeholder_is_left_and_sources_follow_the_draw() -> None:
    seen = set()
    for question in variants(COAL, GROUNDS, range(50)):
        kind = question.stem[2]
        assert "<<" not in question.stem + question.rationale
        assert question.sources == ("F01", f"coal:{kind}", "coal")
        assert {"A": "23.204", "B": "24.515"}[kind] in question.stem
        seen.add(kind)
    assert seen == {"A", "B"}


def test_the_mistakes_are_told_with_what_they_give() -> None:
    question = variant(COAL, GROUNDS, 3)
    assert isinstance(question, SingleChoice)
    for option in question.options:
        if option.mistake:
            assert f"{option.mistake}得到{option.text}" in question.rationale


def test_parameters_stay_on_their_grid_and_reach_both_ends() -> None:
    drawn, held = draw(COAL, GROUNDS, range(20_000))
    for name, low, high, step in (("FC", 2000, 60000, 500), ("OX", 90, 99.5, 0.5)):
        values = drawn[name].values
        assert values is not None
        assert (values.min(), values.max()) == (low, high)
        assert np.all((values - low) % step == 0)
    assert held.all()


def test_draws_are_even_and_independent() -> None:
    seeds = np.arange(60_000, dtype=np.uint64)
    one, other = spread("one", seeds, 0, 6), spread("other", seeds, 0, 6)
    for places in (one, other, spread("one", seeds, 1, 6), one * 6 + other):
        counts = np.bincount(places)
        mean = len(seeds) / len(counts)
        # Chi-square with at most 35 degrees of freedom stays below 67 in 99.9 of 100 cases.
        assert ((counts - mean) ** 2 / mean).sum() < 67


def test_a_new_parameter_does_not_move_the_others() -> None:
    more = COAL.parameters | {"EXTRA": COAL.parameters["OX"]}
    grown = COAL.model_copy(update={"parameters": more})
    before, after = draw(COAL, GROUNDS, range(100))[0], draw(grown, GROUNDS, range(100))[0]
    assert all(before[name].write(row) == after[name].write(row) for name in before for row in range(100))


def test_constraints_hold_in_every_variant() -> None:
    bound = template(constraints=["FC*OX > 3000000", "FC < 50000"])
    drawn, held = draw(bound, GROUNDS, range(2000))
    amount, rate = drawn["FC"].values, drawn["OX"].values
    assert amount is not None
    assert rate is not None
    assert held.all()
    assert np.all((amount * rate > 3_000_000) & (amount < 50_000))


def test_derived_parameters_are_rounded_half_up_and_shown() -> None:
    parameters = COAL.data()["parameters"] | {"HEAT": {"expr": "FC*NCV/1000", "decimals": 1, "unit": "TJ"}}
    derived = template(parameters=parameters, rationale="热量<<HEAT>> TJ，得<<result>>。")
    for question in variants(derived, GROUNDS, range(50)):
        amount, heat = re.findall(r"\d+(?:\.\d+)?", question.stem)[:2]
        shown = (Decimal(amount) * Decimal(heat) / 1000).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert f"热量{shown} TJ" in question.rationale


IMPOSSIBLE: list[dict[str, Any]] = [
    {"constraints": ["FC > 70000"]},
    {"mistakes": [{"name": f"错误{n}", "expr": "FC*NCV*CC*OF*44/12*1.001"} for n in range(3)]},
    {"formula": "F99"},
    {"mistakes": ["漏乘44/12", "没有这种错误", "误用12/44"]},
    {"parameters": COAL.data()["parameters"] | {"NCV": {"figure": "coal:<<KIND>>.x", "unit": "GJ/t"}}},
]


@pytest.mark.parametrize("changes", IMPOSSIBLE)
def test_what_cannot_become_a_question_is_refused_with_its_name(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="T-D03-T01"):
        variant(template(**changes), GROUNDS, 1)


WRONG: list[dict[str, Any]] = [
    {"parameters": {"FC": {"range": [1, 2]}}},
    {"parameters": {"FC": {"range": [1, 2], "step": 0.3}}},
    {"parameters": {"FC": {"range": [2, 1], "step": 1}}},
    {"parameters": {"FC": {"range": [1, 2], "step": 1, "choices": [1]}}},
    {"parameters": {"FC": {"choices": [1, "a"]}}},
    {"parameters": {"FC": {"choices": [1], "decimals": 1}}},
    {"parameters": {"FC": {}}},
    {"parameters": {"result": {"choices": [1]}}},
    {"formula": None},
    {"expr": "FC"},
    {"inputs": {"FC": "OX"}},
    {"mistakes": ["漏乘44/12"]},
    {"stems": "x"},
]


@pytest.mark.parametrize("changes", WRONG)
def test_contradictory_templates_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        template(**changes)


def test_a_template_reads_back_as_it_was() -> None:
    assert Template.model_validate(COAL.data()) == COAL
