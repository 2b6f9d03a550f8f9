"""What charts show is what was counted; they draw every character, keep to themselves, and give the same bytes."""

import subprocess
import sys
from collections import Counter
from io import BytesIO
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import Rectangle

from authoring.findings import Finding, Report, Severity
from authoring.questions import Level
from authoring.rendering.chart import LONGEST_NAME, Chart, plain, png
from authoring.rendering.charts import (
    LEVEL_COLOURS,
    MOST_CODES,
    SEVERITY_COLOURS,
    domains_chart,
    findings_chart,
    types_chart,
)
from authoring.rendering.paper_charts import FORM_COLOURS, difficulty_chart, letters_chart, rows_chart, time_chart
from tests.rendering.small_paper import ASSEMBLY, BLUEPRINT, QUESTIONS, SYLLABUS

BANK = pd.DataFrame(
    [("D01", "single_choice", "junior")] * 3 + [("D01", "case", "senior")] + [("D02", "single_choice", "senior")] * 2,
    columns=["domain", "type", "level"],
)
PAPER = ASSEMBLY.paper
assert PAPER is not None
CHARTS = {
    "findings": lambda: findings_chart(_report(W201=("warning", 3), S101=("error", 1))),
    "nothing": lambda: findings_chart(Report()),
    "domains": lambda: domains_chart(BANK, SYLLABUS),
    "no syllabus": lambda: domains_chart(BANK, SYLLABUS.model_copy(update={"domains": ()})),
    "empty bank": lambda: types_chart(BANK.iloc[:0]),
    "types": lambda: types_chart(BANK),
    "rows": lambda: rows_chart(BLUEPRINT, PAPER, QUESTIONS, SYLLABUS),
    "no rows": lambda: rows_chart(BLUEPRINT.model_copy(update={"rows": ()}), PAPER, QUESTIONS),
    "difficulty": lambda: difficulty_chart(PAPER, QUESTIONS),
    "letters": lambda: letters_chart(PAPER, QUESTIONS),
    "time": lambda: time_chart(PAPER),
}


def _report(**codes: tuple[str, int]) -> Report:
    return Report.of(
        Finding(code=code, severity=Severity(severity), message="…")
        for code, (severity, count) in codes.items()
        for _ in range(count)
    )


def _bars(chart: Figure) -> dict[str, list[float]]:
    """Lengths of the bars by the name of their part."""
    axes = chart.axes[0]
    found = {}
    for container in axes.containers:
        bars = [bar for bar in container if isinstance(bar, Rectangle)]
        upright = axes.get_ylim()[0] < axes.get_ylim()[1]
        found[container.get_label()] = [bar.get_height() if upright else bar.get_width() for bar in bars]
    return found


def _names(chart: Figure) -> list[str]:
    return [label.get_text() for label in chart.axes[0].get_yticklabels()]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_drawn_alike_each_time_and_says_what_it_shows(name: str) -> None:
    # A character that the face lacks would warn, and warnings are errors.
    chart = CHARTS[name]()
    first = png(chart)
    assert first == png(chart) == png(CHARTS[name]())
    height, width, _ = imread(BytesIO(first)).shape
    assert [width, height] == pytest.approx(list(chart.get_size_inches() * 200), abs=1)
    assert all(word not in first for word in (b"tEXt", b"iTXt", b"tIME")), "no program, no date"
    assert isinstance(chart, Chart)
    assert len(chart.alt) > 5


def test_findings_are_counted_by_code_errors_first() -> None:
    chart = findings_chart(_report(W201=("warning", 3), K401=("info", 9), S101=("error", 1), W209=("warning", 5)))
    assert [name.split()[0] for name in _names(chart)] == ["S101", "W209", "W201", "K401"]
    assert _bars(chart) == {"错误": [1, 0, 0, 0], "警告": [0, 5, 3, 0], "提示": [0, 0, 0, 9]}


def test_the_least_frequent_of_many_codes_are_left_out() -> None:
    many = {f"W{n}": ("warning", n) for n in range(100, 100 + MOST_CODES + 5)}
    names = _names(findings_chart(_report(**many)))
    assert len(names) == MOST_CODES
    assert names[0].split()[0] == f"W{100 + MOST_CODES + 4}"


def test_questions_are_counted_by_domain_and_level() -> None:
    assert _bars(domains_chart(BANK, SYLLABUS)) == {"初级": [3, 0], "中级": [0, 0], "高级": [1, 2]}


def test_questions_are_counted_by_type_and_level() -> None:
    chart = types_chart(BANK)
    assert _names(chart) == ["单选题", "案例题"]
    assert _bars(chart) == {"初级": [3, 0], "中级": [0, 0], "高级": [2, 1]}


def test_rows_show_their_limits_and_every_form_within_them() -> None:
    chart = rows_chart(BLUEPRINT, PAPER, QUESTIONS, SYLLABUS)
    marks, counts = chart.axes
    assert [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in marks.containers[0]] == [(2, 6)]
    points = {line.get_label(): list(line.get_xdata()) for line in marks.get_lines()}
    first = sum(i.marks for i in PAPER.forms[0].items if QUESTIONS[i.question].domain == "D01")
    assert points["A 卷"] == [first]
    assert all(2 <= value <= 6 for values in points.values() for value in values)
    assert len(counts.get_yticklabels()) == 2
    assert counts.get_yticklabels()[0].get_text().startswith("一、单项选择题：CO$_2$ 捕集与 \\$x\\$")


def test_difficulty_adds_up_to_the_marks() -> None:
    bars = _bars(difficulty_chart(PAPER, QUESTIONS))
    assert [sum(marks) for marks in bars.values()] == [8, 8]


def test_time_is_the_questions_own_in_minutes() -> None:
    bars = _bars(time_chart(PAPER))
    assert bars == {"一、单项选择题": [3, 3], "二、判断题（限 5 分钟）": [1, 1]}


def test_letters_are_those_the_form_shows() -> None:
    bars = _bars(letters_chart(PAPER, QUESTIONS))
    for form in PAPER.forms:
        singles = [item for item in form.items if QUESTIONS[item.question].type == "single_choice"]
        shown = Counter("ABCD"[item.order.index(QUESTIONS[item.question].key)] for item in singles)
        assert bars[f"{form.name} 卷"] == [shown[letter] for letter in "ABCD"]


def test_a_name_is_shortened_and_never_read_as_markup() -> None:
    assert plain("CO₂ 5$ _x_") == r"CO$_2$ 5\$ _x_"
    assert len(plain("长" * 100)) == LONGEST_NAME


def test_charts_leave_matplotlib_as_it_was_and_do_without_pyplot() -> None:
    before = dict(mpl.rcParams)
    png(types_chart(BANK))
    assert dict(mpl.rcParams) == before
    program = "import sys; import authoring.rendering.paper_charts; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_notebook_shows_a_chart_sharp_and_with_its_text() -> None:
    data, metadata = types_chart(BANK)._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == "横条图：各题型、各等级的试题数，共 6 题。"
    assert metadata["image/png"]["width"] == 760


# Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency",
# severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
PALETTES = {
    "severity": [SEVERITY_COLOURS[severity] for severity in Severity],
    "level": [LEVEL_COLOURS[level] for level in Level],
    "form": FORM_COLOURS[:4],
}


def _lab(colour: str, deficiency: str) -> np.ndarray:
    """CIE L*a*b* (D65) of a colour as somebody with the deficiency sees it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = to_xyz @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("palette", PALETTES)
def test_colours_stay_apart_for_the_colour_blind(palette: str, deficiency: str) -> None:
    # A difference of about 2.3 is just noticeable; ten times that cannot be missed.
    for one, other in combinations(PALETTES[palette], 2):
        assert np.linalg.norm(_lab(one, deficiency) - _lab(other, deficiency)) > 20, (one, other)
