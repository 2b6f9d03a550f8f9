"""Charts of findings and of a bank's questions."""

from collections.abc import Sequence
from types import MappingProxyType

import pandas as pd

from authoring.bank.syllabus import Syllabus
from authoring.findings import Report, Severity
from authoring.questions import Level, QuestionType
from authoring.rendering.chart import Chart, empty, legend, stacked, style
from authoring.texts import catalogue, say

__all__ = ["domains_chart", "findings_chart", "types_chart"]

SEVERITY_COLOURS = MappingProxyType({Severity.ERROR: "#B2182B", Severity.WARNING: "#E69F00", Severity.INFO: "#56B4E9"})
LEVEL_COLOURS = MappingProxyType({Level.JUNIOR: "#A6CEE8", Level.INTERMEDIATE: "#3F86BF", Level.SENIOR: "#123F6B"})
MOST_CODES = 20


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


def domains_chart(bank: pd.DataFrame, syllabus: Syllabus) -> Chart:
    """Questions per domain and level. `bank` is `Bank.to_frame()`."""
    codes = [domain.code for domain in syllabus.domains] or sorted(set(bank["domain"]))
    names = [f"{code} {syllabus.names.get(code, '')}".strip() for code in codes]
    return _by_level(bank, "domain", codes, names)


def types_chart(bank: pd.DataFrame) -> Chart:
    """Questions per type and level. `bank` is `Bank.to_frame()`."""
    kinds = [kind.value for kind in QuestionType if kind in set(bank["type"])]
    return _by_level(bank, "type", kinds, [say(f"label.question_type.{kind}") for kind in kinds])


def _by_level(bank: pd.DataFrame, field: str, codes: Sequence[str], names: Sequence[str]) -> Chart:
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
