"""导出: a session, the package, and the verification as a list of ticks."""

import ipywidgets

from authoring.bank import Bank
from authoring.findings import Report
from authoring.papers.paper import Paper
from authoring.rendering.tables import findings_table, ranked
from authoring.texts import say
from authoring.widgets.checking import rows_of
from authoring.widgets.exporting import Exporting, ticks
from authoring.widgets.panel import WIDE, Panel, button
from authoring.widgets.readable import readable
from authoring.widgets.table import Table

__all__ = ["ExportPanel"]


class ExportPanel(Panel):
    """Builds the exam package of a paper, writes it beside the notebook and verifies what was written."""

    def __init__(self, bank: Bank, paper: Paper) -> None:
        super().__init__()
        self.model = Exporting(bank, paper)
        self.session = ipywidgets.Dropdown(
            options=self.model.sessions,
            description=say("widgets.exporting.session"),
            layout=ipywidgets.Layout(width="420px"),
        )
        self.start = button(say("widgets.exporting.run"), self.run, style="primary", icon="archive")
        self.bar = ipywidgets.IntProgress(min=0, max=1, layout=ipywidgets.Layout(width="220px"))
        self.ticks, self.table = ipywidgets.HTML(layout=WIDE), Table(list(findings_table(Report()).columns))
        self.view.children = (
            ipywidgets.HBox([self.session, self.start, self.bar], layout=ipywidgets.Layout(flex_flow="row wrap")),
            self.said,
            self.ticks,
            self.table,
        )

    def run(self) -> None:
        with self.careful():
            report = self.model.build(self.session.value)
            self.table.fill(rows_of(ranked(report)))
            if self.model.built is None:
                self.say(say("widgets.exporting.refused", summary=report.summary()), "bad")
                return
            result = self.model.verify(self._advance)
            self.ticks.value = readable(ticks(result)).to_html()
            self.table.fill(rows_of(ranked(report + result.report)))
            files = "、".join(map(str, self.model.files))
            self.say(
                say(f"widgets.exporting.{'done' if result.ok else 'broken'}", files=files),
                "good" if result.ok else "bad",
            )

    def _advance(self, done: int, total: int, _: str) -> None:
        self.bar.max, self.bar.value = max(total, 1), done
