"""The heat map and the charts of topics and information show what was counted."""

from decimal import Decimal

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Information, Row, Selection
from authoring.papers.coverage import Plenty, coverage
from authoring.papers.pool import Pool
from authoring.papers.statistics import ItemStatistics
from authoring.papers.stock import Stock
from authoring.rendering.chart import Chart, png
from authoring.rendering.coverage_chart import PLENTY_COLOURS, coverage_chart
from authoring.rendering.paper_charts import information_chart, rows_chart, topics_chart
from tests.rendering.small_paper import ASSEMBLY, BLUEPRINT, QUESTIONS, SYLLABUS

PLAN = BLUEPRINT.model_copy(update={"forms": 4})
COVERAGE = coverage(PLAN, Pool.of(PLAN, Stock.of(QUESTIONS.values())), SYLLABUS)
PAPER = ASSEMBLY.paper
assert PAPER is not None
STATISTICS = {name: ItemStatistics(a=1.0, b=0.0) for name in PAPER.question_ids}


def heat() -> Chart:
    return coverage_chart(COVERAGE, SYLLABUS, PLAN.forms)


@pytest.mark.parametrize(
    "made",
    [
        heat,
        lambda: topics_chart(PAPER, QUESTIONS, SYLLABUS),
        lambda: topics_chart(PAPER, QUESTIONS),
        lambda: information_chart(PAPER, STATISTICS, (Information(ability=Decimal(0), at_least=Decimal(1)),)),
        lambda: information_chart(PAPER, {}),
    ],
)
def test_they_are_drawn_alike_each_time_and_say_what_they_show(made: object) -> None:
    assert callable(made)
    first, second = made(), made()
    assert png(first) == png(second)
    assert first.alt.endswith("。")


def test_each_cell_has_its_number_and_colour() -> None:
    axes = heat().axes[0]
    cells = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    colours = {(round(cell.get_y() + 0.5), round(cell.get_x() + 0.5)): to_hex(cell.get_facecolor()) for cell in cells}
    for n in range(len(COVERAGE.domains)):
        for m in range(len(COVERAGE.sections)):
            assert colours[n, m] == PLENTY_COLOURS[COVERAGE.plenty(n, m)].lower()
    texts = [text.get_text() for text in axes.texts]
    numbers = [str(count) for line in COVERAGE.supply for count in line]
    assert sorted(text for text in texts if not text.startswith("/")) == sorted([*numbers, "10", "8"])
    assert {text for text in texts if text.startswith("/")} >= {"/ 12", "/ 8"}


def test_what_waits_and_rests_stands_small_beside() -> None:
    counted = COVERAGE.model_copy(update={"waiting": ((3, 0), (1, 0)), "resting": ((2, 0), (0, 0))})
    chart = coverage_chart(counted, SYLLABUS, PLAN.forms)
    texts = {text.get_text() for text in chart.axes[0].texts}
    assert {"待3\n歇2", "待1"} <= texts
    assert "另有 4 题待审或未启用，2 题停歇" in chart.alt


def test_colours_of_scarcity_are_apart_in_lightness_too() -> None:
    def lightness(colour: str) -> float:
        return float(np.dot([int(colour[n : n + 2], 16) for n in (1, 3, 5)], [0.2126, 0.7152, 0.0722]))

    short, tight, enough = (lightness(PLENTY_COLOURS[name]) for name in (Plenty.SHORT, Plenty.TIGHT, Plenty.ENOUGH))
    assert short + 60 < tight < enough


def test_an_empty_bank_has_a_chart_that_says_so() -> None:
    nothing = coverage(PLAN, Pool.of(PLAN, Stock.of([])), Syllabus())
    axes = coverage_chart(nothing, Syllabus(), 4).axes[0]
    assert [text.get_text() for text in axes.texts] == ["题库中还没有试题"]


def test_topics_show_the_marks_of_each_form() -> None:
    axes = topics_chart(PAPER, QUESTIONS, SYLLABUS).axes[0]
    for form, bars in zip(PAPER.forms, axes.containers, strict=True):
        heights = [patch.get_height() for patch in bars if isinstance(patch, Rectangle)]
        for place, domain in enumerate(("D01", "D02")):
            marks = sum(item.marks for item in form.items if QUESTIONS[item.question].domain == domain)
            assert heights[place] == float(marks)


def test_of_very_many_rows_the_tightest_are_drawn() -> None:
    loose = Row(select=Selection(knowledge_points=("D01",)), at_most=Decimal(90))
    tight = BLUEPRINT.rows[0]
    plan = BLUEPRINT.model_copy(update={"rows": (*[loose] * 500, tight)})
    axes = rows_chart(plan, PAPER, QUESTIONS, SYLLABUS).axes
    assert sum(len(panel.get_yticks()) for panel in axes) == 60
    assert "最紧的 1 条" in axes[0].get_title(loc="left"), "the row of marks is among them"


def test_information_adds_up_over_the_questions() -> None:
    axes = information_chart(PAPER, STATISTICS).axes[0]
    for form, line in zip(PAPER.forms, axes.lines, strict=True):
        middle = np.interp(0.0, *np.asarray(line.get_data(), float))
        # Birnbaum: a² P (1 − P) is a quarter for a = 1 at θ = b
        assert middle == pytest.approx(0.25 * len(list(form.items)))
