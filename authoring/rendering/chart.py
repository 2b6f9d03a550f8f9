"""What our charts have in common: a matplotlib figure without pyplot and its global state, type, colours, stacked bars.

A `Chart` shows itself in a notebook, draws Chinese type everywhere and gives the same PNG bytes for the same data.
Colours stay apart for colour-blind people (a test simulates them); what has an order is one blue from light to dark.
"""

import base64
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ticker import MaxNLocator
from pylopdf_fonts_zh_cn import sans_path

__all__ = ["Chart", "empty", "legend", "on", "plain", "png", "stacked", "style"]

WIDTH = 7.6
"""Inches; with `SCREEN_DPI` the width of a notebook's output column."""
SCREEN_DPI = 100
SMALLEST_LABELLED = 0.02
"""Share of the longest bar."""
LONGEST_NAME = 24
"""Characters; longer names would leave the bars no room."""
SHARPNESS = 2
"""PNG pixels per screen pixel."""

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
        # The layout begins from where it ended: done once, the second drawing equals the first.
        self.set_layout_engine("none")

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        width, height = (int(inches * SCREEN_DPI) for inches in self.get_size_inches())
        data = {"image/png": base64.b64encode(png(self)).decode(), "text/plain": self.alt}
        return data, {"image/png": {"width": width, "height": height, "alt": self.alt}}


def png(figure: Figure) -> bytes:
    """The figure as PNG; the same figure gives the same bytes."""
    target = BytesIO()
    with style():
        figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def plain(text: str) -> str:
    """A name for a chart: not too long, subscript digits (the face lacks them) drawn by matplotlib, no other markup."""
    short = text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
    return short.translate(_SUBSCRIPTS)


def empty(axes: Axes, text: str) -> None:
    """Says that there is nothing to show."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, text, ha="center", va="center", transform=axes.transAxes)


def stacked(axes: Axes, names: Sequence[str], parts: Iterable[tuple[str, str, Sequence[float]]]) -> None:
    """Horizontal bars from top to bottom, made of named and coloured parts, parts inside, the total behind."""
    parts = tuple(parts)
    totals = [sum(values) for values in zip(*(values for _, _, values in parts), strict=True)]
    reached, rows = [0.0] * len(names), range(len(names))
    for name, colour, values in parts:
        bars = axes.barh(
            rows, values, left=reached, color=colour, label=name, height=0.68, edgecolor="white", linewidth=0.8
        )
        # A number inside only where it fits and is not the total itself.
        room = [max(totals) * SMALLEST_LABELLED < value < total for value, total in zip(values, totals, strict=True)]
        inside = [_number(value) if fits else "" for value, fits in zip(values, room, strict=True)]
        axes.bar_label(bars, inside, label_type="center", color=on(colour), fontsize=8)
        reached = [sofar + value for sofar, value in zip(reached, values, strict=True)]
    for row, total in zip(rows, totals, strict=True):
        axes.annotate(_number(total), (total, row), (4, 0), textcoords="offset points", va="center", fontsize=8.5)
    axes.set_yticks(list(rows), [plain(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, max(totals, default=0) * 1.06 or 1)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)


def _number(value: float) -> str:
    return f"{round(value, 1):g}"


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
