"""组卷: a blueprint and a seed, then the forms side by side, or what is short."""

import html
from collections.abc import Iterable, Sequence

import ipywidgets

from authoring.bank import Bank
from authoring.findings import Report
from authoring.papers.assembly import Assembly
from authoring.rendering.chart import Chart, png
from authoring.rendering.tables import findings_table, forms_table, ranked
from authoring.texts import say
from authoring.widgets.assembling import Assembling
from authoring.widgets.checking import rows_of
from authoring.widgets.panel import WIDE, Panel, button
from authoring.widgets.readable import readable
from authoring.widgets.table import Table
from authoring.widgets.workplace import keep

__all__ = ["AssemblePanel"]

_ROW = ipywidgets.Layout(flex_flow="row wrap")
_HALF = ipywidgets.Layout(flex="1 1 420px", min_width="0")


class AssemblePanel(Panel):
    """Assembles a paper from one of the bank's blueprints; `model.assembly` holds what came of it."""

    def __init__(self, bank: Bank) -> None:
        super().__init__()
        self.model = Assembling(bank)
        self.blueprint = ipywidgets.Dropdown(
            options=self.model.blueprints,
            description=say("widgets.assembling.blueprint"),
            layout=ipywidgets.Layout(width="480px"),
        )
        self.seed = ipywidgets.BoundedIntText(value=1, min=0, max=2**31 - 1, description=say("widgets.assembling.seed"))
        self.start = button(say("widgets.assembling.run"), self.run, style="primary", icon="random")
        self.save = button(say("widgets.assembling.save"), self.keep, icon="save")
        self.result, self.charts = ipywidgets.HTML(layout=WIDE), ipywidgets.HBox(layout=_ROW)
        self.table = Table(list(findings_table(Report()).columns))
        top = ipywidgets.HBox([self.blueprint, self.seed, self.start, self.save], layout=_ROW)
        self.view.children = (top, self.said, self.result, self.charts, self.table)

    def run(self) -> None:
        self.start.disabled = True
        with self.careful():
            report = self.model.run(self.blueprint.value, self.seed.value, self.say)
            self._show(self.model.assembly, report)
        self.start.disabled = False

    def _show(self, assembly: Assembly | None, report: Report) -> None:
        paper = assembly.paper if assembly else None
        if paper is not None:
            self.say(say("widgets.assembling.made", count=len(paper.forms), paper=paper.id), "good")
            self.result.value = readable(forms_table(paper, self.model.questions)).to_html()
        else:
            self.say(say("widgets.assembling.refused"), "bad")
            self.result.value = _sentences(entry.sentence for entry in assembly.shortfalls) if assembly else ""
        self.charts.children = _beside(self.model.charts())
        self.table.fill(rows_of(ranked(report)))

    def keep(self) -> None:
        """Keeps the report, and the paper if there is one, beside the notebook."""
        with self.careful():
            kept = [keep("assembly.html", self.model.report())]
            paper = self.model.assembly.paper if self.model.assembly else None
            if paper is not None:
                kept.append(keep(f"{paper.id}.paper.json", paper.model_dump_json(indent=1)))
            self.say(say("widgets.assembling.kept", files="、".join(map(str, kept))), "good")


def _sentences(texts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{html.escape(text)}</li>" for text in texts) + "</ul>"


def _beside(charts: Sequence[Chart]) -> tuple[ipywidgets.Widget, ...]:
    """The first and tallest chart, and the others in a column beside it where there is room."""
    pictures = [_picture(chart) for chart in charts]
    columns = (pictures[:1], pictures[1:])
    return tuple(ipywidgets.VBox(column, layout=_HALF) for column in columns if column)


def _picture(chart: Chart) -> ipywidgets.Image:
    made = ipywidgets.Image(
        value=png(chart), format="png", layout=ipywidgets.Layout(width="100%", object_fit="contain")
    )
    made.alt = chart.alt
    return made
