"""The reference marker, held against the rules in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.questions import Blanks, Numeric
from authoring.questions.responses import normalise, read_number
from authoring.questions.samples import Kind, samples
from authoring.questions.scoring import Incomplete, Outcome, PartMarks, ScoringRules, score
from tests.builders import KINDS, question

RULES = [
    ScoringRules(multiple_choice=incomplete, option_marks=Decimal("0.5"), parts=parts)
    for incomplete in Incomplete
    for parts in PartMarks
]


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marks", [None, Decimal(1), Decimal("1.5"), Decimal(3)])
def test_every_sample_earns_what_the_rules_say(kind: str, rules: ScoringRules, marks: Decimal | None) -> None:
    asked = question(kind)
    for sample in samples(asked, marks, rules):
        given_score = score(asked, sample.response, marks, rules)
        assert (given_score.marks, given_score.outcome) == (sample.marks, sample.outcome), sample


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_supplies_a_right_and_a_malformed_sample(kind: str) -> None:
    kinds = {sample.kind for sample in samples(question(kind))}
    assert {Kind.CORRECT, Kind.UNANSWERED, Kind.MALFORMED} <= kinds
    assert kind == "short_answer" or Kind.WRONG in kinds or Kind.PARTIAL in kinds


@pytest.mark.parametrize(
    ("rule", "chosen", "marks"),
    [
        (Incomplete.NOTHING, ["A", "C"], "0"),
        (Incomplete.HALF, ["A"], "1"),
        (Incomplete.PER_OPTION, ["A"], "0.5"),
        (Incomplete.PER_OPTION, ["A", "C"], "1"),
        (Incomplete.PER_OPTION, ["A", "B"], "0"),  # one wrong option: nothing, whatever else is right
        (Incomplete.PER_OPTION, ["D", "C", "A"], "2"),
        (Incomplete.HALF, ["A", "B", "C", "D", "E"], "0"),
    ],
)
def test_incomplete_multiple_choice(rule: Incomplete, chosen: list[str], marks: str) -> None:
    earned = score(question("multiple_choice"), chosen, rules=ScoringRules(multiple_choice=rule))
    assert earned.marks == Decimal(marks)


def test_an_incomplete_answer_never_earns_full_marks() -> None:
    rules = ScoringRules(multiple_choice=Incomplete.PER_OPTION, option_marks=Decimal(1))
    assert score(question("multiple_choice"), ["A", "C"], rules=rules).marks == Decimal("1.5")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("27068.55", "27068.55"),
        (" 27,068.55 ", "27068.55"),
        ("２７０６８．５５", "27068.55"),
        ("2.706855e4", "27068.55"),
        ("－3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("约570", None),
        ("570吨", None),
        ("2,70,68", None),
        ("1e999", None),
        ("1/2", None),
        ("nan", None),
        ("", None),
        ("9" * 50, None),
    ],
)
def test_numbers_as_candidates_type_them(text: str, number: str | None) -> None:
    assert read_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("value", "unit", "marks"),
    [
        ("27068.05", "tCO₂", 2),
        ("27069.05", "tCO₂", 2),
        ("27068.0499", "tCO₂", 0),
        ("27069.0501", "tCO₂", 0),
        ("27068550", "kgCO₂", 2),
        ("27068050", "kgCO₂", 2),
        ("27068.55", "kgCO₂", 0),
    ],
)
def test_tolerance_is_inclusive_and_follows_the_unit(value: str, unit: str, marks: int) -> None:
    assert score(question("numeric"), {"value": value, "unit": unit}).marks == marks


def test_a_relative_tolerance_is_a_share_of_the_key() -> None:
    asked = question("numeric", value=-200, tolerance={"relative": 0.01}, accepted_units=[])
    assert isinstance(asked, Numeric)
    assert asked.bounds() == (Decimal(-202), Decimal(-198))
    assert score(asked, {"value": "-198"}).marks == 2
    assert score(asked, {"value": "-197.99"}).marks == 0


def test_blanks_ignore_width_case_and_blanks_unless_exact() -> None:
    asked = question("blanks")
    assert score(asked, ["生态 环境部", "ＴＣＯ₂"]).marks == 2
    assert score(asked, ["生态环境部", "碳"]).marks == 1
    exact = question("blanks", stem="[[1]]", blanks=[{"accepted": ["tCO2"], "match": "exact"}])
    assert isinstance(exact, Blanks)
    assert score(exact, ["TCO2"]).marks == 0
    assert score(exact, [" tCO2 "]).marks == 2


def test_shares_are_rounded_down_to_half_marks() -> None:
    asked = question("matching", marks=2)
    assert score(asked, {"P1": "C2", "P2": "C1", "P3": "C1"}).marks == Decimal(1)  # 2/3 of 2 is 1.33
    assert score(asked, {"P1": "C2"}).marks == Decimal("0.5")  # 1/3 of 2 is 0.67


def test_a_case_is_the_sum_of_its_children() -> None:
    case = question("case")
    earned = score(case, {"T-D01-001.1": "B", "T-D01-001.2": ["A", "C", "D"], "T-D01-001.4": "要点"})
    assert earned.marks == 4
    assert earned.outcome is Outcome.NEEDS_MARKER
    assert [child.outcome for child in earned.children] == ["scored", "scored", "unanswered", "needs_marker"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", KINDS)
@given(response=JSON)
def test_the_marker_never_raises_and_never_exceeds_the_maximum(kind: str, response: object) -> None:
    asked = question(kind)
    earned = score(asked, response)
    assert 0 <= earned.marks <= earned.maximum


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
