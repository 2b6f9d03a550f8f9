"""Charts of an assembled paper: its forms against the blueprint and beside each other."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint, Information, Measure, Row
from authoring.papers.comparison import figures
from authoring.papers.paper import Form, FormSection, Paper
from authoring.papers.statistics import ItemStatistics, information
from authoring.papers.wording import label, place_title
from authoring.questions import Question
from authoring.rendering.chart import Chart, empty, legend, on, plain, stacked, style
from authoring.rendering.tables import amount, key_letters, mean_difficulty
from authoring.texts import say

__all__ = ["difficulty_chart", "information_chart", "letters_chart", "rows_chart", "time_chart", "topics_chart"]

FORM_COLOURS = ("#0072B2", "#E69F00", "#8C2D04", "#9BD1F0", "#5E3C99", "#018571")
FORM_MARKERS = ("o", "s", "^", "D", "v", "P")
SECTION_COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#F0E442", "#E69F00", "#D55E00", "#CC79A7")
ABILITIES = (-3.0, 3.0)
"""Standard deviations: nearly all candidates."""
FOLD = 4
"""Characters of a domain's name on a line below its bars."""
MOST_ROWS = 60
"""More of them would make a picture that nobody reads."""
MOST_LABELLED = 4
"""Forms; more of them leave no room for numbers."""
_RANGE, _LIMIT = "#D5DEE6", "#B3261E"


def rows_chart(
    blueprint: Blueprint, paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus | None = None
) -> Chart:
    """What the blueprint's rows allow as bars, what each form has as points: marks and counts apart."""
    shown = _tightest(blueprint.rows, paper, questions)
    groups = [(m, rows) for m in (Measure.MARKS, Measure.COUNT) if (rows := [r for r in shown if r.measure is m])]
    heights = [len(rows) + 1.6 for _, rows in groups]
    chart = Chart(0.5 + 0.27 * max(sum(heights), 3), say("report.chart.rows_alt", count=len(blueprint.rows)))
    with style():
        if not groups:
            empty(chart.add_subplot(), say("report.chart.no_rows"))
            return chart
        chart.set_layout_engine("constrained", h_pad=0.12)
        panels = chart.subplots(len(groups), squeeze=False, height_ratios=heights)[:, 0]
        for axes, (measure, rows) in zip(panels, groups, strict=True):
            _ranges(axes, rows, max(_reach(row, paper, questions) for row in rows) * 1.06)
            for n, form in enumerate(paper.forms):
                _points(axes, n, paper.forms, [float(amount(row, form, questions)) for row in rows])
            axes.set_yticks(
                range(len(rows)), [plain(_row_label(row, blueprint, syllabus)) for row in rows], fontsize=8.5
            )
            title = say(f"report.chart.rows_{measure}")
            rest = len(blueprint.rows) - len(shown)
            axes.set_title(say("report.chart.tightest", title=title, count=len(rows)) if rest else title)
        legend(panels[0], columns=min(len(paper.forms) + 1, 5))
    return chart


def _tightest(rows: Sequence[Row], paper: Paper, questions: Mapping[str, Question]) -> list[Row]:
    """All rows; of very many, those that a form has the least room in, in the blueprint's order."""
    if len(rows) <= MOST_ROWS:
        return list(rows)
    found = [[amount(row, form, questions) for form in paper.forms] for row in rows]
    order = sorted(range(len(rows)), key=lambda n: min(_room(rows[n], got) for got in found[n]))
    return [rows[n] for n in sorted(order[:MOST_ROWS])]


def _room(row: Row, got: Decimal) -> Decimal:
    """How far an amount may move before a limit is broken."""
    low = [got - row.at_least] if row.at_least else []
    high = [row.at_most - got] if row.at_most is not None else []
    return min([*low, *high], default=got)


def _row_label(row: Row, blueprint: Blueprint, syllabus: Syllabus | None) -> str:
    # Names of several points would be too long: their codes do.
    what = label(row.select, syllabus if len(row.select.knowledge_points) == 1 else None)
    return (
        what
        if row.section is None
        else say("report.chart.row_in", place=place_title(row.section, blueprint), label=what)
    )


def _reach(row: Row, paper: Paper, questions: Mapping[str, Question]) -> float:
    limits = [limit for limit in (row.at_least, row.at_most) if limit is not None]
    return float(max([*limits, *(amount(row, form, questions) for form in paper.forms)], default=Decimal(1))) or 1.0


def _ranges(axes: Axes, rows: Sequence[Row], reach: float) -> None:
    low = [float(row.at_least or 0) for row in rows]
    high = [float(row.at_most) if row.at_most is not None else reach for row in rows]
    # A row that wants an exact number still shows a sliver.
    widths = [max(top - bottom, reach * 0.006) for bottom, top in zip(low, high, strict=True)]
    axes.barh(range(len(rows)), widths, left=low, color=_RANGE, height=0.62, label=say("report.chart.allowed"))
    axes.set_xlim(-0.015 * reach, reach)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)


def _points(axes: Axes, n: int, forms: Sequence[Form], values: Sequence[float]) -> None:
    shift = (n - (len(forms) - 1) / 2) * min(0.3, 0.6 / len(forms))
    axes.plot(
        values,
        [row + shift for row in range(len(values))],
        linestyle="none",
        marker=FORM_MARKERS[n % len(FORM_MARKERS)],
        markersize=5,
        color=FORM_COLOURS[n % len(FORM_COLOURS)],
        label=say("report.form.name", form=forms[n].name),
        clip_on=False,
    )


def difficulty_chart(paper: Paper, questions: Mapping[str, Question]) -> Chart:
    """Marks per difficulty (the author's estimate, 1 to 5) in each form."""
    chart = Chart(2.6, say("report.chart.difficulty_alt"))
    steps = range(1, 6)
    with style():
        axes = chart.add_subplot()
        for n, form in enumerate(paper.forms):
            marks = dict.fromkeys(steps, Decimal(0))
            for item in form.items:
                marks[questions[item.question].difficulty] += item.marks
            name = say("report.chart.mean", form=form.name, mean=f"{mean_difficulty(form, questions):.2f}")
            _beside(axes, n, len(paper.forms), [float(marks[step]) for step in steps], name)
        names = [say("report.chart.easiest", step=1), "2", "3", "4", say("report.chart.hardest", step=5)]
        axes.set_xticks(range(len(names)), names)
        _upright(axes, say("report.chart.difficulty"), len(paper.forms))
    return chart


def topics_chart(paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus | None = None) -> Chart:
    """Marks of each domain in each form."""
    found = [figures(form, questions).domains for form in paper.forms]
    domains = sorted({domain for marks in found for domain in marks})
    names = syllabus.names if syllabus else {}
    chart = Chart(3.0, say("report.chart.topics_alt"))
    with style():
        axes = chart.add_subplot()
        for n, (form, marks) in enumerate(zip(paper.forms, found, strict=True)):
            values = [float(marks.get(domain, 0)) for domain in domains]
            _beside(axes, n, len(paper.forms), values, say("report.form.name", form=form.name))
        axes.set_xticks(range(len(domains)), [_folded(code, names.get(code, "")) for code in domains], fontsize=7)
        _upright(axes, say("report.chart.topics"), len(found))
    return chart


def _folded(code: str, name: str) -> str:
    """A domain's code above its name, on lines as short as its bars are wide."""
    short = name if len(name) <= 3 * FOLD else f"{name[: 3 * FOLD - 1]}…"
    return "\n".join([code, *(plain(short[start : start + FOLD]) for start in range(0, len(short), FOLD))])


def information_chart(
    paper: Paper, statistics: Mapping[str, ItemStatistics], asked: Sequence[Information] = ()
) -> Chart:
    """Fisher information of each form over ability, from its questions whose statistics are known."""
    known = {name: statistics[name] for name in paper.question_ids if name in statistics}
    chart = Chart(2.8, say("report.chart.information_alt", known=len(known)))
    abilities = np.linspace(*ABILITIES, 61)
    with style():
        axes = chart.add_subplot()
        for n, form in enumerate(paper.forms):
            items = [known[item.question] for item in form.items if item.question in known]
            curve = [float(information(items, ability).sum()) for ability in abilities]
            name = say("report.form.name", form=form.name)
            axes.plot(abilities, curve, color=FORM_COLOURS[n % len(FORM_COLOURS)], label=name, linewidth=1.8)
        wanted = [(float(entry.ability), float(entry.at_least)) for entry in asked if entry.at_least is not None]
        if wanted:
            named = say("report.chart.information_asked")
            axes.scatter(*zip(*wanted, strict=True), marker="^", color=_LIMIT, label=named, zorder=3)
        axes.set_xlim(*ABILITIES)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(say("report.chart.information_axis"))
        _upright(axes, say("report.chart.information"), len(paper.forms) + bool(wanted))
        axes.set_ylim(bottom=0)
    return chart


def letters_chart(paper: Paper, questions: Mapping[str, Question]) -> Chart:
    """How often each letter is the key of a single choice question in each form, and the even share."""
    counts = [key_letters(form, questions) for form in paper.forms]
    letters = sorted({letter for count in counts for letter in count})
    chart = Chart(2.6, say("report.chart.letters_alt"))
    with style():
        axes = chart.add_subplot()
        if not letters:
            empty(axes, say("report.chart.no_letters"))
            return chart
        for n, (form, count) in enumerate(zip(paper.forms, counts, strict=True)):
            name = say("report.form.name", form=form.name)
            _beside(axes, n, len(paper.forms), [float(count[letter]) for letter in letters], name, inside=True)
        even = sum(count.total() for count in counts) / len(counts) / len(letters)
        axes.axhline(
            even, color="black", linestyle=(0, (4, 3)), linewidth=1, label=say("report.chart.even", count=f"{even:.3g}")
        )
        axes.set_xticks(range(len(letters)), letters)
        _upright(axes, say("report.chart.letters"), len(paper.forms) + 1)
    return chart


def _beside(axes: Axes, n: int, forms: int, values: Sequence[float], name: str, *, inside: bool = False) -> None:
    width = 0.74 / forms
    places = [place - 0.37 + (n + 0.5) * width for place in range(len(values))]
    colour = FORM_COLOURS[n % len(FORM_COLOURS)]
    bars = axes.bar(places, values, width * 0.94, color=colour, label=name)
    if forms > MOST_LABELLED:
        return
    numbers = [f"{value:g}" for value in values]
    if inside:
        axes.bar_label(bars, numbers, label_type="center", color=on(colour), fontsize=8)
    else:
        axes.bar_label(bars, numbers, padding=2, fontsize=8)


def _upright(axes: Axes, title: str, entries: int) -> None:
    axes.grid(visible=False, axis="x")
    axes.grid(visible=True, axis="y")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.margins(y=0.12)
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(title)
    legend(axes, columns=min(entries, 4))


def time_chart(paper: Paper) -> Chart:
    """Expected minutes of each form, section by section, against the time allowed."""
    chart = Chart(1.5 + 0.36 * len(paper.forms), say("report.chart.time_alt", minutes=paper.minutes))
    sections = paper.forms[0].sections
    with style():
        axes = chart.add_subplot()
        parts = [
            (
                _section_name(section),
                SECTION_COLOURS[n % len(SECTION_COLOURS)],
                [sum(item.seconds for item in form.sections[n].items) / 60 for form in paper.forms],
            )
            for n, section in enumerate(sections)
        ]
        stacked(axes, [say("report.form.name", form=form.name) for form in paper.forms], parts)
        axes.axvline(paper.minutes, color=_LIMIT, linewidth=1.4)
        limit = say("report.chart.limit", minutes=paper.minutes)
        axes.annotate(
            limit,
            (paper.minutes, -0.6),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            color=_LIMIT,
            fontsize=8.5,
        )
        axes.set_xlim(0, max(axes.get_xlim()[1], paper.minutes * 1.04))
        axes.set_title(say("report.chart.time"))
        axes.legend(
            loc="upper left", bbox_to_anchor=(0, -0.16), ncols=4, borderaxespad=0, handlelength=1.1, fontsize=8.5
        )
    return chart


def _section_name(section: FormSection) -> str:
    title = plain(section.title)
    return title if section.minutes is None else say("report.chart.section_limit", title=title, minutes=section.minutes)
