"""A report while it is written: a notebook in memory (headings, tables, charts), exported by nbconvert.

Our own template in `templates/report/` makes one file without scripts; nbconvert's own reach for scripts at outside
addresses. The same input gives the same bytes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd
from jinja2 import FunctionLoader

from authoring.findings import Report
from authoring.rendering.chart import Chart
from authoring.rendering.tables import findings_table, ranked
from authoring.rendering.templates import environment, template_text
from authoring.texts import say

__all__ = ["Sheet"]

_Output = tuple[dict[str, str], dict[str, dict[str, object]]]
"""Data by MIME type, and what a viewer should know about them."""


class Sheet:
    """One report: what is added is shown in this order."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._cells: list[str | _Output] = []

    def heading(self, level: int, text: str) -> None:
        """`text` is one of our own: markdown is not escaped."""
        self._cells.append(f"{'#' * level} {text}")

    def facts(self, facts: Mapping[str, object]) -> None:
        """A table of names and values."""
        rows = [("", (say(f"report.fact.{name}"), value)) for name, value in facts.items()]
        self._shown(_table("facts", (), rows, head=True))

    def table(self, frame: pd.DataFrame, kind: str, *, head: bool = False, numbers: Collection[int] = ()) -> None:
        """A data frame; `head` shows its index as row heads, `numbers` are the positions of columns to align right."""
        if head:
            frame = frame.reset_index(names=frame.index.name or "")
        rows = [("", row) for row in frame.itertuples(index=False, name=None)]
        self._shown(_table(kind, tuple(frame.columns), rows, head=head, numbers=numbers))

    def findings(self, report: Report) -> None:
        frame = findings_table(report)
        names = (str(finding.severity) for finding in ranked(report))
        rows = list(zip(names, frame.itertuples(index=False, name=None), strict=True))
        self._shown(_table("findings", tuple(frame.columns), rows))

    def sentences(self, texts: Iterable[str]) -> None:
        self._shown(_table("sentences", (), [("", (text,)) for text in texts]))

    def chart(self, chart: Chart) -> None:
        self._cells.append(chart._repr_mimebundle_())

    def _shown(self, html: str) -> None:
        self._cells.append(({"text/html": html}, {}))

    def html(self) -> str:
        # Both take seconds to load, and most of what draws no report would wait for them.
        from nbconvert import HTMLExporter  # noqa: PLC0415
        from nbformat import v4  # noqa: PLC0415

        notebook = v4.new_notebook(metadata={"title": self._title})
        for n, cell in enumerate(self._cells):
            # nbformat would draw random ids.
            if isinstance(cell, str):
                notebook.cells.append(v4.new_markdown_cell(cell, id=f"cell-{n}"))
            else:
                output = v4.new_output("display_data", data=cell[0], metadata=cell[1])
                notebook.cells.append(v4.new_code_cell("", outputs=[output], id=f"cell-{n}"))
        exporter = HTMLExporter(
            template_file="report/page.html.j2",
            extra_loaders=[FunctionLoader(template_text)],
            exclude_anchor_links=True,
        )
        page, _ = exporter.from_notebook_node(notebook)
        return str(page)


def _table(
    kind: str,
    headings: Sequence[str],
    rows: Sequence[tuple[str, Sequence[object]]],
    *,
    head: bool = False,
    numbers: Collection[int] = (),
) -> str:
    template = environment().get_template("report/table.html.j2")
    return template.render(kind=kind, headings=headings, rows=rows, head=head, numbers=numbers)
