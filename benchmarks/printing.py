"""A printed paper of the shipped bank's questions, with its pictures, tables and formulas, as PDF and as Word."""

from decimal import Decimal
from itertools import islice
from pathlib import Path

from authoring.bank import Bank
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Question
from authoring.rendering.print.printing import PrintKind, Product, printed
from benchmarks.measuring import Row, peak_mb, timed

__all__ = ["printing"]

BANK = Path(__file__).parents[1] / "banks" / "dual-carbon"


def printing(size: int) -> Row:
    """The candidates' paper alone; a bank of 292 questions is the most."""
    with Bank.open(BANK) as bank:
        asked = {question.id: question for question in islice(bank, size)}
        paper = _paper(list(asked.values()))
        row: Row = {"questions": len(asked)}
        for kind in PrintKind:
            with timed(row, kind):
                files, _ = printed(paper, paper.forms[0], asked, bank.media, products=[Product.PAPER], kinds=[kind])
            row[f"{kind} KB"] = round(sum(map(len, files.values())) / 1024)
    return row | {"peak MB": peak_mb()}


def _paper(asked: list[Question]) -> Paper:
    items = tuple(
        Item(
            question=question.id,
            version=question.version,
            question_fingerprint=question.fingerprint(),
            number=number,
            marks=question.marks,
            seconds=question.seconds,
        )
        for number, question in enumerate(asked, start=1)
    )
    section = FormSection(id="S1", title="一、试题", instructions="", minutes=None, items=items)
    return Paper.model_validate(
        {"id": "P", "title": "试卷", "level": "intermediate", "minutes": 120, "pass_marks": 1, "scoring": {}, "seed": 1}
        | {"marks": sum((item.marks for item in items), Decimal(0)), "blueprint": "b", "blueprint_fingerprint": ""}
        | {"forms": (Form(name="A", sections=(section,)),)}
    )
