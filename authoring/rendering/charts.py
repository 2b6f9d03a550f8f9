"""Charts of findings and of a bank as matplotlib figures, without pyplot and without its global state.

A `Chart` shows itself in a notebook, draws Chinese type everywhere and gives the same PNG bytes for the same data.
Colours are the colour-blind-safe ones of Okabe and Ito (https://jfly.uni-koeln.de/color/) and, for what has an order,
one blue from light to dark.
"""

import base64
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ticker import MaxNLocator
from pylopdf_fonts_zh_cn import sans_path

from authoring.bank.syllabus import Syllabus
from authoring.findings import Report, Severity
from authoring.questions import Level, QuestionType
from authoring.texts import catalogue, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Chart", "domains_chart", "findings_chart", "png", "types_chart"]

WIDTH = 7.6
"""Inches; with `SCREEN_DPI` the width of a notebook's output column."""
SCREEN_DPI = 100
SHARPNESS = 2
"""PNG pixels per screen pixel."""

SEVERITY_COLOURS = MappingProxyType({Severity.ERROR: "#D55E00", Severity.WARNING: "#E69F00", Severity.INFO: "#56B4E9"})
LEVEL_COLOURS = MappingProxyType({Level.JUNIOR: "#A6CEE8", Level.INTERMEDIATE: "#3F86BF", Level.SENIOR: "#123F6B"})
MOST_CODES = 20
_INK = "#22313F"
_FAINT = "#C9D2DA"
_SUBSCRIPTS = str.maketrans({digit: rf"$_{n}$" for n, digit in enumerate("₀₁₂₃₄₅₆₇₈₉")} | {"$": r"\$"})


@lru_cache(maxsize=1)
def _family() -> str:
    fontManager.addfont(sans_path())
    return FontProperties(fname=sans_path()).get_name()


def style() -> AbstractContextManager[None]:
    """matplotlib's settings for our charts, while the `with` block lasts."""
    family = _family()
    return mpl.rc_context(
        {
            "font.family": [family],
            "font.size": 9.5,
            "mathtext.default": "regular",
            "axes.unicode_minus": False,
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "axes.edgecolor": _FAINT,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "axes.grid": True,
            "axes.grid.axis": "x",
            "axes.axisbelow": True,
            "grid.color": "#E6EBEF",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 11,
            "axes.titlepad": 10,
            "legend.frameon": False,
            "figure.dpi": SCREEN_DPI,
            "savefig.dpi": SCREEN_DPI * SHARPNESS,
        }
    )


class Chart(Figure):
    """A figure with a text alternative."""

    def __init__(self, height: float, alt: str) -> None:
        """`height` in inches; `alt` says in a sentence what the chart shows."""
        with style():
            super().__init__(figsize=(WIDTH, height), layout="constrained", facecolor="white")
        self.alt = alt

    def draw(self, renderer: Any) -> None:
        # Ticks are made while drawing: without the settings they would fall back to a face without Chinese.
        with style():
            super().draw(renderer)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        width, height = (round(inches * SCREEN_DPI) for inches in self.get_size_inches())
        data = {"image/png": base64.b64encode(png(self)).decode(), "text/plain": self.alt}
        return data, {"image/png": {"width": width, "height": height, "alt": self.alt}}


def png(figure: Figure) -> bytes:
    """The figure as PNG; the same figure gives the same bytes."""
    target = BytesIO()
    with style():
        figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def plain(text: str) -> str:
    """Text for a chart: matplotlib draws subscript digits, which the face lacks, and a dollar sign is only that."""
    return text.translate(_SUBSCRIPTS)


def empty(axes: Axes, text: str) -> None:
    """Says that there is nothing to show."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, text, ha="center", va="center", transform=axes.transAxes)


def stacked(axes: Axes, names: Sequence[str], parts: Iterable[tuple[str, str, Sequence[float]]]) -> None:
    """Horizontal bars from top to bottom, made of named and coloured parts, with the parts inside and the total behind."""
    parts = tuple(parts)
    totals = [sum(values) for values in zip(*(values for _, _, values in parts), strict=True)]
    reached, rows = [0.0] * len(names), range(len(names))
    for name, colour, values in parts:
        bars = axes.barh(
            rows, values, left=reached, color=colour, label=name, height=0.68, edgecolor="white", linewidth=0.8
        )
        inside = [f"{value:g}" if 0 < value < total else "" for value, total in zip(values, totals, strict=True)]
        axes.bar_label(bars, inside, label_type="center", color=on(colour), fontsize=8)
        reached = [sofar + value for sofar, value in zip(reached, values, strict=True)]
    for row, total in zip(rows, totals, strict=True):
        axes.annotate(f"{total:g}", (total, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8.5)
    axes.set_yticks(list(rows), [plain(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, max(totals, default=0) * 1.06 or 1)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)


def on(colour: str) -> str:
    """Black or white, whichever is read more easily on a colour (relative luminance of WCAG 2.1)."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.35 else _INK


def legend(axes: Axes, columns: int) -> None:
    """A legend above the axes, at the right of the title."""
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=columns,
        borderaxespad=0.2,
        handlelength=1.1,
        columnspacing=1.2,
        handletextpad=0.5,
    )


def findings_chart(report: Report) -> Chart:
    """How often each code was found, errors first; the least frequent beyond `MOST_CODES` are left to the tables."""
    severity = {finding.code: finding.severity for finding in report}
    ranks = list(Severity)
    counts = sorted(report.codes().items(), key=lambda pair: (ranks.index(severity[pair[0]]), -pair[1], pair[0]))
    shown = counts[:MOST_CODES]
    chart = Chart(1.1 + 0.3 * max(len(shown), 2), say("report.chart.findings_alt", summary=report.summary()))
    with style():
        axes = chart.add_subplot()
        if not shown:
            empty(axes, say("report.chart.no_findings"))
            return chart
        parts = (
            (
                say(f"label.severity.{rank}"),
                SEVERITY_COLOURS[rank],
                [n if severity[code] is rank else 0 for code, n in shown],
            )
            for rank in Severity
        )
        stacked(axes, [_named(code) for code, _ in shown], parts)
        more = len(counts) - len(shown)
        axes.set_title(say("report.chart.findings" if not more else "report.chart.most_findings", count=len(shown)))
        legend(axes, columns=3)
    return chart


def _named(code: str) -> str:
    return f"{code} {catalogue().get(f'checks.{code}.title', '')}".strip()


def domains_chart(bank: "pd.DataFrame", syllabus: Syllabus) -> Chart:
    """Questions per domain and level. `bank` is `Bank.to_frame()`."""
    codes = [domain.code for domain in syllabus.domains] or sorted(set(bank["domain"]))
    names = [f"{code} {syllabus.names.get(code, '')}".strip() for code in codes]
    return _by_level(bank, "domain", codes, names)


def types_chart(bank: "pd.DataFrame") -> Chart:
    """Questions per type and level. `bank` is `Bank.to_frame()`."""
    kinds = [kind.value for kind in QuestionType if kind in set(bank["type"])]
    return _by_level(bank, "type", kinds, [say(f"label.question_type.{kind}") for kind in kinds])


def _by_level(bank: "pd.DataFrame", field: str, codes: Sequence[str], names: Sequence[str]) -> Chart:
    chart = Chart(1.0 + 0.3 * max(len(codes), 2), say(f"report.chart.{field}s_alt", count=len(bank)))
    counts = bank.groupby([field, "level"]).size().to_dict()
    with style():
        axes = chart.add_subplot()
        if not codes:
            empty(axes, say("report.chart.no_questions"))
            return chart
        parts = (
            (say(f"label.level.{level}"), LEVEL_COLOURS[level], [counts.get((code, level.value), 0) for code in codes])
            for level in Level
        )
        stacked(axes, names, parts)
        axes.set_title(say(f"report.chart.{field}s", count=len(bank)))
        legend(axes, columns=len(Level))
    return chart
