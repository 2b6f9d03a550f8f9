"""Questions as they are made, checked and exported."""

from datetime import date
from pathlib import Path

from authoring.bank import Bank
from authoring.checks import ALL, check_questions
from authoring.checks.frame import Context
from authoring.export.qti3 import item_xml
from authoring.quantities.vectors import compile_columns
from authoring.questions.scoring import ScoringRules
from authoring.questions.variants import variants
from benchmarks.generated import questions
from benchmarks.measuring import Row, peak_mb, timed

__all__ = ["SHIPPED", "check", "made_variants", "qti3"]

SHIPPED = Path(__file__).parent.parent / "banks" / "dual-carbon"
EVALUATIONS = 1_000_000


def check(size: int) -> Row:
    with Bank.open(SHIPPED) as bank:
        context = Context.of(bank, date(2026, 12, 12))
    asked = list(questions(size))
    row: Row = {"questions": size, "checks": len(ALL)}
    with timed(row, "check"):
        row["findings"] = len(check_questions(asked, context, ALL))
    row["questions/s"] = round(size / row["check s"])
    row["peak MB"] = peak_mb()
    return row


def qti3(size: int) -> Row:
    asked = list(questions(size))
    rules = ScoringRules()
    row: Row = {"questions": size}
    with timed(row, "items"):
        total = sum(len(item_xml(question, marks=question.marks, rules=rules)) for question in asked)
    row["items/CPU s"] = round(size / row["items CPU s"])
    row["MB"] = round(total / 1e6, 1)
    row["peak MB"] = peak_mb()
    return row


def made_variants(size: int) -> Row:
    """Finished questions of one template, and what its formula alone costs on columns."""
    row: Row = {"variants": size}
    with Bank.open(SHIPPED) as bank:
        template = next(iter(bank.templates.values()))
        with timed(row, "questions"):
            made = sum(1 for _ in variants(template, bank.references, range(size)))
        assert made == size
    row["questions/s"] = round(size / row["questions s"])
    row |= _evaluations()
    return row


def _evaluations() -> Row:
    import numpy as np

    draw = np.random.default_rng(1)
    columns = {name: draw.uniform(0.5, 2.0, EVALUATIONS) for name in ("FC", "NCV", "CC", "OF")}
    expression = compile_columns("FC*NCV*CC*OF*44/12")
    row: Row = {"evaluations": EVALUATIONS}
    with timed(row, "evaluations"):
        expression(columns)
    return row
