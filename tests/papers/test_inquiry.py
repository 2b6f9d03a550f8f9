"""A refusal can be stopped at any step, and says honestly what was not looked for."""

import pytest

from authoring.papers.assembly import Assembly, assemble
from authoring.papers.engine.watch import Watch
from authoring.papers.inquiry import WORK, Inquiry, Step
from authoring.questions import Question
from tests.papers.pools import blueprint, make, section

PLAN = blueprint(section("S", ["single_choice"], 6), forms=2)
POOL = [make(n) for n in range(1, 10)]


def stopped_at(words: str) -> tuple[Assembly, list[str]]:
    """A refusal during which the button is pressed when a step is told."""
    told: list[str] = []
    pool: list[Question] = POOL
    result = assemble(PLAN, pool, seed=1, progress=told.append, stop=lambda: told[-1] == words)
    return result, told


def test_the_steps_are_told_one_after_the_other() -> None:
    _, told = stopped_at("")
    assert told[2:] == [
        "无法组卷，查找原因",
        "找最小的改动",
        "试试启用尚未启用的题",
        "试试让各套卷多共用几题",
        "试试少组几套卷",
    ]


@pytest.mark.parametrize("words", ["找最小的改动", "试试启用尚未启用的题", "试试少组几套卷"])
def test_a_refusal_stops_where_it_is_told_to(words: str) -> None:
    result, told = stopped_at(words)
    assert told[-1] == words, "no step begins after it"
    assert not result.report.passed
    said = next(finding.message for finding in result.report if finding.code == "P230")
    assert words in said
    whole, _ = stopped_at("")
    assert {way.kind for way in result.remedies} < {way.kind for way in whole.remedies}
    assert "P229" not in result.report.codes()
    assert "P230" not in whole.report.codes()


def test_a_stop_before_any_reason_is_known_says_so() -> None:
    result, _ = stopped_at("找最小的改动")
    assert {"P230", "P231"} <= set(result.report.codes())
    assert not result.shortfalls


def test_a_step_that_uses_up_its_work_is_named() -> None:
    inquiry = Inquiry()
    assert list(inquiry.cut()) == []
    watch = inquiry.step(Step.CLASH)
    watch.spend(WORK[Step.CLASH] - 1)
    assert not watch.should_stop()
    watch.spend(1)
    assert watch.should_stop()
    (finding,) = inquiry.cut()
    assert finding.code == "P229"
    assert "找互相矛盾的要求" in finding.message
    assert not inquiry.step(Step.FORMS).should_stop(), "each step has work of its own"


def test_a_part_stops_with_the_whole_but_not_the_other_way_round() -> None:
    whole = Watch()
    part = whole.within(10)
    part.spend(10)
    assert part.should_stop()
    assert not whole.should_stop()
    pressed = Watch(stop=lambda: True)
    assert pressed.within(10).should_stop()
    assert pressed.stopped
