"""The stress run finds exactly the seeds that give no sound question."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from authoring.errors import UsageError
from authoring.findings import Severity
from authoring.questions import SingleChoice
from authoring.questions.drawing import draw
from authoring.questions.soundness import Reason
from authoring.questions.stress import stress
from authoring.questions.template import Template
from authoring.questions.variants import variant
from tests.questions.grounds import GROUNDS, template


def simple(**changes: Any) -> Template:
    """x + y, with mistakes that now and then meet."""
    base = {
        "parameters": {"x": {"range": [1, 30], "step": 1}, "y": {"range": [-5, 30], "step": 1}},
        "formula": None,
        "expr": "x+y",
        "inputs": {},
        "unit": "",
        "decimals": 0,
        "plausible": [5, 55],
        "tolerance": {"absolute": 0},
        "mistakes": [{"name": "相减", "expr": "x-y"}, {"name": "相乘", "expr": "x*y"}, {"name": "相除", "expr": "x/y"}],
        "stem": "<<x>>与<<y>>之和为（　　）（<<rounding>>）。",
        "rationale": "<<result>>",
    }
    return template(**(base | changes))


def test_a_sound_template_passes() -> None:
    report = stress(template(), GROUNDS, range(2000))
    assert report.passed
    assert (report.tried, report.failed, report.failures) == (2000, 0, ())
    assert sum(report.letters.values()) == 2000


def half_up(value: Fraction) -> int:
    return int(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)


def judged(x: int, y: int) -> Reason | None:
    """The rules in words, worked out without the program."""
    key = x + y
    if not 5 <= key <= 55:
        return Reason.IMPLAUSIBLE
    wrong = [x - y, x * y, *([half_up(Fraction(x, y))] if y else [])]
    sensible = {value for value in wrong if value > 0 and value != key and value <= key * 10_000}
    return None if len(sensible) == 3 else Reason.TOO_FEW


def test_the_failing_seeds_are_those_that_the_rules_name() -> None:
    seeds = range(400)
    report = stress(simple(), GROUNDS, seeds)
    drawn, _ = draw(simple(), GROUNDS, seeds)
    expected = {
        seed: reason
        for seed in seeds
        if (reason := judged(int(drawn["x"].write(seed)), int(drawn["y"].write(seed)))) is not None
    }
    assert report.failed == len(expected) > 100
    assert {failure.seed: failure.reason for failure in report.failures} == dict(sorted(expected.items())[:100])


def test_a_seed_makes_a_question_when_and_only_when_it_does_not_fail() -> None:
    report = stress(simple(), GROUNDS, range(100))
    bad = {failure.seed for failure in report.failures}
    for seed in range(100):
        if seed in bad:
            with pytest.raises(UsageError, match=f"第 {seed} 号种子"):
                variant(simple(), GROUNDS, seed)
        else:
            question = variant(simple(), GROUNDS, seed)
            assert isinstance(question, SingleChoice)
            assert len({option.text for option in question.options}) == 4


def reasons(**changes: Any) -> set[Reason]:
    return {failure.reason for failure in stress(simple(**changes), GROUNDS, range(300)).failures}


def test_each_reason() -> None:
    assert reasons(constraints=["x > 40"]) == {Reason.CONSTRAINTS}
    assert Reason.NO_VALUE in reasons(expr="100/y", plausible=[-100, 100])
    numeric = {"type": "numeric", "plausible": [-1000, 1000], "tolerance": {"absolute": 2}}
    found = stress(simple(**numeric), GROUNDS, range(300))
    assert {failure.reason for failure in found.failures} == {Reason.WITHIN_TOLERANCE}
    for failure in found.failures:
        values = {name: Decimal(value) for name, value in failure.values.items() if value != "—"}
        assert any(abs(values[name] - values["result"]) <= 2 for name in ("相减", "相乘", "相除") if name in values)


def test_options_keep_their_distance() -> None:
    far = simple(tolerance={"absolute": 6}, plausible=[-100, 100])
    report = stress(far, GROUNDS, range(110))
    bad = {failure.seed for failure in report.failures}
    assert report.failed == len(bad)
    for seed in set(range(110)) - bad:
        question = variant(far, GROUNDS, seed)
        assert isinstance(question, SingleChoice)
        values = [int(option.text) for option in question.options]
        assert all(after - before > 6 for before, after in pairwise(values))


def test_the_report_names_the_seed_the_values_and_the_mistake() -> None:
    report = stress(simple(), GROUNDS, range(400))
    findings = list(report.report())
    assert {finding.code for finding in findings} <= {"T121", "T122", "T123"}
    first = next(failure for failure in report.failures if failure.reason is Reason.TOO_FEW)
    text = next(str(finding) for finding in findings if "干扰项" in finding.message)
    assert f"第 {first.seed} 号种子" in text
    assert f"x = {first.values['x']}" in text
    assert report.report().at(Severity.ERROR).codes() == {"T121": 2}


def test_a_mistake_that_never_serves_and_a_letter_that_always_is_the_key_are_told() -> None:
    idle = template(
        mistakes=["漏乘44/12", "误用12/44", "漏乘碳氧化率", {"name": "等于答案", "expr": "FC*NCV*CC*OF*44/12"}]
    )
    report = stress(idle, GROUNDS, range(500))
    assert report.passed
    assert report.idle["等于答案"] == 500
    assert {finding.code for finding in report.report()} == {"T122", "T123"}


def test_seeds_need_not_be_a_range() -> None:
    assert stress(template(), GROUNDS, [3, 10**15, 2**63]).tried == 3
