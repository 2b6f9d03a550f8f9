"""检查: the findings of a bank, the manual of each, and the question it is about."""

import html
from datetime import date

import ipywidgets

from authoring.bank import Bank
from authoring.findings import Severity
from authoring.rendering.tables import findings_table
from authoring.texts import say
from authoring.widgets.checking import Checking, rows_of
from authoring.widgets.frame import PreviewFrame
from authoring.widgets.panel import WIDE, Panel, button, show
from authoring.widgets.table import Table

__all__ = ["CheckPanel"]


class CheckPanel(Panel):
    """Runs the checks of a bank; choosing a finding shows its manual and the candidate's page of its question."""

    def __init__(self, bank: Bank, today: date | None = None) -> None:
        super().__init__()
        self.model = Checking(bank, today or date.today())  # noqa: DTZ011  # the author's own day
        self.bar = ipywidgets.IntProgress(min=0, max=1, layout=ipywidgets.Layout(width="220px"))
        # A choice whose value is None would count as none chosen.
        choices = [(say("widgets.checking.all"), ""), *((say(f"label.severity.{s}"), s.value) for s in Severity)]
        self.filter = ipywidgets.ToggleButtons(options=choices, style={"button_width": "64px"})
        self.table = Table(list(findings_table(self.model.report).columns))
        self.manual, self.preview = ipywidgets.HTML(layout=WIDE), ipywidgets.HTML(layout=WIDE)
        self.start = button(say("widgets.checking.run"), self.run, style="primary", icon="check")
        self.filter.observe(self._filtered, "value")
        self.table.observe(self._chosen, "selected")
        top = ipywidgets.HBox([self.start, self.bar, self.filter], layout=ipywidgets.Layout(flex_flow="row wrap"))
        self.view.children = (top, self.said, self.table, self.manual, self.preview)

    def run(self) -> None:
        with self.careful():
            report = self.model.run(self._advance)
            self.bar.value = self.bar.max
            self.say(say("widgets.checking.done", summary=report.summary()), "good" if report.passed else "bad")
        self._fill()

    def _advance(self, done: int, total: int, _: str) -> None:
        self.bar.max, self.bar.value = max(total, 1), done

    def _filtered(self, change: dict[str, str]) -> None:
        self.model.severity = Severity(change["new"]) if change["new"] else None
        self._fill()

    def _fill(self) -> None:
        self.table.fill(rows_of(self.model.shown))
        self.manual.value = self.preview.value = ""

    def _chosen(self, change: dict[str, int]) -> None:
        if change["new"] < 0:
            return
        finding = self.model.shown.findings[change["new"]]
        text = html.escape(self.model.manual(finding))
        self.manual.value = f'<pre style="white-space:pre-wrap;font:inherit;line-height:1.7;margin:8px 0">{text}</pre>'
        self.preview.value = ""
        with self.careful():
            page = self.model.page(finding)
            show(self.preview, PreviewFrame(page) if page else None)
