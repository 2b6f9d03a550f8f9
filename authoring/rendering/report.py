"""Kept reports: what a check found, what an assembly made, as one self-contained HTML file."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from authoring.bank.syllabus import Syllabus
from authoring.findings import Report
from authoring.papers.assembly import Assembly
from authoring.papers.blueprint import Blueprint
from authoring.papers.paper import Paper
from authoring.papers.requirements import Kind
from authoring.papers.wording import number, requirement
from authoring.questions import Question
from authoring.rendering.charts import domains_chart, findings_chart, types_chart
from authoring.rendering.paper_charts import difficulty_chart, letters_chart, rows_chart, time_chart
from authoring.rendering.sheet import Sheet
from authoring.rendering.tables import forms_table, items_table, ranked, rows_table
from authoring.texts import catalogue, say

__all__ = ["assembly_report", "check_report"]


def check_report(bank_name: str, report: Report, bank: pd.DataFrame, syllabus: Syllabus) -> str:
    """What the checks found in a bank, and what the bank holds, as HTML. `bank` is `Bank.to_frame()`."""
    sheet = Sheet(say("report.check.title", name=bank_name))
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
    sheet = Sheet(say("report.assembly.title", title=blueprint.title))
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


def _refusal(sheet: "Sheet", blueprint: Blueprint, assembly: Assembly, syllabus: Syllabus) -> None:
    if assembly.shortfalls:
        sheet.heading(2, say("report.assembly.shortfalls"))
        sheet.sentences([entry.sentence for entry in assembly.shortfalls])
    if assembly.remedies:
        sheet.heading(2, say("report.assembly.remedies"))
        sheet.sentences([entry.sentence for entry in assembly.remedies])
    sheet.heading(2, say("report.assembly.wanted"))
    sections = [requirement((Kind.SECTION, section.id), blueprint, syllabus) for section in blueprint.sections]
    sheet.sentences(sections)


def _forms(
    sheet: "Sheet", blueprint: Blueprint, paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus
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


def _items(sheet: "Sheet", paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus) -> None:
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
