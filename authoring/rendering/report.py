"""Kept reports: what a run found or made, as one self-contained HTML file.

A report is a notebook built in memory (headings, tables, charts) and exported by nbconvert with our own template in
`templates/report/`: nbconvert's own templates reach for scripts at outside addresses. The same input gives the same bytes.
"""

import base64
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import nbformat
import pandas as pd
from jinja2 import FunctionLoader
from nbconvert import HTMLExporter

from authoring.bank.syllabus import Syllabus
from authoring.findings import Report
from authoring.papers.assembly import Assembly
from authoring.papers.blueprint import Blueprint
from authoring.papers.paper import Paper
from authoring.papers.requirements import Kind
from authoring.papers.wording import number, requirement
from authoring.questions import Question
from authoring.rendering.charts import Chart, domains_chart, findings_chart, types_chart
from authoring.rendering.paper_charts import difficulty_chart, letters_chart, rows_chart, time_chart
from authoring.rendering.tables import findings_table, forms_table, items_table, ranked, rows_table
from authoring.rendering.templates import environment, template_text
from authoring.texts import catalogue, say

__all__ = ["assembly_report", "check_report"]


def check_report(bank_name: str, report: Report, bank: pd.DataFrame, syllabus: Syllabus) -> str:
    """What the checks found in a bank, and what the bank holds, as HTML. `bank` is `Bank.to_frame()`."""
    sheet = _Sheet(say("report.check.title", name=bank_name))
    sheet.heading(1, say("report.check.heading"))
    sheet.facts({"bank": bank_name, "questions": len(bank), "summary": report.summary(), "verdict": _verdict(report)})
    sheet.heading(2, say("report.check.codes"))
    sheet.chart(findings_chart(report))
    if len(report):
        sheet.table(_codes_table(report), "codes", numbers=(3, 4))
        sheet.heading(2, say("report.check.findings", count=len(report)))
        sheet.findings(report)
    sheet.heading(2, say("report.check.bank"))
    sheet.chart(domains_chart(bank, syllabus))
    sheet.chart(types_chart(bank))
    return sheet.html()


def assembly_report(
    blueprint: Blueprint, assembly: Assembly, questions: Mapping[str, Question], syllabus: Syllabus
) -> str:
    """How a blueprint was met, or why it could not be, as HTML. It holds no key.

    `questions` holds at least the paper's questions by id.
    """
    sheet = _Sheet(say("report.assembly.title", title=blueprint.title))
    sheet.heading(1, say("report.assembly.heading"))
    sheet.facts(_about(blueprint, assembly))
    if assembly.paper is None:
        _refusal(sheet, blueprint, assembly, syllabus)
    else:
        _forms(sheet, blueprint, assembly.paper, questions, syllabus)
    if len(assembly.report):
        sheet.heading(2, say("report.assembly.notes"))
        sheet.findings(assembly.report)
    if assembly.paper is not None:
        _items(sheet, assembly.paper, questions, syllabus)
    return sheet.html()


def _about(blueprint: Blueprint, assembly: Assembly) -> dict[str, object]:
    paper = assembly.paper
    totals = {
        "marks": number(blueprint.marks),
        "pass_marks": number(blueprint.pass_marks),
        "minutes": blueprint.minutes,
    }
    about: dict[str, object] = {
        "paper_title": blueprint.title,
        "blueprint": blueprint.id,
        "totals": say("report.assembly.totals", **totals),
    }
    if paper is None:
        return about | {"verdict": say("report.assembly.refused")}
    made = say("report.assembly.made", count=len(paper.forms))
    return about | {"paper": paper.id, "seed": paper.seed, "fingerprint": paper.fingerprint(), "verdict": made}


def _refusal(sheet: "_Sheet", blueprint: Blueprint, assembly: Assembly, syllabus: Syllabus) -> None:
    if assembly.shortfalls:
        sheet.heading(2, say("report.assembly.shortfalls"))
        sheet.sentences([entry.sentence for entry in assembly.shortfalls])
    sheet.heading(2, say("report.assembly.wanted"))
    sections = [requirement((Kind.SECTION, section.id), blueprint, syllabus) for section in blueprint.sections]
    sheet.sentences(sections)


def _forms(
    sheet: "_Sheet", blueprint: Blueprint, paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus
) -> None:
    sheet.heading(2, say("report.assembly.forms"))
    sheet.table(forms_table(paper, questions), "forms", head=True, numbers=range(1, len(paper.forms) + 1))
    for chart in (time_chart(paper), difficulty_chart(paper, questions), letters_chart(paper, questions)):
        sheet.chart(chart)
    if not blueprint.rows:
        return
    sheet.heading(2, say("report.assembly.rows", count=len(blueprint.rows)))
    sheet.chart(rows_chart(blueprint, paper, questions, syllabus))
    rows = rows_table(blueprint, paper, questions, syllabus)
    sheet.table(rows, "rows", head=True, numbers=range(2, len(paper.forms) + 2))


def _items(sheet: "_Sheet", paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus) -> None:
    sheet.heading(2, say("report.assembly.items"))
    items = items_table(paper, questions, syllabus)
    form_column = items.columns[0]
    for form in paper.forms:
        sheet.heading(3, say("report.form.name", form=form.name))
        own = items[items[form_column] == form.name].drop(columns=form_column).set_index(items.columns[1])
        sheet.table(own, "items", head=True, numbers=(6, 7, 8))


def _verdict(report: Report) -> str:
    return say("report.check.passed" if report.passed else "report.check.failed")


def _codes_table(report: Report) -> pd.DataFrame:
    places: dict[str, set[str]] = {}
    for finding in report:
        places.setdefault(finding.code, set()).add(finding.where.question or finding.where.file or "")
    severities = {finding.code: finding.severity for finding in ranked(report)}
    counts = Counter(finding.code for finding in report)
    rows = [
        (
            say(f"label.severity.{severity}"),
            code,
            catalogue().get(f"checks.{code}.title", ""),
            counts[code],
            len(places[code]),
        )
        for code, severity in severities.items()
    ]
    names = ("severity", "code", "title", "count", "questions")
    return pd.DataFrame(rows, columns=[say(f"report.code.{name}") for name in names])


class _Sheet:
    """A report's notebook while it is written."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._cells: list[nbformat.NotebookNode] = []

    def heading(self, level: int, text: str) -> None:
        """`text` is one of our own: markdown is not escaped."""
        self._cells.append(nbformat.v4.new_markdown_cell(f"{'#' * level} {text}", id=self._name()))

    def facts(self, facts: Mapping[str, object]) -> None:
        """A table of names and values."""
        rows = [("", (say(f"report.fact.{name}"), value)) for name, value in facts.items()]
        self._shown(_table("facts", (), rows, head=True))

    def table(self, frame: pd.DataFrame, kind: str, *, head: bool = False, numbers: Collection[int] = ()) -> None:
        """A data frame; `head` shows its index as row heads, `numbers` are positions of columns to align at the right."""
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
        data, metadata = chart._repr_mimebundle_()
        self._output(data, metadata)

    def _shown(self, html: str) -> None:
        self._output({"text/html": html}, {})

    def _output(self, data: Mapping[str, object], metadata: Mapping[str, object]) -> None:
        output = nbformat.v4.new_output("display_data", data=dict(data), metadata=dict(metadata))
        self._cells.append(nbformat.v4.new_code_cell("", outputs=[output], id=self._name()))

    def _name(self) -> str:
        # nbformat would draw a random one.
        return f"cell-{len(self._cells)}"

    def html(self) -> str:
        notebook = nbformat.v4.new_notebook(cells=self._cells, metadata={"title": self._title})
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
