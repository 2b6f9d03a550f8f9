"""The view of the step in which an author says what the columns of a table hold."""

import html
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from authoring.texts import say
from authoring.widgets.intake_panel.columns import ColumnTable, meanings
from authoring.widgets.panel import WIDE, button

__all__ = ["column_step"]

_SHOWN = 40
"""Characters of a header or sample."""
_GRID = ipywidgets.Layout(
    width="100%", grid_template_columns="190px minmax(90px, max-content) minmax(0, 1fr)", grid_gap="2px 12px"
)


def column_step(
    table: ColumnTable, kept: Callable[[Sequence[str | None]], None], closed: Callable[[], None]
) -> ipywidgets.VBox:
    """A table of columns with a choice each; `kept` hears what was chosen."""
    options = [(say("intake_panel.unread"), ""), *meanings(table)]
    choices = [_choice(options, field, word) for word, field in zip(table.header, table.fields, strict=True)]
    cells: list[Any] = [_text(say(f"intake_panel.{name}"), strong=True) for name in ("meaning", "column", "sample")]
    for choice, word, samples in zip(choices, table.header, table.samples, strict=True):
        cells += [choice, _text(word or "—"), _text(" ｜ ".join(sample[:_SHOWN] for sample in samples), soft=True)]
    said = "columns_title" if table.understood else "columns_missing"
    head = _text(say(f"intake_panel.{said}", source=table.source, sheet=table.sheet), strong=True)
    keep = button(
        say("intake_panel.columns_keep"),
        lambda: kept([choice.value or None for choice in choices]),
        style="primary",
        icon="check",
    )
    row = ipywidgets.HBox([keep, button(say("intake_panel.columns_close"), closed)])
    made = ipywidgets.VBox([head, ipywidgets.GridBox(cells, layout=_GRID), row], layout=WIDE)
    made.add_class("authoring-columns")
    return made


def _choice(options: Sequence[tuple[str, str]], field: str | None, word: str) -> ipywidgets.Dropdown:
    made = ipywidgets.Dropdown(options=options, value=field or "", layout=ipywidgets.Layout(width="180px"))
    made.tooltip = word[:_SHOWN]
    return made


def _text(text: str, *, strong: bool = False, soft: bool = False) -> ipywidgets.HTML:
    inner = html.escape(text)
    if strong:
        inner = f"<b>{inner}</b>"
    return ipywidgets.HTML(f'<span style="color:#55677a">{inner}</span>' if soft else inner)
