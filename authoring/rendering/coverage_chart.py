"""A bank against a blueprint as a heat map: domains down, sections across, usable questions in the cells, and small
beside them those that wait for their release or rest."""

from types import MappingProxyType

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from authoring.bank.syllabus import Syllabus
from authoring.papers.coverage import Coverage, Plenty
from authoring.rendering.chart import Chart, empty, on, plain, style
from authoring.texts import say

__all__ = ["PLENTY_COLOURS", "coverage_chart"]

PLENTY_COLOURS = MappingProxyType(
    {Plenty.SHORT: "#B2182B", Plenty.TIGHT: "#F4B942", Plenty.ENOUGH: "#B9DCEF", Plenty.UNASKED: "#F1F4F7"}
)
GAP = 0.15
"""Between the domains and the sum, in lines."""
SIGNS = 5
"""Characters of a section's title on a line."""


def coverage_chart(coverage: Coverage, syllabus: Syllabus, forms: int) -> Chart:
    """Questions that can be used in each domain and section; the colour says how far they go for `forms` forms."""
    height, width = len(coverage.domains), len(coverage.sections)
    short = sum(coverage.plenty(n, m) is Plenty.SHORT for n in range(height) for m in range(width))
    out = {"waiting": sum(map(sum, coverage.waiting)), "resting": sum(map(sum, coverage.resting))}
    chart = Chart(1.5 + 0.34 * max(height + 1, 2), say("report.chart.coverage_alt", forms=forms, short=short, **out))
    with style():
        axes = chart.add_subplot()
        if not height:
            empty(axes, say("report.chart.no_questions"))
            return chart
        for m in range(width):
            for n in range(height):
                _cell(axes, n, m, coverage.plenty(n, m), coverage.supply[n][m], coverage.demand[n][m])
                _beside(axes, n, m, on(PLENTY_COLOURS[coverage.plenty(n, m)]), coverage)
            whole = coverage.requirements[m]
            _cell(axes, height + GAP, m, whole.plenty, int(whole.supply or 0), int(whole.demand or 0))
        named = [plain(f"{code} {syllabus.names.get(code, '')}".strip()) for code in coverage.domains]
        axes.set_yticks([*range(height), height + GAP], [*named, say("report.chart.sum")])
        axes.set_xticks(
            range(width), [_folded(plain(title)) for title in coverage.sections], fontsize=8.5, linespacing=1.3
        )
        axes.xaxis.tick_top()
        axes.set_xlim(-0.5, width - 0.5)
        axes.set_ylim(height + GAP + 0.5, -0.5)
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.set_title(say("report.chart.coverage", forms=forms), pad=12)
        _key(axes)
    return chart


def _cell(axes: Axes, at: float, m: int, plenty: Plenty, supply: int, demand: int) -> None:
    colour = PLENTY_COLOURS[plenty]
    axes.add_patch(Rectangle((m - 0.5, at - 0.5), 1, 1, facecolor=colour, edgecolor="white", linewidth=1.6))
    ink = on(colour)
    if demand:
        axes.text(m - 0.18, at, str(supply), ha="right", va="center_baseline", color=ink, fontsize=10)
        axes.text(m - 0.12, at, f"/ {demand}", ha="left", va="center_baseline", color=ink, fontsize=7.5)
    else:
        axes.text(m - 0.18, at, str(supply), ha="right", va="center_baseline", color=ink, fontsize=10)


def _beside(axes: Axes, n: int, m: int, ink: str, coverage: Coverage) -> None:
    """How many more questions wait for their release, and how many rest."""
    counts = {"waiting": coverage.waiting[n][m], "resting": coverage.resting[n][m]}
    said = [say(f"report.chart.{name}", count=count) for name, count in counts.items() if count]
    if said:
        axes.text(m + 0.46, n, "\n".join(said), ha="right", va="center", color=ink, fontsize=7.5, linespacing=1.05)


def _folded(title: str) -> str:
    """A title on lines short enough to stand above their column."""
    head, sign, rest = title.partition("、")
    rest = rest if sign else head
    lines = [rest[start : start + SIGNS] for start in range(0, len(rest), SIGNS)]
    return "\n".join([head + sign, *lines] if sign else lines)


def _key(axes: Axes) -> None:
    entries = [
        Patch(facecolor=colour, label=say(f"report.chart.plenty_{plenty}")) for plenty, colour in PLENTY_COLOURS.items()
    ]
    axes.legend(
        handles=entries,
        loc="upper left",
        bbox_to_anchor=(0, -0.02),
        ncols=len(entries),
        borderaxespad=0,
        handlelength=1.1,
        columnspacing=1.4,
        fontsize=8.5,
    )
